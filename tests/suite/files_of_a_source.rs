//! Several files and sheets of one source, each read as it is written, all of them counted.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::Workbook;

use crate::support::{Project, edugauge};

const HEAD: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n[disclosure]\nprofile = \"internal\"\n";
const MEANS: &str = "[[table]]\nid = \"m\"\nindicator = \"subject_mean\"\nmeasures = [\"mean\"]\nsource = \"s\"\nrows = [\"year\"]\ncolumns = [\"subject\"]\nshow = [\"value\", \"n\"]\nlast_years = 3\n";

fn project_of(files: &[(&str, &str)], config: &str) -> Project {
    Project::new(&format!("{HEAD}{config}"), files)
}

fn csv(project: &Project, id: &str) -> Vec<String> {
    let outcome = project.run();
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    project.unstamped_csv(id)
}

fn workbook(path: &Path, sheets: &[(&str, &[&[&str]])]) {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                match cell.parse::<f64>().ok().filter(|_| !cell.starts_with('0')) {
                    Some(number) => sheet.write_number(row as u32, column as u16, number).unwrap(),
                    None => sheet.write_string(row as u32, column as u16, *cell).unwrap(),
                };
            }
        }
    }
    book.save(path).unwrap();
}

const RATIO: &str = "[[source]]\nid = \"s\"\nkind = \"table\"\n{SOURCE}\n[[table]]\nid = \"t\"\nindicator = \"ratio\"\nsource = \"s\"\nrows = [\"year\"]\ncolumns = [\"quantity\"]\nshow = [\"numerator\", \"value\"]\nlast_years = 2\noptions = { numerator = \"达标\", denominator = \"应达标\" }\n";

fn ratio(source: &str) -> String {
    RATIO.replace("{SOURCE}", source)
}

/// Half the county was left out: of two files of a small table only the last was counted.
#[test]
fn every_file_of_a_small_table_is_counted() {
    let files = [
        ("staff_东.csv", "乡镇,应达标,达标\n甲,400,343\n"),
        ("staff_西.csv", "达标,乡镇,应达标\n300,乙,400\n"),
    ];
    // 343 + 300 of 800 = 80.375 %, by hand; the last file alone would be 300 of 400.
    for path in ["path = \"staff_*.csv\"", "path = [\"staff_东.csv\", \"staff_西.csv\"]"] {
        let project = project_of(&files, &ratio(path).replace("rows = [\"year\"]\n", ""));
        assert_eq!(csv(&project, "t").last().unwrap(), "643,80.4", "{path}");
    }
}

#[test]
fn small_tables_of_a_year_each_know_their_year() {
    let files = [("staff_2023.csv", "应达标,达标\n400,100\n"), ("staff_2024.csv", "应达标,达标\n400,343\n")];
    let project = project_of(&files, &ratio("path = \"staff_{year}.csv\""));
    assert_eq!(csv(&project, "t")[1..], ["2023,100,25.0", "2024,343,85.8"]);
}

#[test]
fn a_cell_that_is_wrong_is_placed_in_its_own_file() {
    let files = [("a.csv", "应达标,达标\n400,343\n"), ("b.csv", "应达标,达标\n400,30o\n")];
    let outcome = project_of(&files, &ratio("path = [\"a.csv\", \"b.csv\"]")).run();
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.err.contains("b.csv") && outcome.err.contains("第 2 行"), "{}", outcome.err);
}

#[test]
fn a_column_that_one_file_lacks_is_told() {
    let files = [("a.csv", "应达标,达标,备注\n400,343,x\n"), ("b.csv", "应达标,达标\n400,300\n")];
    let project =
        project_of(&files, &ratio("path = [\"a.csv\", \"b.csv\"]").replace("rows = [\"year\"]\n", ""));
    let outcome = project.run();
    assert!(outcome.err.contains("b.csv") && outcome.err.contains("备注"), "{}", outcome.err);
}

/// Three years as offices keep them: another header, another name, a workbook with the sheet of the year.
#[test]
fn each_year_is_read_as_it_is_written() {
    let config = "[[source]]\nid = \"s\"\npath = \"中考{year}.csv\"\n[[source.file]]\nyears = [2023]\n[source.file.columns]\n\"语\" = \"chinese\"\n\"考生编号\" = \"candidate_id\"\n[[source.file]]\nyears = [2024]\npath = \"2024年.xlsx\"\nsheet = \"成绩\"\nheader_row = 2\n";
    let files = [
        ("中考2022.csv", "考号,语文\n1,80\n2,90\n"),
        ("中考2023.csv", "考生编号,语\n1,70\n2,71\n3,72\n"),
        // Not read: the workbook is what 2024 is.
        ("中考2024.csv", "考号,语文\n1,0\n"),
    ];
    let project = project_of(&files, &format!("{config}{MEANS}"));
    let scores: &[&[&str]] = &[&["成绩表", ""], &["考号", "语文"], &["01", "60"], &["02", "61"]];
    workbook(&project.path("2024年.xlsx"), &[("说明", &[&["读我", "x"]]), ("成绩", scores)]);
    let lines = csv(&project, "m");
    assert_eq!(lines[1..], ["2022,85.00,2", "2023,71.00,3", "2024,60.50,2"], "{lines:?}");
}

