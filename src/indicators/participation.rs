//! Participation (参考): who was registered, who sat, who was missing and by which mark.

use super::arguments::Request;
use super::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    SUBJECTS, Whom,
};
use super::grouping::{blocks, chosen_subjects, grouping_keys};
use super::mean_and_rates::percentage;
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{AllTold, Figure, Figures, Part, Phrase, Range, Status, Told, Unit, Value};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::Mark;
use crate::tally::Distribution;

const ID: &str = "participation_rate";

pub const PARTICIPATION_RATE: Indicator = Indicator {
    id: ID,
    name: Text::new("参考率", "participation rate"),
    aliases: &["应考人数", "实考人数", "缺考率", "缺考人数", "到考率", "participation"],
    summary: Text::new(
        "各科（及总分）报名、实考、缺考等人数，以及实考占报名的百分比",
        "candidates registered, tested and missing by mark, per subject and total, and the share tested",
    ),
    formula: Text::new("参考率 = 实考人数 ÷ 报名人数 × 100", "tested / registered × 100"),
    katex: r"\frac{n_{\text{tested}}}{n_{\text{registered}}}\times 100",
    universe: Text::new(
        "名册上的全部考生；免考者计入与否由选项决定；总分的实考 = 所需各科都有成绩",
        "all candidates of the file; `exempt` says whether the exempt are among them; tested in the total = a score in every subject it needs",
    ),
    numerator: Text::new("该科有成绩的人数", "candidates with a score"),
    denominator: Text::new("报名人数", "candidates registered"),
    aggregation: Text::new("人数分别相加后再相除", "counts are added, then divided"),
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Listed,
    measures: &[
        Measure::new(
            "rate",
            Text::new("参考率", "participation rate"),
            Discloses::Share { part: Whom::Tested, whole: Whom::Candidates },
        ),
        Measure::new("registered", Text::new("报名人数", "registered"), Discloses::Count(Whom::Candidates)),
        Measure::new("tested", Text::new("实考人数", "tested"), Discloses::Count(Whom::Tested)),
        Measure::new("blank", Text::new("空白人数", "blank"), Discloses::Count(Whom::Marked)),
        Measure::new("absent", Text::new("缺考人数", "absent"), Discloses::Count(Whom::Marked)),
        Measure::new("deferred", Text::new("缓考人数", "deferred"), Discloses::Count(Whom::Marked)),
        Measure::new("exempt", Text::new("免考人数", "exempt"), Discloses::Count(Whom::Marked)),
        Measure::new("violation", Text::new("违纪人数", "disqualified"), Discloses::Count(Whom::Marked)),
        Measure::new("invalid", Text::new("读不懂的人数", "not readable"), Discloses::Count(Whom::Marked)),
    ],
    parameters: &[
        Parameter {
            name: "exempt",
            text: Text::new(
                "免考者：registered 计入报名人数，left_out 不计入",
                "the exempt: registered (they count) or left_out of the registered",
            ),
            kind: Kind::Choice(&[
                ("registered", Text::new("计入", "counted among the registered")),
                ("left_out", Text::new("不计入", "left out of the registered")),
            ]),
            default: Default::Value("registered"),
            many: false,
        },
        SUBJECTS,
        CONFIDENCE,
    ],
    edges: Text::new(
        "无人报名：no_denominator；已公布的一分一段表只有有成绩者，除实考人数外均 not_applicable",
        "nobody registered: no_denominator; a published score table holds only those with a score: not_applicable but for the tested",
    ),
    reference: Text::new(
        "各地教育局质量分析通行口径；区间：Wilson (1927)",
        "usage of education bureaus; interval: Wilson (1927)",
    ),
    docstring: include_str!("participation_rate.txt"),
    example: Example {
        input: "考号,语文\n1,90\n2,85\n3,缺考\n4,92\n5,免考\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "报名 5 人，有成绩 3 人，缺考 1 人，免考 1 人；3 ÷ 5 = 60.0",
            "5 registered, 3 with a score, 1 absent, 1 exempt; 3 / 5 = 60.0",
        ),
        expected: &[
            Expected { measure: "rate", subject: Some("chinese"), group: &[], value: "60.0" },
            Expected { measure: "registered", subject: Some("chinese"), group: &[], value: "5.0" },
            Expected { measure: "absent", subject: Some("chinese"), group: &[], value: "1.0" },
        ],
    },
    method: Method::Exam(participation_rate),
};

