//! Published score tables as people keep them: the files that went wrong, with the values of their notes, and every
//! layout made from three published tables. What stands in tests/golden/score_table_layouts: its SOURCE.md.

use std::fmt::Write as _;

use edugauge::error::Error;
use edugauge::exam::Exam;
use edugauge::figures::{Figures, Status};
use edugauge::intake::{
    Believe, Cause, ReadOptions, ScoreTable, is_score_table, read_score_table, score_table_tally,
};
use edugauge::number::Rational;

use crate::support::{edugauge, figures, names_in, only, repository, written};

fn read(text: &str, options: &ReadOptions) -> Result<ScoreTable, Error> {
    let file = written(text);
    assert!(is_score_table(file.path(), options), "not taken for a score table:\n{text}");
    read_score_table(file.path(), options)
}

fn kept(name: &str) -> ScoreTable {
    let path = repository("tests/golden/score_table_layouts").join(name);
    let options = ReadOptions::default();
    assert!(is_score_table(&path, &options), "{name}");
    read_score_table(&path, &options).unwrap()
}

fn exam(table: &ScoreTable) -> Exam {
    Exam::from_tally(score_table_tally(table, &[], "table").unwrap()).with_method(table.method())
}

/// Best and worst rank of a score, in a track if the table has any.
fn ranks(table: &ScoreTable, score: &str, track: Option<&str>) -> (Option<f64>, Option<f64>) {
    let by: &[&str] = if track.is_some() { &["track"] } else { &[] };
    let found = figures(&exam(table), "rank_of_score", by, &[("scores", &[score])]);
    let group: Vec<&str> = track.into_iter().chain([score]).collect();
    let of = |measure| only(&found, measure, Some("total"), &group).value().map(|value| value.to_f64());
    (of("best_rank"), of("worst_rank"))
}

fn at_line(table: &ScoreTable, line: &str) -> f64 {
    let found = figures(&exam(table), "admission_rate", &[], &[("lines", &[line])]);
    found.iter().find(|figure| figure.numerator().is_some()).unwrap().numerator().unwrap().to_f64()
}

/// Row and cause of each finding.
fn findings(table: &ScoreTable) -> Vec<(u64, Cause)> {
    table.report.findings.iter().map(|finding| (finding.row, finding.cause)).collect()
}

fn candidates(table: &ScoreTable) -> u64 {
    table.rows().map(|row| row.count).sum()
}

#[test]
fn a_table_that_goes_on_to_the_right() {
    let table = kept("sidebyside.csv");
    assert_eq!((table.rows().count(), candidates(&table)), (6, 50));
    assert_eq!(ranks(&table, "696", None), (Some(34.0), Some(41.0)));
    assert_eq!(findings(&table), []);
}

/// Across first, and page by page with the header again.
#[test]
fn further_ways_on() {
    let across = read("分数,人数,分数,人数\n700,15,699,5\n698,6,697,7\n", &ReadOptions::default()).unwrap();
    assert_eq!(ranks(&across, "697", None), (Some(27.0), Some(33.0)));
    let pages = "分数,人数,分数,人数\n700,15,698,6\n699,5,697,7\n分数,人数,分数,人数\n696,8,695,9\n";
    assert_eq!(ranks(&read(pages, &ReadOptions::default()).unwrap(), "695", None), (Some(42.0), Some(50.0)));
    let uneven = read("分数,人数,分数,人数\n700,15,698,6\n699,5,,\n", &ReadOptions::default()).unwrap();
    assert_eq!((uneven.rows().count(), candidates(&uneven)), (3, 26));
}

#[test]
fn counts_as_libraries_and_printers_write_them() {
    let floats = kept("float_counts.csv");
    assert_eq!(floats.keys, ["year", "track"]);
    assert_eq!(ranks(&floats, "694", Some("物理")), (Some(32.0), Some(41.0)));
    let plain = kept("floats_fixed.csv");
    assert_eq!(floats.tracks, plain.tracks);
    let thousands = kept("thousands.csv");
    assert_eq!(ranks(&thousands, "499", None), (Some(101_206.0), Some(102_505.0)));
    assert_eq!(findings(&thousands), [(2, Cause::TopNotPublished)]);
}

