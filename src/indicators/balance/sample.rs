//! The schools of one county, each with what it has per pupil, and how far they lie apart.

use num_traits::Zero;

use super::cells::{Rows, amount, deviation, product, quotient, row_list, sum};
use crate::error::Result;
use crate::figures::{Clauses, Figure, Phrase, Status, Term, Value};
use crate::number::{Rational, to_f64};
use crate::records::SmallTable;
use crate::stats::inequality::{Holding, root_mean_square, total};

/// One school: how much it has, for how many pupils.
#[derive(Clone, Copy, Debug)]
pub struct School {
    pub resource: Rational,
    /// Above zero.
    pub weight: Rational,
}

impl School {
    pub fn per_head(&self) -> Rational {
        self.resource / self.weight
    }
}

/// Which mean, and how each school counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    EnrolmentWeighted,
    Plain,
    PlainNMinusOne,
}

impl Form {
    pub fn of(id: Option<&str>) -> Form {
        match id {
            Some("plain") => Form::Plain,
            Some("plain_n_minus_1") => Form::PlainNMinusOne,
            _ => Form::EnrolmentWeighted,
        }
    }

    pub fn phrase(self) -> &'static Phrase {
        match self {
            Form::EnrolmentWeighted => &ENROLMENT_WEIGHTED,
            Form::Plain => &PLAIN,
            Form::PlainNMinusOne => &PLAIN_N_MINUS_1,
        }
    }

    /// The form with the columns that it was computed of.
    pub fn of_columns(self, table: &SmallTable, resource: usize, weight: Option<usize>) -> Clauses {
        let header = |at: usize| Term::name(table.headers[at].as_str());
        let columns = match weight {
            Some(weight) => PER_WEIGHT.with([header(resource), header(weight)]),
            None => UNWEIGHTED.with([header(resource)]),
        };
        Clauses::from(self.phrase()).and(columns)
    }
}

static ENROLMENT_WEIGHTED: Phrase = Phrase::new("enrolment_weighted", "按在校生数加权", "enrolment_weighted");
static PLAIN: Phrase = Phrase::new("plain", "不加权", "plain");
static PLAIN_N_MINUS_1: Phrase = Phrase::new("plain_n_minus_1", "不加权（n−1）", "plain_n_minus_1");
static PER_WEIGHT: Phrase = Phrase::new("resource_per_weight", "{} ÷ {}", "{} / {}");
static UNWEIGHTED: Phrase = Phrase::new("resource", "{}", "{}");
static BLANK: Phrase = Phrase::new("blank_cells", "第 {} 行有空白格", "blank cells in rows {}");
static WITHOUT_PUPILS: Phrase =
    Phrase::new("rows_without_pupils", "第 {} 行在校生数为 0，未计入", "left out, weight 0: rows {}");
static NO_SPREAD: Phrase =
    Phrase::new("no_spread_of_one_school", "只有一所学校，没有离散程度", "one school: no spread");

/// What the rows of one group give.
#[derive(Default)]
pub struct Sample {
    pub schools: Vec<School>,
    /// The place in the table of each of them.
    pub places: Vec<usize>,
    /// Rows where the resource or the weight is blank.
    missing: Vec<usize>,
    /// Rows without pupils.
    without_pupils: Vec<usize>,
}

impl Sample {
    /// Reads resource and weight of the rows; without a weight column each row counts once.
    pub fn read(table: &SmallTable, rows: &Rows, resource: usize, weight: Option<usize>) -> Result<Sample> {
        let mut sample = Sample::default();
        for &at in &rows.places {
            let one = Some(Rational::from_integer(1));
            let weight = weight.map_or(Ok(one), |column| amount(table, at, column))?;
            match (amount(table, at, resource)?, weight) {
                (_, Some(weight)) if weight.is_zero() => sample.without_pupils.push(at),
                (Some(resource), Some(weight)) => {
                    sample.schools.push(School { resource, weight });
                    sample.places.push(at);
                }
                _ => sample.missing.push(at),
            }
        }
        Ok(sample)
    }

