use super::*;

fn recognise(cells: &[&str]) -> Option<NonData> {
    let header = ["考号", "姓名", "语文"].map(|h| h.as_bytes().to_vec()).to_vec();
    let fields: Vec<_> = cells.iter().map(|c| Field::plain(c.as_bytes())).collect();
    NonDataRows::new(Encoding::Utf8, vec![header], vec![0, 1]).recognise(&fields)
}

#[test]
fn rows_that_are_no_candidates() {
    assert_eq!(recognise(&["", " ", "\u{3000}"]), Some(NonData::Blank));
    assert_eq!(recognise(&["合计", "", "90"]), Some(NonData::TotalRow));
    assert_eq!(recognise(&["", "\u{3000}平均分：", "90"]), Some(NonData::TotalRow));
    assert_eq!(recognise(&["合计：352人", "", ""]), Some(NonData::TotalRow));
    assert_eq!(recognise(&["Total", "", "48000"]), Some(NonData::TotalRow));
    assert_eq!(recognise(&["", "GRAND TOTAL", "48000"]), Some(NonData::TotalRow));
    assert_eq!(recognise(&[" Average: ", "", "61.2"]), Some(NonData::TotalRow));
    assert_eq!(recognise(&["备注：缺考以空白表示"]), Some(NonData::Remark));
    assert_eq!(recognise(&["考号", "姓名", "语文"]), Some(NonData::RepeatedHeader));
}

#[test]
fn candidates_are_left_alone() {
    assert_eq!(recognise(&["1", "全市文", "90"]), None);
    assert_eq!(recognise(&["1", "注", "90"]), None);
    assert_eq!(recognise(&["", "王小明", ""]), None);
    assert_eq!(recognise(&["1", "Total", "90"]), None);
    assert_eq!(recognise(&["Max", "", "90"]), None);
    assert_eq!(recognise(&["Total1", "", "90"]), None);
}
