//! Why two groups' means differ: by their covariates, or by what these are worth in each.

use std::collections::BTreeMap;

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    SUBJECTS,
};
use super::super::gap::rules::{CR1, FIRST, GROUP, SECOND, TOWNS, clustered};
use super::super::gap::sides::Pair;
use super::super::grouping::grouping_keys;
use super::super::schools::school_key;
use super::COVARIATES;
use super::design::{Data, read};
use super::faults::no_decomposition;
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clause, Clauses, Figure, Figures, Phrase, Status, Term, Unit, Value};
use crate::lang::Text;
use crate::stats::cross::CrossProducts;
use crate::stats::oaxaca::{Decomposition, Part, Reference, decompose};

pub const OAXACA_BLINDER: Indicator = Indicator {
    id: "oaxaca_blinder",
    name: Text::new("差距分解（Oaxaca–Blinder）", "Oaxaca-Blinder decomposition"),
    aliases: &["差距的回归分解", "two-fold decomposition", "three-fold decomposition"],
    summary: Text::new(
        "把两组均分差距分成协变量不同所解释的部分与未解释的部分，误差按学校聚类",
        "gap of two groups' means split into what their covariates explain and what they do not, with errors clustered by school",
    ),
    formula: Text::new(
        "差距 = (x̄₁ − x̄₂)β* + [x̄₁(β₁ − β*) + x̄₂(β* − β₂)]；三分：(x̄₁ − x̄₂)β₂ + x̄₂(β₁ − β₂) + (x̄₁ − x̄₂)(β₁ − β₂)",
        "gap = (x̄₁ − x̄₂)β* + [x̄₁(β₁ − β*) + x̄₂(β* − β₂)]; three-fold: (x̄₁ − x̄₂)β₂ + x̄₂(β₁ − β₂) + (x̄₁ − x̄₂)(β₁ − β₂)",
    ),
    katex: r"\bar y_1-\bar y_2=(\bar x_1-\bar x_2)'\beta^*+\bigl[\bar x_1'(\beta_1-\beta^*)+\bar x_2'(\beta^*-\beta_2)\bigr]",
    universe: Text::new(
        "该科有成绩、属于两组之一、知道全部协变量（及学校）的考生",
        "candidates with a score, in one of the two groups, whose covariates (and school) are all known",
    ),
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "两组各作一次最小二乘回归；由各校的交叉乘积和计算，不是各校结果的平均",
        "one least-squares fit in each group, from the schools' cross products, never a mean of schools' results",
    ),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new(
            "difference",
            Text::new("差距（第一组 − 第二组）", "difference (first − second)"),
            Discloses::Analysis,
        ),
        Measure::part("explained", Text::new("解释的部分", "explained")),
        Measure::part("unexplained", Text::new("未解释的部分", "unexplained")),
        Measure::part("endowments", Text::new("三分：特征", "three-fold: endowments")),
        Measure::part("coefficients", Text::new("三分：系数", "three-fold: coefficients")),
        Measure::part("interaction", Text::new("三分：交互", "three-fold: interaction")),
    ],
    parameters: &[
        GROUP,
        FIRST,
        SECOND,
        TOWNS,
        Parameter { default: Default::Required, ..COVARIATES },
        Parameter {
            name: "reference",
            text: Text::new(
                "以谁的系数为准 β*:first 第一组、second 第二组、pooled 两组合并、pooled_with_group 合并并含组别",
                "whose coefficients are β*: first, second, pooled, or pooled_with_group (pooled beside an indicator of the group)",
            ),
            kind: Kind::Choice(&[
                ("first", Text::new("第一组", "of the first group")),
                ("second", Text::new("第二组", "of the second group")),
                ("pooled", Text::new("两组合并（Neumark）", "pooled (Neumark)")),
                ("pooled_with_group", Text::new("合并并含组别（Jann）", "pooled beside the group (Jann)")),
            ]),
            default: Default::Value("pooled_with_group"),
            many: false,
        },
        Parameter {
            name: "cluster",
            text: Text::new(
                "误差按哪一个字段聚类（默认学校代码，没有则学校）",
                "the key by which errors are clustered (school code, else school)",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: false,
        },
        SUBJECTS,
        CONFIDENCE,
    ],
    edges: Text::new(
        "一组无人：no_denominator；某组人数不多于系数个数，或某协变量在组内不变（如一组没有某一标签）：not_applicable，说明写明哪一组哪一项；没有学校字段或少于 3 所学校：数值照给，误差为空并说明；缺协变量的考生不计并注明人数",
        "a group without candidates: no_denominator; no more candidates than coefficients, or a covariate that does not vary in a group (a label that it lacks): not_applicable, the note says which; no school key or fewer than 3 schools: the values stand, their errors are null and the note says so; candidates without a covariate are left out and counted in the note",
    ),
    reference: Text::new(
        "Oaxaca (1973)；Blinder (1973)；Neumark (1988)；Jann (2008), Stata Journal 8, 453–479；用 R 检验",
        "Oaxaca (1973); Blinder (1973); Neumark (1988); Jann (2008), Stata Journal 8, 453–479; held against R",
    ),
    docstring: include_str!("oaxaca_blinder.txt"),
    example: Example {
        input: "考号,学校,城乡,科类,数学\n1,甲,城区,物理,90\n2,甲,城区,物理,86\n3,乙,城区,历史,78\n4,丙,乡村,物理,80\n5,丙,乡村,历史,70\n6,丁,乡村,历史,74\n",
        by: &[],
        arguments: &[("covariates", &["track"]), ("reference", &["second"])],
        steps: Text::new(
            "城区 84.67，乡村 74.67，差 10；物理类占 2/3 对 1/3，乡村物理类比历史类高 80 − 72 = 8：解释（2/3 − 1/3）× 8 = 2.67，未解释 7.33",
            "urban 84.67, rural 74.67, gap 10; physics 2/3 against 1/3, worth 80 − 72 = 8 in the second group: explained (2/3 − 1/3) × 8 = 2.67, unexplained 7.33",
        ),
        expected: &[
            Expected { measure: "difference", subject: Some("mathematics"), group: &[""], value: "10.00" },
            Expected { measure: "explained", subject: Some("mathematics"), group: &[""], value: "2.67" },
            Expected { measure: "unexplained", subject: Some("mathematics"), group: &[""], value: "7.33" },
        ],
    },
    method: Method::Exam(oaxaca_blinder),
};

