//! The share of candidates who pass every subject (全科及格率).

use super::percentage;
use super::thresholds::{NoCut, Thresholds};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Label, Phrase, Range, Status, Term, Told, Unit};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    Parts, Whom,
};
use crate::indicators::grouping::{blocks, grouping_keys};
use crate::lang::Text;
use crate::number::{Rational, Scale};
use crate::records::{Mark, Records, ScoreColumn, Subject};
use crate::subjects::TOTAL;
use crate::tally::Distribution;

/// The column that holds, for each candidate, how many subjects were not passed.
const FAILED: &str = "subjects_failed";

pub const PASS_ALL_RATE: Indicator = Indicator {
    id: "pass_all_rate",
    name: Text::new("全科及格率", "pass-all rate"),
    aliases: &["全科合格率", "全及格率", "全科及格"],
    summary: Text::new(
        "每一科都达到及格线的考生所占百分比",
        "share of candidates who reach the pass threshold in every subject",
    ),
    formula: Text::new(
        "全科及格率 = 各科分数均 ≥ 界线的人数 ÷ 计入人数 × 100",
        "candidates with every score ≥ its threshold / candidates counted × 100",
    ),
    katex: r"\frac{\#\{i : x_{ij} \ge cF_j\ \forall j\}}{n}\times 100",
    universe: Text::new(
        "各科都有成绩的考生（默认）；缺某科者按所选的办法",
        "candidates with a score in every subject (default); `missing` says what becomes of the others",
    ),
    numerator: Text::new("各科均达到界线的人数", "candidates at the threshold in every subject"),
    denominator: Text::new("计入人数", "candidates counted"),
    aggregation: Text::new(
        "人数分别相加后再相除；不能由各科及格率推出",
        "counts are added, then divided; it does not follow from the pass rates of the subjects",
    ),
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new(
        "rate",
        Text::new("全科及格率", "pass-all rate"),
        Discloses::Share { part: Whom::Event, whole: Whom::Base },
    )],
    parameters: &[
        Parameter {
            name: "threshold",
            text: Text::new(
                "界线：不超过 1 的数是满分的份额，大于 1 的数是分数",
                "the threshold: up to 1 a share of the full mark, above 1 a score",
            ),
            kind: Kind::Thresholds,
            default: Default::Value("0.6"),
            many: true,
        },
        Parameter {
            name: "missing",
            text: Text::new(
                "缺某科成绩者：left_out 不计入，fails 计为不及格，taken 只看所考科目（空白、免考视为未选）",
                "candidates without some score: left_out; fails: counted as not passed; taken: judged by the subjects taken (blank and exempt are not taken)",
            ),
            kind: Kind::Choice(&[
                ("left_out", Text::new("不计入", "not counted")),
                ("fails", Text::new("计为不及格", "counted as not passed")),
                ("taken", Text::new("只看所考科目", "judged by the subjects taken")),
            ]),
            default: Default::Value("left_out"),
            many: false,
        },
        Parameter {
            name: "subjects",
            text: Text::new(
                "科目（不给则为总分以外的全部）",
                "the subjects (all but the total, if not given)",
            ),
            kind: Kind::Subject,
            default: Default::Nothing,
            many: true,
        },
        CONFIDENCE,
    ],
    edges: Text::new(
        "无人计入：no_denominator；界线按满分份额给出而某科满分未知：missing_input；一分一段表（没有各人的各科成绩）：报错",
        "nobody counted: no_denominator; a share where a subject's full mark is unknown: missing_input; a score table, which does not hold each candidate's scores together: refused",
    ),
    reference: Text::new(
        "各地教育局质量分析通行口径；区间：Wilson (1927)",
        "usage of education bureaus; interval: Wilson (1927)",
    ),
    docstring: include_str!("pass_all_rate.txt"),
    example: Example {
        input: "考号,语文,数学\n1,90,80\n2,60,60\n3,95,59\n4,70,90\n5,80,缺考\n",
        by: &[],
        arguments: &[("threshold", &["60"])],
        steps: Text::new(
            "5 号缺数学，不计入；1、2、4 号两科都 ≥ 60；3 ÷ 4 = 75.0",
            "no. 5 lacks mathematics and is left out; nos. 1, 2 and 4 have both scores ≥ 60; 3 / 4 = 75.0",
        ),
        expected: &[Expected { measure: "rate", subject: None, group: &[], value: "75.0" }],
    },
    method: Method::Exam(pass_all_rate),
};

