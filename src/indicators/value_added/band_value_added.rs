//! Value added against those who began alike (同基线): the method of Progress 8.

use super::super::arguments::{Arguments, Request};
use super::super::definition::{
    Default, DrawnAs, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places, SCHOOL, SUBJECTS,
};
use super::super::grouping::count;
use super::bands::{BANDS, Bands, Cutting, MINIMUM_BAND, NUMBER, WIDTH};
use super::cohort::{Cohort, Unit, each_cohort};
use super::estimates::{Summed, Sums, sums};
use super::in_bands;
use super::residual_gain::{ALL, OWN};
use super::said::said_of_whole;
use super::score_gain::{EDGES, LINKED, MINI, expected};
use super::shared::{ENTRY, LOW_MATCH_RATE, MATCH_RATE, MINIMUM, Placed, Rules, SE, figure, linked};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit as Of, Value};
use crate::lang::Text;
use crate::number::to_f64;

pub const BAND_VALUE_ADDED: Indicator = Indicator {
    id: "band_value_added",
    name: Text::new("同基线增值", "value added within entry bands"),
    aliases: &["增值评价", "同起点增值", "分段增值", "Progress 8", "same-baseline value added"],
    summary: Text::new(
        "各组考生出口分数高于同一入口分数段全体考生平均的平均",
        "mean of exit score minus the mean of all who began in the same band of entry scores, per subject and group",
    ),
    formula: Text::new(
        "增值 = 出口分数 − 同一入口分数段全体相连考生的出口平均分；组的数值为组内平均；区间 = 数值 ± 倍数 × 标准差 ÷ √人数",
        "value added = exit score − mean exit score of all linked candidates of the same entry band; a group's value is the mean of its own; interval = value ± multiplier × s.d. / √n",
    ),
    katex: r"v_i=y_i-\bar y_{b(x_i)},\qquad \bar v_s\pm m\,\frac{s_v}{\sqrt{n_s}}",
    universe: LINKED,
    numerator: Text::new("组内各人增值之和", "the sum of the group's values"),
    denominator: Text::new("组内相连的考生人数", "the linked candidates of the group"),
    aggregation: Text::new(
        "由各考生的增值平均，不是各校结果的平均",
        "the mean over candidates, never over schools' results",
    ),
    unit: Of::Points,
    decimals: 2,
    layout: Layout::ByMeasure,
    measures: MEASURES,
    parameters: PARAMETERS,
    edges: EDGES,
    reference: Text::new(
        "英国教育部 Progress 8 的算法（1.96、全体标准差；2018 年起极端负值设下限）；用 R 对 mlmRev::Exam、bdf 检验",
        "the method of Progress 8, Department for Education, England (1.96, s.d. of all; extreme negative values floored from 2018); held against R on mlmRev Exam and bdf",
    ),
    docstring: include_str!("band_value_added.txt"),
    example: Example {
        input: MINI,
        by: &["school"],
        arguments: &[("minimum", &["5"]), ("bands", &["distinct"]), ("minimum_band", &["2"])],
        steps: Text::new(
            "入口 50、60、70、80、90 各 2 人，两校各一：甲校比两人平均高 8.5、6、1.5、6、−3，平均 3.8；乙校相反",
            "two began with each of 50 60 70 80 90, one of each school: 甲 is above their mean by 8.5 6 1.5 6 −3, mean 3.8; 乙 the opposite",
        ),
        expected: &[
            expected("value_added", &["甲", ""], "3.80"),
            expected("value_added", &["乙", ""], "-3.80"),
        ],
    },
    method: Method::Exam(band_value_added),
};

const MEASURES: &[Measure] = &[
    linked("value_added", Text::new("同基线增值", "value added")).drawn_as(DrawnAs::Effect),
    linked("unadjusted", Text::new("未设下限的增值", "value added without the floor")),
    linked("floored", Text::new("触及下限的人数", "candidates at the floor")).shown_with(Places::AsNeeded),
    linked("in_band", Text::new("入口分数段内的增值", "value added within the entry band"))
        .drawn_as(DrawnAs::Colour),
    linked("expected", Text::new("入口分数段的出口平均分", "mean exit score of the entry band")),
];

