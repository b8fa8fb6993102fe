//! How far the effects of schools agree between cohorts and between subjects.

use std::collections::BTreeMap;

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, Default, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
    SCHOOL, SUBJECTS,
};
use super::super::grouping::{count, grouping_keys};
use super::super::schools::school_key;
use super::cohort::{Cohort, cohorts};
use super::model::fitted;
use super::said::said_of_whole;
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
        "各校增值在两届学生之间、在两科之间的相关系数及其区间、学校数",
        "correlation of the schools' value added between two cohorts and between two subjects, with its interval and number of schools",
    ),
    formula: Text::new(
        "每届、每科各拟合一个随机截距模型；相关 = 两边都有的学校的效应的皮尔逊相关；区间为费希尔 z 区间：artanh r ± z ÷ √（学校数 − 3），再取 tanh",
        "a random-intercept model for each cohort and subject; correlation = Pearson's of the effects of the schools that both have; Fisher's interval tanh(artanh r ± z / √(schools − 3))",
    ),
    katex: r"r=\operatorname{cor}_s(\hat u_{s1},\hat u_{s2}),\qquad \tanh\bigl(\operatorname{artanh}r\pm z/\sqrt{S-3}\bigr)",
    universe: LINKED,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "by 的每一组取其中的学校；模型仍由全体相连考生拟合；总分包含各科，不与它们相比",
        "a group of `by` takes its own schools; the models are still of all linked candidates; the total holds the subjects and is not compared with them",
    ),
    unit: Of::Number,
    decimals: 3,
    layout: Layout::Listed,
    measures: MEASURES,
    parameters: &[ENTRY, EFFECT, SCHOOL, MINIMUM, SUBJECTS, CONFIDENCE],
    edges: Text::new(
        "两边都有的学校少于 3 所，或一边的效应全部相同：not_applicable；学校少于 4 所：没有区间；只有一届且只有一科：报错",
        "fewer than 3 schools on both sides, or effects that are all the same on one: not_applicable; fewer than 4 schools: no interval; one cohort of one subject only: an error",
    ),
    reference: Text::new(
        "用 R lme4 与 cor.test 对 mlmRev::bdf 检验",
        "held against R lme4 and cor.test on mlmRev bdf",
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
struct Side<'a> {
    cohort: &'a Cohort,
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
                figures.extend(pairs.figures(later, other, ["between_years", "rank_between_years"], &year));
            } else if one.year == two.year && ![&one.exit.id, &two.exit.id].iter().any(|id| *id == TOTAL) {
                let named = ["between_subjects", "rank_between_subjects"];
                figures.extend(pairs.figures(later, other, named, &two.exit.id));
            }
        }
    }
    match figures.is_empty() {
        true => Err(one_side()),
        false => Ok(figures),
    }
}

impl<'a> Side<'a> {
    fn of(cohort: &'a Cohort, raw: bool, minimum: u64) -> Side<'a> {
        let model = (!cohort.has_no_spread()).then(|| fitted(cohort, false, Criterion::Reml).ok()).flatten();
        let effects = model.iter().flat_map(|model| cohort.units.iter().zip(&model.effects));
        let effects = effects.filter(|(unit, _)| unit.n() >= minimum).filter_map(|(unit, effect)| {
            let effect = effect.as_ref()?;
            Some((&unit.labels[..], (if raw { effect.raw } else { effect.value }, unit.n())))
        });
        Side { cohort, effects: effects.collect() }
    }
}

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
        with: &str,
    ) -> Vec<Figure> {
        let mut groups: BTreeMap<&[String], Vec<[f64; 2]>> = BTreeMap::new();
        let mut candidates: BTreeMap<&[String], [u64; 2]> = BTreeMap::new();
        for unit in &one.cohort.units {
            groups.entry(&unit.labels[..self.groups]).or_default();
        }
        for (labels, (effect, n)) in &one.effects {
            let group = &labels[..self.groups];
            let Some((other, of_other)) = two.effects.get(labels) else { continue };
            groups.entry(group).or_default().push([*effect, *other]);
            let seen = candidates.entry(group).or_default();
            // Of two subjects the candidates are the same.
            let same = one.cohort.year == two.cohort.year;
            let both = if same { *n.max(of_other) } else { n + of_other };
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
                said_of_whole(one.cohort, figure).noted(SCHOOLS.with([Term::found(pairs.len() as u64)]))
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

fn one_side() -> Error {
    Error::MissingArgument {
        indicator: "value_added_stability".to_owned(),
        argument: "source".to_owned(),
        expected: Text::new(
            "两届或更多届相连的考生（年份不同的 eg.link 结果相加；配置中 [link] 的表写 all_years = true），或两科以上",
            "two or more linked cohorts (results of eg.link of different years added up; all_years = true in a table of [link]), or two subjects",
        ),
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
static TOO_FEW: Phrase = Phrase::new(
    "too_few_schools_to_agree",
    "两边都有增值的学校少于 3 所（或模型拟合不出），或一边的增值全部相同",
    "fewer than 3 schools with a value on both sides (or no model can be fitted), or all the same value on one",
);
