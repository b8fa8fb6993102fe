//! Item sheets as marking platforms export them: two rows of headers, plans, choices, and what goes wrong with them.

use std::collections::BTreeMap;

use edugauge::error::Error;
use edugauge::figures::Status;
use edugauge::indicators::{Input, compute, find};
use edugauge::intake::{ItemOptions, ReadOptions, read_items, read_table};
use edugauge::number::Rational;
use edugauge::records::{BLANK, ItemDoubt, ItemSheet};

use crate::support::{Project, arguments, edugauge, whole, written};

fn read(text: &str) -> Result<ItemSheet, Error> {
    read_with(text, &ReadOptions::default(), &ItemOptions::default())
}

fn read_with(text: &str, options: &ReadOptions, of: &ItemOptions) -> Result<ItemSheet, Error> {
    Ok(read_items(written(text).path(), options, of)?.0)
}

fn with_plan(text: &str, plan: &str) -> Result<ItemSheet, Error> {
    let (plan, _) = read_table(written(plan).path(), &ReadOptions::default()).unwrap();
    read_with(text, &ReadOptions::default(), &ItemOptions { plan: Some(plan), ..ItemOptions::default() })
}

fn value(
    sheet: &ItemSheet,
    indicator: &str,
    measure: &str,
    item: &str,
    given: &[(&str, &[&str])],
) -> Option<f64> {
    let figures = compute(find(indicator).unwrap(), Input::Items(sheet), &[], &arguments(given)).unwrap();
    let found = figures.iter().find(|figure| {
        figure.measure() == measure
            && figure.group().first().is_some_and(|of| of.as_deref().unwrap_or("") == item)
    });
    found.unwrap_or_else(|| panic!("{indicator} {measure} {item}")).value().map(|value| value.to_f64())
}

fn difficulty(sheet: &ItemSheet, item: &str) -> Option<f64> {
    value(sheet, "item_difficulty", "difficulty", item, &[])
}

/// As a marking platform writes it: a title, merged cells, one nameless column of options, full marks and keys below.
const PLATFORM: &str = "高三联考数学小题分,,,,,,,,\n考号,学校,总分,一.1,,一.2,,三.16.1,三.16.2\n,,,得分,答案,得分,答案,,\n满分,,,3,,6,,4,6\n标准答案,,,,B,,AC,,\n01,一中,18,3,B,6,AC,4,5\n02,一中,6,0,A,3,A,3,\n03,二中,缺考,,,,,,\n";

#[test]
fn a_sheet_of_a_marking_platform() {
    let sheet = read(PLATFORM).unwrap();
    let ids: Vec<&str> = sheet.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "16.1", "16.2"]);
    assert_eq!(sheet.items[2].question, "16");
    assert_eq!(sheet.items[1].key.as_deref(), Some("AC"));
    assert_eq!(sheet.items[1].full_mark, Some(whole(6)));
    assert_eq!((sheet.rows.as_slice(), sheet.absent), (&[6, 7][..], 1));
    assert_eq!(sheet.scores[3], [5, BLANK]);
    assert_eq!(sheet.answers[1].as_ref().unwrap().label(0), "AC");
    // A part of the key without a rule may be worth anything.
    assert_eq!(sheet.doubts, [ItemDoubt::OftenBlank(vec!["16.2".to_owned()])]);
}

#[test]
fn sections_above_numbers_are_merged_headers() {
    let sheet =
        read("考号,姓名,一、选择题,,二、填空题\n,,1,2,3\n满分,,3,3,5\n01,甲,3,0,5\n02,乙,0,3,2\n").unwrap();
    let ids: Vec<&str> = sheet.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!((ids, sheet.len()), (vec!["1", "2", "3"], 2));
}

