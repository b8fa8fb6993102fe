//! The gap between groups of a population, from a weighted sample.

use super::super::arguments::Request;
use super::super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
};
use super::super::rows::Rows;
use super::contrast::Contrast;
use super::definition::{AGGREGATION, EDGES, REFERENCE, SCORES, UNIVERSE, with_design};
use super::design::Sample;
use super::divided::weighed;
use super::estimates::{Groups, Subject, counts, subjects};
use super::pairs::{Pair, known, pairs, sides};
use super::report::{Ask, Count, figure};
use crate::error::Result;
use crate::figures::{AllTold, Clauses, Figure, Figures, Part, Phrase, Status, Term, Told, Unit};
use crate::lang::Text;
use crate::stats::holm::holm;
use crate::stats::survey::Estimated;

pub const SURVEY_GAP: Indicator = Indicator {
    id: "survey_gap",
    name: Text::new("抽样差距", "survey gap"),
    aliases: &["加权差距", "weighted gap"],
    summary: Text::new(
        "由抽样数据推断两组或多组之间的差距（平均分、达线率或分位数），误差按抽样设计计算",
        "gap between two groups or more of the population (means, rates or quantiles), from a weighted sample, with the error of its design",
    ),
    formula: Text::new(
        "差距 = 第一组 − 第二组；d = 均分差 ÷ √((σ₁² + σ₂²)/2)；AUC = P（第一组 > 第二组）+ P（相等）/2，V = √2 Φ⁻¹(AUC)；每个重复权、每个似真值下各算一遍（或线性化），两组共有的抽样单位自然计入协方差；多个比较用 Holm 法校正 p 值（AUC 对 0.5）",
        "gap = first group − second; d = difference of means / √((σ₁² + σ₂²) / 2); AUC = P(first > second) + P(equal) / 2, V = √2 Φ⁻¹(AUC); anew under each replicate weight and plausible value (or linearised), so that what the groups share counts once; p-values of several comparisons adjusted by Holm's method (AUC against 0.5)",
    ),
    katex: r"\hat\Delta=\hat\theta_1-\hat\theta_2,\qquad U=c\sum_r c_r\bigl(\hat\Delta_r-\hat\Delta\bigr)^2",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: AGGREGATION,
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new(
            "difference",
            Text::new("差距（第一组 − 第二组）", "difference (first − second)"),
            Discloses::Analysis,
        ),
        Measure::new(
            "d",
            Text::new("d（标准化均分差）", "d (means in standard deviations)"),
            Discloses::Analysis,
        ),
        Measure::new(
            "auc",
            Text::new("优势概率（AUC）", "probability of superiority (AUC)"),
            Discloses::Analysis,
        ),
        Measure::part("v", Text::new("V = √2 Φ⁻¹(AUC)", "V = √2 Φ⁻¹(AUC)")),
    ],
    parameters: with_design![
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
            text: Text::new("第一组的标签，可多个合为一组", "labels that together are the first group"),
            kind: Kind::Name,
            default: Default::Nothing,
            many: true,
        },
        Parameter {
            name: "second",
            text: Text::new("第二组的标签，可多个合为一组", "labels that together are the second group"),
            kind: Kind::Name,
            default: Default::Nothing,
            many: true,
        },
        Parameter {
            name: "reference",
            text: Text::new(
                "各组都与此标签比较（不给 first、second 时；都不给则两两比较）",
                "the label with which each other is compared (without first and second; all pairs if none is given)",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: false,
        },
        Parameter {
            name: "of",
            text: Text::new(
                "比较什么：mean 平均分，rate 达线率（另给 line），quantile 分位数（另给 probability），d 标准化均分差，auc 优势概率，v = √2 Φ⁻¹(AUC)",
                "what is compared: mean, rate (with line), quantile (with probability), d (means in standard deviations), auc (probability of superiority) or v = √2 Φ⁻¹(AUC)",
            ),
            kind: Kind::Choice(&[
                ("mean", Text::new("平均分", "means")),
                ("rate", Text::new("达线率", "rates")),
                ("quantile", Text::new("分位数", "quantiles")),
                ("d", Text::new("标准化均分差", "means in standard deviations")),
                ("auc", Text::new("优势概率", "probability of superiority")),
                ("v", Text::new("V = √2 Φ⁻¹(AUC)", "V = √2 Φ⁻¹(AUC)")),
            ]),
            default: Default::Value("mean"),
            many: false,
        },
        Parameter {
            name: "line",
            text: Text::new("of = rate 时的分数线", "the line, with of = rate"),
            kind: Kind::Number,
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
                "多个比较时 p 值的校正：holm 或 none",
                "how p-values of several comparisons are adjusted: holm or none",
            ),
            kind: Kind::Choice(&[
                ("holm", Text::new("Holm 法", "Holm's method")),
                ("none", Text::new("不校正", "not adjusted")),
            ]),
            default: Default::Value("holm"),
            many: false,
        },
    ],
    edges: EDGES,
    reference: REFERENCE,
    docstring: include_str!("survey_gap.txt"),
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
            "城区（10×90 + 20×84）÷ 30 = 86，乡村（10×70 + 30×74）÷ 40 = 73，差 13",
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
    let contrast = Contrast::asked(request)?;
    let sample = Sample::read(rows, "survey_gap", arguments)?;
    let subjects = subjects(rows, request)?;
    let group = arguments.text("group").unwrap_or_default();
    let headers: Vec<String> = request.by.iter().cloned().chain([group.to_owned()]).collect();
    let of_all = Groups::read(rows, &headers)?;
    let by_key = arguments.all("first").is_empty();
    let groups = match by_key {
        true => known(&of_all),
        false => sides(of_all.clone(), arguments.all("first"), arguments.all("second"))?,
    };
    let dimensions = ["first", "second"].map(str::to_owned);
    let mut figures = Figures::new(request.by.iter().cloned().chain(dimensions).collect());
    let blocks = pairs(&groups, request)?;
    let all: Vec<Pair> = blocks.iter().flatten().copied().collect();
    let found = contrast.of(&sample, &subjects, &groups, &all, arguments.confidence());
    let df = &sample.degrees_of_freedom(&groups);
    let unknown = Some(&of_all).filter(|_| by_key && of_all.labels.len() > groups.labels.len());
    let key = by_key.then_some(group);
    let compared = Compared { sample: &sample, groups: &groups, unknown, df, contrast, key };
    let mut from = 0;
    for pairs in &blocks {
        for (at, subject) in subjects.iter().enumerate() {
            let values = found[from..from + pairs.len()].iter().map(|of_pair| &of_pair[at][..]);
            let mut rows = compared.figures(pairs, values, subject, arguments.confidence());
            if arguments.text("adjust") == Some("holm") {
                adjust(&mut rows);
            }
            figures.extend(rows);
        }
        from += pairs.len();
    }
    Ok(figures)
}

