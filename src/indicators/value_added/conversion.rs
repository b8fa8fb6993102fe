//! From band to band between two examinations (转化): the matrix, its rates, and what was to be expected at the top.

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, DrawnAs, Example, Expected, Indicator, Layout, Measure, Method, Places, SUBJECTS,
};
use super::super::grouping::count;
use super::bands::NUMBER;
use super::cohort::{Cohort, Unit, each_cohort};
use super::expected_top::{self, ExpectedTop};
use super::levels::{BANDS, CUTS, Levels, Scheme, THRESHOLDS};
use super::score_gain::{EDGES, LINKED, MINI, share};
use super::shared::{ENTRY, LOW_MATCH_RATE, MATCH_RATE, MINIMUM, Placed, Rules, figure, linked};
use super::transitions::Transitions;
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Label, Labels, Numeral, Phrase, Status, Term, Unit as Of, Value};
use crate::lang::Text;
use crate::stats::intervals::wilson;

pub const CONVERSION: Indicator = Indicator {
    id: "conversion",
    name: Text::new("转化矩阵", "conversion between bands"),
    aliases: &["保优率", "转优率", "转化率", "脱低", "转移矩阵", "transition matrix", "relative progress"],
    summary: Text::new(
        "各组考生从入口等级到出口等级的人数与比率，及上等人数与期望之差",
        "counts and rates of linked candidates from entry band to exit band, and those at the top against expectation, per group",
    ),
    formula: Text::new(
        "保优 = 上等→上等 ÷ 入口上等；转优 = 其他→上等 ÷ 入口其他；脱低 = 末等→更高 ÷ 入口末等；新增末等 = 其他→末等 ÷ 入口其他；上等期望 = Σ 全体同一入口分数段（等人数的若干段）者到上等的份额",
        "kept = top→top / top at entry; to the top = others→top / others at entry; out of the bottom = bottom→higher / bottom at entry; to the bottom = others→bottom / others at entry; expected at the top = Σ share of all of the same one of `number` equal entry bands who come to the top",
    ),
    katex: r"E_s=\sum_{i\in s}p(\text{top}\mid b(x_i)),\qquad \mathrm{se}=\sqrt{\sum_{i\in s}p_i(1-p_i)}",
    universe: LINKED,
    numerator: Text::new("比率：从一等级到另一等级的人数", "of rates: those who went from band to band"),
    denominator: Text::new("比率：入口在该等级的人数", "of rates: those in the band at entry"),
    aggregation: Text::new(
        "等级在全体相连考生中划定；各组由人数相加",
        "bands are cut among all linked candidates; groups add their counts",
    ),
    unit: Of::Percent,
    decimals: 1,
    layout: Layout::Listed,
    measures: MEASURES,
    parameters: &[
        ENTRY,
        BANDS,
        CUTS,
        THRESHOLDS,
        NUMBER,
        MINIMUM,
        MATCH_RATE,
        LOW_MATCH_RATE,
        SUBJECTS,
        CONFIDENCE,
    ],
    edges: EDGES,
    reference: Text::new(
        "九段相对进步率按公开程序 PIGU-PPPgu/edu-analysis 的写法，未见官方文本；其中性值不是 1；用 R 对 mlmRev::Exam、bdf 检验",
        "relative progress of nine bands as the public program PIGU-PPPgu/edu-analysis has it, no official text is known; its neutral value is not 1; held against R on mlmRev Exam and bdf",
    ),
    docstring: include_str!("conversion.txt"),
    example: Example {
        input: MINI,
        by: &["school"],
        arguments: &[("minimum", &["5"])],
        steps: Text::new(
            "10 人，上等为前 ⌈2.5⌉ = 3 名：入口第 3 名 80 分，80 分及以上 4 人（两校各 2）；出口第 3 名 88 分：甲校 90、88，乙校 94。甲校保优 2 ÷ 2 = 100%，乙校 1 ÷ 2 = 50%；五个入口分数各 2 人，90 分者 2 人中 2 人到上等，80 分者 2 人中 1 人：两校期望各 1 + 0.5 = 1.5 人",
            "of 10, the top is the first ⌈2.5⌉ = 3: the third has 80 at entry, which 4 reach (2 of each school), and 88 at exit: 90 and 88 of 甲, 94 of 乙. Kept: 甲 2 / 2 = 100 %, 乙 1 / 2 = 50 %; of those with 90 at entry 2 of 2 are at the top, of those with 80 1 of 2: expected 1 + 0.5 = 1.5 in each school",
        ),
        expected: &[
            of("keep_top", &["甲", "", ""], "100.0"),
            of("keep_top", &["乙", "", ""], "50.0"),
            of("expected_top", &["甲", "", ""], "1.5"),
            of("top_difference", &["乙", "", ""], "-0.5"),
            of("count", &["甲", "1", "1"], "2.0"),
        ],
    },
    method: Method::Exam(conversion),
};