#[test]
fn the_plan_gives_marks_keys_and_points() {
    let plan = "题号,题型,分值,标准答案,知识点,能力层次,预估难度\n1,单选,3,B,函数,理解,0.7\n2,解答,8,,函数;几何,应用,难\n";
    let sheet = with_plan("考号,1(答案),2\n01,B,8\n02,A,4\n", plan).unwrap();
    assert_eq!(sheet.scores, [vec![3, 0], vec![8, 4]]);
    assert_eq!(sheet.items[1].knowledge.len(), 2);
    assert_eq!(sheet.items[0].expected, Some(Rational::new(7, 10)));
    assert_eq!(sheet.items[1].expected, None, "a word has no number");
    assert_eq!((sheet.items[0].objective, sheet.items[1].objective), (Some(true), Some(false)));
    assert_eq!(value(&sheet, "item_difficulty", "expected_gap", "1", &[]), Some(-0.2));
}

#[test]
fn plan_and_columns_that_do_not_find_each_other_are_told() {
    let sheet = with_plan("考号,1,3\n01,3,1\n02,2,0\n", "题号,分值\n1,3\n2,4\n").unwrap();
    assert_eq!(
        sheet.doubts,
        [
            ItemDoubt::WithoutColumn(vec!["2".to_owned()]),
            ItemDoubt::WithoutPlan(vec!["3".to_owned()]),
            ItemDoubt::WithoutFullMark(vec!["3".to_owned()]),
        ]
    );
    assert_eq!(difficulty(&sheet, "3"), None);
}

#[test]
fn a_total_that_is_not_the_sum_of_the_items_is_told() {
    let sheet = read("考号,总分,1,2\n满分,,3,6\n01,9,3,6\n02,8,3,4\n03,3,0,3\n").unwrap();
    assert_eq!(sheet.doubts, [ItemDoubt::TotalDiffers { candidates: 1, rows: vec![4] }]);
    let full_marks = BTreeMap::from([("total".to_owned(), whole(10))]);
    let options = ReadOptions { full_marks, ..ReadOptions::default() };
    let sheet = read_with("考号,1,2\n满分,3,6\n01,3,6\n02,0,3\n", &options, &ItemOptions::default()).unwrap();
    let doubt = ItemDoubt::FullMarksDoNotAdd { items: "9".to_owned(), paper: "10".to_owned() };
    assert_eq!(sheet.doubts, [doubt]);
}

/// Trap: somebody who was absent has no zeros; a blank of one who was there counts 0, or is left out, as it is said.
#[test]
fn absent_is_not_zero_and_blank_is_what_is_said() {
    let sheet = read("考号,总分,1,2\n满分,,4,4\n01,8,4,4\n02,4,4,\n03,缺考,,\n04,,,\n").unwrap();
    assert_eq!((sheet.len(), sheet.absent), (2, 2));
    assert_eq!(difficulty(&sheet, "2"), Some(0.5));
    assert_eq!(value(&sheet, "item_difficulty", "difficulty", "2", &[("blank", &["omit"])]), Some(1.0));
    assert_eq!(value(&sheet, "item_difficulty", "not_reached", "2", &[]), Some(1.0));
    assert_eq!(value(&sheet, "item_difficulty", "omitted", "2", &[]), Some(0.0));
}

/// Trap: −1 is not known; the candidate is in no figure, and that is said.
#[test]
fn a_score_below_zero_or_above_the_full_mark_is_not_known() {
    let sheet = read("考号,1,2\n满分,4,4\n01,4,-1\n02,4,2\n03,5,2\n").unwrap();
    assert_eq!(sheet.len(), 1);
    assert!(
        sheet.doubts.contains(&ItemDoubt::NotKnown { candidates: 2, rows: vec![3, 5] }),
        "{:?}",
        sheet.doubts
    );
}

/// Trap: the highest score seen is no full mark.
#[test]
fn the_full_mark_is_never_the_highest_score() {
    let sheet = read("考号,1,2\n01,2,1\n02,0,1\n").unwrap();
    assert_eq!(difficulty(&sheet, "1"), None);
    let figures =
        compute(find("item_difficulty").unwrap(), Input::Items(&sheet), &[], &arguments(&[])).unwrap();
    let hard = figures.iter().find(|figure| figure.measure() == "difficulty").unwrap();
    assert_eq!(hard.status(), Status::MissingInput);
}

