//! Layouts of item sheets beside the wide one: a row per candidate and item, papers A and B, void items.

use std::collections::BTreeMap;

use edugauge::error::Error;
use edugauge::intake::{ItemOptions, ReadOptions, read_items, read_table};
use edugauge::records::{BLANK, ItemDoubt, ItemSheet};

use crate::support::{edugauge, written};

fn read_with(text: &str, plan: &str, options: &ReadOptions, of: ItemOptions) -> Result<ItemSheet, Error> {
    let plan = match plan {
        "" => None,
        plan => Some(read_table(written(plan).path(), &ReadOptions::default()).unwrap().0),
    };
    Ok(read_items(written(text).path(), options, &ItemOptions { plan, ..of })?.0)
}

fn read(text: &str, plan: &str) -> Result<ItemSheet, Error> {
    read_with(text, plan, &ReadOptions::default(), ItemOptions::default())
}

fn ids(sheet: &ItemSheet) -> Vec<&str> {
    sheet.items.iter().map(|item| item.id.as_str()).collect()
}

const PLAN: &str = "题号,分值,答案\n1,3,B\n2,6,AC\n10(1),4,\n10(2),6,\n";
const HALF: &str = "half";

fn half() -> ItemOptions {
    ItemOptions { rule: Some(HALF.to_owned()), ..ItemOptions::default() }
}

/// The same paper with a row per candidate and with a row per candidate and item: one sheet.
#[test]
fn a_row_per_candidate_and_item() {
    let wide = "考号,学校,总分,1,1(答案),2,2(答案),10(1),10(2)\n01,一中,13,3,B,3,A,4,3\n02,一中,6,0,D,6,AC,,\n03,二中,缺考,,,,,,\n";
    let long = "考号,学校,题号,得分,作答\n01,一中,10(2),3,\n02,一中,1,0,D\n01,一中,1,3,B\n01,一中,2,3,A\n02,一中,2,6,\"C,A\"\n01,一中,10(1),4,\n01,一中,总分,13,\n02,一中,总分,6,\n03,二中,总分,缺考,\n";
    let read = |text| read_with(text, PLAN, &ReadOptions::default(), half()).unwrap();
    let (wide, long) = (read(wide), read(long));
    assert_eq!(ids(&long), ["1", "2", "10.1", "10.2"]);
    assert_eq!((&long.scores, long.absent), (&wide.scores, 1));
    assert_eq!(long.items[0].full_mark, wide.items[0].full_mark);
    assert_eq!(long.answers[1].as_ref().unwrap().label(1), "AC");
    assert_eq!((long.items[0].objective, long.items[2].objective), (Some(true), Some(false)));
    assert_eq!((long.key_names(), &long.scores[3]), (vec!["school".to_owned()], &vec![3, BLANK]));
    // The row of a candidate is the first that is theirs.
    assert_eq!(long.rows, [2, 3]);
    assert_eq!(long.doubts, wide.doubts);
    // Without a plan items are in the order of their numbers.
    let bare =
        self::read("studentid,questionid,score,answerstatus\n7,10,2,1\n7,2,1,1\n8,2,0,1\n", "").unwrap();
    assert_eq!((ids(&bare), &bare.scores[1]), (vec!["2", "10"], &vec![2, BLANK]));
    // Options alone are scored by the key: B 3 of 3, A half of 6.
    let options = "考号,题号,选项\n01,1,B\n01,2,A\n02,1,C\n";
    let sheet =
        read_with(options, "题号,分值,答案\n1,3,B\n2,6,AC\n", &ReadOptions::default(), half()).unwrap();
    assert_eq!(sheet.scores, [vec![1, 0], vec![1, BLANK]], "steps of {}", sheet.step);
}

#[test]
fn of_several_subjects_one_is_said() {
    let text = "考号,sskm_mc,sj_tid,score\n01,语文,1,3\n01,数学,1,5\n02,语文,1,2\n02,数学,1,4\n02,数学,2,1\n03,语文,1,1\n";
    let fault = read(text, "").unwrap_err();
    assert_eq!(fault.code(), "EG-129");
    assert!(fault.message(edugauge::lang::Lang::En).contains("语文, 数学"), "{fault}");
    let of = ItemOptions { subject: Some("数学".to_owned()), ..ItemOptions::default() };
    let sheet = read_with(text, "", &ReadOptions::default(), of).unwrap();
    assert_eq!((ids(&sheet), sheet.absent), (vec!["1", "2"], 1));
    assert_eq!(sheet.scores, [vec![5, 4], vec![BLANK, 1]]);
}

