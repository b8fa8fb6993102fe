//! Where groups began and what they reached, beside what was to be expected: the figures of the picture of entry
//! against exit scores.

use super::super::arguments::Request;
use super::super::definition::{
    Default, DrawnAs, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
    SUBJECTS,
};
use super::super::grouping::count;
use super::cohort::{Cohort, Unit, each_cohort};
use super::estimates::sums;
use super::expectation::{Expectation, FORM};
use super::grid::Grid;
use super::residual_gain::{CUBIC, LINE};
use super::said::said_of_whole;
use super::score_gain::{EDGES, LINKED, MINI};
use super::shared::{ENTRY, LOW_MATCH_RATE, MATCH_RATE, MINIMUM, Rules, figure, linked};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Term, Unit as Of, Value};
use crate::lang::Text;
use crate::number::{Rational, plain};

pub const ENTRY_EXIT: Indicator = Indicator {
    id: "entry_exit",
    name: Text::new("入口与出口分数", "entry and exit scores"),
    aliases: &["入口出口散点图", "增值散点图", "entry-exit scatter", "hexbin"],
    summary: Text::new(
        "各组入口与出口平均分及期望的出口平均分；全体相连考生在入口 × 出口分数各格的人数",
        "entry and exit mean and the expected exit mean per group; counts of all linked candidates by cells of entry × exit score",
    ),
    formula: Text::new(
        "期望平均分 = 组内各人由入口分数回归所得期望的平均；格：分数 ÷ 格宽向下取整，从格的下限起（含）",
        "expected mean = mean of what a regression on the entry score expects of the group's own; a cell holds the scores from its lower end (inclusive), multiples of its width",
    ),
    katex: r"\bar x_s,\quad\bar y_s,\quad\frac1{n_s}\sum_{i\in s}\hat y(x_i),\qquad n_{ab}=\#\{i:\lfloor x_i/w\rfloor=a,\ \lfloor y_i/w\rfloor=b\}",
    universe: LINKED,
    numerator: Text::new("平均分：分数之和", "of means: the sum of the scores"),
    denominator: Text::new("组内相连的考生人数", "the linked candidates of the group"),
    aggregation: Text::new(
        "由各考生平均；各格的人数相加为全体相连考生",
        "means over candidates; the cells add up to all linked candidates",
    ),
    unit: Of::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: MEASURES,
    parameters: &[ENTRY, FORM, WIDTH, MINIMUM, MATCH_RATE, LOW_MATCH_RATE, SUBJECTS],
    edges: EDGES,
    reference: Text::new(
        "与 residual_gain 同一条期望线；由手算的小例与 numpy 检验",
        "the expectation of residual_gain; held against numpy and an example worked by hand",
    ),
    docstring: include_str!("entry_exit.txt"),
    example: Example {
        input: MINI,
        by: &["school"],
        arguments: &[("minimum", &["5"]), ("width", &["20"])],
        steps: Text::new(
            "10 人相连，期望线过 (70, 73.2)、斜率 19/20；两校入口平均同为 70，期望平均同为 73.2；甲校出口平均 (70 + 75 + 90 + 88 + 62) ÷ 5 = 77；20 分一格：入口 80 到 99 有 4 人（80、90 各两人），其中出口 80 到 99 有 3 人（90、88、94）",
            "10 are linked, the line runs through (70, 73.2) with slope 19/20; both schools begin at 70, so 73.2 is expected; 甲 has (70 + 75 + 90 + 88 + 62) / 5 = 77 at exit; in cells of 20 points 4 began at 80 to 99, of whom 3 have 80 to 99 at exit (90, 88, 94)",
        ),
        expected: &[
            of("entry_mean", &["甲", "", ""], "70.00"),
            of("exit_mean", &["甲", "", ""], "77.00"),
            of("expected_mean", &["甲", "", ""], "73.20"),
            of("count", &["", "80", "80"], "3.00"),
        ],
    },
    method: Method::Exam(entry_exit),
};

