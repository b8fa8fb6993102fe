//! The subject cut (有效分): the score in a subject that stands for a line in the total.

use super::super::arguments::Request;
use super::super::definition::{
    Discloses, Example, Expected, Indicator, Layout, Measure, Method, Parameter, Parts, SUBJECT, SUBJECTS,
};
use super::super::grouping::{Block, blocks, chosen_subjects, grouping_keys};
use super::derive::{CUTS, Cohort, DERIVATION, Derived, MINIMUM, Pair, Rule, one_by_one, pairs};
use super::{LINES, TRACK, check_tracks, keys_with_track, line_for, line_names, lines_of_year};
use crate::error::Result;
use crate::exam::{Candidates, Exam, YearTally};
use crate::figures::{AllTold, Figure, Figures, Label, Part, Phrase, Range, Status, Told, Unit, Value};
use crate::indicators::lines::CutScore;
use crate::indicators::mean_and_rates::count;
use crate::lang::Text;
use crate::number::Rational;
use crate::tally::Distribution;

const ID: &str = "subject_cut";

/// The score to which the line belongs.
pub(super) const TOTAL: Parameter = Parameter {
    name: "total",
    text: Text::new("分数线所在的成绩", "the score to which the line belongs"),
    ..SUBJECT
};

pub const SUBJECT_CUT: Indicator = Indicator {
    id: ID,
    name: Text::new("单科有效分", "subject cut"),
    aliases: &["有效分", "单科线", "学科有效分", "单科上线分数线"],
    summary: Text::new(
        "与总分线相当的单科分数，四种算法",
        "the score in a subject that stands for a line in the total, by four derivations",
    ),
    formula: Text::new(
        "等比例：单科第 ⌊n_j × 上线人数 ÷ N⌋ 名的分数；按均分比例：总分线 ÷ 上线者总分均分 × 上线者该科均分；条件均分：总分在线上的考生的该科均分（窗口每次加宽 1 分，直到够 25 人）；或直接给定",
        "equal_proportion: the score at rank ⌊n_j × attained / N⌋ of the subject; proportional: line / mean total of the attained × their subject mean; conditional_mean: the subject mean of those whose total is at the line (window widened by 1 until 25 candidates); given: as given",
    ),
    katex: r"x_{j,(\lfloor n_j r\rfloor)},\ r=\tfrac{\#\{X\ge L\}}{N};\quad \tfrac{L}{\bar X_{X\ge L}}\,\bar x_{j,X\ge L};\quad E(x_j\mid X\approx L)",
    universe: Text::new(
        "每组中有成绩的考生；线按科类给出时须按科类分组",
        "candidates of the group with a score; where lines are by track, the groups must be by track too",
    ),
    numerator: Text::new("总分上线人数（等比例）", "candidates at the line in the total (equal_proportion)"),
    denominator: Text::new("有总分的人数（等比例）", "candidates with a total (equal_proportion)"),
    aggregation: Text::new(
        "由全部考生重新推算；各组的单科线不能平均",
        "derived anew from all candidates; the cuts of groups do not average",
    ),
    unit: Unit::Points,
    decimals: 1,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("cut", Text::new("单科有效分", "subject cut"), Discloses::Tail)],
    parameters: &[LINES, DERIVATION, MINIMUM, CUTS, TOTAL, SUBJECTS],
    edges: Text::new(
        "无人实考：no_denominator；无人上线、人数不足或线落在合并档内：not_applicable；没有该年的线或没有给定单科线：missing_input；一组内有几条科类线：not_applicable；proportional、conditional_mean 只有一分一段表时：报错",
        "nobody tested: no_denominator; nobody at the line, too few candidates, or inside an open bucket: not_applicable; no line of that year or no cut given: missing_input; several tracks' lines in a group: not_applicable; proportional and conditional_mean from a score table: refused",
    ),
    reference: Text::new("各地有效分的四种通行算法", "four derivations in use by examination offices"),
    docstring: include_str!("subject_cut.txt"),
    example: Example {
        input: "考号,语文,数学,总分\n1,110,130,240\n2,120,100,220\n3,100,90,190\n4,90,80,170\n",
        by: &[],
        arguments: &[("lines", &["本科=220"]), ("derivation", &["proportional"])],
        steps: Text::new(
            "上线 240、220，均分 230；语文均分（110 + 120）÷ 2 = 115,220 ÷ 230 × 115 = 110.0；数学均分（130 + 100）÷ 2 = 115，同样为 110.0；两科之和正好 220",
            "240 and 220 reach the line, mean 230; Chinese mean (110 + 120) / 2 = 115, 220 / 230 × 115 = 110.0; mathematics (130 + 100) / 2 = 115, 110.0 as well; together just 220",
        ),
        expected: &[
            Expected { measure: "cut", subject: Some("chinese"), group: &["本科"], value: "110.0" },
            Expected { measure: "cut", subject: Some("mathematics"), group: &["本科"], value: "110.0" },
        ],
    },
    method: Method::Exam(subject_cut),
};

/// What stays the same for all groups of one year.
struct Setting<'a> {
    of_year: &'a YearTally,
    candidates: &'a [Candidates<'a>],
    lines: &'a [&'a CutScore],
    track_at: Option<usize>,
    total: usize,
    rule: &'a Rule,
}

