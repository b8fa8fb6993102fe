//! Kitagawa's decomposition of a gap: who the groups are made of, and how each kind performs.

use super::super::arguments::Request;
use super::super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, SUBJECTS,
};
use super::super::gap::rules::{FIRST, GROUP, SECOND, TOWNS};
use super::{Split, UNIVERSE, at_label, each_gap, less, mean, sum};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit, Value};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::Subject;
use crate::tally::Distribution;

pub const GAP_COMPOSITION: Indicator = Indicator {
    id: "gap_composition",
    name: Text::new("差距的构成与表现（Kitagawa）", "gap by composition and performance"),
    aliases: &["Kitagawa 分解", "构成效应", "Kitagawa decomposition", "composition effect"],
    summary: Text::new(
        "把两组差距分成构成不同（如科类、学校类型的比例）与同类之中表现不同两部分",
        "gap of two groups split into their composition (shares of tracks, of types of school) and their performance within each",
    ),
    formula: Text::new(
        "构成 = Σ (p₁ₖ − p₂ₖ)((m₁ₖ + m₂ₖ)/2 − M)；表现 = Σ (m₁ₖ − m₂ₖ)(p₁ₖ + p₂ₖ)/2；p 为比例，m 为该类的平均分（或达线率），M 为两组平均分（达线率）的中点，各类的构成由它量起，总的构成与它无关",
        "composition = Σ (p₁ₖ − p₂ₖ)((m₁ₖ + m₂ₖ)/2 − M); performance = Σ (m₁ₖ − m₂ₖ)(p₁ₖ + p₂ₖ)/2; p shares, m means (or rates at a line) of each kind; M, midway between the means (rates) of the two groups, is what the kinds are measured from and leaves the whole as it is",
    ),
    katex: r"\Delta=\sum_k(p_{1k}-p_{2k})\left(\frac{m_{1k}+m_{2k}}2-\frac{m_1+m_2}2\right)+\sum_k(m_{1k}-m_{2k})\frac{p_{1k}+p_{2k}}2",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "由人数与分数和精确计算；两部分之和恰为差距；各类之和即总的部分；所有分数同加一个数，各部分不变",
        "exact, from counts and sums; the two parts add up to the gap, and those of the kinds to the parts; adding a number to all scores changes none of them",
    ),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new(
            "difference",
            Text::new("差距（第一组 − 第二组）", "difference (first − second)"),
            Discloses::Means,
        ),
        Measure::part("composition", Text::new("构成部分", "composition")),
        Measure::part("performance", Text::new("表现部分", "performance")),
    ],
    parameters: &[
        Parameter {
            name: "key",
            text: Text::new("按哪一个字段分类（如科类）", "the key of the kinds (such as track)"),
            kind: Kind::Name,
            default: Default::Required,
            many: false,
        },
        Parameter {
            name: "line",
            text: Text::new("给出时分解达线率的差距", "if given, the gap of the rates at this line is split"),
            kind: Kind::Points,
            default: Default::Nothing,
            many: false,
        },
        GROUP,
        FIRST,
        SECOND,
        TOWNS,
        SUBJECTS,
    ],
    edges: Text::new(
        "一组无人实考：no_denominator；某类只有一组有人：该类的表现无从比较，两部分 not_applicable 并注明是哪一类；未填类别的考生合为一类，以免差距缺人，并注明；一分一段表两端合并：not_applicable",
        "a group without candidates: no_denominator; a kind that only one group has: its performance cannot be compared, both parts are not_applicable and the note names it; candidates whose kind is blank are one kind together, so that the gap is that of all, and the note says so; open ends of a published table: not_applicable",
    ),
    reference: Text::new("Kitagawa (1955), JASA 50, 1168–1194", "Kitagawa (1955), JASA 50, 1168–1194"),
    docstring: include_str!("gap_composition.txt"),
    example: Example {
        input: "考号,科类,城乡,数学\n1,物理,城区,90\n2,物理,城区,86\n3,历史,城区,79\n4,物理,乡村,80\n5,历史,乡村,70\n6,历史,乡村,75\n",
        by: &[],
        arguments: &[("key", &["track"])],
        steps: Text::new(
            "城区 85，乡村 75，差 10；物理 88 对 80，历史 79 对 72.5；构成（2/3 − 1/3）× (84 − 80) + (1/3 − 2/3) × (75.75 − 80) = 2.75，表现 8 × 1/2 + 6.5 × 1/2 = 7.25",
            "urban 85, rural 75, gap 10; physics 88 and 80, history 79 and 72.5; composition (2/3 − 1/3) × (84 − 80) + (1/3 − 2/3) × (75.75 − 80) = 2.75, performance 8 × 1/2 + 6.5 × 1/2 = 7.25",
        ),
        expected: &[
            Expected { measure: "difference", subject: Some("mathematics"), group: &[""], value: "10.00" },
            Expected { measure: "composition", subject: Some("mathematics"), group: &[""], value: "2.75" },
            Expected { measure: "performance", subject: Some("mathematics"), group: &[""], value: "7.25" },
            Expected {
                measure: "composition",
                subject: Some("mathematics"),
                group: &["物理"],
                value: "1.33",
            },
            Expected {
                measure: "performance",
                subject: Some("mathematics"),
                group: &["历史"],
                value: "3.25",
            },
        ],
    },
    method: Method::Exam(gap_composition),
};