/// A row twice, a score above the full mark, a name that Excel made a date: told, and of whom.
#[test]
fn bad_rows_of_a_long_sheet() {
    let plan = "题号,分值\n1,3\n2,4\n";
    let sheet = read("考号,题号,得分\n01,1,3\n01,2,9\n02,1,2\n02,2,4\n", plan).unwrap();
    assert_eq!(sheet.scores, [vec![2], vec![4]]);
    assert_eq!(sheet.doubts[0], ItemDoubt::NotKnown { candidates: 1, rows: vec![2] });
    let text = "考号,题号,得分\n01,1,3\n01,1,2\n01,2,1\n";
    let (_, report) =
        read_items(written(text).path(), &ReadOptions::default(), &ItemOptions::default()).unwrap();
    assert_eq!((report.accepted, report.physical_rows), (2, 4));
    let fault = read("考号,题号,得分\n01,1,3\n01,2024-01-02,2\n", "").unwrap_err();
    assert_eq!(fault.code(), "EG-125");
    assert!(fault.message(edugauge::lang::Lang::Zh).contains("题号"), "{fault}");
    // A layout that is said and is not there.
    let options = ReadOptions { layout: Some(edugauge::intake::TableLayout::Long), ..ReadOptions::default() };
    let fault = read_with("考号,题,得分\n01,1,3\n", "", &options, ItemOptions::default()).unwrap_err();
    assert_eq!(fault.code(), "EG-106");
    let columns = BTreeMap::from([("题".to_owned(), "item".to_owned())]);
    let options = ReadOptions { columns, ..options };
    assert_eq!(read_with("考号,题,得分\n01,1,3\n", "", &options, ItemOptions::default()).unwrap().len(), 1);
}

/// Trap: the order of items in papers A and B. By hand: item 1 stands at 1 in A and at 2 in B.
#[test]
fn papers_a_and_b_are_mapped_by_position() {
    let text = "考号,卷别,1(答案),2(答案),3\n01,A,B,D,5\n02,B卷,D,B,4\n03,b,A,B,3\n04,C,B,D,1\n";
    let plan = "题号,分值,答案,各卷题号\n1,2,B,\"A:1,B:2\"\n2,3,D,A:2；B:1\n3,5,,\"A:3,B:3\"\n";
    let sheet = read(text, plan).unwrap();
    assert_eq!(ids(&sheet), ["1", "2", "3"]);
    // In points: item 1 is 2, 2, 2; item 2 is 3, 3, 0.
    let points = |at: usize| -> Vec<String> {
        let own = sheet.scores[at].iter();
        own.map(|s| edugauge::number::plain(sheet.step * crate::support::whole(i128::from(*s)))).collect()
    };
    assert_eq!([points(0), points(1), points(2)], [["2", "2", "2"], ["3", "3", "0"], ["5", "4", "3"]]);
    assert_eq!(sheet.answers[0].as_ref().unwrap().label(1), "B");
    assert_eq!(sheet.key_names(), ["paper"]);
    assert_eq!(sheet.doubts[0], ItemDoubt::PapersUnknown(vec!["C".to_owned()]));
    assert!(
        sheet.doubts.contains(&ItemDoubt::NotKnown { candidates: 1, rows: vec![5] }),
        "{:?}",
        sheet.doubts
    );
    // A column each says the same.
    let columns = "题号,分值,答案,A卷题号,B卷题号\n1,2,B,1,2\n2,3,D,2,1\n3,5,,3,3\n";
    assert_eq!(read(text, columns).unwrap().scores, sheet.scores);
    // Nothing that says where items stand: taken to be at one place, and told.
    let plan = "题号,分值,答案\n1,2,B\n2,3,D\n3,5,\n";
    let same = read("考号,卷别,1(答案),2(答案),3\n01,A,B,D,5\n02,B,B,D,4\n", plan).unwrap();
    let doubt = ItemDoubt::PapersInOneOrder(vec!["A".to_owned(), "B".to_owned()]);
    assert_eq!(same.doubts[0], doubt);
    let fault = read("考号,1(答案),2(答案),3\n01,B,D,5\n", columns).unwrap_err();
    assert_eq!(fault.code(), "EG-106");
    assert!(fault.message(edugauge::lang::Lang::Zh).contains("卷别"), "{fault}");
    let bad = "题号,分值,各卷题号\n1,2,甲乙\n";
    let table = read_table(written(bad).path(), &ReadOptions::default()).unwrap().0;
    let of = ItemOptions { plan: Some(table), ..ItemOptions::default() };
    let fault = read_items(written(text).path(), &ReadOptions::default(), &of).unwrap_err();
    assert_eq!(fault.code(), "EG-107");
}

