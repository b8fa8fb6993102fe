//! Random intercepts of schools and districts: coefficients, variance components and their shares.

use std::collections::BTreeMap;

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, Default, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, SCHOOL,
    SUBJECTS,
};
use super::super::grouping::grouping_keys;
use super::super::schools::school_key;
use super::coding::Coded;
use super::design::{Data, read};
use super::faults::no_fit;
use super::random_words::{AT_BOUNDARY, BY_LEVELS, LEFT_OUT, ML, NESTED, REFERENCE, REML, SCHOOLS};
use super::{COVARIATES, CRITERION, DF};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Status, Term, Unit, Value};
use crate::lang::Text;
use crate::stats::difference::estimate;
use crate::stats::mixed::{Criterion, Fit, School, fit, shares};

pub const RANDOM_INTERCEPT: Indicator = Indicator {
    id: "random_intercept",
    name: Text::new("随机截距模型", "random-intercept model"),
    aliases: &["多层模型", "方差分量", "REML", "multilevel model", "variance components"],
    summary: Text::new(
        "把成绩的差异分到学生、学校（及区县）各层，并估计协变量的作用",
        "variance of scores split among pupils, schools and (if asked) districts, with coefficients of covariates, per subject",
    ),
    formula: Text::new(
        "成绩 = 截距 + 协变量 + 区县效应 + 学校效应 + 学生残差；各层效应独立、正态；份额 = 该层方差 ÷ 方差之和；方差的标准误由观测信息得出",
        "score = constant + covariates + effect of the district + effect of the school + pupil's residual, independent and normal; share = variance of the level / sum of variances; standard errors of variances from the observed information",
    ),
    katex: r"y_{ij}=x_{ij}'\beta+u_j+\varepsilon_{ij},\quad u_j\sim N(0,\tau^2),\ \varepsilon_{ij}\sim N(0,\sigma^2),\qquad \rho=\frac{\tau^2}{\tau^2+\sigma^2}",
    universe: Text::new(
        "该科有成绩、知道所属学校（及区县）与全部协变量的考生",
        "candidates with a score whose school (and district) and covariates are all known",
    ),
    numerator: Text::new("份额：该层方差", "of a share: the variance of the level"),
    denominator: Text::new("份额：各层方差之和", "of a share: the sum of all variances"),
    aggregation: Text::new(
        "由各校的人数、和与平方和一次拟合，不是各校结果的平均",
        "one fit from the schools' counts, sums and cross products, never a mean of schools' results",
    ),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::part("coefficient", Text::new("系数", "coefficient")),
        Measure::part("variance_district", Text::new("区县间方差", "variance of districts")),
        Measure::part("variance_school", Text::new("学校间方差", "variance of schools")),
        Measure::part("variance_pupil", Text::new("学生间方差（校内）", "variance of pupils within schools")),
        Measure::part("share_district", Text::new("区县间份额", "share of districts")),
        Measure::part(
            "share_school",
            Text::new("学校间份额（组内相关系数）", "share of schools (intraclass correlation)"),
        ),
        Measure::part("deviance", Text::new("偏差 −2 log L", "deviance, −2 log likelihood")),
    ],
    parameters: &[
        COVARIATES,
        CRITERION,
        DF,
        SCHOOL,
        Parameter {
            name: "district",
            text: Text::new(
                "学校之上一层的字段，如 district；不给则只有学校一层",
                "the key of the level above schools, such as district; one level if not given",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: false,
        },
        SUBJECTS,
        CONFIDENCE,
    ],
    edges: Text::new(
        "无人实考：no_denominator；学校（区县）少于 2 所、每校一人、协变量相互决定、校内无差异：not_applicable，说明写明原因；某层方差为 0（在边界上）：照给并注明，其标准误为空；Satterthwaite 自由度此时无从得出，改按层次并注明；缺协变量或学校的考生不计并注明人数",
        "nobody tested: no_denominator; fewer than two schools (districts), one candidate a school, covariates that determine each other, no variance within schools: not_applicable, the note says which; a variance of 0, at its boundary: given and noted, its error null, and degrees of freedom are counted by levels, which is noted; candidates without a covariate or school are left out and counted in the note",
    ),
    reference: Text::new(
        "Laird & Ware (1982)；Pinheiro & Bates (2000)；自由度：Giesbrecht & Burns (1985)；用 R lme4、nlme、lmerTest 检验（Hsb82:12.63697、8.61402、39.14832）",
        "Laird & Ware (1982); Pinheiro & Bates (2000); df: Giesbrecht & Burns (1985); held against R lme4, nlme and lmerTest (Hsb82: 12.63697, 8.61402, 39.14832)",
    ),
    docstring: include_str!("random_intercept.txt"),
    example: Example {
        input: "考号,学校,数学\n1,甲,80\n2,甲,90\n3,乙,60\n4,乙,70\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "各校人数相等时 REML 即方差分析：校间均方 400，校内均方 50；学校方差（400 − 50）÷ 2 = 175，份额 175 ÷ 225 = 0.78",
            "with schools of one size REML is the analysis of variance: mean squares 400 and 50; variance of schools (400 − 50) / 2 = 175, share 175 / 225 = .78",
        ),
        expected: &[
            Expected {
                measure: "coefficient",
                subject: Some("mathematics"),
                group: &["constant"],
                value: "75.00",
            },
            Expected {
                measure: "variance_school",
                subject: Some("mathematics"),
                group: &[""],
                value: "175.00",
            },
            Expected {
                measure: "variance_pupil",
                subject: Some("mathematics"),
                group: &[""],
                value: "50.00",
            },
            Expected { measure: "share_school", subject: Some("mathematics"), group: &[""], value: "0.78" },
        ],
    },
    method: Method::Exam(random_intercept),
};

