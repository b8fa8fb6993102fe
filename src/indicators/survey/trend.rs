//! The change between cycles of a study, whose samples are independent and whose scales are linked.

use super::super::arguments::Request;
use super::super::definition::{
    Default, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Parts,
};
use super::super::lines::LinkingError;
use super::super::rows::Rows;
use super::definition::{EDGES, SCORES, UNIVERSE, with_design};
use super::design::Sample;
use super::estimates::{Groups, counts, estimates, subjects};
use super::independent::{CUTS, LINE, OF, PROBABILITY, Part, statistics, sum, written};
use super::report::Ask;
use super::shape::Shape;
use crate::error::{Error, Result};
use crate::figures::{Clause, Clauses, Figure, Figures, Phrase, Term, Unit};
use crate::lang::Text;
use crate::number::to_f64;

pub(super) const LINKING_ERROR: Parameter = Parameter {
    name: "linking_error",
    text: Text::new(
        "链接误差，可按科目与轮次：[科目:][前一轮/后一轮=]误差，如 3.74、2018/2022=1.47、数学:2018/2022=2.24；未给出的视为 0 并注明",
        "linking errors, by subject and cycles where given: [SUBJECT:][EARLIER/LATER=]ERROR, such as 3.74, 2018/2022=1.47, mathematics:2018/2022=2.24; taken as 0 where none is given, and the note says so",
    ),
    kind: Kind::LinkingError,
    default: Default::Nothing,
    many: true,
};

pub const SURVEY_TREND: Indicator = Indicator {
    id: "survey_trend",
    name: Text::new("抽样趋势", "survey trend"),
    aliases: &["轮次变化", "linking error", "trend between cycles"],
    summary: Text::new(
        "两轮调查之间的变化（平均分、达线率、分位数或各等级比例），误差含两轮各自的抽样误差与量尺链接误差",
        "change between cycles of a study (means, rates, quantiles or shares of levels), with the errors of both cycles and of the link between their scales",
    ),
    formula: Text::new(
        "变化 = 后一轮 − 前一轮；标准误 = √（se₁² + se₂² + 链接误差²）；自由度用 Satterthwaite 法（链接误差视为已知）",
        "change = later − earlier cycle; standard error = √(se₁² + se₂² + linking error²); degrees of freedom by Satterthwaite, the linking error taken as known",
    ),
    katex: r"\hat\Delta=\hat\theta_2-\hat\theta_1,\qquad \mathrm{se}=\sqrt{\mathrm{se}_1^2+\mathrm{se}_2^2+\mathrm{le}^2}",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new("不可相加", "does not add up"),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::part("difference", Text::new("变化", "change"))],
    parameters: with_design![
        SCORES,
        Parameter {
            name: "cycle",
            text: Text::new("轮次（年份）的列", "the column of the cycle (the year)"),
            kind: Kind::Name,
            default: Default::Required,
            many: false,
        },
        Parameter {
            name: "reference",
            text: Text::new(
                "各轮都与这一轮比较；不给则与前一轮比较",
                "the cycle with which each other is compared; the one before, if not given",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: false,
        },
        LINKING_ERROR,
        OF,
        LINE,
        PROBABILITY,
        CUTS,
    ],
    edges: EDGES,
    reference: Text::new(
        "PISA Data Analysis Manual (2009), 13;OECD (2023), PISA 2022 Results I, 附录 A7",
        "PISA Data Analysis Manual (2009), chapter 13; OECD (2023), PISA 2022 Results I, annex A7",
    ),
    docstring: include_str!("survey_trend.txt"),
    example: Example {
        input: "考号,年份,学校,权,数学\n1,2018,甲,10,60\n2,2018,乙,10,80\n3,2022,甲,10,90\n4,2022,乙,10,80\n",
        by: &[],
        arguments: &[
            ("scores", &["数学"]),
            ("cycle", &["年份"]),
            ("weight", &["权"]),
            ("cluster", &["学校"]),
            ("linking_error", &["2"]),
        ],
        steps: Text::new(
            "85 − 70 = 15；两轮标准误 10 与 5，链接误差 2:√(100 + 25 + 4) = 11.36",
            "85 − 70 = 15; standard errors 10 and 5, linking error 2: √(100 + 25 + 4) = 11.36",
        ),
        expected: &[Expected {
            measure: "difference",
            subject: Some("mathematics"),
            group: &["2022", "2018", ""],
            value: "15.00",
        }],
    },
    method: Method::Rows(survey_trend),
};