#[test]
fn tracks_of_a_column_and_side_by_side() {
    let column = kept("ziduan.csv");
    assert_eq!(ranks(&column, "698", Some("物理类")), (Some(21.0), Some(26.0)));
    assert_eq!(ranks(&column, "659", Some("历史类")), (Some(5.0), Some(7.0)));
    let side = kept("side.csv");
    assert_eq!(ranks(&side, "699", Some("物理类")), (Some(16.0), Some(20.0)));
    assert_eq!(ranks(&side, "698", Some("历史类")), (Some(6.0), Some(9.0)));
    let one_row = "分数,物理类人数,物理类累计人数,历史类人数,历史类累计人数\n700,15,15,2,2\n699,5,20,3,5\n";
    let one_row = read(one_row, &ReadOptions::default()).unwrap();
    assert_eq!(ranks(&one_row, "699", Some("历史类")), (Some(3.0), Some(5.0)));
    // A track or a year that the caller names is one of the table's.
    let tally = |labels: &[(&str, &str)]| score_table_tally(&column, labels, "table");
    let history = Exam::from_tally(tally(&[("track", "历史类"), ("year", "2024")]).unwrap());
    assert_eq!(history.len(), 7);
    assert!(matches!(tally(&[("track", "文科")]), Err(Error::InvalidArgument { .. })));
    assert!(matches!(tally(&[("year", "2023")]), Err(Error::InvalidArgument { .. })));
}

#[test]
fn a_top_that_is_not_published() {
    let table = kept("top_hidden.csv");
    assert_eq!(findings(&table), [(2, Cause::TopNotPublished)]);
    assert_eq!(ranks(&table, "664", Some("历史")), (Some(21.0), Some(23.0)));
    assert_eq!(ranks(&table, "662", Some("历史")), (Some(27.0), Some(29.0)));
    assert_eq!(at_line(&table, "663"), 26.0);
    // Nobody knows who has 665 or more, nor the mean.
    assert_eq!(ranks(&table, "670", Some("历史")), (None, None));
    let mean = figures(&exam(&table), "subject_mean", &[], &[]);
    assert_eq!(only(&mean, "mean", Some("total"), &[]).status(), Status::NotApplicable);
    // With the full mark there is no room above it.
    let full = |mark: i128| ReadOptions {
        full_marks: [("total".to_owned(), Rational::from_integer(mark))].into(),
        ..ReadOptions::default()
    };
    let text = "分数,人数,累计人数\n750,3,23\n749,3,26\n";
    assert_eq!(findings(&read(text, &full(750)).unwrap()), [(2, Cause::CountDiffers)]);
    assert_eq!(findings(&read(text, &full(900)).unwrap()), [(2, Cause::TopNotPublished)]);
    // 及以上 without a full mark is no score either.
    let open = read("分数,人数\n700及以上,3\n699,4\n", &ReadOptions::default()).unwrap();
    let mean = figures(&exam(&open), "subject_mean", &[], &[]);
    assert_eq!(only(&mean, "mean", Some("total"), &[]).status(), Status::NotApplicable);
}

