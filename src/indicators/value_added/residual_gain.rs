//! How far above its expectation a group is: residuals of a regression of exit on entry scores.

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, Default, DrawnAs, Example, Indicator, Kind, Layout, Measure, Method, Parameter, SCHOOL,
    SUBJECTS,
};
use super::cohort::{Cohort, each_cohort};
use super::estimates::{Estimate, sums};
use super::expectation::{Expectation, FORM};
use super::score_gain::{EDGES, LINKED, MINI, expected};
use super::shared::{ENTRY, LOW_MATCH_RATE, MATCH_RATE, MINIMUM, Placed, Rules, SE, figure, linked};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Unit as Of};
use crate::lang::Text;

pub const RESIDUAL_GAIN: Indicator = Indicator {
    id: "residual_gain",
    name: Text::new("残差增值", "residual gain"),
    aliases: &["回归增值", "残差法", "residualised gain", "covariance adjustment"],
    summary: Text::new(
        "各组考生出口分数高于由入口分数回归所得期望的平均",
        "mean of exit score minus what a regression on the entry score expects, per subject and group",
    ),
    formula: Text::new(
        "残差 = 出口分数 − 期望（入口分数）；期望为全体相连考生的最小二乘直线或三次曲线；组的数值为组内平均",
        "residual = exit score − expectation(entry score), a line or a cubic of least squares through all linked candidates; a group's value is the mean of its own",
    ),
    katex: r"e_i=y_i-\hat y(x_i),\qquad \bar e_s=\frac1{n_s}\sum_{i\in s}e_i",
    universe: LINKED,
    numerator: Text::new("组内各人残差之和", "the sum of the group's residuals"),
    denominator: Text::new("组内相连的考生人数", "the linked candidates of the group"),
    aggregation: Text::new(
        "一次拟合全体相连考生，由各考生的残差平均",
        "one fit of all linked candidates, then the mean over candidates",
    ),
    unit: Of::Points,
    decimals: 2,
    layout: Layout::ByMeasure,
    measures: MEASURES,
    parameters: PARAMETERS,
    edges: EDGES,
    reference: Text::new(
        "用 R lm 对 mlmRev::Exam、bdf 检验；入口分数的测量误差使斜率偏小，此处不作更正",
        "held against R lm on mlmRev Exam and bdf; measurement error of the entry makes the slope too small, which is not corrected",
    ),
    docstring: include_str!("residual_gain.txt"),
    example: Example {
        input: MINI,
        by: &["school"],
        arguments: &[("minimum", &["5"])],
        steps: Text::new(
            "10 人相连：斜率 19/20，两校入口平均同为 70，出口平均 77 与 69.4、全体 73.2：甲校 77 − 73.2 = 3.8，乙校 −3.8",
            "10 are linked: slope 19/20, both schools have an entry mean of 70, exit means 77 and 69.4, all 73.2: 甲 77 − 73.2 = 3.8, 乙 −3.8",
        ),
        expected: &[expected("gain", &["甲"], "3.80"), expected("gain", &["乙"], "-3.80")],
    },
    method: Method::Exam(residual_gain),
};

const MEASURES: &[Measure] = &[
    linked("gain", Text::new("残差增值", "residual gain")).drawn_as(DrawnAs::Effect),
    linked(
        "standardised_gain",
        Text::new("残差增值（以残差标准差计）", "residual gain, in s.d. of residuals"),
    ),
];

const PARAMETERS: &[Parameter] = &[
    ENTRY,
    FORM,
    Parameter {
        name: "slope",
        text: Text::new("直线的斜率", "the slope of the line"),
        kind: Kind::Choice(&[
            ("pooled", Text::new("全体考生合在一起", "of all candidates together")),
            ("within", Text::new("校内（学校固定效应）", "within schools (fixed effects)")),
        ]),
        default: Default::Value("pooled"),
        many: false,
    },
    SE,
    MINIMUM,
    MATCH_RATE,
    LOW_MATCH_RATE,
    SCHOOL,
    SUBJECTS,
    CONFIDENCE,
];

fn residual_gain(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let rules = Rules::asked(request);
    each_cohort(exam, request, &[], |cohort, figures| push(cohort, request, &rules, figures))
}

fn push(cohort: &Cohort, request: &Request<'_>, rules: &Rules, figures: &mut Figures) {
    let is_within = request.arguments.text("slope") == Some("within");
    let expectation = match is_within {
        true => Expectation::within(cohort),
        false => Some(Expectation::of(cohort, request.arguments)),
    };
    let said = match (is_within, request.arguments.text("form")) {
        (true, _) => &WITHIN,
        (false, Some("cubic")) => &CUBIC,
        _ => &LINE,
    };
    let own = request.arguments.text("se") == Some("own");
    let method = Clauses::from(said).and(if own { &OWN } else { &ALL });
    let (step, mean) = (cohort.steps()[1], cohort.whole.mean_exit());
    let residual = |_, x: i64, y: i64| Some((y as f64 - mean - expectation.as_ref()?.at(x)) * step);
    let summed = sums(cohort, residual);
    let spread = summed.whole.deviation().filter(|spread| *spread > 0.0);
    for (at, unit) in cohort.units.iter().enumerate() {
        let estimate = summed.estimate(at, unit, own);
        let standard = spread.map(|spread| Estimate {
            value: estimate.value / spread,
            sum: estimate.sum / spread,
            se: estimate.se.map(|se| se / spread),
            ..estimate
        });
        let both = [("gain", Of::Points, Some(estimate)), ("standardised_gain", Of::Number, standard)];
        for (measure, of, estimate) in both {
            let place = rules.place(cohort, unit, figure("residual_gain", measure, of, method.clone()));
            let estimate = estimate.filter(|estimate| estimate.n > 0);
            figures.push(match (place, estimate) {
                (Placed::Closed(figure), _) => figure,
                (Placed::Open(figure), None) => without(figure),
                (Placed::Open(figure), Some(estimate)) => rules.estimated(figure, &estimate),
            });
        }
    }
}

fn without(figure: Figure) -> Figure {
    figure.without_value(Status::NotApplicable).noted(&NO_SPREAD)
}

pub(super) static LINE: Phrase =
    Phrase::new("expectation_line", "期望为全体考生的回归直线", "expectation: a line through all");
pub(super) static CUBIC: Phrase =
    Phrase::new("expectation_cubic", "期望为全体考生的三次曲线", "expectation: a cubic through all");
static WITHIN: Phrase = Phrase::new(
    "expectation_within",
    "期望为校内斜率的直线（学校固定效应）",
    "expectation: a line of the slope within schools (fixed effects)",
);
pub(super) static OWN: Phrase =
    Phrase::new("se_of_own", "标准误用本组的标准差", "error from the group's own spread");
pub(super) static ALL: Phrase =
    Phrase::new("se_of_all", "标准误用全体的标准差", "error from the spread of all");
static NO_SPREAD: Phrase = Phrase::new(
    "nothing_left_to_explain",
    "校内入口分数全部相同，或残差全部为零",
    "entry scores do not vary within schools, or no residual is left",
);
