//! How far the effects of schools agree between cohorts, between subjects and between halves of their own candidates.

use std::collections::BTreeMap;

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, Default, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
    SCHOOL, SEED, SUBJECTS,
};
use super::super::grouping::{count, grouping_keys};
use super::super::schools::school_key;
use super::cohort::{Cohort, cohorts};
use super::halves::{Drawn, SPLITS, halves};
use super::model::{Fitted, fitted};
use super::said::said_of_sides;
use super::score_gain::LINKED;
use super::shared::{ENTRY, MINIMUM, figure, linked};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit as Of, Value};
use crate::lang::Text;
use crate::stats::correlation::{fisher_interval, pearson, spearman};
use crate::stats::mixed::Criterion;
use crate::subjects::TOTAL;

pub const VALUE_ADDED_STABILITY: Indicator = Indicator {
    id: "value_added_stability",
    name: Text::new("增值的稳定性", "stability of value added"),
    aliases: &["学校效应的稳定性", "年度间相关", "stability of school effects", "consistency"],
    summary: Text::new(
        "各校增值在两届学生之间、在两科之间、在本校学生随机分成的两半之间的相关系数及学校数",
        "correlation of the schools' value added between two cohorts, between two subjects and between random halves of their own candidates, with the number of schools",
    ),
    formula: Text::new(
        "每届、每科各拟合一个随机截距模型；相关 = 两边都有的学校的效应的皮尔逊相关；区间为费希尔 z 区间：artanh r ± z ÷ √（学校数 − 3），再取 tanh；分半：每校考生随机分成两半，以全体的模型求两半的效应，相关 r 校正为 2r ÷（1 + r），取各次分半的平均",
        "a random-intercept model for each cohort and subject; correlation = Pearson's of the effects of the schools that both have; Fisher's interval tanh(artanh r ± z / √(schools − 3)); split half: each school's candidates are divided at random, effects of both halves by the model of all, their correlation r stepped up to 2r / (1 + r), mean over the splits",
    ),
    katex: r"r=\operatorname{cor}_s(\hat u_{s1},\hat u_{s2}),\qquad \tanh\bigl(\operatorname{artanh}r\pm z/\sqrt{S-3}\bigr)",
    universe: LINKED,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "每一组取其中的学校；模型仍由全体相连考生拟合；总分包含各科，不与它们相比",
        "a group of `by` takes its own schools; the models are still of all linked candidates; the total holds the subjects and is not compared with them",
    ),
    unit: Of::Number,
    decimals: 3,
    layout: Layout::Listed,
    measures: MEASURES,
    parameters: &[ENTRY, EFFECT, SPLITS, SEED, SCHOOL, MINIMUM, SUBJECTS, CONFIDENCE],
    edges: Text::new(
        "两边都有的学校少于 3 所，或一边的效应全部相同：not_applicable；学校少于 4 所：没有区间；只有一届且只有一科：只有分半",
        "fewer than 3 schools on both sides, or effects that are all the same on one: not_applicable; fewer than 4 schools: no interval; one cohort of one subject: only split half",
    ),
    reference: Text::new(
        "用 R lme4 与 cor.test 对 mlmRev::bdf 检验，分半用 numpy 的随机分半检验；Spearman (1910)、Brown (1910)",
        "held against R lme4 and cor.test on mlmRev bdf, split half against random halves by numpy; Spearman (1910), Brown (1910)",
    ),
    docstring: include_str!("stability.txt"),
    example: Example {
        input: EXAMPLE,
        by: &[],
        arguments: &[("minimum", &["2"]), ("effect", &["raw"])],
        steps: Text::new(
            "四校每届各 2 人，入口同为 60 与 80，斜率都是 1：2023 年各校出口比入口多 10、0、−10、0，平均 0，效应即此；2024 年多 10、0、0、−10，平均 0：积之和 10×10 = 100，平方和各为 200，相关 100 ÷ 200 = 0.500",
            "four schools with 2 candidates in each cohort who began at 60 and 80, slopes of 1: in 2023 the schools end 10, 0, −10, 0 above their entry, mean 0, which are the effects; in 2024 10, 0, 0, −10: sum of products 10 × 10 = 100, sums of squares 200 each, correlation 100 / 200 = 0.500",
        ),
        expected: &[Expected {
            measure: "between_years",
            subject: Some("exit"),
            group: &["2023"],
            value: "0.500",
        }],
    },
    method: Method::Exam(stability),
};

const EXAMPLE: &str = "年份,考号,学校,入口,出口\n2023,1,甲,60,71\n2023,2,甲,80,89\n2023,3,乙,60,61\n2023,4,乙,80,79\n2023,5,丙,60,49\n2023,6,丙,80,71\n2023,7,丁,60,59\n2023,8,丁,80,81\n2024,1,甲,60,71\n2024,2,甲,80,89\n2024,3,乙,60,61\n2024,4,乙,80,79\n2024,5,丙,60,59\n2024,6,丙,80,81\n2024,7,丁,60,49\n2024,8,丁,80,71\n";