const MEASURES: [&str; 3] = ["difference", "composition", "performance"];

fn gap_composition(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let key = request.arguments.text("key").unwrap_or_default();
    let line = request.arguments.number("line");
    each_gap(exam, request, "gap_composition", (key, "kind"), &MEASURES, |place, subject, split| {
        let of = |distribution: &Distribution| level(distribution, subject, line);
        let method = match line {
            None => MEANS_BY.with([Term::key(key)]),
            Some(line) => RATES_BY.with([Term::declared(line), Term::key(key)]),
        };
        let unit = if line.is_some() { Unit::PercentagePoints } else { Unit::Points };
        let place = Figure { method: method.into(), unit, ..place };
        let levels = of(&split.whole(0)).zip(of(&split.whole(1)));
        let Some((first, second)) = levels else { return Vec::new() };
        split_up(&place, (first, second), split, of)
    })
}

/// The mean in points, or the rate at a line in per cent.
fn level(distribution: &Distribution, subject: &Subject, line: Option<Rational>) -> Option<Rational> {
    let Some(line) = line else { return mean(distribution, subject) };
    let reached = distribution.at_least(subject.scale.ticks_at_least(line))?;
    let tested = i128::from(distribution.tested());
    (tested > 0).then(|| Rational::new(i128::from(reached) * 100, tested))
}

fn split_up(
    place: &Figure,
    (first, second): (Rational, Rational),
    split: &Split,
    of: impl Fn(&Distribution) -> Option<Rational>,
) -> Vec<Figure> {
    let (gap, half) = (first - second, Rational::new(1, 2));
    let middle = (first + second) * half;
    let blank = split.cells.iter().any(|(label, _)| label.is_empty());
    let figure = |measure, label: Option<&str>| {
        let place = label.map_or_else(|| place.clone(), |label| at_label(place, label));
        let is_of_blanks = blank && measure != MEASURES[0] && label.is_none_or(str::is_empty);
        Figure { measure, ..place }.noted(is_of_blanks.then_some(&BLANK_IS_A_KIND))
    };
    let mut figures = vec![figure(MEASURES[0], None).with_value(Value::Exact(gap))];
    let lonely = split.cells.iter().find(|(_, cell)| cell.iter().any(|side| side.tested() == 0));
    if let Some((label, _)) = lonely {
        let note = match label.as_str() {
            "" => Clauses::from(&BLANK_OF_ONE),
            label => Clauses::from(KIND_OF_ONE.with([Term::name(label)])),
        };
        figures.extend(MEASURES[1..].iter().map(|measure| Figure {
            note: note.clone(),
            ..figure(measure, None).without_value(Status::NotApplicable)
        }));
        return figures;
    }
    let sizes = [0, 1].map(|side| i128::from(split.n(side)));
    let parts: Vec<(&str, Rational, Rational)> = split
        .cells
        .iter()
        .filter_map(|(label, cell)| {
            let share = |side: usize| Rational::new(i128::from(cell[side].tested()), sizes[side]);
            let (p, m) = ((share(0), share(1)), (of(&cell[0])?, of(&cell[1])?));
            let composition = (p.0 - p.1) * ((m.0 + m.1) * half - middle);
            Some((label.as_str(), composition, (m.0 - m.1) * (p.0 + p.1) * half))
        })
        .collect();
    let composition = sum(&parts.iter().map(|part| part.1).collect::<Vec<_>>());
    figures.push(figure(MEASURES[1], None).with_value(composition));
    figures.push(figure(MEASURES[2], None).with_value(less(gap, composition)));
    for (label, composition, performance) in parts {
        figures.push(figure(MEASURES[1], Some(label)).with_value(Value::Exact(composition)));
        figures.push(figure(MEASURES[2], Some(label)).with_value(Value::Exact(performance)));
    }
    figures
}

static MEANS_BY: Phrase = Phrase::new("means_by", "均分，按{}分类", "means, by {}");
static RATES_BY: Phrase = Phrase::new("rates_at_by", "{} 分的达线率，按{}分类", "rates at {}, by {}");
static BLANK_IS_A_KIND: Phrase = Phrase::new(
    "unknown_kind",
    "未填类别的考生合为一类",
    "candidates whose kind is not known count as one kind",
);
static BLANK_OF_ONE: Phrase = Phrase::new(
    "unknown_kind_of_one_group",
    "只有一组有未填类别的考生",
    "only one group has candidates whose kind is not known",
);
static KIND_OF_ONE: Phrase =
    Phrase::new("kind_of_one_group", "只有一组有“{}”类的考生", "only one group has candidates of {}");