#[test]
fn a_sheet_for_each_year_of_one_workbook() {
    let config = "[[source]]\nid = \"s\"\npath = \"all.xlsx\"\n[[source.file]]\nyears = [2023, 2024]\nsheet = \"{year}年\"\n";
    let project = project_of(&[], &format!("{config}{MEANS}"));
    let of = |score: &'static str| [vec!["考号", "语文"], vec!["01", score]];
    let (one, two) = (of("60"), of("70"));
    let rows = |rows: &'static [Vec<&'static str>; 2]| rows.iter().map(Vec::as_slice).collect::<Vec<_>>();
    let (one, two) = (rows(Box::leak(Box::new(one))), rows(Box::leak(Box::new(two))));
    workbook(&project.path("all.xlsx"), &[("2023年", &one), ("2024年", &two)]);
    assert_eq!(csv(&project, "m")[1..], ["2023,60.00,1", "2024,70.00,1"]);
}

#[test]
fn files_that_do_not_say_their_year_beside_ones_that_do_are_refused() {
    let config = "[[source]]\nid = \"s\"\npath = \"{year}.csv\"\n[[source.file]]\npath = \"more.csv\"\n";
    let outcome = project_of(&[("2024.csv", "考号,语文\n1,60\n")], &format!("{config}{MEANS}")).run();
    assert_eq!(outcome.code, 2, "{}", outcome.err);
    assert!(outcome.err.contains("years"), "{}", outcome.err);
}

#[test]
fn one_file_of_an_earlier_year_without_the_other_is_no_year() {
    let config = "[[source]]\nid = \"s\"\npath = [\"a{year}.csv\", \"b{year}.csv\"]\n";
    let scores = "考号,语文\n1,60\n";
    let files = [("a2023.csv", scores), ("a2024.csv", scores), ("b2024.csv", scores)];
    let outcome = project_of(&files, &format!("{config}{MEANS}")).run();
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.err.contains("b2023.csv"), "{}", outcome.err);
}

const CLASS_1: &[&[&str]] =
    &[&["学号", "语文"], &["01", "90"], &["02", "80"], &["03", "71"], &["04", "62"], &["05", "53"]];
const CLASS_2: &[&[&str]] = &[&["学号", "语文"], &["11", "70"], &["12", "60"]];
const ALL: &[&[&str]] = &[
    &["学号", "语文"],
    &["01", "90"],
    &["02", "80"],
    &["03", "71"],
    &["04", "62"],
    &["05", "53"],
    &["11", "70"],
    &["12", "60"],
];

/// A workbook of a sheet a class is read in one call.
#[test]
fn sheets_by_a_list_or_a_pattern() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    workbook(&path, &[("1班", CLASS_1), ("2班", CLASS_2), ("说明", &[&["没有", "成绩"], &["a", "b"]])]);
    let path = path.to_str().unwrap();
    // (90 + 80 + 71 + 62 + 53 + 70 + 60) / 7 = 486 / 7 = 69.43.
    for sheets in ["1班,2班", "*班", "*"] {
        let outcome = edugauge(&["compute", "subject_mean", path, "--sheet", sheets, "--format", "csv"]);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        assert!(outcome.out.contains("69.42857142857143"), "{sheets}: {}", outcome.out);
    }
    let outcome = edugauge(&["--lang", "zh", "compute", "subject_mean", path, "--sheet", "3*"]);
    assert_eq!(outcome.code, 3);
    assert!(outcome.err.contains("EG-119") && outcome.err.contains("1班、2班"), "{}", outcome.err);
    let config = "[[source]]\nid = \"s\"\npath = \"a.xlsx\"\nsheet = [\"1班\", \"2班\"]\n";
    let project = project_of(&[], &format!("{config}{MEANS}"));
    fs::copy(path, project.path("a.xlsx")).unwrap();
    assert_eq!(csv(&project, "m")[1], "2024,69.43,7");
}

/// A sheet of the whole grade beside its classes would count everybody twice.
#[test]
fn a_sheet_that_holds_the_pupils_of_others_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    workbook(&path, &[("1班", CLASS_1), ("2班", CLASS_2), ("全年级", ALL)]);
    let outcome =
        edugauge(&["--lang", "zh", "compute", "subject_mean", path.to_str().unwrap(), "--sheet", "*"]);
    assert_eq!(outcome.code, 3, "{}", outcome.out);
    assert!(outcome.err.contains("EG-214") && outcome.err.contains("全年级"), "{}", outcome.err);
}

/// A sheet whose ids are headed in a way that is not known holds scores as well.
#[test]
fn one_of_two_sheets_with_scores_is_never_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("uv.xlsx");
    let one: &[&[&str]] = &[&["cs", "总分", "学籍辅号"], &["A", "100", "070"], &["A", "101", "071"]];
    let other: &[&[&str]] = &[&["cs", "总分", "xh"], &["B", "200", "080"], &["B", "201", "081"]];
    workbook(&path, &[("Sheet1", one), ("Sheet3", other)]);
    let outcome = edugauge(&["--lang", "zh", "compute", "subject_mean", path.to_str().unwrap()]);
    assert_eq!(outcome.code, 3, "{}", outcome.out);
    assert!(outcome.err.contains("EG-119") && outcome.err.contains("Sheet1、Sheet3"), "{}", outcome.err);
}

/// Where one sheet alone has scores it is read, and told.
#[test]
fn the_sheet_that_was_chosen_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    workbook(&path, &[("说明", &[&["没有", "成绩"], &["a", "b"]]), ("1班", CLASS_1)]);
    let outcome = edugauge(&["--lang", "zh", "compute", "subject_mean", path.to_str().unwrap()]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.err.contains("EG-580"), "{}", outcome.err);
}