fn random_intercept(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let school = school_key(exam, request.arguments.text("school")).unwrap_or_else(|| "school".to_owned());
    let district = request.arguments.text("district");
    let units: Vec<&str> = district.into_iter().chain([school.as_str()]).collect();
    let ml = request.arguments.text("criterion") == Some("ml");
    let criterion = if ml { Criterion::Ml } else { Criterion::Reml };
    let keys = grouping_keys(request).into_iter().chain(["term"]);
    let mut figures = Figures::new(keys.map(str::to_owned).collect());
    for data in read(exam, request, &units, None)? {
        let model = Model {
            nested: district.is_some(),
            criterion,
            by_levels: request.arguments.text("df") == Some("levels"),
            confidence: request.arguments.confidence(),
        };
        figures.extend(model.figures(&data));
    }
    Ok(figures)
}

struct Model {
    nested: bool,
    criterion: Criterion,
    by_levels: bool,
    confidence: f64,
}

impl Model {
    fn figures(&self, data: &Data) -> Vec<Figure> {
        let place = self.place(data);
        if data.n == 0 {
            return vec![place.without_value(Status::NoDenominator)];
        }
        let schools = schools(data, self.nested);
        match fit(&schools, self.nested, self.criterion) {
            Ok(fit) => self.fitted(data, &schools, &fit, &place),
            Err(why) => {
                let term = |at: usize| data.terms[at].term();
                vec![place.noted(no_fit(term, why)).without_value(Status::NotApplicable)]
            }
        }
    }

    fn place(&self, data: &Data) -> Figure {
        let criterion = if self.criterion == Criterion::Ml { &ML } else { &REML };
        let references = (!data.references.is_empty())
            .then(|| REFERENCE.with([data.references.iter().map(Coded::term).collect()]));
        let left_out = (data.left_out > 0).then(|| LEFT_OUT.with([Term::pupils(data.left_out)]));
        Figure {
            year: data.year,
            group: data.group.iter().cloned().chain([Some("constant".to_owned())]).collect(),
            subject: Some(data.subject.as_str().into()),
            n: Some(data.n),
            fewest: fewest(data),
            method: Clauses::from(criterion).and(references),
            note: left_out.into(),
            ..Figure::new("random_intercept", "coefficient", Unit::Points)
        }
    }