struct Compared<'a> {
    sample: &'a Sample<'a>,
    groups: &'a Groups,
    /// All groups, where a label is blank.
    unknown: Option<&'a Groups>,
    df: &'a [f64],
    contrast: Contrast,
    /// The column that tells the sides apart, one label each.
    key: Option<&'a str>,
}

impl Compared<'_> {
    fn figures<'v>(
        &self,
        pairs: &[Pair],
        values: impl Iterator<Item = &'v [Option<Estimated>]>,
        subject: &Subject<'_>,
        confidence: f64,
    ) -> Vec<Figure> {
        let counts = counts(self.sample, subject, self.groups);
        let unknown = self.unknown.map(|all| (all, self::counts(self.sample, subject, all)));
        let gap = |(pair, values): (&Pair, &[Option<Estimated>])| {
            let labels = self.groups.labels[pair.first].iter().chain(self.groups.labels[pair.second].last());
            let (first, second) = (counts[pair.first], counts[pair.second]);
            let fewest = first.n.min(second.n);
            let smaller = Count { n: fewest, schools: first.schools.min(second.schools), ..first };
            let place = Figure {
                group: labels.cloned().map(Some).collect(),
                subject: Some(subject.id.as_str().into()),
                n: Some(first.n + second.n),
                told: self.told(pair, first.n, second.n),
                fewest: Some(fewest),
                ..Figure::new("survey_gap", self.contrast.measure(), self.contrast.unit())
            };
            let df = self.df[pair.first].max(self.df[pair.second]);
            let ask = Ask::new(self.sample, confidence, df).tested();
            let figure = figure(place, &Ask { zero: self.contrast.zero(), count: smaller, ..ask }, values);
            let figure = self.contrast.within_range(figure);
            let method = Clauses::from(self.contrast.written()).and(&figure.method);
            let figure = Figure { method, ..figure }.noted(self.left_out(pair, &unknown));
            if figure.status == Status::NoDenominator && fewest > 0 {
                return figure.noted(&NO_GAP).without_value(Status::NotApplicable);
            }
            figure
        };
        pairs.iter().zip(values).map(gap).collect()
    }

    /// The pupils of the block whose group is not known.
    fn left_out(&self, pair: &Pair, unknown: &Option<(&Groups, Vec<Count>)>) -> Clauses {
        let Some((all, counts)) = unknown else { return Clauses::default() };
        let block = self.groups.labels[pair.first].split_last().map_or(&[][..], |(_, block)| block);
        let is_blank = |labels: &Vec<String>| labels.split_last() == Some((&String::new(), block));
        let count = all.labels.iter().position(is_blank).map_or(0, |at| counts[at].n);
        (count > 0).then(|| UNKNOWN_GROUP.with([Term::pupils(count)])).into()
    }

    /// How many each side is of, where the sides are groups.
    fn told(&self, pair: &Pair, first: u64, second: u64) -> AllTold {
        let Some(key) = self.key else { return AllTold::NOTHING };
        let of_side = |(side, n): (usize, u64)| {
            let label = self.groups.labels[side].last().cloned().unwrap_or_default();
            Told::count_of(vec![Part::of(Some((key.to_owned(), label)), weighed(n))])
        };
        [(pair.first, first), (pair.second, second)].map(of_side).into()
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
        let method = figures[*at].method.and(BY_HOLM.with([Term::found(tested.len())]));
        figures[*at] = Figure { p_value: Some(p_value), method, ..figures[*at].clone() };
    }
}

static NO_GAP: Phrase = Phrase::new(
    "no_variance_or_overlap",
    "没有差异，或一组全在另一组之上",
    "no variance, or one group wholly above the other",
);
static BY_HOLM: Phrase =
    Phrase::new("survey_holm", "p 值经 Holm 法调整，共 {} 个比较", "p by Holm over {} comparisons");
static UNKNOWN_GROUP: Phrase = Phrase::new(
    "survey_group_unknown",
    "{} 名学生组别不知，未计入",
    "{} pupils of unknown group are left out",
);