const MEASURES: &[Measure] = &[
    linked("between_years", Text::new("两届之间的相关", "correlation between cohorts")),
    linked("rank_between_years", Text::new("两届之间的等级相关", "rank correlation between cohorts"))
        .without_interval(),
    linked("between_subjects", Text::new("两科之间的相关", "correlation between subjects")),
    linked("rank_between_subjects", Text::new("两科之间的等级相关", "rank correlation between subjects"))
        .without_interval(),
    linked("split_half", Text::new("分半信度（斯皮尔曼–布朗）", "split half (Spearman–Brown)"))
        .without_interval(),
    linked("split_half_correlation", Text::new("两半之间的相关", "correlation between halves"))
        .without_interval(),
    linked("schools", Text::new("两边都有的学校", "schools that both have"))
        .shown_with(Places::AsNeeded)
        .without_interval(),
];

const EFFECT: Parameter = Parameter {
    name: "effect",
    text: Text::new("用哪一种学校效应", "which effects of the schools"),
    kind: Kind::Choice(&[
        ("shrunken", Text::new("收缩后的增值", "shrunken")),
        ("raw", Text::new("未收缩的平均残差", "mean residuals, not shrunken")),
    ]),
    default: Default::Value("shrunken"),
    many: false,
};

/// The effects of the schools in one cohort and subject.
pub(super) struct Side<'a> {
    pub cohort: &'a Cohort,
    pub model: Option<Fitted>,
    /// By the labels of the groups and the school: the effect, and of how many candidates.
    effects: BTreeMap<&'a [String], (f64, u64)>,
}

fn stability(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let arguments = request.arguments;
    let school = school_key(exam, arguments.text("school")).ok_or_else(no_school)?;
    let groups: Vec<&str> = grouping_keys(request).into_iter().filter(|key| *key != school).collect();
    let by: Vec<String> = groups.iter().copied().chain([school.as_str()]).map(str::to_owned).collect();
    let all = cohorts(exam, &Request { by: &by, arguments })?;
    let raw = arguments.text("effect") == Some("raw");
    let minimum = arguments.whole("minimum").unwrap_or(10);
    let drawn = Drawn {
        raw,
        minimum,
        splits: arguments.whole("splits").unwrap_or(20),
        seed: arguments.whole("seed").unwrap_or(1),
    };
    let sides: Vec<Side<'_>> = all.iter().map(|cohort| Side::of(cohort, raw, minimum)).collect();
    let method =
        Clauses::from(if raw { &RAW } else { &SHRUNKEN }).and(AT_LEAST.with([Term::chosen(minimum)]));
    let pairs = Pairs { method, groups: groups.len(), confidence: arguments.confidence() };
    let keys = groups.iter().copied().chain(["compared_with"]);
    let mut figures = Figures::new(keys.map(str::to_owned).collect());
    for (at, later) in sides.iter().enumerate() {
        for other in &sides[..at] {
            let (one, two) = (later.cohort, other.cohort);
            if one.exit.id == two.exit.id && one.year != two.year {
                let year = two.year.map_or_else(String::new, |year| year.to_string());
                let of_both = |labels: &[String]| {
                    later.effects.get(labels)?.1.checked_add(other.effects.get(labels)?.1)
                };
                let named = ["between_years", "rank_between_years"];
                figures.extend(pairs.figures(later, other, named, (&year, &of_both)));
            } else if one.year == two.year && ![&one.exit.id, &two.exit.id].iter().any(|id| *id == TOTAL) {
                let named = ["between_subjects", "rank_between_subjects"];
                // Who has both subjects counts once.
                let subjects = [one, two].map(|of| [of.entry.id.as_str(), of.exit.id.as_str()]);
                let keys: Vec<&str> = by.iter().map(String::as_str).collect();
                let counts = exam.in_any_pair(&keys, &subjects)?;
                let of_both = |labels: &[String]| counts.get(&(one.year, labels.to_vec())).copied();
                figures.extend(pairs.figures(later, other, named, (&two.exit.id, &of_both)));
            }
        }
        figures.extend(halves(later, &drawn, groups.len()));
    }
    Ok(figures)
}

