//! Standard scores: where a score stands among all, on the scales in use.

use super::arguments::Request;
use super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, SUBJECTS,
    Whom,
};
use super::grouping::each_table;
use super::mean_and_rates::{count, deviation_method, open_ended};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{AllTold, Figure, Figures, Phrase, Range, Status, Told, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, plain, to_f64};
use crate::records::Subject;
use crate::stats::normal_quantile;
use crate::stats::standard::{PercentileRank, Place, deviation_in_sd, stanine};
use crate::tally::Distribution;

const DEVIATION: Parameter = Parameter {
    name: "deviation",
    text: Text::new("标准差的分母：n（默认）或 n_minus_1", "denominator of the s.d.: n or n_minus_1"),
    kind: Kind::Choice(&[
        ("n", Text::new("n", "all candidates are the population")),
        ("n_minus_1", Text::new("n−1", "the candidates are a sample")),
    ]),
    default: Default::Value("n"),
    many: false,
};

const PERCENTILE: Parameter = Parameter {
    name: "percentile",
    text: Text::new(
        "百分等级：at_or_below 不高于该分的份额；mid_rank 同分算一半；beaten（N − 名次）÷ (N − 1)",
        "percentile rank: at_or_below (share with that score or less), mid_rank (ties count half), beaten ((N − rank) / (N − 1))",
    ),
    kind: Kind::Choice(&[
        ("at_or_below", Text::new("不高于", "share with that score or less")),
        ("mid_rank", Text::new("中位名次", "ties count half")),
        ("beaten", Text::new("超过的份额", "(N − rank) / (N − 1), ranks 1, 2, 2, 4")),
    ]),
    default: Default::Value("at_or_below"),
    many: false,
};