fn subject_cut(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let rule = Rule::new(request)?;
    let lines = request.arguments.cut_scores("lines").to_vec();
    let total = request.arguments.text("total").unwrap_or_default();
    let by = grouping_keys(request);
    let keys = keys_with_track(&by, &lines);
    let candidates = if rule.is_joint() { one_by_one(exam, &keys, ID)? } else { Vec::new() };
    let mut figures = Figures::new(by.iter().map(|k| (*k).to_owned()).chain(["line".to_owned()]).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let lines = lines_of_year(&lines, of_year.year);
        let by_track = lines.iter().any(|line| line.track.is_some());
        let track_at = by_track.then(|| of_year.tally.key_index(TRACK)).transpose()?;
        check_tracks(&lines, of_year, track_at)?;
        let total = of_year.tally.subject_index(total)?;
        let mut subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        subjects.retain(|at| *at != total);
        let setting =
            Setting { of_year, candidates: &candidates, lines: &lines, track_at, total, rule: &rule };
        for block in blocks(&of_year.tally, by.len()) {
            for name in line_names(&lines) {
                figures.extend(subjects.iter().map(|at| setting.figure(&block, name, *at)));
            }
        }
    }
    Ok(figures)
}

impl Setting<'_> {
    fn figure(&self, block: &Block<'_>, name: &str, subject: usize) -> Figure {
        let id = &self.of_year.tally.subjects[subject].id;
        let mut group = block.group();
        group.push(Some(name.to_owned()));
        let figure = Figure {
            year: self.of_year.year,
            group,
            subject: Some(id.as_str().into()),
            method: self.rule.said().into(),
            ..Figure::new(ID, "cut", Unit::Points)
        };
        let track = |labels: &[String]| self.track_at.map(|at| labels[at].clone());
        let line_of = |labels: &[String]| line_for(self.lines, name, track(labels).as_deref());
        let mut lines: Vec<&CutScore> = block.groups.iter().filter_map(|g| line_of(&g.labels)).collect();
        lines.dedup();
        let [line] = lines[..] else {
            return match lines.len() {
                0 => figure.without_value(Status::MissingInput),
                _ => Figure { note: (&SEVERAL_TRACKS).into(), ..figure.without_value(Status::NotApplicable) },
            };
        };
        let mut total = Distribution::default();
        let mut taking = Distribution::default();
        for group in block.groups.iter().filter(|group| line_of(&group.labels).is_some()) {
            total.add(&group.distributions[self.total]);
            taking.add(&group.distributions[subject]);
        }
        let total_subject = &self.of_year.tally.subjects[self.total];
        let of_block = self.candidates.iter().filter(|c| {
            let same = c.labels[..block.labels.len()] == *block.labels;
            c.year == self.of_year.year && same && line_of(&c.labels).is_some()
        });
        let pairs: Vec<Pair> = of_block.flat_map(|c| pairs(c, &total_subject.id, id)).collect();
        let cohort = Cohort {
            total: &total,
            subject: &taking,
            pairs: &pairs,
            total_scale: total_subject.scale,
            subject_scale: self.of_year.tally.subjects[subject].scale,
        };
        let derived = self.rule.derive(id, self.of_year.year, line, &cohort);
        let told = self.told(&derived, line, &Label::from(total_subject.id.as_str()));
        Figure { told, ..finished(figure, derived) }
    }

    /// The line divides the candidates in the total, and the cut those who take the subject.
    fn told(&self, derived: &Derived, line: &CutScore, total: &Label) -> AllTold {
        let track = line.track.as_ref().map(|track| (TRACK.to_owned(), track.clone()));
        let of = |range| Told::count_of(vec![Part::of(track.clone(), range)]);
        let Some((_, all)) = derived.attained else {
            return derived.totals.map(|totals| of(totals).in_subject(total)).into_iter().collect();
        };
        let in_total = [of(Range::from(line.score)), of(Range::TESTED)].map(|told| told.in_subject(total));
        let zero = Rational::from_integer(0);
        let places = derived.places.filter(|_| all > 0).map(|(rank, taking)| {
            let whole = |number: u64| Rational::from_integer(i128::from(number));
            [Told::places(zero, whole(rank)), Told::places(whole(rank), whole(taking))]
        });
        in_total.into_iter().chain([of(Range::TESTED)]).chain(places.into_iter().flatten()).collect()
    }
}

static SEVERAL_TRACKS: Phrase = Phrase::new(
    "several_tracks",
    "各科类的线不同，须按科类分组",
    "several tracks with lines of their own: group by track",
);

fn finished(figure: Figure, derived: Derived) -> Figure {
    let (attained, all) = derived.attained.unzip();
    let figure = Figure {
        n: derived.n,
        fewest: derived.fewest,
        numerator: attained.map(count),
        denominator: all.map(count),
        method: derived.method,
        ..figure
    };
    match derived.cut {
        Ok(cut) => Figure { note: derived.found, ..figure.with_value(Value::Exact(cut)) },
        Err((status, note)) => Figure { note, ..figure.without_value(status) },
    }
}
