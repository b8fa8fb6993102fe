//! What a public table may show: no cell from which a pupil could be known, and no cell from which it follows.

use edugauge::disclosure::{Outcome, Recoverable, Rule, Sheet, Standing, hide, protect};
use edugauge::exam::Exam;
use edugauge::figures::{Figure, FigureRef, Figures, Label, Phrase, Status, Term, Unit, Value};
use edugauge::indicators::{Input, compute, find};
use edugauge::intake::{ReadOptions, read_table};
use edugauge::release::{Config, RunOptions, run};

use crate::brute_force::{self, Known, once};
use crate::support::{arguments, count, edugauge, exam, figures, only, strings, text_of, whole, written};

const RULE: Rule = Rule { minimum_cell: 10, protection: 5, whole_group: 20, base: None };

/// Disclosure control over tables of one examination, each made by its keys. What was hidden is hidden in them.
fn protect_tables(
    exam: &Exam,
    keys: &[&str],
    tables: &mut [(Figures, &[&str])],
    rule: Rule,
) -> Result<Outcome, Recoverable> {
    let years = exam.by_year(keys).unwrap();
    let by: Vec<Vec<String>> = tables.iter().map(|(_, by)| strings(by)).collect();
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    for ((table, _), by) in tables.iter().zip(&by) {
        let standing = vec![Standing::SHOWN; table.len()];
        sheets.push(Sheet { source: "exam", by, years: &years, figures: table, standing, kept: false });
    }
    let outcome = protect(&sheets, &rule)?;
    drop(sheets);
    for ((figures, _), hidden) in tables.iter_mut().zip(&outcome.hidden) {
        let hidden = (0..hidden.len()).filter(|at| hidden[*at]);
        hidden.for_each(|at| figures.update(at, hide));
    }
    Ok(outcome)
}

/// One table by school, protected. Returns how many of its figures were hidden.
fn suppress(exam: &Exam, figures: &mut Figures, rule: Rule) -> usize {
    let mut tables = [(std::mem::take(figures), &["school"][..])];
    let outcome = protect_tables(exam, &["school"], &mut tables, rule).unwrap();
    *figures = std::mem::take(&mut tables[0].0);
    outcome.primary + outcome.secondary
}

/// Schools, each with so many candidates of whom so many reach the line of 500.
fn schools(sizes: &[(&str, u32, u32)]) -> Exam {
    let mut text = "考号,学校,总分\n".to_owned();
    for (school, tested, attained) in sizes {
        for number in 0..*tested {
            text += &format!("{school}{number},{school},{}\n", if number < *attained { 500 } else { 499 });
        }
    }
    exam(&text, &[])
}

fn rates(exam: &Exam) -> Figures {
    figures(exam, "admission_rate", &["school"], &[("lines", &["500"])])
}

fn hidden(figures: &Figures) -> Vec<&str> {
    let rows = figures.iter().filter(|figure| figure.status() == Status::Suppressed);
    rows.map(|figure| figure.group()[0].as_deref().unwrap_or("all")).collect()
}

/// In every family but one there is a second small school, so that only primary suppression is at work.
#[test]
fn counts_from_1_to_9_are_hidden_and_0_and_10_are_shown() {
    for (attained, is_hidden) in [(0, false), (1, true), (9, true), (10, false), (50, false)] {
        let exam = schools(&[("甲", 100, attained), ("乙", 100, 5), ("丙", 100, 5)]);
        let mut rates = rates(&exam);
        suppress(&exam, &mut rates, RULE);
        let figure = only(&rates, "rate", None, &["甲", "500"]);
        assert_eq!(figure.status() == Status::Suppressed, is_hidden, "{attained} of 100");
        assert!(is_hidden || figure.value().is_some());
    }
}