const PARAMETERS: &[Parameter] = &[
    ENTRY,
    BANDS,
    NUMBER,
    WIDTH,
    MINIMUM_BAND,
    Parameter {
        name: "expectation",
        text: Text::new("期望取自谁", "whom the expectation is taken from"),
        kind: Kind::Choice(&[
            ("all", Text::new("全体相连考生", "all linked candidates")),
            ("leave_out", Text::new("本组以外的考生", "all but the group's own")),
        ]),
        default: Default::Value("all"),
        many: false,
    },
    Parameter {
        name: "floor",
        text: Text::new(
            "个人增值不低于本段出口标准差的多少倍（不给则不设下限）",
            "no candidate's value is below minus so many s.d. of the band (no floor, if not given)",
        ),
        kind: Kind::Positive,
        default: Default::Nothing,
        many: false,
    },
    Parameter {
        name: "in_bands",
        text: Text::new(
            "是否也给出各入口分数段内的增值",
            "whether there is value added within each entry band too",
        ),
        kind: Kind::Choice(&[("no", Text::new("不给", "no")), ("yes", Text::new("给出", "yes"))]),
        default: Default::Value("no"),
        many: false,
    },
    SE,
    Parameter {
        name: "multiplier",
        text: Text::new("区间为标准误的多少倍", "standard errors on either side of the interval"),
        kind: Kind::Positive,
        default: Default::Value("1.96"),
        many: false,
    },
    MINIMUM,
    MATCH_RATE,
    LOW_MATCH_RATE,
    SCHOOL,
    SUBJECTS,
];

fn band_value_added(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let multiplier = request.arguments.number("multiplier").map_or(1.96, to_f64);
    let rules = Rules::asked(request).reaching(multiplier);
    let cutting = Cutting::asked(request.arguments);
    each_cohort(exam, request, &["entry_band"], |cohort, figures| {
        let bands = cutting.of(cohort);
        let values = Values::new(cohort, &bands, &cutting, request.arguments);
        values.push(&rules, figures);
        if request.arguments.text("in_bands") == Some("yes") {
            in_bands::push(&values, &rules, figures);
        }
    })
}

pub(super) struct Values<'a> {
    pub cohort: &'a Cohort,
    pub bands: &'a Bands,
    method: Clauses,
    pub own: bool,
    floor: Option<f64>,
    /// What those of each group have at exit by band, where they are left out of their own expectation.
    of_groups: Option<Vec<Vec<Sums>>>,
}