impl<'a> Side<'a> {
    fn of(cohort: &'a Cohort, raw: bool, minimum: u64) -> Side<'a> {
        let model = (!cohort.has_no_spread()).then(|| fitted(cohort, false, Criterion::Reml).ok()).flatten();
        let effects = model.iter().flat_map(|model| cohort.units.iter().zip(&model.effects));
        let effects = effects.filter(|(unit, _)| unit.n() >= minimum).filter_map(|(unit, effect)| {
            let effect = effect.as_ref()?;
            Some((&unit.labels[..], (if raw { effect.raw } else { effect.value }, unit.n())))
        });
        let effects = effects.collect();
        Side { cohort, model, effects }
    }
}

/// How many candidates are behind the values of a school on both sides, each once.
type Counted<'a> = &'a dyn Fn(&[String]) -> Option<u64>;

struct Pairs {
    method: Clauses,
    groups: usize,
    confidence: f64,
}

impl Pairs {
    /// Of every group, the agreement of the schools that both sides have.
    fn figures(
        &self,
        one: &Side<'_>,
        two: &Side<'_>,
        [plain, ranks]: [&'static str; 2],
        (with, of_both): (&str, Counted<'_>),
    ) -> Vec<Figure> {
        let mut groups: BTreeMap<&[String], Vec<[f64; 2]>> = BTreeMap::new();
        let mut candidates: BTreeMap<&[String], [u64; 2]> = BTreeMap::new();
        for unit in &one.cohort.units {
            groups.entry(&unit.labels[..self.groups]).or_default();
        }
        for (labels, (effect, _)) in &one.effects {
            let group = &labels[..self.groups];
            let Some((other, _)) = two.effects.get(labels) else { continue };
            groups.entry(group).or_default().push([*effect, *other]);
            let seen = candidates.entry(group).or_default();
            let both = of_both(labels).unwrap_or_default();
            *seen = [seen[0] + both, if seen[0] == 0 { both } else { seen[1].min(both) }];
        }
        let figures = groups.into_iter().flat_map(|(group, pairs)| {
            let [n, fewest] = candidates.get(group).copied().unwrap_or_default();
            let place = |measure, of| {
                let labels = group.iter().map(|label| Some(label.clone())).chain([Some(with.to_owned())]);
                let figure = Figure {
                    year: one.cohort.year,
                    group: labels.collect::<Vec<_>>().into(),
                    subject: Some(one.cohort.exit.id.as_str().into()),
                    n: Some(n),
                    fewest: Some(fewest),
                    ..figure("value_added_stability", measure, of, self.method.clone())
                };
                let figure = said_of_sides([one.cohort, two.cohort], figure);
                figure.noted(SCHOOLS.with([Term::found(pairs.len() as u64)]))
            };
            self.of_pairs(&pairs, [plain, ranks], &place)
        });
        figures.collect()
    }

    fn of_pairs(
        &self,
        pairs: &[[f64; 2]],
        [plain, ranks]: [&'static str; 2],
        place: &dyn Fn(&'static str, Of) -> Figure,
    ) -> Vec<Figure> {
        let with = |measure, r: Option<f64>| match r.filter(|_| pairs.len() > 2) {
            Some(r) => place(measure, Of::Number).with_value(Value::Real(r)),
            None => place(measure, Of::Number).noted(&TOO_FEW).without_value(Status::NotApplicable),
        };
        let r = pearson(pairs);
        let interval = r.and_then(|r| fisher_interval(r, pairs.len(), self.confidence));
        let figure = with(plain, r);
        let figure = Figure {
            lower: interval.map(|interval| interval[0]),
            upper: interval.map(|interval| interval[1]),
            confidence: interval.map(|_| self.confidence),
            ..figure
        };
        let schools = place("schools", Of::Count).with_value(count(pairs.len() as u64));
        vec![figure, with(ranks, spearman(pairs)), schools]
    }
}

fn no_school() -> Error {
    Error::MissingArgument {
        indicator: "value_added_stability".to_owned(),
        argument: "school".to_owned(),
        expected: Text::new("学校那个字段的名称", "the key that is the school"),
    }
}

static SHRUNKEN: Phrase = Phrase::new(
    "stability_of_shrunken",
    "每届、每科各以随机截距（REML）得各校收缩后的增值，再求相关",
    "of the schools' shrunken value added, random intercepts (REML) for each cohort and subject",
);
static RAW: Phrase = Phrase::new(
    "stability_of_raw",
    "每届、每科各以随机截距（REML）得各校平均残差（未收缩），再求相关",
    "of the schools' mean residuals, not shrunken, random intercepts (REML) for each cohort and subject",
);
static AT_LEAST: Phrase = Phrase::new(
    "stability_of_schools_of",
    "学校两边都至少有 {} 名相连考生",
    "of schools with {} linked candidates at least on both sides",
);
static SCHOOLS: Phrase =
    Phrase::new("schools_that_both_have", "两边都有的学校 {} 所", "{} schools that both have");
pub(super) static TOO_FEW: Phrase = Phrase::new(
    "too_few_schools_to_agree",
    "两边都有增值的学校少于 3 所（或模型拟合不出），或一边的增值全部相同",
    "fewer than 3 schools with a value on both sides (or no model can be fitted), or all the same value on one",
);
