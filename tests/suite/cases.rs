//! Files of tests/data/cases: what each must come to is in its SOURCE.md, worked out by hand from the file.

use super::support::{Outcome, edugauge, repository, written};

fn case(file: &str) -> String {
    repository("tests/data/cases").join(file).display().to_string()
}

/// The cells of one column of the figures of a command, those of one measure.
fn column(of: &Outcome, measure: &str, name: &str) -> Vec<String> {
    let mut lines = of.out.trim_start_matches('\u{feff}').lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let at =
        |wanted: &str| header.iter().position(|name| *name == wanted).unwrap_or_else(|| panic!("{of:?}"));
    let rows = lines.map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter(|row| row[at("measure")] == measure).map(|row| row[at(name)].to_owned()).collect()
}

/// With one decimal.
fn rounded(cells: Vec<String>) -> Vec<String> {
    cells.iter().map(|cell| format!("{:.1}", cell.parse::<f64>().unwrap())).collect()
}

fn compute(indicator: &str, path: &str, more: &[&str]) -> Outcome {
    edugauge(&[&["compute", indicator, path, "--format", "csv", "--lang", "en"], more].concat())
}

/// Value and n of the mean of a subject.
#[track_caller]
fn mean(path: &str, subject: &str, more: &[&str]) -> (f64, u64) {
    let found = compute("subject_mean", path, &[&["--subjects", subject], more].concat());
    assert_eq!(found.code, 0, "{}", found.err);
    let [value, n] = ["value", "n"].map(|name| column(&found, "mean", name).concat());
    ((value.parse::<f64>().unwrap() * 1e7).round() / 1e7, n.parse().unwrap())
}

/// What `check` says of a file.
fn checked(path: &str, more: &[&str]) -> String {
    let found = edugauge(&[&["check", path, "--lang", "en"], more].concat());
    found.out + &found.err
}

#[track_caller]
fn says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{word}: {text}");
    }
}

#[test]
fn electives_not_taken_leave_a_stated_total() {
    let of = |file: &str| case(&format!("01-elective-dash/{file}"));
    assert_eq!(mean(&of("dash.csv"), "total", &[]), (269.0, 4));
    assert_eq!(mean(&of("blank.csv"), "total", &[]), (269.0, 4));
    let (value, n) = mean(&of("mixed120.csv"), "total", &[]);
    assert_eq!(((value * 100.0).round() / 100.0, n), (400.04, 120));
    let rate = compute("admission_rate", &of("mixed120.csv"), &["--line", "L=400"]);
    assert_eq!(column(&rate, "rate", "value"), ["50"], "{rate:?}");
    // Nobody has all subjects: that is told, and the rule that mends it.
    let told = checked(&of("blank_nototal.csv"), &[]);
    says(&told, &["EG-557", "no candidate has a score", "--policy total=all"]);
    assert_eq!(mean(&of("blank_nototal.csv"), "total", &["--policy", "total=all"]), (269.0, 4));
}

#[test]
fn subjects_of_schools_are_known_by_their_names() {
    let of = |file: &str| case(&format!("02-unrecognised-subject-total/{file}"));
    assert_eq!(mean(&of("zh.csv"), "total", &[]), (544.5, 2));
    assert_eq!(mean(&of("zh.csv"), "体育", &[]), (40.5, 2));
    let line = ["--line", "L=250"];
    let rate = compute("admission_rate", &of("pe60.csv"), &line);
    assert_eq!(column(&rate, "rate", "value"), ["100"], "{rate:?}");
    // 70 + 60 + 90 + 88 and 60 + 70 + 80 + 98: 308 each.
    let english = written("id,math,writing,reading,science\n1,70,60,90,88\n2,60,70,80,98\n");
    assert_eq!(mean(&english.path().display().to_string(), "total", &[]), (308.0, 2));
}

/// 60 candidates with three subjects and a column of 20 to 49 points that no catalogue knows.
fn with_project(header: &str) -> tempfile::NamedTempFile {
    let mut text = format!("考号,班级,语文,数学,英语,{header}\n");
    for at in 0..60 {
        let scores = [80 + at % 20, 70 + at % 25, 60 + at % 30, 20 + at % 30];
        text +=
            &format!("{:03},{}班,{}\n", at + 1, at % 2 + 1, scores.map(|score| score.to_string()).join(","));
    }
    written(&text)
}

