//! Gains of standard scores between two examinations.

use super::super::arguments::{Arguments, Request};
use super::super::definition::{
    CONFIDENCE, Default, DrawnAs, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    SCHOOL, SUBJECTS,
};
use super::super::grouping::count;
use super::cohort::{Cohort, Moments, Unit, each_cohort};
use super::estimates::{Estimate, Sums, sums};
use super::shared::{ENTRY, LOW_MATCH_RATE, MATCH_RATE, MINIMUM, Placed, Rules, figure, linked};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Unit as Of, Value};
use crate::lang::Text;
use crate::number::ratio;

pub const SCORE_GAIN: Indicator = Indicator {
    id: "score_gain",
    name: Text::new("标准分增量", "gain of standard scores"),
    aliases: &["增值", "Z 分增值", "标准分进步", "教学质量增量", "z gain", "gain score"],
    summary: Text::new(
        "各组考生出口标准分减入口标准分的平均",
        "mean of exit minus entry standard scores of linked candidates, per subject and group",
    ),
    formula: Text::new(
        "增量 = z(出口) − z(入口)，z 用全体相连考生的平均分与标准差；组的数值为组内平均；T 为 10 倍",
        "gain = z(exit) − z(entry), z by mean and standard deviation of all linked candidates; a group's value is the mean of its own; T is 10 times as much",
    ),
    katex: r"g_i=\frac{y_i-\bar y}{s_y}-\frac{x_i-\bar x}{s_x},\qquad \bar g_s=\frac1{n_s}\sum_{i\in s}g_i",
    universe: LINKED,
    numerator: Text::new("组内各人增量之和", "the sum of the group's gains"),
    denominator: Text::new("组内相连的考生人数", "the linked candidates of the group"),
    aggregation: Text::new(
        "由各考生的增量平均，不是各校结果的平均（增值列为学校平均的除外）",
        "the mean over candidates, never over schools' results (but for `school_mean`)",
    ),
    unit: Of::Number,
    decimals: 3,
    layout: Layout::ByMeasure,
    measures: MEASURES,
    parameters: PARAMETERS,
    edges: EDGES,
    reference: Text::new(
        "ASA (2014) 关于增值评价的声明；用 R 对 mlmRev::Exam、bdf 检验",
        "ASA (2014), Statement on Using Value-Added Models; held against R on mlmRev Exam and bdf",
    ),
    docstring: include_str!("score_gain.txt"),
    example: Example {
        input: MINI,
        by: &["school"],
        arguments: &[("minimum", &["5"])],
        steps: Text::new(
            "10 人相连：入口平均 70、标准差 14.907，出口平均 73.2、标准差 15.362；甲校出口平均 77，增量 (77 − 73.2) ÷ 15.361 − 0 = 0.247",
            "10 are linked: entry mean 70, s.d. 14.907, exit mean 73.2, s.d. 15.361; 甲 has an exit mean of 77, gain (77 − 73.2) / 15.361 − 0 = 0.247",
        ),
        expected: &[expected("gain", &["甲"], "0.247"), expected("gain", &["乙"], "-0.247")],
    },
    method: Method::Exam(score_gain),
};

/// 12 candidates, of whom 11 was absent at exit and 12 has no entry score.
pub(super) const MINI: &str = "考号,学校,入口,出口\n01,甲,60,70\n02,甲,70,75\n03,甲,80,90\n04,甲,90,88\n05,甲,50,62\n06,乙,60,58\n07,乙,70,72\n08,乙,80,78\n09,乙,90,94\n10,乙,50,45\n11,甲,66,\n12,乙,,80\n";

pub(super) const fn expected(
    measure: &'static str,
    group: &'static [&'static str],
    value: &'static str,
) -> Expected {
    Expected { measure, subject: Some("exit"), group, value }
}

pub(super) const LINKED: Text = Text::new(
    "入口与出口都有成绩的考生（相连的考生）",
    "candidates with an entry and an exit score (linked candidates)",
);