pub const STANDARD_SCORE: Indicator = Indicator {
    id: "standard_score",
    name: Text::new("标准分", "standard score"),
    aliases: &["标准分数", "Z分数", "T分数", "CEEB", "九段分", "百分等级", "z score", "stanine"],
    summary: Text::new(
        "每个分数的 z、T、CEEB、正态化 T、九段分与百分等级",
        "z, T, CEEB, normalised T, stanine and percentile rank of every score, per subject",
    ),
    formula: Text::new(
        "z =（分数 − 平均分）÷ 标准差；T = 50 + 10z；CEEB = 500 + 100z；正态化 T = 50 + 10Φ⁻¹（中位名次百分等级）",
        "z = (score − mean) / s.d.; T = 50 + 10z; CEEB = 500 + 100z; normalised T = 50 + 10 Φ⁻¹(mid-rank percentile)",
    ),
    katex: r"z = \frac{x-\bar x}{s},\quad T = 50+10z,\quad T_n = 50 + 10\,\Phi^{-1}\!\left(\frac{b + c/2}{n}\right)",
    universe: Text::new(
        "该科有成绩的考生；给出分组时每一组各自标准化，否则在全体中",
        "candidates with a score in the subject; each group of `by` by itself, all together without `by`",
    ),
    numerator: Text::new("得该分的人数", "candidates with that score"),
    denominator: Text::new("实考人数", "candidates tested"),
    aggregation: Text::new(
        "标准分只在标准化的那一组中有意义；整体须由合并的人数与分数重算",
        "a standard score holds in the group it was made in; a whole is computed from the pooled counts and sums",
    ),
    unit: Unit::Number,
    decimals: 2,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("z", Text::new("z", "z"), Discloses::Spread),
        Measure::new("t", Text::new("T", "T"), Discloses::Spread),
        Measure::new("ceeb", Text::new("CEEB", "CEEB"), Discloses::Spread),
        Measure::new("normalised_t", Text::new("正态化 T", "normalised T"), Discloses::Scores(Whom::Scoring)),
        Measure::new("stanine", Text::new("九段分", "stanine"), Discloses::Scores(Whom::Scoring)),
        Measure::new(
            "percentile_rank",
            Text::new("百分等级", "percentile rank"),
            Discloses::Scores(Whom::Scoring),
        ),
    ],
    parameters: &[SUBJECTS, DEVIATION, PERCENTILE],
    edges: Text::new(
        "无人实考：no_denominator；全部同分，或只有一人而用 n−1：z、T、CEEB 为 not_applicable；一人时（N − 名次）÷ (N − 1) 为 no_denominator；一分一段表两端合并：not_applicable",
        "nobody tested: no_denominator; all scores equal, or one candidate with n − 1: z, T and CEEB not_applicable; (N − rank) / (N − 1) of one: no_denominator; published table with open ends: not_applicable",
    ),
    reference: Text::new(
        "教育与心理统计学通用定义；scipy zscore、percentileofscore、norm.ppf 检验；九段分界 4、11、23、40、60、77、89、96%",
        "textbook definitions; held against scipy zscore, percentileofscore and norm.ppf; stanine cuts 4, 11, 23, 40, 60, 77, 89, 96 %",
    ),
    docstring: include_str!("standard_score.txt"),
    example: Example {
        input: "考号,数学\n1,60\n2,70\n3,70\n4,80\n5,缺考\n",
        by: &[],
        arguments: &[("subjects", &["mathematics"])],
        steps: Text::new(
            "平均 70，方差（100 + 0 + 0 + 100）÷ 4 = 50；80 分：z = 10 ÷ √50 = 1.41，T = 64.14，CEEB = 641.42；中位名次（3 + 0.5）÷ 4 = 0.875，Φ⁻¹ = 1.1503，正态化 T = 61.50，九段分 7；70 分：不高于者 3 ÷ 4 = 75%",
            "mean 70, variance (100 + 0 + 0 + 100) / 4 = 50; 80: z = 10 / √50 = 1.41, T = 64.14, CEEB = 641.42; mid-rank (3 + 0.5) / 4 = 0.875, Φ⁻¹ = 1.1503, normalised T = 61.50, stanine 7; 70: 3 of 4 at or below, 75 %",
        ),
        expected: &[
            row("z", &["80"], "1.41"),
            row("t", &["80"], "64.14"),
            row("ceeb", &["80"], "641.42"),
            row("normalised_t", &["80"], "61.50"),
            row("stanine", &["80"], "7.00"),
            row("percentile_rank", &["70"], "75.00"),
        ],
    },
    method: Method::Exam(standard_score),
};

