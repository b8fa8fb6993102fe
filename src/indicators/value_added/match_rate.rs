//! Who could be linked: match rates, and how those who could not differ.

use super::super::arguments::Request;
use super::super::definition::{Example, Indicator, Layout, Measure, Method, Places, SUBJECTS};
use super::super::grouping::count;
use super::cohort::{Cohort, Unit, each_cohort};
use super::score_gain::{LINKED, MINI, expected, share};
use super::shared::{ENTRY, figure, linked};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Unit as Of, Value};
use crate::lang::Text;
use crate::number::Rational;

pub const MATCH_RATE: Indicator = Indicator {
    id: "match_rate",
    name: Text::new("匹配率", "match rate"),
    aliases: &["相连率", "连接率", "linkage rate"],
    summary: Text::new(
        "各组有出口成绩的考生中有入口成绩者的份额，及两者出口平均分之差",
        "share of candidates with an exit score who have an entry score, and how the others differ, per subject and group",
    ),
    formula: Text::new(
        "匹配率 = 入口与出口都有成绩者 ÷ 有出口成绩者；差 = 未匹配者的出口平均分 − 匹配者的出口平均分",
        "match rate = those with both scores / those with an exit score; difference = exit mean of the unmatched − exit mean of the matched",
    ),
    katex: r"m=\frac{n_{xy}}{n_y}",
    universe: Text::new("有出口成绩的考生", "candidates with an exit score"),
    numerator: LINKED,
    denominator: Text::new("有出口成绩的考生", "candidates with an exit score"),
    aggregation: Text::new("由人数与分数合计计算", "from counts and sums"),
    unit: Of::Percent,
    decimals: 1,
    layout: Layout::Listed,
    measures: MEASURES,
    parameters: &[ENTRY, SUBJECTS],
    edges: Text::new(
        "无人有出口成绩：no_denominator；全部匹配或全部未匹配：差为 not_applicable；入口或出口分数全部相同：相关系数为 not_applicable；满分未给出：到顶份额为 not_applicable",
        "nobody with an exit score: no_denominator; all or none matched: the difference is not_applicable; constant scores: the correlation is; full marks not given: the share at the ceiling is not_applicable",
    ),
    reference: Text::new(
        "离校者不在增值之内：FFT Education Datalab (2018)",
        "those who left are in no measure of value added: FFT Education Datalab (2018)",
    ),
    docstring: include_str!("match_rate.txt"),
    example: Example {
        input: MINI,
        by: &["school"],
        arguments: &[],
        steps: Text::new(
            "甲校 5 人有出口成绩，都有入口成绩（11 号缺考不计）：100%；乙校 6 人中 5 人：83.3%，未匹配者 80 分，匹配者平均 69.4，差 10.6",
            "甲: 5 with an exit score, all with an entry score (11 was absent): 100 %; 乙: 5 of 6, 83.3 %; the other has 80, the matched a mean of 69.4, difference 10.6",
        ),
        expected: &[
            expected("match_rate", &["甲"], "100.0"),
            expected("match_rate", &["乙"], "83.3"),
            expected("unmatched_difference", &["乙"], "10.6"),
        ],
    },
    method: Method::Exam(match_rate),
};

const MEASURES: &[Measure] = &[
    linked("match_rate", Text::new("匹配率", "match rate")),
    linked("matched", Text::new("匹配人数", "matched")).shown_with(Places::AsNeeded),
    linked("exit_only", Text::new("只有出口成绩的人数", "with an exit score only"))
        .shown_with(Places::AsNeeded),
    linked("matched_mean", Text::new("匹配者的出口平均分", "exit mean of the matched")),
    linked("unmatched_difference", Text::new("未匹配者高于匹配者", "unmatched above matched")),
    linked("correlation", Text::new("入口与出口的相关系数", "correlation of entry and exit"))
        .shown_with(Places::Of(3)),
    linked(
        "share_at_ceiling",
        Text::new("在满分 95% 及以上的份额", "share at 95 % of the full mark or above"),
    ),
];

fn match_rate(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    each_cohort(exam, request, &[], |cohort, figures| {
        for unit in &cohort.units {
            figures.extend(of_unit(cohort, unit));
        }
        figures.extend(of_whole(cohort, figures.keys.len()));
    })
}

fn place(cohort: &Cohort, unit: &Unit, measure: &'static str, of: Of) -> Figure {
    let n = unit.n() + unit.exit_only;
    Figure {
        year: cohort.year,
        group: unit.labels.iter().map(|label| Some(label.as_str())).collect(),
        subject: Some(cohort.exit.id.as_str().into()),
        n: Some(n),
        fewest: Some(n),
        ..figure("match_rate", measure, of, Clauses::from(&OF_EXIT))
    }
}

fn of_unit(cohort: &Cohort, unit: &Unit) -> Vec<Figure> {
    let (matched, unmatched) = (unit.n(), unit.exit_only);
    let place = |measure, of| place(cohort, unit, measure, of);
    let rate = share(place("match_rate", Of::Percent), matched, matched + unmatched);
    if matched + unmatched == 0 {
        return vec![rate];
    }
    let step = cohort.exit.scale.step();
    let mean = |sum: i128, n: u64| Rational::new(sum, i128::from(n)) * step;
    let own = (matched > 0).then(|| mean(unit.moments.y, matched));
    let others = (unmatched > 0).then(|| mean(unit.unmatched, unmatched));
    let known = |figure: Figure, value: Option<Rational>| match value {
        Some(value) => figure.with_value(Value::Exact(value)),
        None => figure.noted(&ONE_SIDE).without_value(Status::NotApplicable),
    };
    vec![
        rate,
        place("matched", Of::Persons).with_value(count(matched)),
        place("exit_only", Of::Persons).with_value(count(unmatched)),
        known(place("matched_mean", Of::Points), own),
        known(place("unmatched_difference", Of::Points), own.zip(others).map(|(own, others)| others - own)),
    ]
}

/// What is known of the whole only.
fn of_whole(cohort: &Cohort, keys: usize) -> Vec<Figure> {
    let n = cohort.whole.n;
    let place = |measure, of| Figure {
        year: cohort.year,
        group: vec![None::<String>; keys].into(),
        subject: Some(cohort.exit.id.as_str().into()),
        n: Some(n),
        fewest: Some(n),
        ..figure("match_rate", measure, of, Clauses::from(&OF_EXIT))
    };
    let correlation = place("correlation", Of::Number);
    let correlation = match cohort.whole.correlation().filter(|_| n > 0) {
        Some(r) => correlation.with_value(Value::Real(r)),
        None if n == 0 => correlation.without_value(Status::NoDenominator),
        None => correlation.without_value(Status::NotApplicable),
    };
    let ceiling = place("share_at_ceiling", Of::Percent);
    let ceiling = match cohort.at_ceiling {
        Some(at_ceiling) => share(ceiling, at_ceiling, n),
        None => ceiling.noted(&NO_FULL_MARK).without_value(Status::NotApplicable),
    };
    vec![correlation, ceiling]
}

static OF_EXIT: Phrase =
    Phrase::new("matched_of_exit", "分母为有出口成绩的考生", "of candidates with an exit score");
static NO_FULL_MARK: Phrase = Phrase::new(
    "ceiling_without_full_mark",
    "满分未给出，到顶的份额无从计算",
    "no full mark is given, so that there is no share at the ceiling",
);
static ONE_SIDE: Phrase =
    Phrase::new("nobody_on_one_side", "全部匹配或全部未匹配", "all are matched, or none");