const fn of(measure: &'static str, group: &'static [&'static str], value: &'static str) -> Expected {
    Expected { measure, subject: Some("exit"), group, value }
}

const MEASURES: &[Measure] = &[
    linked("entry_mean", Text::new("入口平均分", "entry mean")).drawn_as(DrawnAs::Across),
    linked("exit_mean", Text::new("出口平均分", "exit mean")).drawn_as(DrawnAs::Up),
    linked("expected_mean", Text::new("期望的出口平均分", "expected exit mean")).drawn_as(DrawnAs::Curve),
    linked("count", Text::new("人数", "candidates"))
        .shown_with(Places::AsNeeded)
        .drawn_as(DrawnAs::Colour)
        .without_interval(),
    linked("cell_mean", Text::new("该入口格的出口平均分", "exit mean of the entry cell")).without_interval(),
];

const WIDTH: Parameter = Parameter {
    name: "width",
    text: Text::new(
        "一格几分（不给则取整，每边至多 15 格）",
        "points of a cell (round and at most 15 cells a side, if not given)",
    ),
    kind: Kind::Points,
    default: Default::Nothing,
    many: false,
};

fn entry_exit(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let rules = Rules::asked(request);
    let width = request.arguments.number("width");
    let cubic = request.arguments.text("form") == Some("cubic");
    let line = if cubic { &CUBIC } else { &LINE };
    each_cohort(exam, request, &["entry_from", "exit_from"], |cohort, figures| {
        means(cohort, request, &rules, line, figures);
        cells(cohort, &Grid::of(cohort, width), figures);
    })
}

/// With both keys of cells, of which it is in none.
fn in_no_cell(figure: Figure) -> Figure {
    let own = figure.group.iter().map(|label| label.as_deref().map(str::to_owned));
    let group: Vec<Option<String>> = own.chain([None, None]).collect();
    Figure { group: group.into(), ..figure }
}

fn means(
    cohort: &Cohort,
    request: &Request<'_>,
    rules: &Rules,
    line: &'static Phrase,
    figures: &mut Figures,
) {
    let expectation = (!cohort.has_no_spread()).then(|| Expectation::of(cohort, request.arguments));
    let [_, step] = cohort.steps();
    let expected = sums(cohort, |_, x, _| Some(expectation.as_ref()?.at(x)));
    for (at, unit) in cohort.units.iter().enumerate() {
        let empty = |measure| figure("entry_exit", measure, Of::Points, Clauses::from(line));
        let mean = |sum: i128, step: Rational| Rational::new(sum, i128::from(unit.n().max(1))) * step;
        let exact = |measure, sum: i128, step: Rational| {
            let place = rules.place(cohort, unit, empty(measure));
            place.filled(|figure| of_sum(figure, unit, sum, mean(sum, step), step))
        };
        figures.push(in_no_cell(exact("entry_mean", unit.moments.x, cohort.entry.scale.step())));
        figures.push(in_no_cell(exact("exit_mean", unit.moments.y, cohort.exit.scale.step())));
        let own: f64 = expected.units[at].iter().map(|part| part.sum).sum();
        let value = (own / unit.n().max(1) as f64 + cohort.whole.mean_exit()) * step;
        let expected = rules.place(cohort, unit, empty("expected_mean"));
        figures.push(in_no_cell(expected.filled(|figure| figure.with_value(Value::Real(value)))));
    }
}

fn of_sum(figure: Figure, unit: &Unit, sum: i128, mean: Rational, step: Rational) -> Figure {
    Figure {
        numerator: Some(Value::Exact(Rational::from_integer(sum) * step)),
        denominator: Some(count(unit.n())),
        ..figure
    }
    .with_value(Value::Exact(mean))
}

/// Of all linked candidates together.
fn cells(cohort: &Cohort, grid: &Grid, figures: &mut Figures) {
    let step = cohort.exit.scale.step();
    let groups = figures.keys.len() - 2;
    let widths = CELLS.with(grid.widths.map(Term::chosen));
    let place = |measure, of, ends: [Option<Rational>; 2], n: u64| {
        let group = vec![None; groups].into_iter().chain(ends.map(|end| end.map(plain)));
        said_of_whole(
            cohort,
            Figure {
                year: cohort.year,
                group: group.collect::<Vec<Option<String>>>().into(),
                subject: Some(cohort.exit.id.as_str().into()),
                n: Some(n),
                fewest: Some(n),
                ..figure("entry_exit", measure, of, widths.clone())
            },
        )
    };
    for ([entry, exit], n) in &grid.cells {
        figures.push(place("count", Of::Persons, [Some(*entry), Some(*exit)], *n).with_value(count(*n)));
    }
    for (entry, n, sum) in &grid.entries {
        let mean = Rational::new(*sum, i128::from(*n)) * step;
        figures.push(place("cell_mean", Of::Points, [Some(*entry), None], *n).with_value(Value::Exact(mean)));
    }
}

static CELLS: Phrase = Phrase::new(
    "cells_of_scores",
    "每格：入口 {} 分、出口 {} 分",
    "cells of {} points at entry and {} at exit",
);