fn survey_trend(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    let arguments = request.arguments;
    let cycle = arguments.text("cycle").unwrap_or_default().to_owned();
    let asked = statistics(request, "survey_trend")?;
    let links = Links(arguments.linking_errors(LINKING_ERROR.name));
    let sample = Sample::of_strata(rows, "survey_trend", arguments, &[&cycle])?;
    let subjects = subjects(rows, request)?;
    let headers: Vec<String> = request.by.iter().cloned().chain([cycle]).collect();
    let groups = Groups::read(rows, &headers)?;
    let confidence = arguments.confidence();
    let each: Vec<_> = asked.iter().map(|(_, statistic)| *statistic).collect();
    let df = sample.domain_degrees_of_freedom(&groups);
    let found = estimates(&sample, &each, &subjects, &groups, (confidence, &df));
    let dimensions = ["cycle", "reference", "level"].map(str::to_owned);
    let mut figures = Figures::new(request.by.iter().cloned().chain(dimensions).collect());
    for (later, earlier) in pairs(&groups, request)? {
        for (at, subject) in subjects.iter().enumerate() {
            let counts = counts(&sample, subject, &groups);
            let of = |group: usize| groups.labels[group].last().cloned().unwrap_or_default();
            let (error, independent, unlinked) = links.between(&subject.id, &of(earlier), &of(later));
            for ((level, statistic), found) in asked.iter().zip(&found) {
                let part = |factor: f64, group: usize| {
                    let ask = Ask { count: counts[group], ..Ask::new(&sample, confidence, df[group]) };
                    Part::new(factor, &found[group][at], &ask)
                };
                let labels = groups.labels[later].iter().cloned().map(Some);
                let place = Figure {
                    group: labels.chain([Some(of(earlier)), level.clone()]).collect(),
                    subject: Some(subject.id.as_str().into()),
                    n: Some(counts[later].n + counts[earlier].n),
                    fewest: Some(counts[later].n.min(counts[earlier].n)),
                    method: Clauses::from(written(*statistic)).and(independent.clone()).and(&sample.method),
                    note: unlinked.into(),
                    ..Figure::new("survey_trend", "difference", statistic.unit_of_difference())
                };
                let parts = [part(1.0, later), part(-1.0, earlier)];
                figures.push(sum(place, &parts, error * error, confidence, (Shape::Student, true)));
            }
        }
    }
    Ok(figures)
}

/// Later and earlier cycle, within each group of the other keys.
fn pairs(groups: &Groups, request: &Request<'_>) -> Result<Vec<(usize, usize)>> {
    let leading = request.by.len();
    let reference = request.arguments.text("reference");
    if let Some(label) = reference
        && !groups.labels.iter().any(|labels| labels[leading] == label)
    {
        let mut at_hand: Vec<String> = groups.labels.iter().map(|labels| labels[leading].clone()).collect();
        at_hand.dedup();
        return Err(Error::KeyNotAtHand { key: label.to_owned(), at_hand });
    }
    let mut pairs = Vec::new();
    let alike = |a: usize, b: usize| groups.labels[a][..leading] == groups.labels[b][..leading];
    for at in 0..groups.labels.len() {
        let other = match reference {
            None => at.checked_sub(1).filter(|before| alike(*before, at)),
            Some(label) => (0..groups.labels.len())
                .find(|other| alike(*other, at) && groups.labels[*other][leading] == label)
                .filter(|other| *other != at),
        };
        pairs.extend(other.map(|other| (at, other)));
    }
    if pairs.is_empty() {
        let labels = groups.labels.iter().filter_map(|labels| labels.last().map(String::as_str));
        return Err(Error::InvalidArgument {
            argument: "cycle".to_owned(),
            found: labels.collect::<Vec<_>>().join(", "),
            expected: Text::new("有两轮可比的列", "a column with two cycles to compare"),
        });
    }
    Ok(pairs)
}

/// The linking errors that were given.
pub struct Links<'a>(pub &'a [LinkingError]);

impl Links<'_> {
    /// The error between two cycles, the last given that fits; what the method says of it, and the note where none
    /// fits.
    pub fn between(
        &self,
        subject: &str,
        earlier: &str,
        later: &str,
    ) -> (f64, Clause, Option<&'static Phrase>) {
        let linked = self.0.iter().rev().find(|link| fits(link, subject, earlier, later));
        let error = linked.map_or(0.0, |link| to_f64(link.error));
        let unlinked = if self.0.is_empty() { &NO_LINKING_ERROR } else { &NONE_FITS };
        (error, INDEPENDENT.with([Term::declared(error)]), linked.is_none().then_some(unlinked))
    }
}

fn fits(link: &LinkingError, subject: &str, earlier: &str, later: &str) -> bool {
    link.subject.as_deref().is_none_or(|own| own == subject)
        && link
            .cycles
            .as_ref()
            .is_none_or(|(from, to)| [(earlier, later), (later, earlier)].contains(&(from, to)))
}

pub static INDEPENDENT_ALONE: Phrase = Phrase::new(
    "cycles_independent_alone",
    "各轮样本独立；量尺平移不改变该统计量，没有链接误差",
    "cycles independent; no linking error, as a shift of the scale does not change the figure",
);
static INDEPENDENT: Phrase =
    Phrase::new("cycles_independent", "各轮样本独立，链接误差 {}", "cycles independent, linking error {}");
static NO_LINKING_ERROR: Phrase =
    Phrase::new("no_linking_error", "没有给出链接误差，视为 0", "no linking error given, taken as 0");
static NONE_FITS: Phrase = Phrase::new(
    "no_linking_error_fits",
    "所给的链接误差都不属于该科目与这两轮，视为 0",
    "none of the linking errors given is of this subject and these cycles, taken as 0",
);