    fn fitted(&self, data: &Data, schools: &[School], fit: &Fit, place: &Figure) -> Vec<Figure> {
        let counted = match fit.districts {
            Some(districts) => NESTED.with([Term::found(fit.schools), Term::found(districts)]),
            None => SCHOOLS.with([Term::found(fit.schools)]),
        };
        let place = Figure { method: place.method.and(counted), ..place.clone() };
        let mut figures = self.coefficients(data, fit, &place);
        let mut group = data.group.clone();
        group.push(None);
        let place = Figure { group: group.into(), unit: Unit::Number, ..place };
        let variance = |measure, value: f64, at: usize| {
            let size = fit.components.len() + 1;
            let errors = fit.variance_covariance.as_ref();
            let se = errors.map(|errors| errors[at * (size + 1)].sqrt());
            let figure = Figure { measure, se, ..place.clone() }.with_value(Value::Real(value));
            figure.noted((value == 0.0).then_some(&AT_BOUNDARY))
        };
        let levels = [("variance_school", "share_school"), ("variance_district", "share_district")];
        let components: Vec<_> = fit.components.iter().enumerate().zip(levels).collect();
        for ((at, component), (measure, _)) in components.iter().rev() {
            figures.push(variance(measure, **component, at + 1));
        }
        figures.push(variance("variance_pupil", fit.residual, 0));
        let all = fit.residual + fit.components.iter().sum::<f64>();
        let shares = shares(schools, fit, self.confidence);
        for ((at, component), (_, measure)) in components.iter().rev() {
            let share = shares[*at];
            let figure = Figure {
                measure,
                numerator: Some(Value::Real(**component)),
                denominator: Some(Value::Real(all)),
                se: share.se,
                lower: share.interval.map(|interval| interval.lower),
                upper: share.interval.map(|interval| interval.upper),
                confidence: share.interval.map(|_| self.confidence),
                ..place.clone()
            };
            figures.push(figure.with_value(Value::Real(share.value)));
        }
        figures.push(Figure { measure: "deviance", ..place }.with_value(Value::Real(fit.deviance)));
        figures
    }

    fn coefficients(&self, data: &Data, fit: &Fit, place: &Figure) -> Vec<Figure> {
        let names = std::iter::once("constant".to_owned()).chain(data.terms.iter().map(Coded::name));
        let of = |(at, name): (usize, String)| {
            let (weights, value, variance) = uncentred(data, fit, at);
            let approximated = if self.by_levels { None } else { fit.satterthwaite(&weights) };
            let df = approximated.unwrap_or(fit.degrees_of_freedom[at]);
            let estimate = estimate(value, variance.sqrt(), df, self.confidence);
            let by_levels = !self.by_levels && approximated.is_none();
            let place = place.clone().noted(by_levels.then_some(&BY_LEVELS));
            let mut group = data.group.clone();
            group.push(Some(name));
            let figure = Figure { group: group.into(), ..place }.with_value(Value::Real(value));
            match estimate {
                None => figure,
                Some(estimate) => Figure {
                    se: Some(estimate.se),
                    lower: Some(estimate.interval.lower),
                    upper: Some(estimate.interval.upper),
                    confidence: Some(self.confidence),
                    df: Some(estimate.df),
                    p_value: Some(estimate.p_value),
                    ..figure
                },
            }
        };
        names.enumerate().map(of).collect()
    }
}

/// A coefficient as a combination of those fitted, its value and its variance; the constant is that of the scores as they are, not as they were centred.
fn uncentred(data: &Data, fit: &Fit, at: usize) -> (Vec<f64>, f64, f64) {
    let size = fit.coefficients.len();
    if at > 0 {
        let weights = (0..size).map(|k| f64::from(u8::from(k == at))).collect();
        return (weights, fit.coefficients[at], fit.covariance[at * (size + 1)]);
    }
    let weights: Vec<f64> = (0..size).map(|k| if k == 0 { 1.0 } else { -data.centres[k] }).collect();
    let value: f64 = weights.iter().zip(&fit.coefficients).map(|(w, b)| w * b).sum();
    let terms = (0..size * size).map(|k| weights[k / size] * weights[k % size] * fit.covariance[k]);
    let variance = terms.sum();
    (weights, data.centres[0] + value, variance)
}

/// The candidates of the smallest school, or those with the rarest label of a covariate.
fn fewest(data: &Data) -> Option<u64> {
    let mut of_label: BTreeMap<(usize, &str), u64> = BTreeMap::new();
    for ((_, key, label), count) in &data.by_label {
        *of_label.entry((*key, label.as_str())).or_default() += count;
    }
    let of_school = data.units.iter().map(|(_, products)| products.n() as u64);
    of_school.chain(of_label.into_values()).filter(|count| *count > 0).min()
}

/// The schools, each with the number of its district.
fn schools(data: &Data, nested: bool) -> Vec<School> {
    let mut district = 0;
    let mut schools: Vec<School> = Vec::with_capacity(data.units.len());
    for (at, (labels, products)) in data.units.iter().enumerate() {
        if nested && at > 0 && labels[0] != data.units[at - 1].0[0] {
            district += 1;
        }
        schools.push(School { products: products.clone(), district });
    }
    schools
}
