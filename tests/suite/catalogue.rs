//! The registry keeps its word: every worked example comes out, every text is there, every code is explained.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use edugauge::error::{ColumnPlace, ConfigProblem, ContainerProblem, ENTRIES, Entry, Error, Place};
use edugauge::exam::Exam;
use edugauge::figures::{FigureRef, Figures, Status};
use edugauge::indicators::definition::{Default, Kind, Method};
use edugauge::indicators::{Given, INDICATORS, Indicator, Input, compute, find};
use edugauge::intake::{
    Cause, ItemOptions, NonData, ReadOptions, read_items, read_score_table, read_scores, read_table,
    score_table_tally,
};
use edugauge::lang::{Lang, Text};
use edugauge::records::ItemSheet;
use edugauge::release::{Heading, layout};
use edugauge::render::table::Column;

use crate::phrases::NAMES;
use crate::support::{arguments, edugauge, repository, strings, whole, written};

/// The steps of the rates with a threshold say: full mark 100.
fn example_options(indicator: &Indicator) -> ReadOptions {
    let full_marks = indicator.parameter("threshold").map(|_| ("mathematics".to_owned(), whole(100)));
    ReadOptions { full_marks: full_marks.into_iter().collect(), ..ReadOptions::default() }
}

fn computed(indicator: &Indicator, input: &str, by: &[String], given: &Given) -> Figures {
    attempted(indicator, input, by, given).unwrap_or_else(|fault| panic!("{}: {fault}", indicator.id))
}

/// `None` where the conventions do not go together.
fn tried(indicator: &Indicator, input: &str, by: &[String], given: &Given) -> Option<Figures> {
    attempted(indicator, input, by, given).ok()
}

fn attempted(indicator: &Indicator, input: &str, by: &[String], given: &Given) -> Result<Figures, Error> {
    let file = written(input);
    match indicator.method {
        Method::Exam(_) | Method::Against(..) => {
            let (records, report) = read_scores(file.path(), &example_options(indicator), None).unwrap();
            // Where the example is changed so that nobody has a score, that is told.
            let others = report.grouped().into_iter().filter(|group| group.cause != Cause::NobodyScored);
            assert_eq!(others.count(), 0, "{}: the example has findings", indicator.id);
            let exam = Exam::from_records(records);
            match indicator.method {
                Method::Against(_, table) => {
                    compute(indicator, Input::Against(&exam, &score_table(table)), by, given)
                }
                _ => compute(indicator, Input::Exam(&exam), by, given),
            }
        }
        Method::Items(_) => compute(indicator, Input::Items(&items(file.path())), by, given),
        Method::Table(_) | Method::Rows(_) => {
            let (table, _) = read_table(file.path(), &ReadOptions::default()).unwrap();
            compute(indicator, Input::Table(&table), by, given)
        }
    }
}

pub fn items(path: &Path) -> ItemSheet {
    read_items(path, &ReadOptions::default(), &ItemOptions::default()).unwrap().0
}

pub fn score_table(text: &str) -> Exam {
    let rows = read_score_table(written(text).path(), &ReadOptions::default()).unwrap();
    Exam::from_tally(score_table_tally(&rows, &[], "province").unwrap())
}

fn example_figures(indicator: &Indicator) -> Figures {
    let example = &indicator.example;
    computed(indicator, example.input, &strings(example.by), &arguments(example.arguments))
}

#[test]
fn every_worked_example_comes_out() {
    for indicator in INDICATORS {
        let figures = example_figures(indicator);
        assert!(!indicator.example.expected.is_empty(), "{}", indicator.id);
        let arguments = indicator.example.arguments.iter().flat_map(|(_, texts)| texts.iter());
        let is_argument = |key: &String| arguments.clone().any(|text| text.contains(key.as_str()));
        // Otherwise a table that has it in its rows would be refused.
        for key in figures.keys.iter().filter(|key| !indicator.example.by.contains(&key.as_str())) {
            assert!(indicator.may_tell_apart(key) || is_argument(key), "{}: {key}", indicator.id);
        }
        for expected in indicator.example.expected {
            let figure = figures.iter().find(|figure| {
                let group = figure.group().iter().map(|label| label.as_deref().unwrap_or(""));
                figure.measure() == expected.measure
                    && figure.subject() == expected.subject
                    && group.eq(expected.group.iter().copied())
            });
            let figure = figure.unwrap_or_else(|| panic!("{}: no {expected:?}", indicator.id));
            let value = figure.value().map(|value| value.round(indicator.decimals));
            assert_eq!(value.as_deref(), Some(expected.value), "{}: {expected:?}", indicator.id);
        }
    }
}