#[test]
fn a_total_beside_a_column_that_may_be_a_part_of_it_is_not_given() {
    let file = with_project("综合素养");
    let path = file.path().display().to_string();
    let subjects = compute("subject_mean", &path, &[]);
    assert_eq!(subjects.code, 0, "{}", subjects.err);
    let [of, value, status] = ["subject", "value", "status"].map(|name| column(&subjects, "mean", name));
    assert_eq!(of, ["chinese", "mathematics", "english", "total"]);
    assert!(value[..3].iter().all(|value| !value.is_empty()) && value[3].is_empty(), "{value:?}");
    assert_eq!(status[3], "missing_input");
    let line = "--column 综合素养=subject:综合素养 or --column 综合素养=ignore";
    says(&subjects.err, &["EG-551", "column F", line]);
    let rate = compute("admission_rate", &path, &["--line", "L=250"]);
    assert_eq!(column(&rate, "rate", "status"), ["missing_input"], "{rate:?}");
    says(&checked(&path, &[]), &["EG-551"]);
    says(&edugauge(&["inspect", &path]).out, &["EG-551"]);
    // Either line settles it: 89.5 + 80.75 + 74.5 of the three, and 34.5 more with the fourth.
    assert_eq!(mean(&path, "total", &["--column", "综合素养=ignore"]), (244.75, 60));
    assert_eq!(mean(&path, "total", &["--column", "综合素养=subject:综合素养"]), (279.25, 60));
    // Ages, numberings and what is the same throughout a class are no scores.
    let [mut ages, mut order, mut classes] = ["年纪", "编次", "班主任工号"]
        .map(|header| std::fs::read_to_string(file.path()).unwrap().replace("综合素养", header));
    for (text, cell) in [
        (&mut ages, &(|at: usize| 15 + at % 3) as &dyn Fn(usize) -> usize),
        (&mut order, &|at| at + 1),
        (&mut classes, &|at| 30 + at % 2),
    ] {
        let lines = text.lines().enumerate().map(|(at, line)| match at {
            0 => line.to_owned(),
            _ => format!("{},{}", line.rsplit_once(',').unwrap().0, cell(at - 1)),
        });
        *text = lines.collect::<Vec<_>>().join("\n");
        assert_eq!(mean(&written(text).path().display().to_string(), "total", &[]), (244.75, 60));
    }
}

#[test]
fn a_total_beside_a_mark_or_what_cannot_be_read_is_not_counted() {
    let sick = case("03-sick-leave-total/sick.csv");
    assert_eq!(mean(&sick, "total", &[]), (200.0, 2));
    says(&checked(&sick, &[]), &["EG-552", "×2, first at row 4"]);
    assert_eq!(mean(&sick, "total", &["--policy", "total=given"]), (150.0, 4));
    let mut text = "考号,语文,数学,总分\n".to_owned();
    (1..=303).for_each(|at| text += &format!("{at:03},100,100,200\n"));
    let unread = written(&(text + "304,100,未扫,100\n"));
    assert_eq!(mean(&unread.path().display().to_string(), "total", &[]), (200.0, 303));
}

#[test]
fn a_candidate_with_fewer_scores_than_most_of_his_track_is_incomplete() {
    let file = written(
        "考号,科类,语文,数学,物理,历史,总分\n\
         1,物理类,100,90,80,,270\n2,物理类,100,90,80,-,270\n3,物理类,100,90,,,190\n\
         4,历史类,100,90,,,190\n5,历史类,100,91,,,191\n",
    );
    let path = file.path().display().to_string();
    // Two of three have three scores in one track, all have two in the other.
    assert_eq!(mean(&path, "total", &[]), (230.25, 4));
    says(&checked(&path, &[]), &["EG-553", "×1, first at row 4"]);
    assert_eq!(mean(&path, "total", &["--policy", "total=given"]), (222.2, 5));
}

#[test]
fn other_encodings_are_asked_for_and_can_be_named() {
    let of = |file: &str| case(&format!("04-latin1/{file}"));
    for file in ["a.csv", "b.csv"] {
        let options =
            ["--column", "NU_NOTA_MT=数学", "--column", "NO_MUNICIPIO=district", "--by", "district"];
        let refused = compute("subject_mean", &of(file), &options);
        assert_eq!(refused.code, 3, "{refused:?}");
        says(&refused.err, &["EG-102", "--encoding"]);
        let named = [&options[..], &["--encoding", "windows-1252"]].concat();
        let found = compute("subject_mean", &of(file), &named);
        assert!(found.out.contains(if file == "a.csv" { "São Paulo" } else { "Maceió" }), "{found:?}");
    }
    says(&compute("subject_mean", &of("a.csv"), &[]).err, &["windows-1252"]);
    assert_eq!(mean(&of("tw.csv"), "语文", &["--encoding", "big5"]), (90.5, 2));
    let options = ["--encoding", "shift-jis", "--column", "国語=语文"];
    assert_eq!(mean(&of("jp.csv"), "语文", &options), (90.5, 2));
    let options = ["--encoding", "windows-1252", "--decimal", ",", "--column", "Mathematik=mathematics"];
    assert_eq!(mean(&of("de.csv"), "mathematics", &options), (2.3333333, 3));
}