/// Ranks are known at the ends of bands, by hand, and nowhere within; so is a kept tally of them.
#[test]
fn bands_of_scores() {
    let text = "分数段,人数,累计人数\n690-699,3,3\n680-689,5,8\n670-679,9,17\n669,1,18\n";
    let table = read(text, &ReadOptions::default()).unwrap();
    let tally = score_table_tally(&table, &[], "table").unwrap();
    let line = |exam: &Exam, line: &str| {
        let found = figures(exam, "admission_rate", &[], &[("lines", &[line])]);
        found.get(0).numerator().map(|value| value.to_f64())
    };
    let mut csv = String::new();
    let columns = tally.columns().unwrap();
    let _ = writeln!(csv, "{}", columns.join(","));
    for row in tally.rows() {
        let cell = |text: Option<String>| text.unwrap_or_default();
        let step = "1";
        let fixed = [
            row.mark.id().to_owned(),
            cell(row.score(row.ticks)),
            cell(row.score(row.to)),
            row.count.to_string(),
        ];
        let _ = writeln!(csv, "1,total,,{step},{}", fixed.join(","));
    }
    assert_eq!(
        columns,
        ["edugauge_tally", "subject", "full_mark", "step", "mark", "score", "score_to", "count"]
    );
    let kept = edugauge::intake::read_tally(written(&csv).path()).unwrap();
    assert_eq!(kept, tally);
    for exam in [Exam::from_tally(tally), Exam::from_tally(kept)] {
        for (score, reached) in [("690", 3.0), ("680", 8.0), ("670", 17.0), ("669", 18.0)] {
            assert_eq!(line(&exam, score), Some(reached), "{score}");
        }
        for score in ["695", "685", "671"] {
            assert_eq!(line(&exam, score), None, "{score}");
        }
    }
    let found =
        figures(&exam(&table), "line_from_share", &[], &[("share", &["0.4"]), ("subjects", &["total"])]);
    assert_eq!(only(&found, "score", Some("total"), &["0.4"]).status(), Status::NotApplicable);
    let found = figures(&exam(&table), "score_table", &[], &[]);
    assert_eq!(only(&found, "cumulative", Some("total"), &["680-689"]).value().unwrap().to_f64(), 8.0);
}

#[test]
fn one_of_the_two_counts_alone() {
    let cumulative = kept("cumonly.csv");
    assert_eq!(ranks(&cumulative, "699", None), (Some(16.0), Some(20.0)));
    assert_eq!(at_line(&cumulative, "700"), 15.0);
    // Whether the 15 of the first row have 700 or more is not said.
    assert_eq!(findings(&cumulative), [(2, Cause::TopNotPublished)]);
    let count = read("score,count\n700,15\n699,5\n", &ReadOptions::default()).unwrap();
    assert_eq!(ranks(&count, "700", None), (Some(1.0), Some(15.0)));
    let english = read("score,num,accumulate\n700,15,15\n699,5,20\n", &ReadOptions::default()).unwrap();
    assert_eq!((at_line(&english, "699"), findings(&english)), (20.0, vec![]));
}

fn method(found: &Figures) -> String {
    found.get(0).method().to_string()
}

#[test]
fn the_cumulative_column_decides_and_each_contradiction_is_a_finding() {
    let table = kept("t.csv");
    assert_eq!((at_line(&table, "686"), at_line(&table, "685")), (31.0, 40.0));
    assert_eq!(findings(&table), [(4, Cause::CountDiffers), (6, Cause::CountDiffers)]);
    let lines = |table: &ScoreTable| figures(&exam(table), "admission_rate", &[], &[("lines", &["686"])]);
    assert!(method(&lines(&table)).ends_with("score table by its cumulative counts"));
    let text = std::fs::read_to_string(repository("tests/golden/score_table_layouts/t.csv")).unwrap();
    let options = ReadOptions { believe: Some(Believe::Count), ..ReadOptions::default() };
    let counted = read(&text, &options).unwrap();
    // By hand: 21 + 4 + 1 + 6 + 1 = 33.
    assert_eq!(at_line(&counted, "686"), 33.0);
    assert!(method(&lines(&counted)).ends_with("score table by its counts"));
    let rows: Vec<u64> = findings(&counted).iter().map(|(row, _)| *row).collect();
    assert_eq!(rows, [4, 5, 6, 7]);
    assert!(counted.report.findings.iter().all(|finding| finding.cause == Cause::CumulativeDiffers));
    // A table without contradiction says nothing of it.
    let clean = read("分数,人数,累计人数\n700,15,15\n699,5,20\n", &ReadOptions::default()).unwrap();
    assert!(clean.method().is_none());
}