/// Every example, and the same with nobody scored, by every key that it has.
fn all_computed() -> Vec<(&'static Indicator, Figures)> {
    let mut all = Vec::new();
    for indicator in INDICATORS {
        let example = &indicator.example;
        let given = arguments(example.arguments);
        all.push((*indicator, example_figures(indicator)));
        let header: Vec<&str> = example.input.lines().next().unwrap().split(',').collect();
        for (column, key) in [("学校", "school"), ("科类", "track"), ("城乡", "residence"), ("学段", "学段")]
        {
            // Candidates are grouped by fields, small tables by their headers.
            let key =
                if matches!(indicator.method, Method::Table(_) | Method::Rows(_)) { column } else { key };
            // What tells schools apart anyway is not grouped by them.
            if header.contains(&column) && (indicator.id, key) != ("gap_by_school", "school") {
                all.push((indicator, computed(indicator, example.input, &strings(&[key]), &given)));
            }
        }
        let none = match indicator.method {
            Method::Exam(_) | Method::Against(..) | Method::Items(_) => nobody(example.input),
            Method::Table(_) | Method::Rows(_) => example.input.replace("2000", "0").replace("800", ""),
        };
        all.push((indicator, computed(indicator, &none, &[], &given)));
    }
    all
}

/// The candidates of an export, all of them absent in the last column.
fn nobody(input: &str) -> String {
    let mut lines = input.lines();
    let mut text = format!("{}\n", lines.next().unwrap());
    for line in lines {
        text += &format!("{},缺考\n", line.rsplit_once(',').unwrap().0);
    }
    text
}

#[test]
fn a_value_is_missing_if_and_only_if_its_status_is_not_ok() {
    let mut statuses = BTreeSet::new();
    for (indicator, figures) in all_computed() {
        assert!(!figures.is_empty(), "{}: a group without candidates is a row with a status", indicator.id);
        for figure in figures.iter() {
            statuses.insert(figure.status());
            assert_eq!(figure.value().is_some(), figure.status() == Status::Ok, "{figure:?}");
            assert_eq!(figure.group().len(), figures.keys.len(), "{figure:?}");
            assert_finite(figure);
        }
    }
    assert!(statuses.contains(&Status::Ok) && statuses.contains(&Status::NoDenominator), "{statuses:?}");
}

/// A missing number is missing: never NaN, never infinite.
fn assert_finite(figure: FigureRef<'_>) {
    let values = [figure.value(), figure.numerator(), figure.denominator()].map(|v| v.map(|v| v.to_f64()));
    let reals =
        [figure.se(), figure.lower(), figure.upper(), figure.confidence(), figure.df(), figure.p_value()];
    assert!(values.into_iter().chain(reals).flatten().all(f64::is_finite), "{figure:?}");
}

#[test]
fn every_measure_is_declared() {
    for (indicator, figures) in all_computed() {
        for figure in figures.iter() {
            let declared = indicator.measure(figure.measure()).is_some();
            assert!(declared, "{} gives {}, which it does not declare", indicator.id, figure.measure());
            assert_eq!(figure.indicator(), indicator.id);
        }
    }
}

fn is_snake_case(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(plain) && !id.contains("__")
}

#[track_caller]
fn assert_words(text: Text, what: &str) {
    for words in [text.zh, text.en] {
        assert!(!words.trim().is_empty() && words.trim() == words, "{what}: {text:?}");
    }
}

#[test]
fn every_definition_has_all_its_texts_in_both_languages() {
    for indicator in INDICATORS {
        let texts = [
            indicator.name,
            indicator.summary,
            indicator.formula,
            indicator.universe,
            indicator.numerator,
            indicator.denominator,
            indicator.aggregation,
            indicator.edges,
            indicator.reference,
            indicator.example.steps,
        ];
        texts.iter().for_each(|text| assert_words(*text, indicator.id));
        assert!(!indicator.katex.is_empty() && !indicator.measures.is_empty(), "{}", indicator.id);
        for measure in indicator.measures {
            assert!(is_snake_case(measure.id), "{}", measure.id);
            assert_words(measure.name, measure.id);
        }
        for parameter in indicator.parameters {
            assert!(is_snake_case(parameter.name), "{}", parameter.name);
            assert_words(parameter.text, parameter.name);
        }
    }
}