const fn row(measure: &'static str, group: &'static [&'static str], value: &'static str) -> Expected {
    Expected { measure, subject: Some("mathematics"), group, value }
}

#[derive(Clone, Copy)]
struct Conventions {
    lost: u64,
    percentile: PercentileRank,
}

type Row = (Vec<Option<String>>, Figure);

fn standard_score(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let conventions = Conventions {
        lost: u64::from(request.arguments.text("deviation") == Some("n_minus_1")),
        percentile: match request.arguments.text("percentile") {
            Some("mid_rank") => PercentileRank::MidRank,
            Some("beaten") => PercentileRank::Beaten,
            _ => PercentileRank::AtOrBelow,
        },
    };
    each_table(exam, request, &["score"], |subject, distribution| table(conventions, subject, distribution))
}

fn table(conventions: Conventions, subject: &Subject, distribution: &Distribution) -> Vec<Row> {
    let tested = distribution.tested();
    let place =
        Figure { denominator: Some(count(tested)), ..Figure::new(STANDARD_SCORE.id, "z", Unit::Number) };
    if tested == 0 {
        return vec![(vec![None], Figure { n: Some(0), ..place.without_value(Status::NoDenominator) })];
    }
    let mut below = 0;
    let mut rows = Vec::with_capacity(distribution.counts().len());
    for &(ticks, candidates) in distribution.counts() {
        let rank = Place { below, equal: candidates, n: tested };
        below += candidates;
        let (score, next) = (subject.scale.score(ticks), subject.scale.score(ticks.saturating_add(1)));
        let told =
            [Told::count(Range::between(score, Some(next))), Told::count(Range::from(score)), Told::tested()]
                .into();
        let figure =
            Figure { n: Some(candidates), numerator: Some(count(candidates)), told, ..place.clone() };
        let label = || vec![Some(plain(subject.scale.score(ticks)))];
        let figures = [
            by_deviation(&figure, conventions, distribution, ticks),
            by_rank(&figure, conventions, distribution, rank),
        ];
        rows.push(figures.into_iter().flatten().map(|figure| (label(), figure)).collect::<Vec<_>>());
    }
    rows.into_iter().rev().flatten().collect()
}

/// z, T and CEEB: steps of the standard deviation from the mean.
fn by_deviation(
    figure: &Figure,
    conventions: Conventions,
    distribution: &Distribution,
    ticks: i64,
) -> Vec<Figure> {
    let method = deviation_method(conventions.lost);
    let scales = [
        ("z", 0.0, 1.0, Unit::Number),
        ("t", 50.0, 10.0, Unit::Points),
        ("ceeb", 500.0, 100.0, Unit::Points),
    ];
    let z = distribution
        .sums()
        .map(|sums| deviation_in_sd(ticks, sums.n, sums.sum, sums.sum_of_squares, conventions.lost));
    // Two of them at different scores tell the mean, and so the sum of scores.
    let told = figure.told.and(AllTold::mean().iter().take(1).cloned());
    let of = |(measure, centre, step, unit): (&'static str, f64, f64, Unit)| {
        let figure = Figure { measure, unit, method: method.into(), told: told.clone(), ..figure.clone() };
        match z {
            None => open_ended(figure),
            Some(Some(z)) => figure.with_value(Value::Real(centre + step * z)),
            Some(None) => {
                Figure { note: (&NO_DEVIATION).into(), ..figure.without_value(Status::NotApplicable) }
            }
        }
    };
    scales.into_iter().map(of).collect()
}

/// Normalised T, stanine and percentile rank: shares of the ranking.
fn by_rank(
    figure: &Figure,
    conventions: Conventions,
    distribution: &Distribution,
    rank: Place,
) -> Vec<Figure> {
    let of = |measure, unit, method: &'static Phrase, value: Option<Value>, missing| {
        let figure = Figure { measure, unit, method: method.into(), ..figure.clone() };
        match value {
            _ if !distribution.is_exact() => open_ended(figure),
            Some(value) => figure.with_value(value),
            None => figure.without_value(missing),
        }
    };
    let middle = rank.percentile(PercentileRank::MidRank);
    let normal = middle.and_then(|share| normal_quantile(to_f64(share)));
    let percent = rank.percentile(conventions.percentile).map(|share| share * Rational::from_integer(100));
    let convention = match conventions.percentile {
        PercentileRank::AtOrBelow => &AT_OR_BELOW,
        PercentileRank::MidRank => &MID_RANK,
        PercentileRank::Beaten => &BEATEN,
    };
    let no = Status::NoDenominator;
    vec![
        of("normalised_t", Unit::Points, &MID_RANK, normal.map(|z| Value::Real(50.0 + 10.0 * z)), no),
        of(
            "stanine",
            Unit::Number,
            &MID_RANK,
            middle.map(|share| Value::Exact(Rational::from_integer(stanine(share)))),
            no,
        ),
        of("percentile_rank", Unit::Percent, convention, percent.map(Value::Exact), no),
    ]
}

static NO_DEVIATION: Phrase = Phrase::new(
    "no_standard_deviation",
    "标准差为零或无定义",
    "the standard deviation is zero or not defined",
);
static AT_OR_BELOW: Phrase = Phrase::new("at_or_below", "不高于该分的份额", "at or below");
static MID_RANK: Phrase = Phrase::new("mid_rank", "同分算一半", "mid-rank");
static BEATEN: Phrase = Phrase::new("beaten", "（N − 名次）÷（N − 1）", "(N - rank) / (N - 1)");
