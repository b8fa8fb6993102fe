//! Score tables of which a workbook has several, one a sheet, and files of scores and places.

use rust_xlsxwriter::Workbook;

use crate::support::{Outcome, Project, edugauge, written};

/// Sheets of scores from 700 down, so many candidates with each.
fn workbook(project: &Project, sheets: &[(&str, u32)]) -> String {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").unwrap().write_string(0, 0, "招生考试院").unwrap();
    for (name, count) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (column, header) in (0u16..).zip(["分数", "人数", "累计人数"]) {
            sheet.write_string(0, column, header).unwrap();
        }
        for row in 1..=10u32 {
            for (column, number) in (0u16..).zip([701 - row, *count, count * row]) {
                sheet.write_number(row, column, number).unwrap();
            }
        }
    }
    let path = project.path("表.xlsx");
    book.save(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

fn rank_of_695(path: &str, options: &[&str]) -> Outcome {
    let args = ["--lang", "zh", "compute", "rank_of_score", path, "--scores", "695", "--format", "csv"];
    edugauge(&[&args[..], options].concat())
}

/// Value of a measure in a group.
fn value(outcome: &Outcome, measure: &str, group: &str) -> f64 {
    let start = format!("rank_of_score,{measure},");
    let row = outcome.out.lines().find(|line| line.starts_with(&start) && line.contains(group));
    let row = row.unwrap_or_else(|| panic!("{measure} {group}: {outcome:?}"));
    let headers: Vec<&str> =
        outcome.out.trim_start_matches('\u{feff}').lines().next().unwrap().split(',').collect();
    let at = headers.iter().position(|header| *header == "value").unwrap();
    row.split(',').nth(at).unwrap().parse().unwrap()
}

/// 695 is the sixth score: 5 × 3 + 1 = 16 to 6 × 3 = 18, and 5 × 2 + 1 = 11 to 6 × 2 = 12.
#[test]
fn sheets_of_tracks_are_told_by_their_track() {
    let project = Project::new("", &[]);
    let path = workbook(&project, &[("物理类", 3), ("历史类", 2)]);
    for sheets in ["*", "物理类,历史类"] {
        let outcome = rank_of_695(&path, &["--sheet", sheets, "--by", "track"]);
        assert_eq!(outcome.code, 0, "{outcome:?}");
        for (track, best, worst) in [("物理类", 16.0, 18.0), ("历史类", 11.0, 12.0)] {
            assert_eq!(value(&outcome, "best_rank", track), best, "{sheets}");
            assert_eq!(value(&outcome, "worst_rank", track), worst, "{sheets}");
        }
        assert_eq!(outcome.err.contains("说明]：没有成绩，未读"), sheets == "*", "{outcome:?}");
    }
    let path = workbook(&project, &[("甲市", 3), ("乙市", 2)]);
    assert_eq!(value(&rank_of_695(&path, &["--sheet", "*", "--by", "sheet"]), "best_rank", "乙市"), 11.0);
}

#[test]
fn a_sheet_of_all_beside_those_of_the_tracks_is_refused() {
    let project = Project::new("", &[]);
    let path = workbook(&project, &[("物理类", 3), ("历史类", 2), ("全体", 5)]);
    let outcome = rank_of_695(&path, &["--sheet", "*"]);
    assert!(outcome.code == 3 && outcome.err.contains("EG-214"), "{outcome:?}");
}

#[test]
fn a_pattern_that_no_sheet_of_scores_fits_gives_no_figures() {
    let project = Project::new("", &[]);
    let path = workbook(&project, &[]);
    let outcome = rank_of_695(&path, &["--sheet", "*"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (3, ""), "{outcome:?}");
}

#[test]
fn a_source_of_score_tables_takes_several_sheets() {
    let config = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n[disclosure]\nprofile = \"internal\"\n\
        [[source]]\nid = \"s\"\nkind = \"score_table\"\npath = \"表.xlsx\"\nsheet = \"*\"\n\
        [[table]]\nid = \"r\"\nsource = \"s\"\nindicator = \"rank_of_score\"\nby = [\"track\"]\noptions = { scores = [695] }\n";
    let project = Project::new(config, &[]);
    workbook(&project, &[("物理类", 3), ("历史类", 2)]);
    let outcome = project.run();
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.err.contains("说明]：没有成绩，未读"), "{outcome:?}");
    let rows = project.csv("r");
    assert!(rows.iter().any(|row| row.contains("历史类") && row.contains(",11,12")), "{rows:?}");
    workbook(&project, &[("物理类", 3), ("历史类", 2), ("全体", 5)]);
    let outcome = project.run();
    assert!(outcome.code == 3 && outcome.err.contains("EG-214"), "{outcome:?}");
}

/// The mending line is applied as it is printed. Places of the last with each score: 133 down to 649, 150 down to 648.
#[test]
fn scores_and_places_alone_print_the_line_that_reads_them() {
    let file = written("分数,位次\n650,120\n649,133\n648,150\n647,171\n");
    let path = file.path().to_str().unwrap();
    let of = |options: &[&str]| {
        let args = ["--lang", "zh", "compute", "rank_of_score", path, "--scores", "648", "--format", "csv"];
        edugauge(&[&args[..], options].concat())
    };
    let refused = of(&[]);
    assert!(refused.code == 3 && refused.err.contains("--column 位次=cumulative"), "{refused:?}");
    assert!(refused.err.contains("第一名"), "what it is if the places are of the first: {refused:?}");
    let read = of(&["--column", "位次=cumulative"]);
    assert_eq!(value(&read, "best_rank", "648"), 134.0);
    assert_eq!(value(&read, "worst_rank", "648"), 150.0);
}

#[test]
fn examinations_told_by_what_stands_after_the_subject_print_the_columns_of_the_first() {
    for [one, two] in [["1", "2"], ["（期中）", "（期末）"], ["_一模", "_二模"]] {
        let mut text = format!("考号,语文{one},数学{one},语文{two},数学{two}\n");
        for row in 1..=30 {
            text += &format!("{},{}.5,{},{},{}\n", 1000 + row, 60 + row, 50 + 2 * row, 61 + row, 45 + row);
        }
        let file = written(&text);
        let path = file.path().to_str().unwrap();
        let refused = edugauge(&["--lang", "en", "compute", "subject_mean", path]);
        assert_eq!(refused.code, 3, "{refused:?}");
        let lines: Vec<&str> =
            refused.err.lines().filter_map(|line| line.trim().strip_prefix("--column ")).collect();
        assert_eq!(lines.len(), 2, "{refused:?}");
        let columns: Vec<&str> = lines.iter().flat_map(|line| ["--column", line.trim_matches('"')]).collect();
        let args = ["--lang", "en", "compute", "subject_mean", path, "--format", "csv"];
        let read = edugauge(&[&args[..], &columns].concat());
        // Means of 60.5 + k and 50 + 2k for k from 1 to 30: 76 and 81.
        assert!(read.code == 0 && read.out.contains("chinese") && read.out.contains(",76"), "{read:?}");
        assert!(read.out.contains(",81"), "{read:?}");
    }
    let file = written("考号,语文排名,数学排名\n1,3,4\n2,1,2\n3,2,1\n");
    let refused = edugauge(&["compute", "subject_mean", file.path().to_str().unwrap()]);
    assert!(!refused.err.contains("语文排名=语文") && !refused.err.contains("=chinese"), "{refused:?}");
}

/// 总分 is a subject of candidates too: a table of it and places is read as such, and that is told.
#[test]
fn a_score_table_taken_for_candidates_is_told() {
    let mut text = "总分,位次\n".to_owned();
    (0..120).for_each(|row| text += &format!("{},{}\n", 700 - row, 10 + 7 * row));
    let file = written(&text);
    let path = file.path().to_str().unwrap();
    let of = |options: &[&str]| {
        let args = ["--lang", "zh", "compute", "rank_of_score", path, "--scores", "690", "--format", "csv"];
        edugauge(&[&args[..], options].concat())
    };
    let read = of(&[]);
    for told in ["120 名考生的总分各不相同", "--column 位次=cumulative"] {
        assert!(read.err.contains(told), "{told}: {read:?}");
    }
    let read = of(&["--column", "位次=cumulative"]);
    // 690 is the eleventh score.
    assert_eq!(value(&read, "worst_rank", "690"), 80.0);
    assert!(!read.err.contains("各不相同"), "{read:?}");
    // With gaps between the scores it is told where nothing else stands beside them.
    let rows: String =
        (0..30).map(|row| format!("{},{}\n", 700 - row * (row + 1) / 2, 1 + 9 * row)).collect();
    let few = |header: &str, beside: &str| {
        let rows = rows.lines().map(|row| format!("{row}{beside}\n")).collect::<String>();
        let file = written(&format!("{header}\n{rows}"));
        edugauge(&["--lang", "zh", "compute", "subject_mean", file.path().to_str().unwrap()])
    };
    let (bare, of_schools) = (few("总分,位次", ""), few("总分,位次,学校", ",甲"));
    assert!(bare.err.contains("30 名考生的总分各不相同"), "{bare:?}");
    assert!(!of_schools.err.contains("各不相同"), "{of_schools:?}");
}