const fn of(measure: &'static str, group: &'static [&'static str], value: &'static str) -> Expected {
    Expected { measure, subject: Some("exit"), group, value }
}

const MEASURES: &[Measure] = &[
    linked("count", Text::new("人数", "candidates")).shown_with(Places::AsNeeded),
    linked("share", Text::new("占入口等级的份额", "share of the entry band")).drawn_as(DrawnAs::Colour),
    linked("keep_top", Text::new("保优率", "top kept")),
    linked("to_top", Text::new("转优率", "to the top")),
    linked("out_of_bottom", Text::new("脱低率", "out of the bottom")),
    linked("to_bottom", Text::new("新增末等率", "to the bottom")),
    linked("mean_change", Text::new("平均升几等", "mean change of bands")).shown_with(Places::Of(2)),
    linked("expected_top", Text::new("上等期望人数", "expected at the top")),
    linked("actual_top", Text::new("上等实际人数", "actually at the top")).shown_with(Places::AsNeeded),
    linked("top_difference", Text::new("上等实际减期望", "actual minus expected")),
    linked("kept_value", Text::new("保持分", "value of those who stayed")).shown_with(Places::Of(3)),
    linked("progress_value", Text::new("进步分", "value of those who rose")).shown_with(Places::Of(3)),
    linked("regress_value", Text::new("退步分", "value of those who fell")).shown_with(Places::Of(3)),
    linked("relative_progress", Text::new("相对进步率", "relative progress")).shown_with(Places::Of(3)),
];

fn conversion(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let scheme = Scheme::asked(request.arguments)?;
    let (rules, number) = (Rules::asked(request), expected_top::asked(request.arguments));
    each_cohort(exam, request, &["entry_band", "exit_band"], |cohort, figures| {
        let levels = scheme.of(cohort);
        let expected = levels.as_ref().map(|levels| ExpectedTop::of(cohort, levels, number));
        let whole = levels.as_ref().map(|levels| {
            let mut whole = Transitions::new(levels.bands);
            cohort.units.iter().for_each(|unit| whole.add(unit, levels));
            whole
        });
        for unit in &cohort.units {
            let group = Group { cohort, rules: &rules, scheme: &scheme, number, unit };
            match levels.as_ref().zip(whole.as_ref()).zip(expected.as_ref()) {
                None => figures.push(group.without_full_mark()),
                Some(((levels, whole), expected)) => figures.extend(group.figures(levels, whole, expected)),
            }
        }
    })
}

struct Group<'a> {
    cohort: &'a Cohort,
    rules: &'a Rules,
    scheme: &'a Scheme,
    number: u64,
    unit: &'a Unit,
}