#[test]
fn ids_and_names_are_unique_and_found() {
    let mut words = BTreeSet::new();
    for indicator in INDICATORS {
        assert!(is_snake_case(indicator.id), "{}", indicator.id);
        for word in [indicator.id, indicator.name.zh].iter().chain(indicator.aliases) {
            assert!(words.insert(*word), "{word} stands for two indicators");
            assert_eq!(find(word).unwrap().id, indicator.id);
        }
    }
    let misspelt = find("subject_maen").unwrap_err();
    assert!(
        matches!(misspelt, Error::UnknownIndicator { suggestion: Some(word), .. } if word == "subject_mean")
    );
}

/// A value that each kind of parameter takes, to stand in for required ones.
fn some_value(kind: Kind) -> &'static str {
    match kind {
        Kind::Share | Kind::Threshold => "0.5",
        Kind::Thresholds => "数学=0.5",
        Kind::Positive | Kind::Points | Kind::Count | Kind::Repeats => "10",
        Kind::Choice(choices) => choices[0].0,
        Kind::CutScore => "2011/理科:本二=498",
        Kind::Population => "2011=68.3万",
        Kind::Target => "2011/甲校:本二=120",
        Kind::Subject => "数学",
        Kind::Probability => "0.5",
        Kind::Number => "75",
        Kind::Name | Kind::Pair => "学校",
        Kind::Weight => "及格率=1",
        Kind::Band => "A=100:100-40",
        Kind::LinkingError => "2018/2022=1.5",
        Kind::Condition => "班额 at_least 56",
    }
}

#[test]
fn declared_defaults_and_choices_are_valid() {
    for indicator in INDICATORS {
        let required = indicator.parameters.iter().filter(|p| p.default == Default::Required);
        let mut least = Given::new();
        required.for_each(|p| least.set(p.name, vec![some_value(p.kind).to_owned()]));
        let filled = least.typed(indicator).unwrap();
        for parameter in indicator.parameters {
            let with = |value: &str| {
                let mut given = least.clone();
                given.set(parameter.name, vec![value.to_owned()]);
                given.typed(indicator)
            };
            if let Default::Value(value) = parameter.default {
                assert!(with(value).is_ok(), "{} {}: {value}", indicator.id, parameter.name);
                let is_plain = !matches!(parameter.kind, Kind::Thresholds | Kind::CutScore | Kind::Target);
                assert!(!is_plain || filled.text(parameter.name) == Some(value), "{}", parameter.name);
            }
            if let Kind::Choice(choices) = parameter.kind {
                let (zh_names, ids): (BTreeSet<_>, BTreeSet<_>) =
                    choices.iter().map(|(id, t)| (t.zh, *id)).unzip();
                assert_eq!((zh_names.len(), ids.len()), (choices.len(), choices.len()), "{}", parameter.name);
                for (id, text) in choices {
                    assert_words(*text, id);
                    assert_eq!(with(text.zh).unwrap().text(parameter.name), Some(*id), "{}", text.zh);
                }
                assert!(with("no such choice").is_err());
            }
        }
    }
}

#[test]
fn wrong_arguments_are_refused() {
    let refused =
        |id: &str, given: &[(&str, &[&str])]| arguments(given).typed(find(id).unwrap()).unwrap_err();
    let unknown = refused("pass_rate", &[("treshold", &["0.6"])]);
    assert!(matches!(unknown, Error::UnknownArgument { suggestion: Some(word), .. } if word == "threshold"));
    assert!(matches!(refused("admission_rate", &[]), Error::MissingArgument { .. }));
    for (id, name, values) in [
        ("pass_rate", "threshold", &["0"][..]),
        ("pass_rate", "threshold", &["=0.6"]),
        ("pass_rate", "confidence", &["0.9", "0.95"]),
        ("pass_rate", "threshold", &["1e2"]),
        ("pass_rate", "confidence", &["95"]),
        ("score_table", "width", &["-10"]),
        ("score_table", "merge_below", &["2.5"]),
        ("score_table", "subject", &[" "]),
    ] {
        assert!(
            matches!(refused(id, &[(name, values)]), Error::InvalidArgument { .. }),
            "{id} {name} {values:?}"
        );
    }
}