/// 95 of 100 tell of the 5 who did not; 100 of 100 tell of nobody in particular.
#[test]
fn the_few_who_are_not_counted_are_protected_too() {
    for (attained, is_hidden) in [(90, false), (91, true), (99, true), (100, false)] {
        let exam = schools(&[("甲", 100, attained), ("乙", 100, 5), ("丙", 100, 5)]);
        let mut rates = rates(&exam);
        suppress(&exam, &mut rates, RULE);
        let figure = only(&rates, "rate", None, &["甲", "500"]);
        assert_eq!(figure.status() == Status::Suppressed, is_hidden, "{attained} of 100");
    }
}

/// With all 40 known, 甲 would follow from 乙 and 丙; 丙 is the smaller of the two. Where no total is published,
/// nothing follows, and nothing more is hidden.
#[test]
fn a_lonely_hidden_sibling_gets_company_where_the_total_is_known() {
    let exam = schools(&[("甲", 50, 5), ("乙", 100, 20), ("丙", 60, 15)]);
    let mut alone = rates(&exam);
    suppress(&exam, &mut alone, RULE);
    assert_eq!(hidden(&alone), ["甲"]);
    let mut with_total = rates(&exam);
    with_total.append(figures(&exam, "admission_rate", &[], &[("lines", &["500"])]));
    suppress(&exam, &mut with_total, RULE);
    assert_eq!(hidden(&with_total), ["丙", "甲"]);
    let total = with_total.iter().find(|figure| figure.group()[0].is_none()).unwrap();
    assert_eq!((total.status(), total.numerator()), (Status::Ok, count(40)));
}

/// The total may stand in another table, by another indicator, or in a table by other keys.
#[test]
fn totals_of_other_tables_count_too() {
    let text = "考号,学校,城乡,总分\n".to_owned()
        + &[("甲", "城区", 50, 5), ("乙", "城区", 100, 20), ("丙", "乡村", 60, 15), ("丁", "乡村", 90, 30)]
            .iter()
            .flat_map(|(school, residence, tested, attained)| {
                (0..*tested).map(move |number| {
                    let score = if number < *attained { 500 } else { 499 };
                    format!("{school}{number},{school},{residence},{score}\n")
                })
            })
            .collect::<String>();
    let exam = exam(&text, &[("total", 750)]);
    let lines: &crate::support::Given<'_> = &[("lines", &["500"])];
    let by_school = figures(&exam, "admission_rate", &["school"], lines);
    let by_residence = figures(&exam, "admission_rate", &["residence"], lines);
    // The rate of those with at least 500 of 750 points by another name.
    let passes = figures(&exam, "pass_rate", &["residence"], &[("threshold", &["500"])]);
    for other in [by_residence, passes] {
        let mut tables = [(by_school.clone(), &["school"][..]), (other, &["residence"][..])];
        protect_tables(&exam, &["school", "residence"], &mut tables, RULE).unwrap();
        // 甲 is in town, and so is 乙: only there could 5 be had from 25.
        let (schools, residence) = (hidden(&tables[0].0), hidden(&tables[1].0));
        assert!(schools.contains(&"甲"));
        assert!(schools.contains(&"乙") || residence.contains(&"城区"), "{schools:?} {residence:?}");
        assert!(!schools.contains(&"丙") && !schools.contains(&"丁"));
    }
}

/// 45 reach 500 and 48 reach 490: the 3 between them are as few as a cell of 3.
#[test]
fn the_few_between_two_lines_are_protected() {
    let text = "考号,学校,总分\n".to_owned()
        + &(0..100)
            .map(|n| {
                format!(
                    "{n},甲,{}\n",
                    if n < 45 {
                        500
                    } else if n < 48 {
                        490
                    } else {
                        400
                    }
                )
            })
            .collect::<String>();
    let exam = exam(&text, &[]);
    let lines: &crate::support::Given<'_> = &[("lines", &["高=500", "低=490"])];
    let mut rates = figures(&exam, "admission_rate", &["school"], lines);
    suppress(&exam, &mut rates, RULE);
    assert_eq!(hidden(&rates).len(), 1, "one of the two lines");
}