/// Trap: a key that is wrong shows as a popular wrong option, and scores beside options speak against it.
#[test]
fn a_wrong_key_is_told() {
    let mut text = "考号,1(答案),1,2\n满分,,1,9\n答案,B,,\n".to_owned();
    for (id, row) in ["A,1,9", "A,1,8", "A,1,7", "B,0,2", "C,0,1"].iter().enumerate() {
        text += &format!("{id:02},{row}\n");
    }
    let sheet = read(&text).unwrap();
    let items = vec!["1".to_owned()];
    assert!(sheet.doubts.contains(&ItemDoubt::KeyLessChosen(items.clone())), "{:?}", sheet.doubts);
    let disagrees = ItemDoubt::KeyDisagrees { items, candidates: 4, rows: vec![4, 5, 6, 7] };
    assert!(sheet.doubts.contains(&disagrees), "{:?}", sheet.doubts);
    let given = arguments(&[("groups", &["2"])]);
    let figures = compute(find("option_shares").unwrap(), Input::Items(&sheet), &[], &given).unwrap();
    let key =
        figures.iter().find(|f| f.measure() == "flagged" && f.group()[1].as_deref() == Some("B")).unwrap();
    assert_eq!(key.value().map(|value| value.to_f64()), Some(1.0));
    assert!(key.note().text(edugauge::lang::Lang::En).contains("check the key first"));
}

/// Trap: an optional question has those who chose it as denominator, and is one question of the paper.
#[test]
fn of_a_choice_those_who_chose_it_count() {
    let text = "考号,1,22A,22B\n满分,10,10,10\n选做组,,二选一,二选一\n01,10,8,\n02,8,6,\n03,2,,9\n04,4,,5\n";
    let sheet = read(text).unwrap();
    assert_eq!(difficulty(&sheet, "22A"), Some(0.7));
    assert_eq!(difficulty(&sheet, "22"), Some(0.7));
    assert_eq!(value(&sheet, "item_difficulty", "compulsory_mean", "22A", &[]), Some(9.0));
    assert_eq!(value(&sheet, "item_difficulty", "compulsory_mean", "22B", &[]), Some(3.0));
    assert_eq!(difficulty(&sheet, ""), Some(52.0 / 80.0));
    assert_eq!(value(&sheet, "reliability", "n_items", "", &[]), Some(2.0));
    let both = "考号,1,22A,22B\n满分,10,10,10\n选做组,,二选一,二选一\n01,10,3,7\n";
    let first = read(both).unwrap();
    assert_eq!((first.scores[1][0], first.scores[2][0]), (3, BLANK));
    let of = ItemOptions { best_of_choice: true, ..ItemOptions::default() };
    let best = read_with(both, &ReadOptions::default(), &of).unwrap();
    assert_eq!((best.scores[1][0], best.scores[2][0]), (BLANK, 7));
    assert!(matches!(best.doubts[0], ItemDoubt::AnsweredTooMany { candidates: 1, best: true, .. }));
    // Who says which was chosen is believed, whatever zeros stand beside it.
    let said = "考号,选做,1,22A,22B\n满分,,10,10,10\n选做组,,,二选一,二选一\n01,22B,10,0,7\n";
    assert_eq!(read(said).unwrap().scores[2][0], 7);
    assert_eq!(read(said).unwrap().scores[1][0], BLANK);
}