    /// A figure to be filled in; one that lacks an input has its status, and everything left out is noted.
    pub fn prepared(&self, table: &SmallTable, figure: Figure) -> Figure {
        let n = Some(self.schools.len() as u64);
        if !self.missing.is_empty() {
            let note = BLANK.with([row_list(table, &self.missing)]).into();
            return Figure { n, note, ..figure.without_value(Status::MissingInput) };
        }
        let left_out = (!self.without_pupils.is_empty())
            .then(|| WITHOUT_PUPILS.with([row_list(table, &self.without_pupils)]));
        Figure { n, note: left_out.into(), ..figure.without_value(Status::NoDenominator) }
    }

    /// Per head and weight, for the measures of inequality; `weighted` or each school once.
    pub fn holdings(&self, weighted: bool) -> Vec<Holding> {
        let holding = |school: &School| Holding {
            value: to_f64(school.per_head()),
            weight: if weighted { to_f64(school.weight) } else { 1.0 },
        };
        self.schools.iter().map(holding).collect()
    }
}

/// The mean of what schools have per head; `None` without schools.
pub fn mean(schools: &[School], form: Form) -> Option<Value> {
    let per_head: Vec<Rational> = schools.iter().map(School::per_head).collect();
    let count = Rational::from_integer(schools.len() as i128);
    let (above, below) = match form {
        Form::EnrolmentWeighted => {
            (sum(schools.iter().map(|s| &s.resource)), sum(schools.iter().map(|s| &s.weight)))
        }
        Form::Plain | Form::PlainNMinusOne => (sum(&per_head), Some(count)),
    };
    if schools.is_empty() {
        return None;
    }
    if let (Some(above), Some(below)) = (above, below) {
        return quotient(above, below);
    }
    // The common denominator of many schools' shares outgrows any integer.
    let weight = |s: &School| if form == Form::EnrolmentWeighted { to_f64(s.weight) } else { 1.0 };
    let above = total(schools.iter().map(|s| to_f64(s.per_head()) * weight(s)));
    Some(Value::Real(above / total(schools.iter().map(weight))))
}

/// The standard deviation around that mean; `None` with fewer than two schools.
pub fn standard_deviation(schools: &[School], form: Form) -> Option<f64> {
    let mean = mean(schools, form).filter(|_| schools.len() > 1)?;
    let term = |school: &School| {
        let weight = if form == Form::EnrolmentWeighted { to_f64(school.weight) } else { 1.0 };
        (deviation(school.per_head(), mean), weight)
    };
    let deviations: Vec<(f64, f64)> = schools.iter().map(term).collect();
    root_mean_square(&deviations, if form == Form::PlainNMinusOne { 1.0 } else { 0.0 })
}

/// Mean, standard deviation and coefficient of variation, in units of `per` heads. A figure that was
/// prepared with `missing_input` stays so.
pub fn spread(prepared: [Figure; 3], schools: &[School], form: Form, per: i128) -> [Figure; 3] {
    if prepared[0].status == Status::MissingInput {
        return prepared;
    }
    let [mean_figure, deviation_figure, variation_figure] = prepared;
    let Some(mean) = mean(schools, form) else {
        return [mean_figure, deviation_figure, variation_figure];
    };
    let scaled = match mean {
        Value::Exact(exact) => product(exact, Rational::from_integer(per)),
        Value::Real(real) => Value::Real(real * per as f64),
    };
    let mean_figure = mean_figure.with_value(scaled);
    let Some(deviation) = standard_deviation(schools, form) else {
        let single = |figure: Figure| Figure {
            note: (&NO_SPREAD).into(),
            ..figure.without_value(Status::NotApplicable)
        };
        return [mean_figure, single(deviation_figure), single(variation_figure)];
    };
    let real = Value::Real(deviation * per as f64);
    let variation_figure = Figure { numerator: Some(real), denominator: Some(scaled), ..variation_figure };
    let variation_figure = match mean.to_f64() {
        0.0 => variation_figure.without_value(Status::NoDenominator),
        mean => variation_figure.with_value(Value::Real(deviation / mean)),
    };
    [mean_figure, deviation_figure.with_value(real), variation_figure]
}