/// A rate of 0 or 100 % says something of every member of a group.
#[test]
fn rates_of_a_whole_small_group_are_hidden() {
    for (tested, attained, is_hidden) in [(19, 0, true), (19, 19, true), (20, 0, false), (20, 20, false)] {
        let exam = schools(&[("甲", tested, attained), ("乙", 200, 100)]);
        let mut rates = rates(&exam);
        suppress(&exam, &mut rates, RULE);
        let figure = only(&rates, "rate", None, &["甲", "500"]);
        assert_eq!(figure.status() == Status::Suppressed, is_hidden, "{attained} of {tested}");
    }
}

/// The mean of the few follows from the means of the others and of all.
#[test]
fn the_mean_of_a_small_group_does_not_follow() {
    let text = "考号,学校,数学\n1,甲,80\n2,甲,90\n".to_owned()
        + &(0..30).map(|n| format!("b{n},乙,{}\nc{n},丙,{}\n", 50 + n, 60 + n)).collect::<String>();
    let exam = exam(&text, &[("mathematics", 100)]);
    let mut means = figures(&exam, "subject_mean", &["school"], &[]);
    means.append(figures(&exam, "subject_mean", &[], &[]));
    suppress(&exam, &mut means, RULE);
    let schools: std::collections::BTreeSet<&str> = hidden(&means).into_iter().collect();
    assert!(schools.contains("甲") && schools.len() >= 2, "{schools:?}");
}

#[test]
fn means_of_few_are_hidden() {
    let text = "考号,学校,数学\n1,甲,80\n2,甲,90\n".to_owned()
        + &(0..30).map(|n| format!("b{n},乙,{}\nc{n},丙,{}\n", 50 + n, 60 + n)).collect::<String>();
    let exam = exam(&text, &[("mathematics", 100)]);
    for id in ["subject_mean", "pass_rate", "low_rate"] {
        let mut figures = figures(&exam, id, &["school"], &[]);
        suppress(&exam, &mut figures, RULE);
        assert!(hidden(&figures).contains(&"甲"), "{id}");
        assert!(figures.iter().any(|figure| figure.status() == Status::Ok), "{id}");
    }
}

static OF: Phrase = Phrase::new("of", "{} / {}", "{} of {}");

#[test]
fn a_hidden_figure_gives_nothing_away() {
    let exam = schools(&[("甲", 50, 5), ("乙", 100, 20), ("丙", 60, 15)]);
    let mut rates = rates(&exam);
    rates.map_notes(|_| OF.with([5u64, 50].map(Term::pupils)).into());
    let before = rates.clone();
    suppress(&exam, &mut rates, RULE);
    for (figure, shown) in rates.iter().zip(&before) {
        if figure.status() != Status::Suppressed {
            assert_eq!(figure, shown);
            continue;
        }
        let bare = Figure::new("admission_rate", "rate", Unit::Percent).without_value(Status::Suppressed);
        let place =
            (figure.group().clone(), figure.subject_label().cloned(), figure.year(), figure.method().clone());
        let (group, subject, year, method) = place;
        // Nothing but its place and its convention: no value, counts, n, interval or note.
        assert_eq!(figure.to_figure(), Figure { group, subject, year, method, ..bare });
        assert_eq!(figure.group(), shown.group());
    }
    assert_eq!(hidden(&rates).len(), 1);
}

#[test]
fn institutions_are_never_hidden() {
    let file = written("学校,达标,学校数\n甲,1,3\n乙,2,5\n");
    let (table, _) = read_table(file.path(), &ReadOptions::default()).unwrap();
    let given = arguments(&[("numerator", &["达标"]), ("denominator", &["学校数"])]);
    let by = ["学校".to_owned()];
    let mut ratios = compute(find("ratio").unwrap(), Input::Table(&table), &by, &given).unwrap();
    let before = ratios.clone();
    assert_eq!(suppress(&Exam::default(), &mut ratios, RULE), 0);
    assert_eq!(ratios, before);
}

#[test]
fn a_figure_without_a_value_keeps_its_own_status() {
    let exam = exam("考号,学校,数学\n1,甲,缺考\n", &[]);
    let mut none = figures(&exam, "subject_mean", &["school"], &[]);
    assert_eq!(suppress(&exam, &mut none, RULE), 0);
    assert!(none.iter().all(|figure| figure.status() == Status::NoDenominator));
}

