//! The gap between groups of a population, from a weighted sample.

use super::super::Request;
use super::super::registry::{
    CONFIDENCE, Default, Disclosure, Example, Expected, Indicator, Kind, Method, Parameter,
};
use super::definition::{
    AGGREGATION, CENTRE, CLUSTER, DF, EDGES, HALF, LONELY, REFERENCE, REPLICATE_SCALES, REPLICATES,
    REPLICATION, RHO, SCALE, SCORES, STRATA, UNIVERSE, WEIGHT, ZONE,
};
use super::design::Sample;
use super::divided::weighed;
use super::estimates::{Estimates, Groups, Statistic, Subject, counts, estimates, figure, subjects};
use super::pairs::{Pair, pairs, sides};
use super::rows::Rows;
use crate::error::{Error, Result};
use crate::figures::{AllTold, Figure, Figures, Part, Told, Unit};
use crate::lang::Text;
use crate::number::to_f64;
use crate::stats::holm::holm;
use crate::stats::survey::Estimated;

pub const SURVEY_GAP: Indicator = Indicator {
    id: "survey_gap",
    name: Text::new("抽样差距", "survey gap"),
    aliases: &["加权差距", "weighted gap"],
    summary: Text::new(
        "由抽样数据推断两组或多组之间的差距(平均分、达线率或分位数),误差按抽样设计计算",
        "gap between two groups or more of the population (means, rates or quantiles), from a weighted sample, with the error of its design",
    ),
    formula: Text::new(
        "差距 = 第一组 − 第二组;每个重复权、每个似真值下各算一遍,两组共有的抽样单位自然计入协方差;多个比较用 Holm 法校正 p 值",
        "gap = first group − second, anew under each replicate weight and plausible value, so that what the groups share counts once; p-values of several comparisons adjusted by Holm's method",
    ),
    katex: r"\hat\Delta=\hat\theta_1-\hat\theta_2,\qquad U=c\sum_r c_r\bigl(\hat\Delta_r-\hat\Delta\bigr)^2",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: AGGREGATION,
    unit: Unit::Points,
    decimals: 2,
    measures: &[("difference", Text::new("差距(第一组 − 第二组)", "difference (first − second)"))],
    parameters: &[
        SCORES,
        Parameter {
            name: "group",
            text: Text::new("按哪一列分组", "the column that tells the groups apart"),
            kind: Kind::Name,
            default: Default::Required,
            many: false,
        },
        Parameter {
            name: "first",
            text: Text::new("第一组的标签,可多个合为一组", "labels that together are the first group"),
            kind: Kind::Name,
            default: Default::Nothing,
            many: true,
        },
        Parameter {
            name: "second",
            text: Text::new("第二组的标签,可多个合为一组", "labels that together are the second group"),
            kind: Kind::Name,
            default: Default::Nothing,
            many: true,
        },
        Parameter {
            name: "reference",
            text: Text::new(
                "各组都与此标签比较(不给 first、second 时;都不给则两两比较)",
                "the label with which each other is compared (without first and second; all pairs if none is given)",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: false,
        },
        Parameter {
            name: "of",
            text: Text::new(
                "比较什么:mean 平均分,rate 达线率(另给 line),quantile 分位数(另给 probability)",
                "what is compared: mean, rate (with line) or quantile (with probability)",
            ),
            kind: Kind::Choice(&[
                ("mean", Text::new("平均分", "means")),
                ("rate", Text::new("达线率", "rates")),
                ("quantile", Text::new("分位数", "quantiles")),
            ]),
            default: Default::Value("mean"),
            many: false,
        },
        Parameter {
            name: "line",
            text: Text::new("of = rate 时的分数线", "the line, with of = rate"),
            kind: Kind::Points,
            default: Default::Nothing,
            many: false,
        },
        Parameter {
            name: "probability",
            text: Text::new("of = quantile 时的概率", "the probability, with of = quantile"),
            kind: Kind::Share,
            default: Default::Value("0.5"),
            many: false,
        },
        Parameter {
            name: "adjust",
            text: Text::new(
                "多个比较时 p 值的校正:holm 或 none",
                "how p-values of several comparisons are adjusted: holm or none",
            ),
            kind: Kind::Choice(&[
                ("holm", Text::new("Holm 法", "Holm's method")),
                ("none", Text::new("不校正", "not adjusted")),
            ]),
            default: Default::Value("holm"),
            many: false,
        },
        WEIGHT,
        REPLICATES,
        REPLICATION,
        RHO,
        SCALE,
        REPLICATE_SCALES,
        CENTRE,
        ZONE,
        HALF,
        STRATA,
        CLUSTER,
        LONELY,
        DF,
        CONFIDENCE,
    ],
    edges: EDGES,
    disclosure: Disclosure::Pupils,
    reference: REFERENCE,
    example: Example {
        input: "考号,学校,城乡,权,数学\n1,甲,城区,10,90\n2,乙,城区,20,84\n3,丙,乡村,10,70\n4,丁,乡村,30,74\n",
        by: &[],
        arguments: &[
            ("scores", &["数学"]),
            ("group", &["城乡"]),
            ("first", &["城区"]),
            ("second", &["乡村"]),
            ("weight", &["权"]),
            ("cluster", &["学校"]),
        ],
        steps: Text::new(
            "城区 (10×90 + 20×84) ÷ 30 = 86,乡村 (10×70 + 30×74) ÷ 40 = 73,差 13",
            "urban (10×90 + 20×84) / 30 = 86, rural (10×70 + 30×74) / 40 = 73, gap 13",
        ),
        expected: &[Expected {
            measure: "difference",
            subject: Some("mathematics"),
            group: &["城区", "乡村"],
            value: "13.00",
        }],
    },
    method: Method::Rows(survey_gap),
};

fn survey_gap(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    let arguments = request.arguments;
    let statistic = statistic(request)?;
    let sample = Sample::read(rows, "survey_gap", arguments)?;
    let subjects = subjects(rows, request)?;
    let group = arguments.text("group").unwrap_or_default();
    let headers: Vec<String> = request.by.iter().cloned().chain([group.to_owned()]).collect();
    let groups = sides(Groups::read(rows, &headers)?, arguments.all("first"), arguments.all("second"))?;
    let found = estimates(&sample, &[statistic], &subjects, &groups).swap_remove(0);
    let dimensions = ["first", "second"].map(str::to_owned);
    let mut figures = Figures::new(request.by.iter().cloned().chain(dimensions).collect());
    let key = arguments.all("first").is_empty().then_some(group);
    for pairs in pairs(&groups, request)? {
        for (at, subject) in subjects.iter().enumerate() {
            let compared = Compared { sample: &sample, groups: &groups, found: &found, statistic, key };
            let mut rows = compared.figures(&pairs, at, subject, arguments.confidence());
            if arguments.text("adjust") == Some("holm") {
                adjust(&mut rows);
            }
            figures.rows.append(&mut rows);
        }
    }
    Ok(figures)
}

fn statistic(request: &Request<'_>) -> Result<Statistic> {
    let number = |name: &str| request.arguments.number(name).map(to_f64);
    match request.arguments.text("of") {
        Some("rate") => number("line").map(Statistic::Rate).ok_or_else(|| Error::MissingArgument {
            indicator: "survey_gap".to_owned(),
            argument: "line".to_owned(),
            expected: Text::new("of = rate 时的分数线", "the line, with of = rate"),
        }),
        Some("quantile") => Ok(Statistic::Quantile(number("probability").unwrap_or(0.5))),
        _ => Ok(Statistic::Mean),
    }
}

struct Compared<'a> {
    sample: &'a Sample<'a>,
    groups: &'a Groups,
    found: &'a Estimates,
    statistic: Statistic,
    /// The column that tells the sides apart, one label each.
    key: Option<&'a str>,
}