#[test]
fn sittings_of_a_long_file_are_kept_apart_by_their_column() {
    let of = |file: &str| case(&format!("07-long-grade/{file}"));
    let twice = compute("subject_mean", &of("long_exam.csv"), &[]);
    assert_eq!(twice.code, 1);
    says(&twice.err, &["EG-515", "HEADER=exam"]);
    let found = compute("subject_mean", &of("long_exam.csv"), &["--column", "term=exam", "--by", "exam"]);
    assert_eq!(found.code, 0, "{found:?}");
    assert_eq!(column(&found, "mean", "value"), ["80.0", "70.0"], "{found:?}");
    let options = ["--column", "course=subject", "--column", "grade=score"];
    assert_eq!(mean(&of("long_en.csv"), "mathematics", &options), (70.0, 2));
    let columns = ["课程名称=subject", "百分成绩=score", "选课时间=exam"];
    let mut options = vec!["--policy", "优秀=95"];
    columns.iter().for_each(|column| options.extend(["--column", *column]));
    assert_eq!(mean(&of("long_zh.csv"), "大学英语", &options), (83.5, 2));
    assert_eq!(mean(&of("long_zh.csv"), "高等数学", &options), (71.6666667, 3));
}

#[test]
fn headers_over_several_rows_and_columns_are_read() {
    let of = |file: &str| case(&format!("08-layouts/{file}"));
    assert_eq!(mean(&of("col_dup_raw.csv"), "total", &[]), (389.0, 3));
    assert_eq!(mean(&of("avg_class.csv"), "语文", &[]), (91.5, 4));
    for file in ["two_exams.csv", "suffix_exams.csv"] {
        let refused = compute("subject_mean", &of(file), &[]);
        assert_eq!(refused.code, 3, "{refused:?}");
        // The mending line as it is printed.
        let lines = refused.err.split("for example:").nth(1).unwrap();
        let options: Vec<&str> = lines.split_whitespace().filter(|word| *word != "│").collect();
        let first = if file == "two_exams.csv" { (91.0, 3) } else { (90.5, 2) };
        assert_eq!(mean(&of(file), "语文", &options), first);
    }
    let letters = ["--column", "G=语文", "--column", "H=数学", "--column", "I=总分"];
    assert_eq!(mean(&of("two_exams.csv"), "语文", &letters), (96.0, 3));
    let merged = written(
        "准考证号,学校,各科成绩,,,总分\n,,语文,数学,英语,\n01,一中,90,80,70,240\n02,二中,92,82,72,246\n",
    );
    let merged = merged.path().display().to_string();
    let by = compute("subject_mean", &merged, &["--subjects", "总分", "--by", "school"]);
    assert_eq!(column(&by, "mean", "value"), ["240", "246"], "{by:?}");
    assert_eq!(mean(&merged, "语文", &[]), (91.0, 2));
    let one = ["--column", "C=ignore", "--column", "D=ignore"];
    let side = written("姓名,语文,姓名,语文\n甲,90,丁,70\n乙,91,戊,71\n");
    let side = side.path().display().to_string();
    says(&compute("subject_mean", &side, &[]).err, &["EG-105", "--column C=ignore"]);
    assert_eq!(mean(&side, "语文", &one), (90.5, 2));
}

#[test]
fn totals_are_held_against_their_parts() {
    let file = case("11-total-mismatch/text_cells.xlsx");
    let told = checked(&file, &[]);
    says(&told, &["EG-555", "×10, first at row 4", "EG-556"]);
    assert_eq!(mean(&file, "total", &["--column", "总分=ignore"]), (90.0, 30));
    let bonus = written("考号,语文,数学,总分\n1,90,80,170\n2,90,80,180\n3,90,80,170\n");
    says(&checked(&bonus.path().display().to_string(), &[]), &["EG-554", "×1, first at row 3"]);
}