fn participation_rate(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let exempt_left_out = request.arguments.text("exempt") == Some("left_out");
    let confidence = request.arguments.confidence();
    let keys = grouping_keys(request);
    let mut figures = Figures::new(keys.iter().map(|k| (*k).to_owned()).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        for block in blocks(&of_year.tally, keys.len()) {
            for &at in &subjects {
                let distribution = block.distribution(at);
                let counted = Counted::new(&distribution, exempt_left_out, of_year.only_scored);
                for figure in counted.figures(confidence) {
                    figures.push(Figure {
                        year: of_year.year,
                        group: block.group(),
                        subject: Some(of_year.tally.subjects[at].id.as_str().into()),
                        ..figure
                    });
                }
            }
        }
    }
    Ok(figures)
}

/// Candidates of one group in one subject by mark.
struct Counted<'a> {
    distribution: &'a Distribution,
    registered: u64,
    exempt_left_out: bool,
    /// From a table of scores, which does not tell who had none.
    only_scored: bool,
}

impl Counted<'_> {
    fn new(distribution: &Distribution, exempt_left_out: bool, only_scored: bool) -> Counted<'_> {
        let left_out = if exempt_left_out { distribution.marked(Mark::Exempt) } else { 0 };
        let registered = distribution.registered() - left_out;
        Counted { distribution, registered, exempt_left_out, only_scored }
    }

    fn figures(&self, confidence: f64) -> Vec<Figure> {
        let mut figures = vec![
            self.rate(confidence),
            Figure { told: [self.told_registered()].into(), ..self.count("registered", self.registered) },
            Figure {
                told: AllTold::tested(),
                ..persons(Figure::new(ID, "tested", Unit::Persons), self.distribution.tested())
            },
        ];
        // Where totals are withheld none of their figures is given.
        let missing = Mark::ALL.into_iter().filter(|mark| !matches!(mark, Mark::Scored | Mark::Withheld));
        figures.extend(missing.map(|mark| Figure {
            told: [Told::count(Range::Marked(mark.id()))].into(),
            ..self.count(mark.id(), self.distribution.marked(mark))
        }));
        figures
    }

    fn told_registered(&self) -> Told {
        let part = |range| Part::of(None, range);
        if !self.exempt_left_out {
            return Told::count(Range::Everybody);
        }
        let counted = Mark::ALL.into_iter().filter(|mark| !matches!(mark, Mark::Scored | Mark::Exempt));
        let marked = counted.map(|mark| part(Range::Marked(mark.id())));
        Told::count_of(std::iter::once(part(Range::TESTED)).chain(marked).collect())
    }

    fn rate(&self, confidence: f64) -> Figure {
        let figure = Figure {
            n: Some(self.registered),
            told: [Told::tested(), self.told_registered()].into(),
            method: if self.exempt_left_out { &EXEMPT_LEFT_OUT } else { &EXEMPT_REGISTERED }.into(),
            ..Figure::new(ID, "rate", Unit::Percent)
        };
        if self.only_scored {
            return not_told(figure);
        }
        if self.registered == 0 {
            return figure.without_value(Status::NoDenominator);
        }
        percentage(
            Figure { confidence: Some(confidence), ..figure },
            self.distribution.tested(),
            self.registered,
        )
    }

    fn count(&self, measure: &'static str, count: u64) -> Figure {
        let figure = Figure::new(ID, measure, Unit::Persons);
        if self.only_scored { not_told(figure) } else { persons(figure, count) }
    }
}

fn persons(figure: Figure, count: u64) -> Figure {
    let value = Value::Exact(Rational::from_integer(i128::from(count)));
    Figure { n: Some(count), ..figure.with_value(value) }
}

fn not_told(figure: Figure) -> Figure {
    Figure { n: None, note: (&ONLY_SCORED).into(), ..figure.without_value(Status::NotApplicable) }
}

static EXEMPT_LEFT_OUT: Phrase = Phrase::new("exempt_left_out", "免考者不计入报名人数", "exempt left out");
static EXEMPT_REGISTERED: Phrase =
    Phrase::new("exempt_registered", "免考者计入报名人数", "exempt among the registered");
static ONLY_SCORED: Phrase = Phrase::new(
    "table_of_the_scored",
    "一分一段表不反映无成绩的考生",
    "a table of scores does not tell who had none",
);
