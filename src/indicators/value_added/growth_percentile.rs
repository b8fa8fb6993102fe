//! Growth percentiles: where a candidate stands among those who began alike, and the median of each group.

use std::collections::HashMap;

use super::super::arguments::{Arguments, Request};
use super::super::definition::{
    CONFIDENCE, Default, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places, SCHOOL,
    SUBJECTS,
};
use super::super::grouping::grouping_keys;
use super::bands::{BANDS, Cutting, MINIMUM_BAND, NUMBER, WIDTH};
use super::cohort::{Cohort, Unit, read};
use super::distributions::Scores;
use super::expectation::{Expectation, FORM};
use super::score_gain::{EDGES, LINKED, MINI, expected, share};
use super::shared::{ENTRY, MATCH_RATE, MINIMUM, Rules, STRICT, figure, linked};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Unit as Of, Value};
use crate::lang::Text;

pub const GROWTH_PERCENTILE: Indicator = Indicator {
    id: "growth_percentile",
    name: Text::new("成长百分位", "growth percentile"),
    aliases: &["学生成长百分等级", "SGP", "增长百分位", "student growth percentile"],
    summary: Text::new(
        "各组考生在起点相同者中出口位置的中位数",
        "median, over the candidates of a group, of their percentile rank at exit among those who began alike",
    ),
    formula: Text::new(
        "residual_rank：回归残差在全体相连考生中的百分等级；conditional_rank：出口分数在同一入口分数段中的百分等级；百分等级 =（低于者 + 同分者的一半）÷ 人数 × 100",
        "residual_rank: percentile rank of the residual among all linked; conditional_rank: of the exit score within the entry band; percentile rank = (those below + half of those equal) / n × 100",
    ),
    katex: r"p_i=\frac{100}{N}\Big(\#\{j: e_j<e_i\}+\tfrac12\#\{j: e_j=e_i\}\Big)",
    universe: LINKED,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "各考生的百分位在全体相连考生中求得，再取各组的中位数与平均",
        "percentiles are among all linked candidates; then the median and the mean of each group",
    ),
    unit: Of::Number,
    decimals: 1,
    layout: Layout::ByMeasure,
    measures: MEASURES,
    parameters: PARAMETERS,
    edges: EDGES,
    reference: Text::new(
        "Betebenner (2009)；Castellano & Ho (2013)，doi 10.3102/1076998611435413：残差百分等级与分位数回归所得接近；用 R 对 mlmRev::Exam、bdf 检验",
        "Betebenner (2009); Castellano & Ho (2013), doi 10.3102/1076998611435413: ranks of residuals come near those of quantile regression; held against R on mlmRev Exam and bdf",
    ),
    docstring: include_str!("growth_percentile.txt"),
    example: Example {
        input: MINI,
        by: &["school"],
        arguments: &[
            ("minimum", &["5"]),
            ("method", &["conditional_rank"]),
            ("bands", &["distinct"]),
            ("minimum_band", &["2"]),
        ],
        steps: Text::new(
            "每个入口分数两人，两校各一：高者百分位 75，低者 25；甲校 75、75、75、75、25，中位数 75；乙校中位数 25",
            "two began with each score, one of each school: the higher one is at 75, the other at 25; 甲 75 75 75 75 25, median 75; 乙 median 25",
        ),
        expected: &[
            expected("median", &["甲"], "75.0"),
            expected("median", &["乙"], "25.0"),
            expected("mean", &["甲"], "65.0"),
        ],
    },
    method: Method::Exam(growth_percentile),
};

const MEASURES: &[Measure] = &[
    linked("median", Text::new("成长百分位中位数", "median growth percentile")),
    linked("mean", Text::new("成长百分位平均", "mean growth percentile")),
    linked("share_at_least_50", Text::new("成长百分位达到 50 者份额", "share at 50 or above"))
        .shown_with(Places::Of(1)),
];

const PARAMETERS: &[Parameter] = &[
    ENTRY,
    Parameter {
        name: "method",
        text: Text::new("百分位怎样求得", "how percentiles are found"),
        kind: Kind::Choice(&[
            ("residual_rank", Text::new("回归残差的百分等级", "percentile rank of the residual")),
            (
                "conditional_rank",
                Text::new("同一入口分数段内的百分等级", "percentile rank within the entry band"),
            ),
        ]),
        default: Default::Value("residual_rank"),
        many: false,
    },
    FORM,
    BANDS,
    NUMBER,
    WIDTH,
    MINIMUM_BAND,
    MINIMUM,
    MATCH_RATE,
    STRICT,
    SCHOOL,
    SUBJECTS,
    CONFIDENCE,
];

fn growth_percentile(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let keys = grouping_keys(request);
    let mut figures = Figures::new(keys.iter().map(|key| (*key).to_owned()).collect());
    let rules = Rules::asked(request);
    for cohort in read(exam, request)? {
        let percentiles = Percentiles::of(&cohort, request.arguments);
        for unit in &cohort.units {
            percentiles.push(&cohort, unit, &rules, &mut figures);
        }
    }
    Ok(figures)
}

/// The percentile of each pair of scores.
struct Percentiles {
    of: HashMap<(i64, i64), f64>,
    method: Clauses,
}

impl Percentiles {
    fn of(cohort: &Cohort, arguments: &Arguments) -> Percentiles {
        match arguments.text("method") {
            Some("conditional_rank") => Percentiles::conditional(cohort, &Cutting::asked(arguments)),
            _ => Percentiles::of_residuals(cohort, arguments),
        }
    }