/// 53 in a county of 4,000 are shown; 5 are not.
#[test]
fn rates_per_inhabitants_are_counts_too() {
    for (attained, is_hidden) in [(5, true), (53, false)] {
        let given: &crate::support::Given<'_> =
            &[("lines", &["500"]), ("population", &["4000"]), ("basis", &["resident"])];
        let exam = schools(&[("甲", 100, attained)]);
        let mut rate = figures(&exam, "rate_per_10k", &[], given);
        suppress(&exam, &mut rate, RULE);
        assert_eq!(rate.get(0).status() == Status::Suppressed, is_hidden, "{attained}");
    }
}

/// A project as `edugauge init` writes it, its configuration changed.
fn released(change: impl Fn(&str) -> String) -> (Figures, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(edugauge(&["--lang", "en", "init", folder.path().to_str().unwrap()]).code, 0);
    let path = folder.path().join("edugauge.toml");
    std::fs::write(&path, change(&text_of(&path))).unwrap();
    let release = run(&Config::load(&path).unwrap(), &RunOptions::default(), &|_, _| ()).unwrap();
    (release.figures, folder)
}

/// A score table by single points has small counts by its nature: in a public release its bands are put together,
/// also where the configuration asks for less.
#[test]
fn a_public_score_table_has_no_small_band() {
    for option in ["", "\nmerge_below = 1", "\nmerge_below = 3"] {
        let (figures, _folder) = released(|text| text.replace("width = 10", &format!("width = 1{option}")));
        let counts = figures.iter().filter(|f| f.indicator() == "score_table" && f.unit() == Unit::Persons);
        let counts: Vec<Option<Value>> = counts.map(|f| f.value()).collect();
        assert!(counts.len() > 4);
        for value in counts {
            // A line of the admission tables may split a band, which is then hidden.
            assert!(
                value.is_none_or(|value| matches!(value, Value::Exact(n) if n >= whole(10))),
                "{option}: {value:?}"
            );
        }
    }
}

#[test]
fn an_internal_release_hides_nothing_and_says_so() {
    let public = |text: &str| text.replace("\nscore = 190", "\nscore = 225");
    let internal = |text: &str| public(text).replace("profile = \"public\"", "profile = \"internal\"");
    let hidden = |figures: &Figures| figures.iter().any(|figure| figure.status() == Status::Suppressed);
    let (figures, folder) = released(public);
    assert!(hidden(&figures), "the case must have something to hide");
    let report = |folder: &tempfile::TempDir| text_of(&folder.path().join("out/2024/report.html"));
    assert!(!report(&folder).contains("不得公开"));
    let (figures, folder) = released(internal);
    assert!(!hidden(&figures));
    assert!(report(&folder).contains("不得公开"));
}

/// The example county, copied so that its configuration can be changed.
fn county(change: impl Fn(&str) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let example = crate::support::repository("examples/jingjiang");
    std::fs::create_dir(folder.path().join("data")).unwrap();
    for entry in std::fs::read_dir(example.join("data")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join("data").join(path.file_name().unwrap())).unwrap();
    }
    let config = change(&text_of(&example.join("edugauge.toml")));
    std::fs::write(folder.path().join("edugauge.toml"), config).unwrap();
    folder
}

fn county_release(folder: &tempfile::TempDir, year: i32) -> Result<Figures, edugauge::error::Error> {
    let config = Config::load(&folder.path().join("edugauge.toml")).unwrap();
    let options = RunOptions { year: Some(year), ..RunOptions::default() };
    run(&config, &options, &|_, _| ()).map(|release| release.figures)
}