#[test]
fn a_row_of_data_is_no_header() {
    let file = case("12-header-row/ees.csv");
    let refused = compute("subject_mean", &file, &[]);
    assert_eq!(refused.code, 3, "{refused:?}");
    says(&refused.err, &["EG-104", "--column headcount=subject:headcount"]);
    assert!(!refused.err.contains("South") && !refused.err.contains("North"), "{refused:?}");
    // 10 + 20 + 30 + 11 + 21 + 32 = 124.
    let options = ["--column", "headcount=subject:headcount"];
    assert_eq!(mean(&file, "headcount", &options), (20.6666667, 6));
    // A row of a pupil taken for the header by the user is masked where its cells are told.
    let pupils = written("考号,姓名,语文\n0101,李㐀,90\n0102,王五,80\n0103,赵六,70\n");
    let path = pupils.path().display().to_string();
    let wrong = compute("subject_mean", &path, &["--header-row", "2"]);
    assert!(wrong.code == 3 && !wrong.err.contains("李㐀") && !wrong.err.contains("0101"), "{wrong:?}");
}

#[test]
fn percents_are_numbers_and_progress_may_be_below_zero() {
    let file = case("15-negative-percent/p8.csv");
    let options = ["--column", "BASICS=subject:basics", "--policy", "SUPP=absent"];
    assert_eq!(mean(&file, "basics", &options), (50.0, 2));
    says(&compute("subject_mean", &file, &options).err, &["EG-560"]);
    // 0.31 − 0.42 − 1.05 = −1.16; it is no part of a total, of which the other column is alone.
    let progress = [&options[..], &["--column", "P8=progress:P8"]].concat();
    assert_eq!(mean(&file, "P8", &progress), (-0.3866667, 3));
    assert_eq!(mean(&file, "basics", &progress), (50.0, 2));
    let quantiles = compute("subject_quantiles", &file, &[&progress[..], &["--subjects", "P8"]].concat());
    assert_eq!(column(&quantiles, "minimum", "value"), ["-1.05"], "{quantiles:?}");
    assert_eq!(column(&quantiles, "median", "value"), ["-0.42"], "{quantiles:?}");
    let refused = compute("subject_mean", &file, &[&options[..], &["--column", "P8=subject:P8"]].concat());
    says(&refused.err, &["EG-523"]);
    says(&edugauge(&["explain", "EG-523", "--lang", "en"]).out, &["=progress:"]);
}

#[test]
fn headers_in_traditional_characters_are_known() {
    let file = case("17-traditional-chinese/tw.csv");
    for (subject, expected) in [("语文", 90.5), ("数学", 80.5), ("英语", 70.5)] {
        assert_eq!(mean(&file, subject, &[]), (expected, 2));
    }
}

#[test]
fn full_marks_that_a_file_states_are_used_and_held() {
    let header = case("18-full-mark-in-header/fm.csv");
    let told = checked(&header, &[]);
    says(&told, &["EG-524", "column C", "column D"]);
    for folder in [
        "18-full-mark-in-header/fullmark_row.csv",
        "08-layouts/fullmark_row.csv",
        "08-layouts/fullmark_row2.csv",
    ] {
        let found = compute("subject_mean", &case(folder), &[]);
        assert_eq!(found.code, 0, "{found:?}");
        // 90.5 of 120, 80.5 of 120, 95.5 of 120, 266.5 of 360.
        let expected = ["75.4", "67.1", "79.6", "74.0"];
        assert_eq!(rounded(column(&found, "facility", "value")), expected, "{found:?}");
    }
    // A first candidate of an anonymous file is none.
    let anonymous = written("语文,数学,总分\n95,90,185\n90,81,171\n");
    assert_eq!(mean(&anonymous.path().display().to_string(), "total", &[]), (178.0, 2));
    let other = written("考号,语文（满分120）,数学\n满分,150,100\n1,90,80\n2,91,81\n");
    says(&checked(&other.path().display().to_string(), &[]), &["EG-558", "column B"]);
}

#[test]
fn marks_are_shown_as_they_are_written() {
    let told = edugauge(&["inspect", &case("19-masked-marks/marks.csv"), "--lang", "en"]).out;
    says(&told, &["AB ×1", "NA ×1", "NE ×1"]);
    let name = written("学号,语文\n1,90\n2,李㐀\n");
    let told = edugauge(&["inspect", &name.path().display().to_string()]).out;
    assert!(!told.contains("李㐀"), "{told}");
}

#[test]
fn grades_are_worth_what_the_policy_says() {
    let file = case("20-text-grades/five.csv");
    let told = compute("subject_mean", &file, &[]);
    assert_eq!(told.code, 0, "{told:?}");
    says(&told.err, &["EG-559", "column B"]);
    let options = ["--policy", "优秀=95", "--policy", "良好=80", "--policy", "不及格=40"];
    assert_eq!(mean(&file, "体育", &options), (71.6666667, 3));
    let pass =
        compute("pass_rate", &file, &[&options[..], &["--threshold", "60", "--subjects", "体育"]].concat());
    assert_eq!(rounded(column(&pass, "rate", "value")), ["66.7"], "{pass:?}");
}