#[derive(Clone, Copy, PartialEq)]
enum Missing {
    LeftOut,
    Fails,
    Taken,
}

fn pass_all_rate(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let threshold = Thresholds::asked(request.arguments, "threshold", exam)?;
    let (missing, words): (Missing, &'static Phrase) = match request.arguments.text("missing") {
        Some("fails") => (Missing::Fails, &MISSING_FAILS),
        Some("taken") => (Missing::Taken, &MISSING_TAKEN),
        _ => (Missing::LeftOut, &MISSING_LEFT_OUT),
    };
    let subjects = subjects(exam, request.arguments.all("subjects"))?;
    let unknown = subjects.iter().find_map(|s| threshold.cut(s).err().map(|why| (s, why)));
    let cut = |s: &Subject| Some((Label::from(s.id.as_str()), threshold.cut(s).ok()?));
    let reached: Vec<(Label, Rational)> =
        subjects.iter().filter(|_| missing != Missing::Taken).filter_map(cut).collect();
    let passing = Passing {
        name: if missing == Missing::Taken { "passed all taken" } else { "passed" },
        base: if missing == Missing::Fails { Range::REGISTERED } else { "with all subjects" },
        cuts: subjects.iter().filter_map(|s| threshold.cut(s).ok()).sum(),
        reached: &reached,
    };
    let wanted: Vec<&str> = subjects.iter().map(|s| s.id.as_str()).collect();
    let derived = exam.derive(|records| Ok(vec![failed(records, &wanted, &threshold, missing)?]))?;
    let derived = derived.ok_or_else(no_subjects)?;
    let method = Clauses::from(EVERY_SCORE.with([threshold.described()])).and(words);
    let keys = grouping_keys(request);
    let mut figures = Figures::new(keys.iter().map(|k| (*k).to_owned()).collect());
    for of_year in derived.by_year(&keys)?.iter() {
        for block in blocks(&of_year.tally, keys.len()) {
            let figure = Figure {
                year: of_year.year,
                group: block.group(),
                method: method.clone(),
                confidence: Some(request.arguments.confidence()),
                ..Figure::new(PASS_ALL_RATE.id, "rate", Unit::Percent)
            };
            figures.push(rate(figure, &block.distribution(0), unknown, passing));
        }
    }
    Ok(figures)
}

static EVERY_SCORE: Phrase = Phrase::new("every_score", "各科分数 ≥ {}", "every score >= {}");
static MISSING_FAILS: Phrase =
    Phrase::new("missing_fails", "缺某科成绩者计为不及格", "without a score counted as not passed");
static MISSING_TAKEN: Phrase = Phrase::new("missing_taken", "只看所考科目", "judged by the subjects taken");
static MISSING_LEFT_OUT: Phrase =
    Phrase::new("missing_left_out", "缺某科成绩者不计入", "without a score left out");
static IN_SUBJECT: Phrase = Phrase::new("in_subject", "{}：{}", "{}: {}");

fn no_subjects() -> Error {
    Error::MissingArgument {
        indicator: PASS_ALL_RATE.id.to_owned(),
        argument: "source".to_owned(),
        expected: Text::new(
            "每个考生的各科成绩（一分一段表没有）",
            "each candidate's scores in the subjects, which a score table does not hold",
        ),
    }
}

/// Those who pass. Who passes everything at higher thresholds passes at lower ones, which add up to less.
#[derive(Clone, Copy)]
struct Passing<'a> {
    name: &'static str,
    /// Who is counted.
    base: &'static str,
    cuts: Rational,
    /// Whoever passes has reached these, but for who need not take every subject.
    reached: &'a [(Label, Rational)],
}