/// One of each error; the test below holds the list to the codes.
fn errors() -> Vec<Error> {
    let place = || Place::file("a.csv").at_row(7).at_column(27, "数学");
    let io = || io::Error::from(io::ErrorKind::NotFound);
    let text = Text::new("一个数", "a number");
    let (id, items) = (|| "x".to_owned(), || vec!["x".to_owned()]);
    vec![
        Error::Unreadable { path: "a.csv".into(), source: io() },
        Error::Encoding { place: place(), offset: 3, tried: vec!["UTF-8"] },
        Error::Empty { place: place() },
        Error::HeaderNotFound { place: place(), seen: items(), choose: items(), batches: Vec::new() },
        Error::DuplicateColumn { place: place(), field: id(), other: ColumnPlace { index: 0, header: id() } },
        Error::ColumnNotFound { place: place(), column: id(), available: items(), suggestion: Some(id()) },
        Error::BadCell { place: place(), found: id(), expected: text },
        Error::TooManyFindings {
            place: place(),
            refused: 2,
            total: 9,
            allowed_percent: 1.0,
            first: [id(), id()],
        },
        Error::ScoreTableBroken { place: place(), found: id(), expected: id() },
        Error::DuplicateKey { place: place(), key: id(), first_row: 2 },
        Error::JoinUnmatched { place: place(), key: id(), missing: items(), count: 1 },
        Error::NotMergeable { subject: id(), ours: id(), theirs: id() },
        Error::NoScoreColumn { place: place(), headers: items(), choose: Vec::new(), ranks: None },
        Error::LimitExceeded { place: place(), what: text, found: 9, allowed: 8 },
        Error::KeyDestroyed { place: place() },
        Error::RepeatedCandidates { place: place(), count: 2 },
        Error::Mojibake { place: place(), found: id(), meant: id(), read_as: "GB18030", written_in: "UTF-8" },
        Error::Container { place: place(), problem: ContainerProblem::Protected },
        Error::WhichSheet { place: place(), asked: None, choices: items() },
        Error::FileChanged { path: "a.csv".into() },
        Error::ColumnarFile { place: place(), kind: "Parquet", detail: None },
        Error::ColumnOfNoCells { place: place(), found: text },
        Error::FrameFailed { library: id(), column: None },
        Error::FrameFailed { library: id(), column: Some("数学".to_owned()) },
        Error::FrameChanged { library: id() },
        Error::ItemName { place: place(), found: "12.1".to_owned(), ambiguous: true },
        Error::NoItems { place: place(), headers: vec!["数学".to_owned()] },
        Error::OptionsUnscored {
            place: place(),
            items: vec!["1".to_owned()],
            lacks: Text::new("标准答案", "a key"),
        },
        Error::PapersDiffer { file: "one.csv".to_owned(), other: "two.csv".to_owned() },
        Error::SeveralPapers { place: place(), papers: vec!["数学".to_owned()] },
        Error::FewLinked { linked: 1, of: 9, entry: id(), exit: id(), ids_meet: false },
        Error::FewLinked { linked: 1, of: 9, entry: id(), exit: id(), ids_meet: true },
        Error::Config {
            file: "a.toml".to_owned(),
            text: "ab\ncd".to_owned(),
            offset: 4,
            length: 1,
            problem: ConfigProblem::UnknownKey {
                key: id(),
                suggestion: Some(id()),
                sections: vec!["[[source]]"],
                known: items(),
            },
            more: Vec::new(),
        },
        Error::UnknownIndicator { id: id(), suggestion: None },
        Error::KeyNotAtHand { key: id(), at_hand: items() },
        Error::SubjectNotAtHand { subject: id(), at_hand: items() },
        Error::UnknownArgument { indicator: id(), argument: id(), suggestion: None, known: items() },
        Error::InvalidArgument { argument: id(), found: id(), expected: text },
        Error::MissingArgument { indicator: id(), argument: id(), expected: text },
        Error::PopulationYear { years: vec![2011], given: vec![2010] },
        Error::LineWithoutCandidates { line: id(), track: id(), tracks: items() },
        Error::SheetsRepeat { place: place(), sheet: id(), others: items() },
        Error::Attention { notices: 2 },
        Error::EmptyTables { tables: items() },
        Error::LabelNotAtHand { argument: id(), labels: items(), at_hand: items() },
        Error::LowMatch { linked: 3, of: 5, percent: 80 },
        Error::NoConfiguration { folder: "county".into(), found: items() },
        Error::Unwritable { path: "out".into(), source: io() },
        Error::OutputLocked { path: "out".into() },
        Error::OutputOccupied { path: "out".into() },
        Error::OutputNotReplaced { path: "out".into(), beside: "out-new".into(), source: io() },
        Error::NoRelease { place: place() },
        Error::NotVerified { path: "out".into(), problems: 2 },
        Error::FiguresDiffer { old: "a".into(), new: "b".into(), figures: 2 },
        Error::SomeFailed { failed: 1, of: 3, exit_code: 2 },
        Error::NoTallyToReplace { path: "kept/2011.csv".into() },
        Error::OutsideFolder { path: "../b".into(), folder: "x".into() },
        Error::ReleaseIsLink { path: "out/2011".into() },
        Error::Recoverable { place: ["甲校".to_owned(), "school A".to_owned()] },
        Error::RowsLost { place: place(), physical: 3, accounted: 2 },
        Error::Internal { what: "x" },
    ]
}