#[test]
fn falling_counts_and_scores_out_of_order_stay_refused() {
    let broken = |text: &str| match read(text, &ReadOptions::default()) {
        Err(Error::ScoreTableBroken { place, found, expected }) => (place.row, found, expected),
        other => panic!("{other:?}"),
    };
    let texts = |row, found: &str, expected: &str| (Some(row), found.to_owned(), expected.to_owned());
    assert_eq!(broken("分数,人数,累计人数\n700,3,30\n699,2,25\n"), texts(3, "25", "≥ 30"));
    assert_eq!(broken("分数,累计人数\n700,30\n699,25\n"), texts(3, "25", "≥ 30"));
    assert_eq!(broken("分数,人数,累计人数\n699,3,3\n700,2,5\n"), texts(3, "700", "< 699"));
    assert_eq!(broken("分数,人数,分数,人数\n699,3,700,2\n698,1,697,2\n"), texts(2, "700", "< 698"));
    let blank = read("科类,分数,人数\n物理,700,3\n,699,2\n", &ReadOptions::default());
    assert!(matches!(blank, Err(Error::BadCell { .. })), "{blank:?}");
}

#[test]
fn lists_of_candidates_and_of_schools_are_no_score_tables() {
    for text in [
        "考号,姓名,总分\n1,甲,600\n2,乙,580\n",
        "num,score\n1,600\n2,580\n",
        "学校,参考人数,总分\n甲,120,500\n",
        "考号,科目,分数\n1,语文,90\n",
        "班级,人数,总分\n1,40,500\n",
    ] {
        assert!(!is_score_table(written(text).path(), &ReadOptions::default()), "{text}");
    }
}

/// A row of a published table: the score or range as it is written, its candidates, those down to it.
type Published = (String, u64, u64);

fn published(name: &str) -> Vec<Published> {
    let path = repository("tests/golden/score_tables").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_start_matches('\u{feff}').split(',').collect();
        (cells[0].to_owned(), cells[1].parse().unwrap(), cells[2].parse().unwrap())
    };
    text.lines().skip(1).map(row).collect()
}

fn with_commas(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("\"{text}\"")
}

/// So many parts beside each other, each under the same header.
fn to_the_right(rows: &[Published], parts: usize) -> String {
    let length = rows.len().div_ceil(parts);
    let mut text = vec!["分数,人数,累计人数"; parts].join(",") + "\n";
    for at in 0..length {
        let cell = |part: usize| match rows.get(part * length + at) {
            Some((score, count, cumulative)) => format!("{score},{count},{cumulative}"),
            None => ",,".to_owned(),
        };
        text += &((0..parts).map(cell).collect::<Vec<_>>().join(",") + "\n");
    }
    text
}