/// The schools' counts in the province's first hundred: the 13 of the county are known, and 11 of them were shown
/// once, so that the other two were known to be at most 2.
#[test]
fn the_first_hundred_of_the_example_county_is_not_told() {
    let by_school = "province = [\"province_science\", \"province_arts\"]\nby = [\"school\"]\ntotal = true";
    let folder = county(|text| {
        text.replace("province = [\"province_science\", \"province_arts\"]\nby = []", by_school)
    });
    let figures = county_release(&folder, 2011).unwrap();
    let at =
        |figure: FigureRef<'_>, key: &str| figures.key_index(key).and_then(|key| figure.group()[key].clone());
    let of_hundred = |figure: &FigureRef<'_>| {
        figure.indicator() == "top_rank_count" && at(*figure, "rank").as_deref() == Some("100")
    };
    let (all, of_schools): (Vec<FigureRef<'_>>, Vec<FigureRef<'_>>) =
        figures.iter().filter(of_hundred).partition(|figure| at(*figure, "school").is_none());
    assert_eq!(all[0].value(), count(13), "the total is published");
    let shown: i128 = of_schools
        .iter()
        .filter_map(|figure| match figure.value() {
            Some(Value::Exact(count)) => Some(count.to_integer()),
            _ => None,
        })
        .sum();
    let hidden = of_schools.iter().filter(|figure| figure.status() == Status::Suppressed).count();
    assert!(hidden >= 2, "two or more schools share what is left");
    assert!(13 - shown > 5, "and what is left is more than the protection: {shown} of 13 are shown");
    // The same holds of the files that people open.
    let csv = text_of(&folder.path().join("out/2011/table_top_ranks.csv"));
    assert!(csv.contains("[c]"));
    let manifest = text_of(&folder.path().join("out/2011/manifest.json"));
    for key in ["\"profile\": \"public\"", "\"minimum_cell\": 10", "\"secondary\"", "\"audited\""] {
        assert!(manifest.contains(key), "{key} in {manifest}");
    }
}

/// Where no table may be hidden for the sake of others, a hidden number follows: exit code 5, and not a file more.
#[test]
fn a_release_that_gives_a_number_away_is_not_written() {
    let kept: Vec<String> = text_of(&crate::support::repository("examples/jingjiang/edugauge.toml"))
        .lines()
        .skip_while(|line| *line != "[[table]]")
        .filter_map(|line| line.strip_prefix("id = "))
        .map(str::to_owned)
        .collect();
    let keep = format!("minimum_cell = 10\nkeep = [{}]", kept.join(", "));
    let folder = county(|text| text.replace("minimum_cell = 10", &keep));
    let path = folder.path().join("edugauge.toml");
    let outcome = edugauge(&["--lang", "en", "run", path.to_str().unwrap()]);
    assert_eq!(outcome.code, 5, "{}", outcome.err);
    assert!(outcome.err.contains("EG-401"), "{}", outcome.err);
    let out = folder.path().join("out");
    assert!(!out.exists() || std::fs::read_dir(&out).unwrap().next().is_none(), "nothing is left behind");
}

/// A year shown again after its own release: what was hidden then stays unknown, with both releases at hand.
#[test]
fn last_years_release_is_taken_into_account() {
    let all_years = |text: &str| {
        text.replace("by = [\"school\"]\ntotal = true", "by = [\"school\"]\ntotal = true\nall_years = true")
    };
    let folder = county(all_years);
    let before = county_release(&folder, 2010).unwrap();
    let now = county_release(&folder, 2011).unwrap();
    let manifest = text_of(&folder.path().join("out/2011/manifest.json"));
    assert!(manifest.contains("2010/figures.csv"), "{manifest}");
    // Of each line in 2010: the schools hidden in either release share what the other figures leave open.
    let of_2010 = |figures: &Figures| -> std::collections::BTreeMap<(Label, Label), Option<Value>> {
        let keys = [figures.key_index("school").unwrap(), figures.key_index("line").unwrap()];
        let rows = figures.iter().filter(|f| f.indicator() == "admission_rate" && f.year() == Some(2010));
        rows.filter_map(|f| Some(((f.group()[keys[0]].clone()?, f.group()[keys[1]].clone()?), f.numerator())))
            .collect()
    };
    let (then, again) = (of_2010(&before), of_2010(&now));
    assert!(!then.is_empty() && then.keys().eq(again.keys()), "both show the schools of 2010");
    let lines: std::collections::BTreeSet<&Label> = then.keys().map(|(_, line)| line).collect();
    for line in lines {
        let known = |key: &&(Label, Label)| then[*key].is_some() || again[*key].is_some();
        let of_line: Vec<&(Label, Label)> = then.keys().filter(|key| key.1 == *line).collect();
        let hidden = of_line.iter().filter(|key| !known(key)).count();
        let was_hidden = of_line.iter().any(|key| then[*key].is_none());
        assert!(!was_hidden || hidden >= 2, "{line}: {hidden} schools are left hidden by both releases");
    }
}