/// A position in A and another in B whose items are worth different marks: what is above its own is not known.
#[test]
fn positions_of_different_full_marks() {
    let plan = "题号,分值,A卷题号,B卷题号\n1,2,1,2\n2,6,2,1\n";
    let sheet = read("考号,卷别,1,2\n01,A,2,6\n02,B,6,2\n03,A,6,2\n", plan).unwrap();
    assert_eq!(sheet.scores, [vec![2, 2], vec![6, 6]]);
    assert!(
        sheet.doubts.contains(&ItemDoubt::NotKnown { candidates: 1, rows: vec![4] }),
        "{:?}",
        sheet.doubts
    );
}

/// By hand: item 2 is void; its options give everybody 4, or it is no part of the paper.
#[test]
fn void_items() {
    let text = "考号,总分,1(答案),2(答案),3\n01,12,A,B,5\n02,8,B,C,4\n03,4,C,,0\n";
    let plan = "题号,分值,答案\n1,3,A\n2,4,*\n3,5,\n";
    let full = read(text, plan).unwrap();
    assert_eq!(full.doubts.len(), 1, "{:?}", full.doubts);
    assert_eq!(full.doubts[0], ItemDoubt::Void { items: vec!["2".to_owned()], dropped: false });
    let points = |sheet: &ItemSheet| {
        edugauge::number::plain(
            sheet.step
                * crate::support::whole(sheet.scores.iter().map(|item| i128::from(item[2].max(0))).sum()),
        )
    };
    assert_eq!(points(&full), "4");
    let of = ItemOptions { drop_void: true, ..ItemOptions::default() };
    let dropped = read_with(text, plan, &ReadOptions::default(), of).unwrap();
    assert_eq!((ids(&dropped), dropped.answers.len(), points(&dropped).as_str()), (vec!["1", "3"], 2, "0"));
    assert_eq!(dropped.doubts[0], ItemDoubt::Void { items: vec!["2".to_owned()], dropped: true });
    // Of a void question with scores, scores count, and those that are not full are told.
    let scored = read("考号,1,2\n01,3,4\n02,1,2\n", "题号,分值,答案\n1,3,\n2,4,作废\n").unwrap();
    let disagrees = ItemDoubt::KeyDisagrees { items: vec!["2".to_owned()], candidates: 1, rows: vec![3] };
    assert!(scored.doubts.contains(&disagrees), "{:?}", scored.doubts);
}

#[test]
fn layouts_from_the_command_line() {
    let long = written("考号,题号,得分\n01,1,3\n01,2,4\n02,1,0\n02,2,2\n");
    let path = long.path().to_str().unwrap();
    let done = edugauge(&["--lang", "zh", "inspect", path, "--kind", "items"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("2 题，到考 2 人"), "{}", done.out);
    let plan = written("题号,分值,答案\n1,3,*\n2,4,\n");
    let plan = plan.path().to_str().unwrap();
    let done = edugauge(&[
        "--lang",
        "en",
        "compute",
        "item_difficulty",
        path,
        "--plan",
        plan,
        "--void",
        "drop",
        "--format",
        "csv",
    ]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("no part of the paper"), "{}", done.err);
}