fn oaxaca_blinder(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let pair = Pair::asked_of(exam, request)?;
    let cluster = school_key(exam, request.arguments.text("cluster"));
    let group = request.arguments.text("group").unwrap_or_default();
    let units: Vec<&str> = [group].into_iter().chain(cluster.as_deref()).collect();
    let reference = match request.arguments.text("reference") {
        Some("first") => Reference::First,
        Some("second") => Reference::Second,
        Some("pooled") => Reference::Pooled,
        _ => Reference::PooledWithGroup,
    };
    let keys = grouping_keys(request).into_iter().chain(["covariate"]);
    let mut figures = Figures::new(keys.map(str::to_owned).collect());
    let sides = [&pair.first[..], &pair.second[..]];
    for data in read(exam, request, &units, Some(sides))? {
        let gap = Gap { data: &data, sides, cluster: cluster.as_deref(), request };
        figures.extend(gap.figures(reference));
    }
    Ok(figures)
}

struct Gap<'a> {
    data: &'a Data,
    sides: [&'a [String]; 2],
    cluster: Option<&'a str>,
    request: &'a Request<'a>,
}

impl Gap<'_> {
    fn figures(&self, reference: Reference) -> Vec<Figure> {
        let clusters = self.clusters();
        let place = self.place(clusters.len(), reference);
        let empty = (0..2).any(|side| clusters.iter().all(|pair| pair[side].n() == 0.0));
        if empty {
            return missing(&place, Status::NoDenominator, &NOBODY);
        }
        match decompose(&clusters, reference) {
            Ok(parts) => self.parts(&place, &parts),
            Err(fault) => {
                missing(&place, Status::NotApplicable, no_decomposition(self.data, self.sides, fault))
            }
        }
    }

    /// Each cluster's cross products on both sides; without a key of clusters everybody is one.
    fn clusters(&self) -> Vec<[CrossProducts; 2]> {
        let mut clusters: BTreeMap<Option<&String>, [CrossProducts; 2]> = BTreeMap::new();
        for (labels, products) in &self.data.units {
            let empty = || CrossProducts::zero(products.size());
            let pair = clusters.entry(labels.get(1)).or_insert_with(|| [empty(), empty()]);
            if let Some(side) = self.sides.iter().position(|side| side.contains(&labels[0])) {
                pair[side].add(products);
            }
        }
        clusters.into_values().filter(|pair| pair.iter().any(|side| side.n() > 0.0)).collect()
    }

    /// The candidates of the smaller group, or those of a group with the rarest label of a covariate: their coefficient
    /// is a mean of them.
    fn fewest(&self) -> u64 {
        let mut counts = [0.0; 2];
        for (labels, products) in &self.data.units {
            if let Some(side) = self.sides.iter().position(|side| side.contains(&labels[0])) {
                counts[side] += products.n();
            }
        }
        let mut of_label: BTreeMap<(Option<usize>, usize, &str), u64> = BTreeMap::new();
        for ((unit, key, label), count) in &self.data.by_label {
            let side = self.sides.iter().position(|side| side.contains(unit));
            *of_label.entry((side, *key, label.as_str())).or_default() += count;
        }
        let rarest = of_label.into_values().filter(|count| *count > 0).min();
        let smaller = counts[0].min(counts[1]) as u64;
        rarest.map_or(smaller, |rarest| rarest.min(smaller))
    }

    fn place(&self, clusters: usize, reference: Reference) -> Figure {
        let coefficients = match reference {
            Reference::First => &OF_FIRST,
            Reference::Second => &OF_SECOND,
            Reference::Pooled => &POOLED,
            Reference::PooledWithGroup => &POOLED_WITH_GROUP,
        };
        let errors = match self.cluster {
            Some(cluster) => clustered(cluster, clusters, &CR1),
            None => Clause::from(&NO_SCHOOL),
        };
        let left_out = self.data.left_out;
        let note = (left_out > 0).then(|| LEFT_OUT.with([Term::pupils(left_out)]));
        Figure {
            year: self.data.year,
            group: self.data.group.iter().cloned().chain([None]).collect(),
            subject: Some(self.data.subject.as_str().into()),
            n: Some(self.data.n),
            fewest: Some(self.fewest()),
            method: Clauses::from(coefficients).and(errors),
            note: note.into(),
            ..Figure::new("oaxaca_blinder", "difference", Unit::Points)
        }
    }

    fn parts(&self, place: &Figure, parts: &Decomposition) -> Vec<Figure> {
        let mut figures = vec![
            self.figure(place, "difference", &parts.difference),
            self.figure(place, "explained", &parts.explained),
        ];
        for (covariate, name) in self.request.arguments.all("covariates").iter().enumerate() {
            let own = self.data.covariate_of_term.iter().zip(&parts.by_column);
            let own: Vec<&Part> = own.filter(|(of, _)| **of == covariate).map(|(_, part)| part).collect();
            if let Some((first, others)) = own.split_first() {
                let sum = others.iter().fold((*first).clone(), |sum, part| sum.plus(part));
                let mut group = self.data.group.clone();
                group.push(Some(name.clone()));
                figures.push(Figure { group: group.into(), ..self.figure(place, "explained", &sum) });
            }
        }
        let others = [
            ("unexplained", &parts.unexplained),
            ("endowments", &parts.endowments),
            ("coefficients", &parts.coefficients),
            ("interaction", &parts.interaction),
        ];
        figures.extend(others.map(|(measure, part)| self.figure(place, measure, part)));
        figures
    }

    fn figure(&self, place: &Figure, measure: &'static str, part: &Part) -> Figure {
        let confidence = self.request.arguments.confidence();
        let figure = Figure { measure, ..place.clone() }.with_value(Value::Real(part.value));
        match part.estimate(confidence).filter(|_| self.cluster.is_some()) {
            None => figure.noted(&NO_ERROR),
            Some(estimate) => Figure {
                se: Some(estimate.se),
                lower: Some(estimate.interval.lower),
                upper: Some(estimate.interval.upper),
                confidence: Some(confidence),
                df: Some(estimate.df),
                p_value: Some(estimate.p_value),
                ..figure
            },
        }
    }
}