/// Every sheet, every table of the report and every table file says that it is internal.
#[test]
fn an_internal_release_is_stamped_everywhere() {
    let folder = county(|text| text.replace("profile = \"public\"", "profile = \"internal\""));
    county_release(&folder, 2011).unwrap();
    let out = folder.path().join("out/2011");
    let report = text_of(&out.join("report.html"));
    let tables = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
    let is_table = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name == "figures.csv" || (name.starts_with("table_") && !name.ends_with(".meta.csv"))
    };
    let tables: Vec<_> = tables.filter(is_table).collect();
    assert!(tables.len() > 5);
    assert!(report.matches("不得公开").count() >= tables.len());
    for path in tables {
        let header = text_of(&path).lines().next().unwrap().to_owned();
        assert!(header.trim_end_matches('"').ends_with("不得公开"), "{header}");
    }
    assert!(text_of(&out.join("manifest.json")).contains("\"profile\": \"internal\""));
}

/// The audit is of its own: a figure that was left to see by mistake is noticed.
#[test]
fn a_table_that_may_not_be_touched_fails_the_audit() {
    let exam = schools(&[("甲", 50, 5), ("乙", 100, 20)]);
    let years = exam.by_year(&["school"]).unwrap();
    let mut table = rates(&exam);
    table.append(figures(&exam, "admission_rate", &[], &[("lines", &["500"])]));
    let by = strings(&["school"]);
    let standing = vec![Standing::SHOWN; table.len()];
    let sheet = Sheet { source: "exam", by: &by, years: &years, figures: &table, standing, kept: true };
    let fault = protect(&[sheet], &RULE).unwrap_err();
    assert_eq!((fault.source.as_str(), fault.year), ("exam", None));
    assert_eq!(fault.group, [("school".to_owned(), "甲".to_owned())]);
}

/// What a release of small examinations shows, and the true counts: schools by tracks, below and above a line.
struct Small {
    schools: usize,
    tracks: usize,
    counts: Vec<i64>,
}

impl Small {
    fn random(seed: &mut u64) -> Small {
        let mut below = |limit: u64| {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (*seed >> 33) % limit
        };
        let (schools, tracks) = (2 + below(2) as usize, 1 + below(2) as usize);
        let counts = (0..schools * tracks * 2).map(|_| (below(8) as i64 - 1).max(0)).collect();
        Small { schools, tracks, counts }
    }

    fn exam(&self) -> Exam {
        let mut text = "考号,学校,科类,总分\n".to_owned();
        for (cell, count) in self.counts.iter().enumerate() {
            let (school, track, above) = self.place(cell);
            for number in 0..*count {
                text += &format!("{cell}-{number},校{school},科{track},{}\n", if above { 500 } else { 400 });
            }
        }
        exam(&text, &[])
    }

    fn place(&self, cell: usize) -> (usize, usize, bool) {
        (cell / 2 / self.tracks, cell / 2 % self.tracks, cell % 2 == 1)
    }

    /// The cells of a group: those above the line, those below, or all.
    fn cells(&self, school: Option<&str>, track: Option<&str>, side: Option<bool>) -> Vec<usize> {
        let inside = |cell: &usize| {
            let (s, t, above) = self.place(*cell);
            school.is_none_or(|label| label == format!("校{s}"))
                && track.is_none_or(|label| label == format!("科{t}"))
                && side.is_none_or(|side| side == above)
        };
        (0..self.counts.len()).filter(inside).collect()
    }
}