#[test]
fn every_error_has_its_own_code() {
    let listed: Vec<&str> = ENTRIES.iter().map(|entry| entry.code).collect();
    assert!(listed.windows(2).all(|pair| pair[0] < pair[1]), "codes ascend, so none is there twice");
    let mut made: Vec<&str> = errors().iter().map(Error::code).collect();
    // One of a frame stands there with its column and without.
    made.dedup();
    assert_eq!(made, listed);
    for error in errors() {
        assert!(
            !error.message(Lang::Zh).is_empty(),
            "the entry of another error stands for {}",
            error.code()
        );
    }
}

#[test]
fn every_message_is_in_both_languages_and_says_where() {
    for error in errors() {
        let (zh, en) = (error.message(Lang::Zh), error.message(Lang::En));
        assert!(zh.chars().any(|c| ('一'..='鿿').contains(&c)), "{zh}");
        assert!(!en.replace("数学", "").chars().any(|c| ('一'..='鿿').contains(&c)), "{en}");
        assert_eq!(error.to_string(), en);
        assert_eq!(error.help(Lang::Zh).is_some(), error.help(Lang::En).is_some(), "{en}");
        assert!(matches!(error.exit_code(), 1..=5 | 70), "{en}");
        if en.contains("a.csv") && !matches!(error, Error::Unreadable { .. } | Error::FileChanged { .. }) {
            // Column 27 from 0 is AB: Z is 25, AA 26.
            assert!(en.contains("a.csv, row 7, column AB \"数学\""), "{en}");
            assert!(zh.contains("a.csv，第 7 行，AB 列「数学」"), "{zh}");
        }
        if let Error::Config { .. } = error {
            assert!(en.contains("a.toml, line 2, column 2") && zh.contains("第 2 行第 2 列"), "{en} {zh}");
        }
    }
}

#[test]
fn every_code_is_explained_with_an_example_and_a_remedy() {
    let errors = ENTRIES.iter().map(Entry::explained);
    let causes = Cause::ALL.iter().map(|cause| cause.explained());
    let reasons = NonData::ALL.iter().map(|reason| reason.explained());
    let mut codes = BTreeSet::new();
    for explained in errors.chain(causes).chain(reasons) {
        assert!(codes.insert(explained.code), "{} stands for two faults", explained.code);
        for text in [explained.means, explained.example, explained.fix] {
            assert_words(text, explained.code);
        }
        let shown = edugauge(&["--lang", "en", "explain", explained.code]).out;
        let Text { en: example, .. } = explained.example;
        assert!(shown.contains(&format!("Example: {example}\nFix: {}\n", explained.fix.en)), "{shown}");
    }
    for status in Status::ALL {
        assert!(is_snake_case(status.id()));
        assert_words(status.text(), status.id());
        assert_eq!(status.symbol().is_empty(), status == Status::Ok);
    }
}

/// What `explain` shows as a command is one, and its example comes out of it.
/// In the layout of its own, by a group and without, in either language.
#[test]
fn the_columns_of_every_table_have_names_and_ids_of_their_own() {
    let by_school: Vec<String> = vec!["school".to_owned()];
    let mut repeated = Vec::new();
    for indicator in INDICATORS {
        let own = strings(indicator.example.by);
        let given = arguments(indicator.example.arguments);
        let by_school = tried(indicator, indicator.example.input, &by_school, &given);
        let figures = [Some(computed(indicator, indicator.example.input, &own, &given)), by_school];
        for (figures, lang) in figures.iter().flatten().flat_map(|f| [(f, Lang::Zh), (f, Lang::En)]) {
            let heading = Heading { id: "t", title: "t", notes: &[], decimals: None, order: &[], lang };
            let table = layout(figures, indicator, &heading, None).unwrap();
            let names: BTreeSet<String> = table.columns.iter().map(Column::full_header).collect();
            let ids: BTreeSet<&str> = table.columns.iter().map(|column| column.id.as_str()).collect();
            let count = table.columns.len();
            if names.len() < count || ids.len() < count || ids.contains("") {
                let columns = table.columns.iter().map(|c| format!("{}={}", c.id, c.full_header()));
                repeated.push(format!("{}: {:?}", indicator.id, columns.collect::<Vec<_>>()));
            }
            assert!(table.rows.iter().all(|row| row.len() == count), "{}: ragged", indicator.id);
        }
    }
    assert!(repeated.is_empty(), "{repeated:#?}");
    // It tells schools apart itself.
    let schools = find("gap_by_school").unwrap();
    let given = arguments(schools.example.arguments);
    assert!(tried(schools, schools.example.input, &["school".to_owned()], &given).is_none());
}