pub(super) const EDGES: Text = Text::new(
    "组内无人相连：no_denominator；相连人数少于 minimum、入口或出口分数全部相同、（增量）超过 15% 在满分的 95% 及以上：not_applicable，说明写明原因；匹配率低于 match_rate：照给并说明，low_match 为 refused 时 not_comparable；30 人及以上才判断高于、低于或与平均无法区分",
    "nobody of a group linked: no_denominator; fewer linked than `minimum`, all entry or all exit scores the same, (of gains) above 15 % at 95 % of the full mark or above: not_applicable, the note says which; a match rate under `match_rate`: given and noted, with `low_match` = refused not_comparable; groups of 30 or more are said to be above, below or not distinguishable from the average",
);

const MEASURES: &[Measure] = &[
    linked("gain", Text::new("增量", "gain")).drawn_as(DrawnAs::Effect),
    linked("share_gained", Text::new("进步者份额", "share who gained")),
];

const PARAMETERS: &[Parameter] = &[
    ENTRY,
    Parameter {
        name: "unit",
        text: Text::new("增量的单位", "the unit of a gain"),
        kind: Kind::Choice(&[
            ("z", Text::new("标准差（z 分）", "standard deviations (z)")),
            ("t", Text::new("T 分（z 分的 10 倍）", "T, 10 times z")),
            ("school_mean", Text::new("各组平均分的 z 分之差", "z of the groups' means, among these means")),
            ("mean_ratio", Text::new("比均率之差", "difference of ratios to the mean, in per cent")),
        ]),
        default: Default::Value("z"),
        many: false,
    },
    Parameter {
        name: "sd",
        text: Text::new("标准差的分母", "what the standard deviation divides by"),
        kind: Kind::Choice(&[("n1", Text::new("n − 1", "n − 1")), ("n", Text::new("n", "n"))]),
        default: Default::Value("n1"),
        many: false,
    },
    MINIMUM,
    MATCH_RATE,
    LOW_MATCH_RATE,
    SCHOOL,
    SUBJECTS,
    CONFIDENCE,
];

fn score_gain(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let rules = Rules::of_gains(request);
    each_cohort(exam, request, &[], |cohort, figures| {
        Gains::new(cohort, request.arguments).push(&rules, figures);
    })
}

struct Gains<'a> {
    cohort: &'a Cohort,
    unit: &'a str,
    population: bool,
}

/// By how much a score is above the mean, in units of its spread.
struct Scale {
    mean: f64,
    spread: f64,
}