/// As reading machines write it: one string, cut by the keys of the plan; the same paper as with a column each.
#[test]
fn one_string_of_options_is_cut_by_the_plan() {
    let plan = "th,fs,da\n1,3,B\n2,3,D\n3,4,C\n4,10,\n";
    let cut = with_plan("考号,Omrstr,4\n01,BDC,10\n02,B.A,4\n03,#DC,0\n04,BD,3\n05,,\n", plan).unwrap();
    let apart =
        with_plan("考号,1(答案),2(答案),3(答案),4\n01,B,D,C,10\n02,B,,A,4\n03,,D,C,0\n05,,,,\n", plan)
            .unwrap();
    assert_eq!((&cut.scores, cut.absent), (&apart.scores, 1));
    assert_eq!(cut.items.iter().map(|item| &*item.id).collect::<Vec<_>>(), ["1", "2", "3", "4"]);
    assert_eq!(cut.answers[2].as_ref().unwrap().label(1), "A");
    // A string of two for three items says of none which it is.
    assert!(cut.doubts.contains(&ItemDoubt::NotKnown { candidates: 1, rows: vec![5] }), "{:?}", cut.doubts);
    let several = "题号,分值,答案,计分规则\n1,3,B,\n2,6,AC,half\n3,10,,\n";
    let sheet = with_plan("考号,选项串,3\n01,\"B,AC\",10\n02,\"A,C\",5\n", several).unwrap();
    assert_eq!((&sheet.scores[0], &sheet.scores[1]), (&vec![3, 0], &vec![6, 3]));
    let fault = read("考号,选项串,3\n01,BD,10\n").unwrap_err();
    assert_eq!(fault.code(), "EG-127");
    assert!(fault.message(edugauge::lang::Lang::En).contains("plan"), "{fault}");
    let columns = BTreeMap::from([("机读".to_owned(), "answers".to_owned())]);
    let options = ReadOptions { columns, ..ReadOptions::default() };
    let (table, _) = read_table(written(plan).path(), &ReadOptions::default()).unwrap();
    let of = ItemOptions { plan: Some(table), ..ItemOptions::default() };
    assert_eq!(read_with("考号,机读,4\n01,BDC,10\n", &options, &of).unwrap().scores.len(), 4);
}

#[test]
fn options_without_what_makes_them_a_score_are_refused() {
    let code = |text: &str| read(text).unwrap_err().code();
    assert_eq!(code("考号,1(答案),2\n满分,3,4\n01,A,4\n"), "EG-127");
    assert_eq!(code("考号,1(答案),2\n答案,A,\n01,A,4\n"), "EG-127");
    // Sources differ on what a part of the key is worth: it must be said.
    let several = "考号,1(答案),2\n满分,6,4\n答案,AC,\n01,A,4\n02,AC,4\n03,AB,1\n";
    assert_eq!(code(several), "EG-127");
    let of = ItemOptions { rule: Some("half".to_owned()), ..ItemOptions::default() };
    assert_eq!(read_with(several, &ReadOptions::default(), &of).unwrap().scores[0], [3, 6, 0]);
}

#[test]
fn a_paper_of_options_alone_is_scored() {
    let sheet =
        read("考号,班级,1(答案),2(答案)\n满分,,2,2\n答案,,A,B\n01,1班,A,B\n02,1班,b,B\n03,2班,,C\n").unwrap();
    assert_eq!((sheet.step, &sheet.scores[..]), (whole(2), &[vec![1, 0, BLANK], vec![1, 1, 0]][..]));
    assert_eq!(sheet.key_names(), ["class"]);
}

#[test]
fn bad_sheets_are_refused_in_one_message() {
    for (text, expected) in [
        ("考号,1,-1\n01,3,2\n", "EG-125"),
        ("考号,1,2024-01-02\n01,3,2\n", "EG-125"),
        ("考号,11,12.1\n01,3,2\n", "EG-125"),
        ("考号,1,1\n01,3,2\n", "EG-105"),
        ("考号,语文,数学\n01,93,92\n", "EG-126"),
        ("", "EG-103"),
    ] {
        let fault = read(text).unwrap_err();
        assert_eq!(fault.code(), expected, "{text}: {fault}");
        for lang in [edugauge::lang::Lang::Zh, edugauge::lang::Lang::En] {
            assert!(!fault.message(lang).is_empty());
            assert!(!fault.message(lang).contains("93"), "no pupil's data: {}", fault.message(lang));
        }
    }
    let bad = with_plan("考号,1\n01,3\n", "题号,分值\n1,三分\n").unwrap_err();
    assert_eq!(bad.code(), "EG-107");
    assert_eq!(with_plan("考号,1\n01,3\n", "项目,分值\n1,3\n").unwrap_err().code(), "EG-106");
}