fn missing(place: &Figure, status: Status, why: impl Into<Clauses>) -> Vec<Figure> {
    let measures = ["difference", "explained", "unexplained", "endowments", "coefficients", "interaction"];
    let bare = place.clone().noted(why).without_value(status);
    let one = |measure| Figure { measure, ..bare.clone() };
    measures.map(one).to_vec()
}

static OF_FIRST: Phrase = Phrase::new("coefficients_first", "系数取自第一组", "coefficients first");
static OF_SECOND: Phrase = Phrase::new("coefficients_second", "系数取自第二组", "coefficients second");
static POOLED: Phrase = Phrase::new("coefficients_pooled", "系数取自两组合并", "coefficients pooled");
static POOLED_WITH_GROUP: Phrase = Phrase::new(
    "coefficients_pooled_with_group",
    "系数取自两组合并（含组别）",
    "coefficients pooled_with_group",
);
static NO_SCHOOL: Phrase = Phrase::new("no_school_known", "不知所属学校", "no school is known");
static LEFT_OUT: Phrase = Phrase::new(
    "candidates_without_covariate_or_school",
    "{} 名考生缺协变量或学校，未计入",
    "{} candidates without a covariate or a school are left out",
);
static NOBODY: Phrase = Phrase::new("nobody_in_group", "有一组没有考生", "nobody in a group");
static NO_ERROR: Phrase = Phrase::new(
    "no_error_without_schools",
    "不知学校或学校太少，没有误差",
    "no school is known, or too few schools: no error",
);