impl<'a> Gains<'a> {
    fn new(cohort: &'a Cohort, arguments: &'a Arguments) -> Gains<'a> {
        let population = arguments.text("sd") == Some("n");
        Gains { cohort, unit: arguments.text("unit").unwrap_or("z"), population }
    }

    fn push(&self, rules: &Rules, figures: &mut Figures) {
        let [entry, exit] = self.scales();
        let gain = |_, x: i64, y: i64| Some(exit.z(y as f64) - entry.z(x as f64));
        let summed = sums(self.cohort, gain);
        let ways = self.of_means();
        for (at, unit) in self.cohort.units.iter().enumerate() {
            let place = rules.place(self.cohort, unit, self.empty());
            let share = Figure { measure: "share_gained", unit: Of::Percent, ..self.empty() };
            let share = rules.place(self.cohort, unit, share);
            let estimate = summed.estimate(at, unit, true);
            figures.push(match (place, &ways) {
                (Placed::Closed(figure), _) => figure,
                (Placed::Open(figure), Some(means)) => means.of(figure, &unit.moments),
                (Placed::Open(figure), None) => rules.estimated(figure, &self.scaled(&estimate)),
            });
            figures.push(share.filled(|figure| self.gained(figure, unit)));
        }
    }

    fn empty(&self) -> Figure {
        let (said, of) = match self.unit {
            "t" => (&IN_T, Of::Points),
            "school_mean" => (&OF_MEANS, Of::Number),
            "mean_ratio" => (&OF_RATIOS, Of::PercentagePoints),
            _ => (&IN_Z, Of::Number),
        };
        let spread =
            (self.unit != "mean_ratio" && self.unit != "school_mean").then_some(match self.population {
                true => &BY_N,
                false => &BY_N_MINUS_1,
            });
        figure("score_gain", "gain", of, Clauses::from(said).and(spread))
    }

    fn scales(&self) -> [Scale; 2] {
        let whole = &self.cohort.whole;
        let n = whole.n as f64 - f64::from(u8::from(!self.population));
        let spread = |squares: f64| (squares / n).sqrt();
        [
            Scale { mean: whole.mean_entry(), spread: spread(whole.of_entry()) },
            Scale { mean: whole.mean_exit(), spread: spread(whole.of_exit()) },
        ]
    }

    fn scaled(&self, estimate: &Estimate) -> Estimate {
        let factor = if self.unit == "t" { 10.0 } else { 1.0 };
        let se = estimate.se.map(|se| se * factor);
        Estimate { value: estimate.value * factor, sum: estimate.sum * factor, se, ..*estimate }
    }

    fn gained(&self, figure: Figure, unit: &Unit) -> Figure {
        let [entry, exit] = self.scales();
        let cells = unit.parts.iter().flat_map(|part| part.pairs.iter());
        let gained = cells.filter(|(x, y, _)| exit.z(*y as f64) > entry.z(*x as f64));
        let gained = gained.map(|(_, _, count)| count).sum();
        share(figure, gained, unit.n())
    }

    /// How values come of the groups' means, where they do.
    fn of_means(&self) -> Option<OfMeans> {
        let whole = &self.cohort.whole;
        let means = [whole.mean_entry(), whole.mean_exit()];
        match self.unit {
            "mean_ratio" => Some(OfMeans { means, spreads: means.map(|mean| mean / 100.0) }),
            "school_mean" => {
                let mut spreads = [Sums::default(); 2];
                for unit in self.cohort.units.iter().filter(|unit| unit.n() > 0) {
                    let of = [unit.moments.mean_entry() - means[0], unit.moments.mean_exit() - means[1]];
                    spreads.iter_mut().zip(of).for_each(|(sums, of)| sums.see(of * of, 1));
                }
                Some(OfMeans { means, spreads: spreads.map(|sums| sums.mean().sqrt()) })
            }
            _ => None,
        }
    }
}

impl Scale {
    fn z(&self, score: f64) -> f64 {
        (score - self.mean) / self.spread
    }
}

/// Values of the means of groups, entry and exit.
struct OfMeans {
    means: [f64; 2],
    spreads: [f64; 2],
}

impl OfMeans {
    fn of(&self, figure: Figure, group: &Moments) -> Figure {
        let [entry, exit] = [0, 1].map(|side| {
            let mean = if side == 0 { group.mean_entry() } else { group.mean_exit() };
            (mean - self.means[side]) / self.spreads[side]
        });
        match (exit - entry).is_finite() {
            true => figure.with_value(Value::Real(exit - entry)),
            false => figure.without_value(Status::NotApplicable).noted(&ONE_GROUP),
        }
    }
}

/// A share of a group's linked candidates.
pub(super) fn share(figure: Figure, part: u64, whole: u64) -> Figure {
    let (numerator, denominator) = (Some(count(part)), Some(count(whole)));
    if whole == 0 {
        return Figure { numerator, denominator, ..figure.without_value(Status::NoDenominator) };
    }
    let value = Value::Exact(ratio(i128::from(part) * 100, i128::from(whole)));
    Figure { numerator, denominator, ..figure.with_value(value) }
}

static IN_Z: Phrase = Phrase::new("gain_in_z", "出口与入口 z 分之差", "exit minus entry, in z");
static IN_T: Phrase = Phrase::new("gain_in_t", "出口与入口 T 分之差", "exit minus entry, in T");
static OF_MEANS: Phrase =
    Phrase::new("gain_of_means", "各组平均分的 z 分，出口减入口", "z of the groups' means, exit minus entry");
static OF_RATIOS: Phrase =
    Phrase::new("gain_of_ratios", "比均率，出口减入口", "ratio to the mean, exit minus entry");
static BY_N: Phrase = Phrase::new("gain_sd_n", "标准差分母为 n", "s.d. by n");
static BY_N_MINUS_1: Phrase = Phrase::new("gain_sd_n1", "标准差分母为 n − 1", "s.d. by n − 1");
static ONE_GROUP: Phrase =
    Phrase::new("means_alike", "各组平均分相同或只有一组", "one group, or all means alike");