fn layouts(rows: &[Published]) -> Vec<(&'static str, String)> {
    let each = |header: &str, row: &dyn Fn(&Published) -> String| {
        rows.iter().fold(format!("{header}\n"), |mut text, published| {
            let _ = writeln!(text, "{}", row(published));
            text
        })
    };
    let mut filled = "分数,人数,累计人数\n".to_owned();
    for (at, (score, count, cumulative)) in rows.iter().enumerate() {
        // A filler: a score that nobody has, with a count of 1, where the published table leaves one out.
        let filler = rows.get(at + 1).and_then(|(below, ..)| Some(below.parse::<i64>().ok()? + 1));
        let _ = writeln!(filled, "{score},{count},{cumulative}");
        if let (Some(filler), Ok(score)) = (filler, score.parse::<i64>())
            && filler < score
        {
            let _ = writeln!(filled, "{filler},1,{cumulative}");
        }
    }
    vec![
        ("plain", each("分数,人数,累计人数", &|(s, n, c)| format!("{s},{n},{c}"))),
        ("floats", each("score,count,cumulative_count", &|(s, n, c)| format!("{s},{n}.0,{c}.0"))),
        (
            "thousands",
            each("分数,本段人数,累计人数", &|(s, n, c)| {
                format!("{s},{},{}", with_commas(*n), with_commas(*c))
            }),
        ),
        ("english", each("score,num,accumulate", &|(s, n, c)| format!("{s},{n},{c}"))),
        ("counts alone", each("分数,人数", &|(s, n, _)| format!("{s},{n}"))),
        ("cumulative counts alone", each("分数,累计人数", &|(s, _, c)| format!("{s},{c}"))),
        (
            "tabs and a title",
            each("普通高考一分一段表\n\n分数\t人数\t累计人数", &|(s, n, c)| {
                format!("{s}\t{n}\t{c}")
            }),
        ),
        (
            "a column of years and tracks",
            each("年份,科类,分数,人数,累计人数,位次", &|(s, n, c)| {
                format!("2024,甲类,{s},{n},{c},{}", c - n + 1)
            }),
        ),
        ("two to the right", to_the_right(rows, 2)),
        ("three to the right", to_the_right(rows, 3)),
        ("fillers", filled),
    ]
}

const TABLES: [&str; 3] = ["henan_2023_science.csv", "jiangsu_2024_history.csv", "jiangsu_2024_physics.csv"];

/// Every layout of the three published tables is read to the same counts.
#[test]
fn every_layout_of_published_tables_is_read_alike() {
    let numbers = |table: &ScoreTable| -> Vec<(Rational, Rational, u64)> {
        table.rows().filter(|row| row.count > 0).map(|row| (row.low, row.high, row.count)).collect()
    };
    for name in TABLES {
        let rows = published(name);
        let all: u64 = rows.iter().map(|row| row.1).sum();
        assert_eq!(all, rows.last().unwrap().2, "{name} agrees with itself");
        let options = ReadOptions::default();
        let expected = numbers(&read(&layouts(&rows)[0].1, &options).unwrap());
        assert_eq!(expected.len(), rows.iter().filter(|row| row.1 > 0).count());
        for (layout, text) in layouts(&rows) {
            let table = read(&text, &options).unwrap_or_else(|fault| panic!("{name}, {layout}: {fault}"));
            assert_eq!(numbers(&table), expected, "{name}, {layout}");
        }
    }
}

/// The same tables in bands of ten scores, and without the scores of their best candidates: at what is published the
/// counts are those of the whole table.
#[test]
fn published_tables_in_bands_and_without_their_top() {
    for name in TABLES {
        let rows = published(name);
        let scored: Vec<(i64, u64)> =
            rows.iter().filter_map(|row| Some((row.0.parse().ok()?, row.2))).collect();
        let mut bands = "分数段,人数,累计人数\n".to_owned();
        let mut above = rows.first().filter(|row| row.0.parse::<i64>().is_err()).map_or(0, |row| row.2);
        let first = scored[0].0 / 10 * 10;
        if above > 0 {
            bands += &format!("{}及以上,{above},{above}\n", scored[0].0 + 1);
        }
        let mut high = scored[0].0;
        for low in (0..=first).rev().step_by(10) {
            let Some((_, down_to)) = scored.iter().rfind(|(score, _)| *score >= low) else { continue };
            bands += &format!("{low}-{high},{},{down_to}\n", down_to - above);
            (above, high) = (*down_to, low - 1);
            if *down_to == rows.last().unwrap().2 {
                break;
            }
        }
        let table =
            read(&bands, &ReadOptions::default()).unwrap_or_else(|fault| panic!("{name}: {fault}\n{bands}"));
        assert_eq!(candidates(&table), rows.last().unwrap().2, "{name}");
        // A band's lower end is a line of which the whole table tells the count.
        let line = first - 100;
        let expected = scored.iter().rfind(|(score, _)| *score >= line).unwrap().1;
        assert_eq!(at_line(&table, &line.to_string()), expected as f64, "{name}");

        let published = &rows[rows.len() / 4..];
        let text = published.iter().fold("分数,人数,累计人数\n".to_owned(), |text, (s, n, c)| {
            text + &format!("{s},{n},{c}\n")
        });
        let table = read(&text, &ReadOptions::default()).unwrap();
        let (score, count, cumulative) = &published[published.len() / 2];
        let expected = ((cumulative - count + 1) as f64, *cumulative as f64);
        assert_eq!(ranks(&table, score, None), (Some(expected.0), Some(expected.1)), "{name}");
    }
}