impl Group<'_> {
    /// The place of every figure of the group, with what is said of all of them.
    fn place(&self) -> Placed {
        let method = self.scheme.method().and(expected_top::method(self.number));
        let empty = figure("conversion", "keep_top", Of::Percent, method);
        let further = |figure: Figure| Figure { group: within(&figure.group, [None, None]), ..figure };
        self.rules.place(self.cohort, self.unit, empty).map(further)
    }

    fn without_full_mark(&self) -> Figure {
        self.place().filled(|figure| figure.noted(&NO_FULL_MARK).without_value(Status::MissingInput))
    }

    fn figures(&self, levels: &Levels, whole: &Transitions, expected: &ExpectedTop) -> Vec<Figure> {
        let place = match self.place() {
            Placed::Closed(figure) => return vec![figure],
            Placed::Open(figure) => figure,
        };
        let labels = &place.group[..place.group.len() - 2];
        let names: Vec<Label> = (1..=levels.bands).map(|band| Label::from(band.to_string())).collect();
        let mut own = Transitions::new(levels.bands);
        own.add(self.unit, levels);
        let mut figures = Vec::new();
        let mut push = |measure, unit, bands: [Option<usize>; 2], fill: &dyn Fn(Figure) -> Figure| {
            let group = match bands {
                [None, None] => place.group.clone(),
                bands => within(labels, bands.map(|band| band.map(|band| names[band].clone()))),
            };
            figures.push(fill(Figure { measure, unit, group, ..place.clone() }));
        };
        for (from, to) in (0..levels.bands).flat_map(|from| (0..levels.bands).map(move |to| (from, to))) {
            let bands = [Some(from), Some(to)];
            push("count", Of::Persons, bands, &|figure| figure.with_value(count(own.at(from, to))));
            push("share", Of::Percent, bands, &|figure| share(figure, own.at(from, to), own.entry(from)));
        }
        let none = [None, None];
        for (measure, (part, all)) in own.rates() {
            push(measure, Of::Percent, none, &|figure| self.rate(figure, part, all));
        }
        let change = own.mean_change();
        push("mean_change", Of::Number, none, &|figure| figure.with_value(Value::Exact(change)));
        let expected = expected.of_unit(self.unit);
        let actual = own.exit(0);
        let se = Some(expected.variance.sqrt()).filter(|se| *se > 0.0);
        push("expected_top", Of::Persons, none, &|figure| {
            Figure { se, ..figure }.with_value(expected.value())
        });
        push("actual_top", Of::Persons, none, &|figure| figure.with_value(count(actual)));
        let difference = expected.exceeded_by(actual);
        push("top_difference", Of::Persons, none, &|figure| {
            let value = difference.to_f64();
            let half = se.zip(self.rules.reach).map(|(se, reach)| se * reach);
            let figure = Figure {
                se,
                lower: half.map(|half| value - half),
                upper: half.map(|half| value + half),
                confidence: half.map(|_| self.rules.confidence),
                ..figure
            };
            figure.with_value(difference)
        });
        if levels.bands == 9 {
            self.relative(&own, whole, &mut push);
        }
        figures
    }

    fn rate(&self, figure: Figure, part: u64, all: u64) -> Figure {
        let interval = wilson(part, all, self.rules.confidence);
        let figure = share(figure, part, all);
        Figure {
            lower: interval.map(|interval| interval.lower * 100.0),
            upper: interval.map(|interval| interval.upper * 100.0),
            confidence: interval.map(|_| self.rules.confidence),
            ..figure
        }
    }

    fn relative(
        &self,
        own: &Transitions,
        whole: &Transitions,
        push: &mut impl FnMut(&'static str, Of, [Option<usize>; 2], &dyn Fn(Figure) -> Figure),
    ) {
        let [kept, progress, regress] = own.weighted();
        for (measure, value) in
            [("kept_value", kept), ("progress_value", progress), ("regress_value", regress)]
        {
            push(measure, Of::Number, [None, None], &|figure| figure.with_value(Value::Exact(value)));
        }
        let neutral = whole
            .relative_progress()
            .map(|value| NEUTRAL.with([Term::found(Numeral::of_value(Value::Exact(value), 3))]));
        push("relative_progress", Of::Number, [None, None], &|figure| {
            let figure = figure.noted(neutral.clone());
            match own.relative_progress() {
                Some(value) => figure.with_value(Value::Exact(value)),
                None => figure.noted(&NOBODY_FELL).without_value(Status::NotApplicable),
            }
        });
    }
}

/// The labels of a group and of two bands.
fn within(labels: &[Option<Label>], bands: [Option<Label>; 2]) -> Labels {
    labels.iter().cloned().chain(bands).collect()
}

static NO_FULL_MARK: Phrase = Phrase::new(
    "bands_need_full_marks",
    "按满分的份额分等，而入口或出口的满分未知",
    "bands are shares of the full mark, which is not known at entry or at exit",
);
static NEUTRAL: Phrase = Phrase::new(
    "neutral_relative_progress",
    "全体考生的相对进步率为 {}，即不进不退的水平，不是 1",
    "that of all candidates is {}: the neutral value, which is not 1",
);
static NOBODY_FELL: Phrase =
    Phrase::new("nobody_fell", "无人退步，分母为零", "nobody fell: the denominator is 0");