#[test]
fn every_example_runs_on_the_command_line() {
    for indicator in INDICATORS {
        let shown = edugauge(&["--lang", "en", "explain", indicator.id]).out;
        assert!(shown.contains(&format!("edugauge compute {} example.csv", indicator.id)), "{shown}");
        let file = written(indicator.example.input);
        let province = match indicator.method {
            Method::Against(_, table) => written(table),
            _ => written(""),
        };
        let paths = [&file, &province].map(|file| file.path().to_str().unwrap().to_owned());
        let words = edugauge::cli::command(indicator, &paths[0], &paths[1]);
        let words: Vec<&str> = words[1..].iter().map(|word| word.trim_matches('"')).collect();
        let done = edugauge(&[&["--lang", "en"][..], &words[..], &["--format", "csv"][..]].concat());
        assert_eq!(done.code, 0, "{words:?}: {}", done.err);
        for expected in indicator.example.expected {
            assert!(done.out.contains(expected.measure), "{}: {expected:?}", indicator.id);
        }
    }
}

#[test]
fn every_name_computes_and_is_found() {
    for indicator in INDICATORS {
        for name in [indicator.id, indicator.name.zh].iter().chain(indicator.aliases) {
            let help = edugauge(&["--lang", "zh", "compute", *name, "--help"]);
            assert_eq!(help.code, 0, "{name}: {}", help.err);
            assert!(help.out.contains(indicator.name.zh), "{name}");
            assert!(edugauge(&["list", "--search", *name]).out.contains(indicator.id), "{name}");
        }
    }
    assert!(edugauge(&["list", "--search", "均分"]).out.contains("subject_mean"));
}

/// Parts of measures, which are typed as they stand.
const PARTS_OF_CODES: &[&str] = &["eta", "omega", "squared", "hedges", "percent"];

/// In a Chinese table no method and no remark of the catalogue is left in English, whatever convention is chosen.
#[test]
fn methods_and_remarks_are_worded_in_chinese() {
    let mut left = BTreeSet::new();
    for indicator in INDICATORS {
        let example = &indicator.example;
        let choices = indicator.parameters.iter().filter_map(|parameter| match parameter.kind {
            Kind::Choice(choices) => Some(choices.iter().map(|(id, _)| (parameter.name, *id))),
            _ => None,
        });
        for (name, choice) in choices.flatten().chain([("", "")]) {
            let mut given = arguments(example.arguments);
            if !name.is_empty() {
                given.set(name, vec![choice.to_owned()]);
            }
            let Some(figures) = tried(indicator, example.input, &strings(example.by), &given) else {
                continue;
            };
            for said in figures.iter().flat_map(|figure| [figure.method(), figure.note()]) {
                let worded = said.text(Lang::Zh);
                let words = worded.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2);
                left.extend(
                    words
                        .filter(|w| !NAMES.contains(w) && !PARTS_OF_CODES.contains(w))
                        .map(|word| format!("{word} in: {worded}")),
                );
            }
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

/// Nothing goes without values that were made elsewhere: each indicator is named by the SOURCE.md of a golden folder.
#[test]
fn every_indicator_has_golden_values() {
    let folders = fs::read_dir(repository("tests/golden")).unwrap();
    let sources: Vec<String> =
        folders.map(|folder| fs::read_to_string(folder.unwrap().path().join("SOURCE.md")).unwrap()).collect();
    let missing: Vec<&str> = INDICATORS
        .iter()
        .map(|indicator| indicator.id)
        .filter(|id| !sources.iter().any(|source| source.contains(&format!("`{id}`"))))
        .collect();
    assert!(missing.is_empty(), "no golden folder names {missing:?}");
}
