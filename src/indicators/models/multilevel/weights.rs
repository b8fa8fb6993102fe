//! The weights of a model of schools: of sampling, or of precision.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::super::arguments::Arguments;
use super::super::super::rows::Rows;
use super::super::super::survey::refuse_idle;
use super::Schools;
use crate::error::Result;
use crate::lang::Text;
use crate::stats::mixed::slopes::{Sampling, Scaling};
use crate::stats::survey::NOWHERE;

type Column<'a> = Option<Cow<'a, [f64]>>;

pub enum Given<'a> {
    Nothing,
    Precision(Cow<'a, [f64]>),
    Sampling { pupil: Column<'a>, school: Column<'a>, scaling: Scaling },
}

impl<'a> Given<'a> {
    pub fn read(rows: &'a Rows<'_>, arguments: &Arguments, schools: &Schools) -> Result<Given<'a>> {
        let is_sampled = ["weight", "school_weight"].iter().any(|name| arguments.text(name).is_some());
        let beside = Text::new(
            "不与抽样权数（weight、school_weight）同时给出",
            "not given beside sampling weights (weight, school_weight)",
        );
        refuse_idle(arguments, "precision", is_sampled, beside)?;
        let scaled = Text::new("只与 weight 同用", "with weight alone");
        refuse_idle(arguments, "scaling", arguments.text("weight").is_none(), scaled)?;
        let ml = Text::new(
            "有抽样权数时不给：按伪极大似然拟合",
            "not given beside sampling weights: the fit is by maximum pseudo-likelihood",
        );
        refuse_idle(arguments, "criterion", is_sampled && arguments.text("criterion") == Some("reml"), ml)?;
        let by_schools = Text::new(
            "有抽样权数时不给：自由度为学校数 − 1",
            "not given beside sampling weights: degrees of freedom are schools − 1",
        );
        refuse_idle(arguments, "df", is_sampled, by_schools)?;
        let everybody = |_: usize| true;
        let precision = Text::new("精度权数：0 或正数", "a weight of precision: 0 or above");
        let sampling = Text::new("抽样权数：0 或正数", "a sampling weight: 0 or above");
        if let Some(weight) = weight(rows, arguments.text("precision"), everybody, precision)? {
            return Ok(Given::Precision(weight));
        }
        if !is_sampled {
            return Ok(Given::Nothing);
        }
        let pupil = weight(rows, arguments.text("weight"), everybody, sampling)?;
        let header = arguments.text("school_weight");
        let school = weight(rows, header, |row| schools.0[row] != NOWHERE, sampling)?;
        if let (Some(weight), Some(header)) = (&school, header) {
            refuse_several(rows, header, weight, schools)?;
        }
        let scaling = match arguments.text("scaling") {
            Some("effective") => Scaling::Effective,
            Some("none") => Scaling::Nothing,
            _ => Scaling::Size,
        };
        Ok(Given::Sampling { pupil, school, scaling })
    }

    /// Whether a row counts for nothing.
    pub fn is_zero(&self, row: usize) -> bool {
        let zero = |weight: &Cow<'_, [f64]>| weight[row] == 0.0;
        match self {
            Given::Nothing => false,
            Given::Precision(weight) => zero(weight),
            Given::Sampling { pupil, school, .. } => [pupil, school].into_iter().flatten().any(zero),
        }
    }

    /// Within the schools of some rows.
    pub fn scaled(&self, school_of_row: &[u32]) -> Option<Sampling> {
        match self {
            Given::Sampling { pupil, school, scaling } => {
                Some(Sampling::new(pupil.as_deref(), school.as_deref(), school_of_row, *scaling))
            }
            _ => None,
        }
    }
}

fn weight<'a>(
    rows: &'a Rows<'_>,
    header: Option<&str>,
    counts: impl Fn(usize) -> bool,
    expected: Text,
) -> Result<Column<'a>> {
    let Some(header) = header else { return Ok(None) };
    let weight = rows.numbers(header)?;
    match (0..weight.len()).find(|row| counts(*row) && !(weight[*row] >= 0.0 && weight[*row].is_finite())) {
        None => Ok(Some(weight)),
        Some(row) => {
            let found = if weight[row].is_nan() { String::new() } else { weight[row].to_string() };
            Err(rows.fault(row, header, &found, expected))
        }
    }
}

/// A school has one weight, whichever pupil tells it.
fn refuse_several(rows: &Rows<'_>, header: &str, weight: &[f64], schools: &Schools) -> Result<()> {
    let mut of_school: HashMap<u32, f64> = HashMap::new();
    for (row, school) in schools.0.iter().enumerate().filter(|(_, school)| **school != NOWHERE) {
        let first = *of_school.entry(*school).or_insert(weight[row]);
        if first != weight[row] {
            let expected = Text::new(
                "学校的抽样权数，同一学校各行相同",
                "the sampling weight of the school, the same in each of its rows",
            );
            return Err(rows.fault(row, header, &weight[row].to_string(), expected));
        }
    }
    Ok(())
}