impl<'a> Values<'a> {
    fn new(cohort: &'a Cohort, bands: &'a Bands, cutting: &Cutting, arguments: &Arguments) -> Values<'a> {
        let leave_out = arguments.text("expectation") == Some("leave_out");
        let own = arguments.text("se") == Some("own");
        let floor = arguments.number("floor");
        let said = floor.map(|floor| FLOORED.with([Term::chosen(floor)]));
        let method = cutting.method().and(if own { &OWN } else { &ALL });
        let method = method.and(leave_out.then_some(&LEFT_OUT)).and(said);
        let values = Values { cohort, bands, method, own, floor: floor.map(to_f64), of_groups: None };
        let of_groups = leave_out.then(|| cohort.units.iter().map(|unit| values.of_group(unit)).collect());
        Values { of_groups, ..values }
    }

    fn of_group(&self, unit: &Unit) -> Vec<Sums> {
        let mut own = vec![Sums::default(); self.bands.exits.len()];
        for (x, y, count) in unit.parts.iter().flat_map(|part| part.pairs.iter()) {
            own[self.bands.of(x)].see(y as f64 - self.cohort.whole.mean_exit(), count);
        }
        own
    }

    /// Above the mean of all, in ticks; `None` where nobody else is in the band.
    fn expected(&self, unit: usize, band: usize) -> Option<f64> {
        let all = &self.bands.exits[band];
        let own = self.of_groups.as_ref().map(|groups| groups[unit][band]).unwrap_or_default();
        let n = all.n - own.n;
        (n > 0).then(|| (all.sum - own.sum) / n as f64)
    }

    /// In points above what is expected; `None` where nothing is.
    pub(super) fn value(&self, unit: usize, x: i64, y: i64) -> Option<f64> {
        let above = y as f64 - self.cohort.whole.mean_exit();
        Some((above - self.expected(unit, self.bands.of(x))?) * self.cohort.steps()[1])
    }

    fn push(&self, rules: &Rules, figures: &mut Figures) {
        let step = self.cohort.steps()[1];
        let value = |unit, x, y| self.value(unit, x, y);
        let lowest: Vec<f64> = self
            .bands
            .exits
            .iter()
            .map(|exits| match (self.floor, exits.deviation()) {
                (Some(floor), Some(spread)) => -floor * spread * step,
                _ => f64::NEG_INFINITY,
            })
            .collect();
        let plain = sums(self.cohort, value);
        let raised = |unit, x, y| Some(value(unit, x, y)?.max(lowest[self.bands.of(x)]));
        let at_floor = |unit, x, y| Some(f64::from(u8::from(value(unit, x, y)? < lowest[self.bands.of(x)])));
        let floored = self.floor.map(|_| (sums(self.cohort, raised), sums(self.cohort, at_floor)));
        for (at, unit) in self.cohort.units.iter().enumerate() {
            match &floored {
                None => figures.push(self.of_unit(rules, "value_added", &plain, at)),
                Some((raised, at_floor)) => {
                    figures.push(self.of_unit(rules, "value_added", raised, at));
                    figures.push(self.of_unit(rules, "unadjusted", &plain, at));
                    let floored = at_floor.units[at].iter().map(|sums| sums.sum as u64).sum();
                    let place = rules.place(self.cohort, unit, self.empty("floored", Of::Persons));
                    figures.push(in_no_band(place.filled(|figure| figure.with_value(count(floored)))));
                }
            }
        }
        self.expectations(figures);
    }

    pub(super) fn empty(&self, measure: &'static str, of: Of) -> Figure {
        figure("band_value_added", measure, of, self.method.clone())
    }

    fn of_unit(&self, rules: &Rules, measure: &'static str, summed: &Summed, at: usize) -> Figure {
        let unit = &self.cohort.units[at];
        let place = rules.place(self.cohort, unit, self.empty(measure, Of::Points));
        let estimate = summed.estimate(at, unit, self.own);
        let alone = unit.n() - estimate.n;
        let figure = match place {
            Placed::Open(figure) if estimate.n == 0 => figure.without_value(Status::NotApplicable),
            Placed::Open(figure) => rules.estimated(figure, &estimate),
            Placed::Closed(figure) => figure,
        };
        in_no_band(figure.noted((alone > 0).then(|| ALONE.with([Term::pupils(alone)]))))
    }

    /// From which entry score on a band is.
    pub(super) fn from(&self, band: usize) -> Option<Clauses> {
        let lowest = self.bands.lowest(band)?;
        Some(
            FROM.with([Term::chosen(band as u64 + 1), Term::found(self.cohort.entry.scale.score(lowest))])
                .into(),
        )
    }

    /// What is expected of each band, of the whole.
    fn expectations(&self, figures: &mut Figures) {
        let (step, mean) = (self.cohort.steps()[1], self.cohort.whole.mean_exit());
        for (at, exits) in self.bands.exits.iter().enumerate().filter(|(_, exits)| exits.n > 0) {
            let keys = figures.keys.len();
            let mut group = vec![None; keys - 1];
            group.push(Some((at + 1).to_string()));
            let figure = said_of_whole(
                self.cohort,
                Figure {
                    year: self.cohort.year,
                    group: group.into(),
                    subject: Some(self.cohort.exit.id.as_str().into()),
                    n: Some(exits.n),
                    fewest: Some(exits.n),
                    ..self.empty("expected", Of::Points)
                },
            );
            let value = Value::Real((exits.mean() + mean) * step);
            figures.push(figure.noted(self.from(at)).with_value(value));
        }
    }
}

/// Of all bands together.
fn in_no_band(figure: Figure) -> Figure {
    let group: Vec<Option<String>> =
        figure.group.iter().map(|label| label.as_deref().map(str::to_owned)).chain([None]).collect();
    Figure { group: group.into(), ..figure }
}

static LEFT_OUT: Phrase =
    Phrase::new("own_group_left_out", "期望取自本组以外的考生", "expectation: of all but the group's own");
static FLOORED: Phrase = Phrase::new(
    "floor_of_values",
    "个人增值不低于本段标准差的 −{} 倍",
    "no value below −{} s.d. of the band",
);
static ALONE: Phrase = Phrase::new(
    "alone_in_band",
    "{} 名考生所在的段没有本组以外的考生，未计入",
    "{} candidates with nobody else in their band are left out",
);
static FROM: Phrase = Phrase::new("band_from", "第 {} 段：入口 {} 分及以上", "band {}: entry scores from {}");