#[test]
fn numbers_are_read_in_every_spelling() {
    for file in ["21-float-artifacts/float.csv", "21-float-artifacts/float.xlsx"] {
        // 83.2 + 82 + 66.6 = 231.8.
        assert_eq!(mean(&case(file), "total", &[]), (77.2666667, 3), "{file}");
    }
    let comma = case("22-latin-decimal-comma/de2.csv");
    let options = ["--column", "Mathe=mathematics"];
    let refused = compute("subject_mean", &comma, &options);
    assert_eq!(refused.code, 1);
    says(&edugauge(&["explain", "EG-522", "--lang", "en"]).out, &["--decimal ,"]);
    // 12.5 + 10.75 + 13 = 36.25.
    let named = [&options[..], &["--decimal", ","]].concat();
    assert_eq!(mean(&comma, "mathematics", &named), (12.0833333, 3));
    // Small tables too: √(Σw(x/w − m)² / Σw) ÷ m of m = Σx / Σw, in Python's fractions.
    let staff =
        written("学校,教师,在校生\n甲,10.8999996185303,100\n乙,12.1234567,200\n丙,20.000000123,300\n");
    let path = staff.path().display().to_string();
    let spread = compute("weighted_cv", &path, &["--resource", "教师", "--weight", "在校生"]);
    assert_eq!(column(&spread, "cv", "value")[0][..10], *"0.23563628", "{spread:?}");
    let values = case("06-decimals/pv.csv");
    // 523.4567 + 498.12345 + 510.9 + 601.00012 = 2133.48027.
    assert_eq!(mean(&values, "mathematics", &["--step", "mathematics=0.00001"]), (533.3700675, 4));
}

#[test]
fn subjects_are_called_as_the_file_or_the_mapping_writes_them() {
    let file = written("考号,语文(满分150),外语成绩,体育与健康\n1,90,80,40\n2,91,81,41\n");
    let path = file.path().display().to_string();
    let shown = |lang: &str, more: &[&str]| {
        edugauge(&[&["--lang", lang, "compute", "subject_mean", &path], more].concat()).out
    };
    says(&shown("zh", &[]), &["语文 ", "外语 ", "体育与健康 "]);
    let zh = shown("zh", &[]);
    assert!(!zh.contains("英语") && !zh.contains("语文("), "{zh}");
    // Chinese words are for Chinese readers; the id is the same whatever it is called.
    says(&shown("en", &[]), &["Chinese", "English", "Physical Education"]);
    says(&shown("zh", &["--format", "csv"]), &[",english,", ",physical_education,"]);
    says(&shown("zh", &["--column", "外语成绩=英文"]), &["英文 "]);
    // Two files that differ in the word: the catalogue's.
    let other = written("考号,语文,英语,体育\n1,90,80,40\n2,91,81,41\n");
    let other = other.path().display().to_string();
    let both = edugauge(&["--lang", "zh", "compute", "subject_mean", &path, &other]);
    assert!(!both.out.contains("外语"), "{both:?}");
}

/// Classes beside each other, the second with fewer rows: each is a file of the source, by the letters of its columns.
#[test]
fn classes_side_by_side_are_read_together() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(at("side.csv"), "姓名,语文,姓名,语文\n甲,90,丁,70\n乙,91,戊,71\n丙,92,,\n").unwrap();
    let config = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n[disclosure]\nprofile = \"internal\"\n\
        [[source]]\nid = \"s\"\npath = \"side.csv\"\n\
        [[source.file]]\ncolumns = { C = \"ignore\", D = \"ignore\" }\n\
        [[source.file]]\ncolumns = { A = \"ignore\", B = \"ignore\" }\n\
        [[table]]\nid = \"m\"\nsource = \"s\"\nindicator = \"participation_rate\"\n";
    std::fs::write(at("c.toml"), config).unwrap();
    let outcome = edugauge(&["--lang", "en", "run", &at("c.toml")]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let figures = std::fs::read_to_string(at("out/2024/figures.csv")).unwrap();
    for (measure, candidates) in [("registered", "5"), ("tested", "5")] {
        let line = format!("participation_rate,{measure},2024,chinese,{candidates},");
        assert!(figures.contains(&line), "{line}: {figures}");
    }
    assert_eq!(mean(&at("side.csv"), "语文", &["--column", "A=ignore", "--column", "B=ignore"]), (70.5, 2));
}