/// Two published tables beside each other, their header in one row and in two, and below each other.
#[test]
fn two_published_tables_in_one_file() {
    let [history, physics] = [published(TABLES[1]), published(TABLES[2])];
    let cell = |row: Option<&Published>| row.map_or(",,".to_owned(), |(s, n, c)| format!("{s},{n},{c}"));
    let length = history.len().max(physics.len());
    let beside: String =
        (0..length).map(|at| format!("{},{}\n", cell(history.get(at)), cell(physics.get(at)))).collect();
    let below = |track: &str, rows: &[Published]| -> String {
        rows.iter().map(|(s, n, c)| format!("{track},{s},{n},{c}\n")).collect()
    };
    let layouts = [
        format!("历史类,,,物理类,,\n分数,人数,累计人数,分数,人数,累计人数\n{beside}"),
        format!("科类,分数,人数,累计人数\n{}{}", below("历史类", &history), below("物理类", &physics)),
    ];
    for text in layouts {
        let table = read(&text, &ReadOptions::default()).unwrap();
        // As the authority published them, 2024.
        for (track, line, count) in [("历史类", "530", 26_805.0), ("物理类", "516", 124_308.0)] {
            assert_eq!(ranks(&table, line, Some(track)).1, Some(count), "{track}");
        }
    }
}

/// `inspect`, `check` and `compute` say the same of every file, and so do all of a refused one.
#[test]
fn the_commands_agree_about_a_file() {
    let folder = repository("tests/golden/score_table_layouts");
    let names = names_in(&folder);
    let kept: Vec<&String> = names.iter().filter(|name| name.ends_with(".csv")).collect();
    assert_eq!(kept.len(), 9);
    let said = |path: &str| {
        let compute = ["compute", "rank_of_score", path, "--scores", "600", "--lang", "en"];
        [&["inspect", path, "--lang", "en"][..], &["check", path, "--lang", "en"], &compute].map(edugauge)
    };
    for name in kept {
        let table = kept_report(name);
        let [inspect, check, compute] = said(folder.join(name).to_str().unwrap());
        assert!(inspect.out.contains("a score table"), "{name}: {inspect:?}");
        assert_eq!((inspect.code, compute.code), (0, 0), "{name}: {inspect:?} {compute:?}");
        for code in &table {
            assert!(
                inspect.out.contains(code) && compute.err.contains(code),
                "{name}: {inspect:?} {compute:?}"
            );
            assert!(check.out.contains(code) || check.err.contains(code), "{name}: {check:?}");
        }
        assert_eq!(inspect.out.contains("its counts agree"), table.is_empty(), "{name}: {inspect:?}");
    }
    let falling = written("分数,人数,累计人数\n700,3,3\n699,2,2\n");
    for outcome in said(falling.path().to_str().unwrap()) {
        assert!(outcome.err.contains("EG-109") || outcome.out.contains("EG-109"), "{outcome:?}");
    }
}

fn kept_report(name: &str) -> Vec<&'static str> {
    let mut codes: Vec<&str> =
        kept(name).report.findings.iter().map(|finding| finding.cause.code()).collect();
    codes.dedup();
    codes
}