/// Every sum of cells that visible figures give: numerators count those above the line, denominators and n all.
fn told(small: &Small, tables: &[(Figures, &[&str])]) -> Vec<(Vec<usize>, i64)> {
    let mut told = Vec::new();
    for (figures, _) in tables {
        for figure in figures.iter() {
            let label = |key| figures.key_index(key).and_then(|at| figure.group()[at].as_deref());
            let whole = |value: Option<Value>| match value {
                Some(Value::Exact(ratio)) => Some(ratio.to_integer() as i64),
                _ => None,
            };
            let (school, track) = (label("school"), label("track"));
            let numbers = [
                (Some(true), whole(figure.numerator())),
                (None, whole(figure.denominator())),
                (None, figure.n().map(|n| n as i64)),
            ];
            for (side, number) in numbers {
                told.extend(number.map(|number| (small.cells(school, track, side), number)));
            }
        }
    }
    told
}

/// Whether any table of whole numbers agrees with all sums. No cell can hold more than a sum that it is part of.
fn is_possible(sums: &[(Vec<usize>, i64)], size: usize) -> bool {
    let most = |cell: usize| {
        let with = sums.iter().filter(|(row, _)| row.contains(&cell)).map(|(_, total)| *total);
        with.min().unwrap_or(0)
    };
    let known: Vec<Known> = sums.iter().map(|(cells, total)| (once(cells), *total, *total)).collect();
    brute_force::is_possible(&known, (0..size).map(|cell| (0, most(cell))).collect())
}

/// 1,000 releases of three tables, two of them by keys that cross: no small count is told by brute force, neither
/// those of a table nor those between them.
#[test]
fn nothing_of_a_thousand_random_releases_is_recovered() {
    const RULE: Rule = Rule { minimum_cell: 3, protection: 1, whole_group: 0, base: None };
    let (mut seed, mut attacked, mut shown, mut all) = (2026, 0, 0, 0);
    for round in 0..1000 {
        let small = Small::random(&mut seed);
        let exam = small.exam();
        if exam.is_empty() {
            continue;
        }
        let rates = |by: &[&str]| figures(&exam, "admission_rate", by, &[("lines", &["500"])]);
        let mut by_school = rates(&["school"]);
        by_school.append(rates(&[]));
        let mut tables = vec![(by_school, &["school"][..]), (rates(&["track"]), &["track"][..])];
        if round % 2 == 0 {
            tables.push((rates(&["school", "track"]), &["school", "track"][..]));
        }
        protect_tables(&exam, &["school", "track"], &mut tables, RULE).unwrap();
        let visible = tables.iter().flat_map(|(figures, _)| figures.iter());
        shown += visible.clone().filter(|figure| figure.value().is_some()).count();
        all += visible.count();
        let sums = told(&small, &tables);
        for side in [Some(true), Some(false), None] {
            for school in (0..small.schools).map(|s| Some(format!("校{s}"))).chain([None]) {
                for track in (0..small.tracks).map(|t| Some(format!("科{t}"))).chain([None]) {
                    let cells = small.cells(school.as_deref(), track.as_deref(), side);
                    let truth: i64 = cells.iter().map(|cell| small.counts[*cell]).sum();
                    // A label that no candidate has is in no table.
                    if truth == 0 || truth >= 3 {
                        continue;
                    }
                    attacked += 1;
                    let possible = |value: i64| {
                        let mut sums = sums.clone();
                        sums.push((cells.clone(), value));
                        value >= 0 && is_possible(&sums, small.counts.len())
                    };
                    // The truth is possible: is anything two away from it, or one on each side?
                    let is_open = possible(truth + 2)
                        || possible(truth - 2)
                        || (possible(truth - 1) && possible(truth + 1));
                    assert!(is_open, "release {round}: {truth} is known in {:?}", small.counts);
                }
            }
        }
    }
    println!("{attacked} small counts attacked; {shown} of {all} figures shown");
    assert!(attacked > 2000);
}
