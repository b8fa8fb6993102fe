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
    assert_eq!(recognise(&["备注：缺考以空白表示"]), Some(NonData::Remark));
    assert_eq!(recognise(&["考号", "姓名", "语文"]), Some(NonData::RepeatedHeader));
}

#[test]
fn candidates_are_left_alone() {
    assert_eq!(recognise(&["1", "全市文", "90"]), None);
    assert_eq!(recognise(&["1", "注", "90"]), None);
    assert_eq!(recognise(&["", "王小明", ""]), None);
}

/// In a table of full marks `Total` is a subject.
#[test]
fn english_words_of_totals_are_told_among_numbers() {
    let header = || vec![["id", "school", "maths"].map(|cell| cell.as_bytes().to_vec()).to_vec()];
    let rows = NonDataRows::new(Encoding::Utf8, header(), vec![0, 1]);
    let numbered = NonDataRows::new(Encoding::Utf8, header(), vec![0, 1]).with_ids(
        Some(0),
        3,
        ["1", "2"].into_iter().map(Cow::Borrowed),
    );
    for (cells, is_total) in [
        (["Total", "", "48000"], true),
        (["", "GRAND TOTAL", "48000"], true),
        ([" Average: ", "", "61.2"], true),
        (["1", "Total", "90"], false),
        (["Max", "", "90"], false),
        (["Total1", "", "90"], false),
    ] {
        let fields = cells.map(|cell| Field::plain(cell.as_bytes()));
        assert_eq!(numbered.recognise(&fields), is_total.then_some(NonData::TotalRow), "{cells:?}");
        assert_eq!(rows.recognise(&fields), None, "{cells:?}");
    }
}