    fn of_residuals(cohort: &Cohort, arguments: &Arguments) -> Percentiles {
        let is_cubic = arguments.text("form") == Some("cubic");
        let said = if is_cubic { &OF_CUBIC } else { &OF_LINE };
        let method = Clauses::from(said);
        if cohort.has_no_spread() {
            return Percentiles { of: HashMap::new(), method };
        }
        let expectation = Expectation::of(cohort, arguments);
        // Residuals that differ by less than a billionth of their spread are the same.
        let unit = (cohort.whole.of_exit() / cohort.whole.n as f64).sqrt() * 1e-9;
        let whole = cohort.whole.mean_exit();
        let residual = |x: i64, y: i64| ((y as f64 - whole - expectation.at(x)) / unit).round() as i64;
        let cells = || cohort.parts().flat_map(|part| part.pairs.iter());
        let ranks = Scores::counted(cells().map(|(x, y, count)| (residual(x, y), count)).collect());
        let of = cells().map(|(x, y, _)| ((x, y), ranks.mid_rank(residual(x, y)))).collect();
        Percentiles { of, method }
    }

    fn conditional(cohort: &Cohort, cutting: &Cutting) -> Percentiles {
        let bands = cutting.of(cohort);
        let mut exits: Vec<Vec<(i64, u64)>> = vec![Vec::new(); bands.exits.len()];
        let cells = || cohort.parts().flat_map(|part| part.pairs.iter());
        for (x, y, count) in cells() {
            exits[bands.of(x)].push((y, count));
        }
        let ranks: Vec<Scores> = exits.into_iter().map(Scores::counted).collect();
        let of = cells().map(|(x, y, _)| ((x, y), ranks[bands.of(x)].mid_rank(y))).collect();
        Percentiles { of, method: Clauses::from(&OF_BAND).and(cutting.method()) }
    }

    fn push(&self, cohort: &Cohort, unit: &Unit, rules: &Rules, figures: &mut Figures) {
        let cells = unit.parts.iter().flat_map(|part| part.pairs.iter());
        let known = cells.filter_map(|(x, y, count)| Some((*self.of.get(&(x, y))?, count)));
        let group = Grown::new(known.collect());
        let place = |measure, of| {
            let empty = figure("growth_percentile", measure, of, self.method.clone());
            rules.place(cohort, unit, empty)
        };
        figures.push(place("median", Of::Number).filled(|figure| {
            let se = group.se();
            let half = se.zip(rules.reach).map(|(se, reach)| 1.2533 * se * reach);
            let median = group.median();
            Figure {
                se: se.map(|se| 1.2533 * se),
                lower: half.map(|half| median - half),
                upper: half.map(|half| median + half),
                confidence: half.map(|_| rules.confidence),
                ..figure.noted(&OF_MEDIAN)
            }
            .with_value(Value::Real(median))
        }));
        let mean = place("mean", Of::Number);
        figures.push(
            mean.filled(|figure| Figure { se: group.se(), ..figure }.with_value(Value::Real(group.mean()))),
        );
        let reached = place("share_at_least_50", Of::Percent);
        figures.push(reached.filled(|figure| share(figure, group.at_least_half(), unit.n())));
    }
}

/// The percentiles of a group, ascending, with how many have each.
struct Grown {
    percentiles: Vec<(f64, u64)>,
    n: u64,
}

impl Grown {
    fn new(mut percentiles: Vec<(f64, u64)>) -> Grown {
        percentiles.sort_by(|a, b| a.0.total_cmp(&b.0));
        let n = percentiles.iter().map(|(_, count)| count).sum();
        Grown { percentiles, n }
    }

    fn at(&self, place: u64) -> f64 {
        let mut before = 0;
        let found = self.percentiles.iter().find(|(_, count)| {
            before += count;
            before > place
        });
        found.map_or(f64::NAN, |(percentile, _)| *percentile)
    }

    fn median(&self) -> f64 {
        match self.n % 2 {
            1 => self.at(self.n / 2),
            _ => (self.at((self.n / 2).saturating_sub(1)) + self.at(self.n / 2)) / 2.0,
        }
    }

    fn mean(&self) -> f64 {
        self.percentiles.iter().map(|(percentile, count)| percentile * *count as f64).sum::<f64>()
            / self.n as f64
    }

    fn se(&self) -> Option<f64> {
        let mean = self.mean();
        let squares: f64 = self
            .percentiles
            .iter()
            .map(|(percentile, count)| (percentile - mean).powi(2) * *count as f64)
            .sum();
        let n = self.n as f64;
        (self.n > 1).then(|| (squares / (n - 1.0) / n).sqrt()).filter(|se| *se > 0.0)
    }

    fn at_least_half(&self) -> u64 {
        self.percentiles.iter().filter(|(percentile, _)| *percentile >= 50.0).map(|(_, count)| count).sum()
    }
}

static OF_LINE: Phrase =
    Phrase::new("growth_of_line", "回归直线残差的百分等级", "percentile rank of the residual of a line");
static OF_CUBIC: Phrase =
    Phrase::new("growth_of_cubic", "三次曲线残差的百分等级", "percentile rank of the residual of a cubic");
static OF_BAND: Phrase =
    Phrase::new("growth_of_band", "入口分数段内的百分等级", "percentile rank within the entry band");
static OF_MEDIAN: Phrase = Phrase::new(
    "se_of_median",
    "中位数的标准误为平均的 1.2533 倍",
    "error of the median: 1.2533 times that of the mean",
);
