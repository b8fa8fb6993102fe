//! Gains of places between two examinations.

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, Example, Indicator, Layout, Measure, Method, Parameter, SCHOOL, SUBJECTS,
};
use super::cohort::{Cohort, each_cohort};
use super::distributions::{Scores, Side};
use super::estimates::sums;
use super::score_gain::{EDGES, LINKED, MINI, expected, share};
use super::shared::{ENTRY, LOW_MATCH_RATE, MATCH_RATE, MINIMUM, Rules, figure, linked};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figures, Phrase, Unit as Of};
use crate::lang::Text;

pub const RANK_GAIN: Indicator = Indicator {
    id: "rank_gain",
    name: Text::new("名次进退", "gain of places"),
    aliases: &["进退步", "名次进步", "进退步系数", "rank change"],
    summary: Text::new(
        "各组考生入口名次减出口名次的平均",
        "mean of entry rank minus exit rank of linked candidates, per subject and group",
    ),
    formula: Text::new(
        "进退 = 入口名次 − 出口名次（正为进步；同分同名次，在全体相连考生中排）；进退步系数 = 2（入口名次 − 出口名次）÷（入口名次 + 出口名次）",
        "gain = entry rank − exit rank (+ is better; ties share a rank, among all linked candidates); coefficient = 2 (entry − exit) / (entry + exit)",
    ),
    katex: r"g_i=r_{0i}-r_{1i},\qquad c_i=\frac{2(r_{0i}-r_{1i})}{r_{0i}+r_{1i}}",
    universe: LINKED,
    numerator: Text::new("组内各人进退之和", "the sum of the group's gains"),
    denominator: Text::new("组内相连的考生人数", "the linked candidates of the group"),
    aggregation: Text::new(
        "由各考生平均；名次总在全体相连考生中排，不在组内",
        "the mean over candidates; ranks are among all linked, never within the group",
    ),
    unit: Of::Number,
    decimals: 2,
    layout: Layout::ByMeasure,
    measures: MEASURES,
    parameters: PARAMETERS,
    edges: EDGES,
    reference: Text::new(
        "中间分数段人多，名次变化最大；用 R 对 mlmRev::Exam、bdf 检验",
        "ranks change most in the middle, where candidates are many; held against R on mlmRev Exam and bdf",
    ),
    docstring: include_str!("rank_gain.txt"),
    example: Example {
        input: MINI,
        by: &["school"],
        arguments: &[("minimum", &["5"])],
        steps: Text::new(
            "甲校入口名次 7、5、3、1、9，出口名次 7、5、2、3、8：进退 0、0、1、−2、1，平均 0；乙校入口同，出口 9、6、4、1、10：−2、−1、−1、0、−1，平均 −1",
            "甲 has entry ranks 7 5 3 1 9 and exit ranks 7 5 2 3 8: 0 0 1 −2 1, mean 0; 乙 the same entry ranks and 9 6 4 1 10: −2 −1 −1 0 −1, mean −1",
        ),
        expected: &[expected("rank_gain", &["甲"], "0.00"), expected("rank_gain", &["乙"], "-1.00")],
    },
    method: Method::Exam(rank_gain),
};

const MEASURES: &[Measure] = &[
    linked("rank_gain", Text::new("名次进退", "gain of places")),
    linked("progress_coefficient", Text::new("进退步系数", "coefficient of progress")),
    linked("share_gained", Text::new("名次上升者份额", "share whose rank rose")),
];

const PARAMETERS: &[Parameter] = &[ENTRY, MINIMUM, MATCH_RATE, LOW_MATCH_RATE, SCHOOL, SUBJECTS, CONFIDENCE];

fn rank_gain(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let rules = Rules::of_gains(request);
    each_cohort(exam, request, &[], |cohort, figures| push(cohort, &rules, figures))
}

fn push(cohort: &Cohort, rules: &Rules, figures: &mut Figures) {
    let [entry, exit] = [Side::Entry, Side::Exit].map(|side| Scores::of(cohort, side));
    let ranks = |x: i64, y: i64| [entry.rank(x), exit.rank(y)].map(|rank| rank as f64);
    let gains = sums(cohort, |_, x, y| {
        let [before, after] = ranks(x, y);
        Some(before - after)
    });
    let coefficients = sums(cohort, |_, x, y| {
        let [before, after] = ranks(x, y);
        Some(2.0 * (before - after) / (before + after))
    });
    for (at, unit) in cohort.units.iter().enumerate() {
        for (measure, summed) in [("rank_gain", &gains), ("progress_coefficient", &coefficients)] {
            let empty = figure("rank_gain", measure, Of::Number, &COMPETITION);
            let place = rules.place(cohort, unit, empty);
            let estimate = summed.estimate(at, unit, true);
            figures.push(place.filled(|figure| rules.estimated(figure, &estimate)));
        }
        let empty = figure("rank_gain", "share_gained", Of::Percent, &COMPETITION);
        let place = rules.place(cohort, unit, empty);
        let cells = unit.parts.iter().flat_map(|part| part.pairs.iter());
        let rose = cells.filter(|(x, y, _)| entry.rank(*x) > exit.rank(*y)).map(|(_, _, count)| count).sum();
        figures.push(place.filled(|figure| share(figure, rose, unit.n())));
    }
}

static COMPETITION: Phrase = Phrase::new(
    "ranks_of_linked",
    "名次在全体相连考生中排，同分同名次",
    "ranks among all linked candidates, ties share one",
);