fn rate(
    figure: Figure,
    failed: &Distribution,
    unknown: Option<(&Subject, NoCut)>,
    passing: Passing<'_>,
) -> Figure {
    let counted = failed.tested();
    let figure = Figure { n: Some(counted), ..figure };
    if let Some((subject, why)) = unknown {
        let note = IN_SUBJECT.with([why.note().into(), Term::subject(subject.id.as_str())]).into();
        let status = match why {
            NoCut::FullMarkUnknown => Status::MissingInput,
            _ => Status::NotApplicable,
        };
        return Figure { note, confidence: None, ..figure.without_value(status) };
    }
    if counted == 0 {
        return Figure { confidence: None, ..figure.without_value(Status::NoDenominator) };
    }
    let failing = failed.at_least(1).unwrap_or(counted);
    let Passing { name, base, cuts, reached } = passing;
    let passed = Range::Event { name, from: Some(cuts), below: None, count: (counted - failing) as i64 };
    let not = Range::event("not passed", failing);
    let told = [Told::count_events([passed]), Told::count_events([passed, not, Range::base(base, counted)])];
    let reached = reached.iter().map(|(subject, from)| Told::reached(passed, subject, *from));
    percentage(
        Figure { told: told.into_iter().chain(reached).collect(), ..figure },
        counted - failing,
        counted,
    )
}

/// The subjects that must be passed: those asked for, or all but the total.
fn subjects(exam: &Exam, names: &[String]) -> Result<Vec<Subject>> {
    let all = exam.subjects();
    let not_at_hand = |name: &str| Error::SubjectNotAtHand {
        subject: name.to_owned(),
        at_hand: all.iter().map(|s| s.id.clone()).collect(),
    };
    if names.is_empty() {
        let single: Vec<Subject> = all.iter().filter(|s| s.id != TOTAL).cloned().collect();
        return if single.is_empty() { Err(no_subjects()) } else { Ok(single) };
    }
    let of = |name: &String| all.iter().find(|s| s.id == *name).cloned();
    names.iter().map(|name| of(name).ok_or_else(|| not_at_hand(name))).collect()
}

/// For each candidate, the number of subjects below their thresholds.
fn failed(
    records: &Records,
    wanted: &[&str],
    threshold: &Thresholds,
    missing: Missing,
) -> Result<ScoreColumn> {
    // A full mark that is not known has been noticed before; its cut is never shown.
    let cut = |s: &Subject| threshold.cut(s).map_or(0, |cut| s.scale.ticks_at_least(cut));
    let chosen = records.scores.iter().filter(|column| wanted.contains(&column.subject.id.as_str()));
    let columns: Vec<(&ScoreColumn, i64)> = chosen.map(|column| (column, cut(&column.subject))).collect();
    let (mut ticks, mut marks) = (Vec::with_capacity(records.len), Vec::with_capacity(records.len));
    for row in 0..records.len {
        let (failed, mark) = judge(&columns, row, columns.len() < wanted.len(), missing);
        ticks.push(failed);
        marks.push(mark);
    }
    let subject = Subject { id: FAILED.to_owned(), full_mark: None, scale: Scale::of_decimals(0) };
    Ok(ScoreColumn { subject, ticks, marks })
}

/// How many subjects one candidate failed, or the mark of the first that is missing. `incomplete` says that a
/// subject is not among the columns of these records at all.
fn judge(columns: &[(&ScoreColumn, i64)], row: usize, incomplete: bool, missing: Missing) -> (i32, Mark) {
    let mut failed = 0;
    let mut taken = 0;
    let mut lacking = (incomplete && missing != Missing::Taken).then_some(Mark::Blank);
    for (column, cut) in columns {
        let mark = column.marks[row];
        match mark {
            Mark::Scored => {
                taken += 1;
                failed += i32::from(i64::from(column.ticks[row]) < *cut);
            }
            Mark::Blank | Mark::Exempt if missing == Missing::Taken => {}
            _ => lacking = lacking.or(Some(mark)),
        }
    }
    match lacking {
        Some(_) if missing == Missing::Fails => (failed.max(1), Mark::Scored),
        Some(mark) => (0, mark),
        None if taken == 0 => (0, Mark::Blank),
        None => (failed, Mark::Scored),
    }
}