impl Compared<'_> {
    fn figures(&self, pairs: &[Pair], at: usize, subject: &Subject<'_>, confidence: f64) -> Vec<Figure> {
        let counts = counts(self.sample, subject, self.groups);
        let unit = match self.statistic {
            Statistic::Rate(_) => Unit::PercentagePoints,
            _ => Unit::Points,
        };
        let gap = |pair: &Pair| {
            let (first, second) = (&self.found[pair.first][at], &self.found[pair.second][at]);
            let less =
                |(a, b): (&Option<Estimated>, &Option<Estimated>)| Some(a.as_ref()?.minus(b.as_ref()?));
            let values: Vec<_> = first.iter().zip(second).map(less).collect();
            let labels = self.groups.labels[pair.first].iter().chain(self.groups.labels[pair.second].last());
            let place = Figure {
                group: labels.cloned().map(Some).collect(),
                subject: Some(subject.id.as_str().into()),
                n: Some(counts[pair.first].0 + counts[pair.second].0),
                told: self.told(pair, &counts),
                fewest: Some(counts[pair.first].0.min(counts[pair.second].0)),
                ..Figure::new("survey_gap", "difference", unit)
            };
            let figure = figure(place, self.sample, &values, confidence, true);
            let of = match self.statistic {
                Statistic::Mean => "means".to_owned(),
                Statistic::Rate(line) => format!("rates at {line}"),
                Statistic::Quantile(p) => format!("quantiles at {p}"),
            };
            Figure { method: format!("{of}; {}", figure.method).into(), ..figure }
        };
        pairs.iter().map(gap).collect()
    }

    /// How many each side is of, where the sides are groups.
    fn told(&self, pair: &Pair, counts: &[(u64, f64)]) -> AllTold {
        let Some(key) = self.key else { return AllTold::NOTHING };
        let of_side = |side: usize| {
            let label = self.groups.labels[side].last().cloned().unwrap_or_default();
            Told::count_of(vec![Part::of(Some((key.to_owned(), label)), weighed(counts[side].0))])
        };
        [pair.first, pair.second].map(of_side).into()
    }
}

/// Adjusts the p-values of one family of comparisons.
fn adjust(figures: &mut [Figure]) {
    let tested: Vec<usize> = (0..figures.len()).filter(|at| figures[*at].p_value.is_some()).collect();
    if tested.len() < 2 {
        return;
    }
    let p_values: Vec<f64> = tested.iter().filter_map(|at| figures[*at].p_value).collect();
    for (at, p_value) in tested.iter().zip(holm(&p_values)) {
        let method = format!("{}; p by Holm over {} comparisons", figures[*at].method, tested.len());
        figures[*at] = Figure { p_value: Some(p_value), method: method.into(), ..figures[*at].clone() };
    }
}