/// The order of rows, the names of items and the splitting of files show in no figure; copies change what is a mean not.
#[test]
fn properties() {
    let rows = ["3,6,8", "3,3,6", "3,3,5", "0,6,4", "3,0,6", "0,3,3", "0,0,2", "0,3,0"];
    let sheet = |order: &[usize], head: &str| {
        let mut text = format!("考号,{head}\n满分,3,6,8\n");
        for (place, at) in order.iter().enumerate() {
            text += &format!("{place:03},{}\n", rows[*at]);
        }
        read(&text).unwrap()
    };
    let forward: Vec<usize> = (0..8).collect();
    let backward: Vec<usize> = (0..8).rev().collect();
    let numbers = |sheet: &ItemSheet, id: &str| -> Vec<Option<f64>> {
        let figures = compute(find(id).unwrap(), Input::Items(sheet), &[], &arguments(&[])).unwrap();
        figures.iter().map(|figure| figure.value().map(|value| value.to_f64())).collect()
    };
    let plain = sheet(&forward, "1,2,3");
    let twice = sheet(&[&forward[..], &forward].concat(), "1,2,3");
    let mut merged = sheet(&forward[..3], "1,2,3");
    assert!(merged.append(sheet(&forward[3..], "1,2,3")));
    for id in ["item_difficulty", "item_discrimination", "reliability"] {
        assert_eq!(numbers(&plain, id), numbers(&sheet(&backward, "1,2,3"), id), "{id}: order");
        assert_eq!(numbers(&plain, id), numbers(&sheet(&forward, "T1,T2,T3"), id), "{id}: names");
        assert_eq!(numbers(&plain, id), numbers(&merged, id), "{id}: merged");
    }
    assert_eq!(difficulty(&plain, "2"), difficulty(&twice, "2"));
    let alpha = |sheet: &ItemSheet| value(sheet, "reliability", "alpha", "", &[]);
    assert_eq!(alpha(&plain), alpha(&twice));
    assert!(!sheet(&forward, "1,2,3").append(sheet(&forward, "1,2,4")), "another paper");
}

#[test]
fn from_the_command_line() {
    let file = written(PLATFORM);
    let path = file.path().to_str().unwrap();
    let done =
        edugauge(&["--lang", "zh", "compute", "item_difficulty", path, "--by", "school", "--format", "csv"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("一中"), "{}", done.out);
    let done = edugauge(&["--lang", "zh", "inspect", path, "--kind", "items"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("4 题，到考 2 人，缺考 1 人"), "{}", done.out);
    assert!(done.out.contains("16.1 ← 三.16.1"), "{}", done.out);
    let done = edugauge(&["--lang", "en", "compute", "item_difficulty", path, "--rule", "third"]);
    assert_eq!(done.code, 2, "{}", done.err);
}

const CONFIG: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n\n[disclosure]\nprofile = \"PROFILE\"\n\n[[source]]\nid = \"math\"\nkind = \"items\"\npath = \"scores.csv\"\nplan = \"plan.csv\"\nsubject = \"数学\"\n\n[[table]]\nid = \"t\"\nindicator = \"item_difficulty\"\nsource = \"math\"\n";

/// Until items and totals are known to add up, a public release holds none.
#[test]
fn in_a_configuration_for_use_inside_alone() {
    let files = [("scores.csv", "考号,1,2\n01,3,6\n02,0,3\n03,3,1\n"), ("plan.csv", "题号,分值\n1,3\n2,6\n")];
    let inside = Project::made(&CONFIG.replace("PROFILE", "internal"), &files);
    assert!(inside.csv("t").iter().any(|line| line.contains("0.667")), "{:?}", inside.csv("t"));
    let public = Project::new(&CONFIG.replace("PROFILE", "public"), &files).run();
    assert_eq!(public.code, 2, "{}", public.err);
    assert!(public.err.contains("internal") && public.err.contains("小题"), "{}", public.err);
}
