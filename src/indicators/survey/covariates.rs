//! The covariates of a regression: numbers, plausible values, and labels coded as 0 and 1.

use std::borrow::Cow;

use super::super::arguments::Request;
use super::super::rows::Rows;
use super::estimates::{Groups, Subject, named_by, unnumbered};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::records::KeyColumn;
use crate::stats::survey::NOWHERE;

/// The columns of a model beside the outcome.
#[derive(Default)]
pub struct Covariates<'a> {
    /// Of the coefficients after the constant: `escs`, `sex=m`.
    pub terms: Vec<String>,
    /// By term, one or one per plausible value; `NaN` where a pupil has none.
    pub columns: Vec<Vec<Cow<'a, [f64]>>>,
    /// The labels that the constant stands for: `sex=f`.
    pub references: Vec<String>,
}

impl<'a> Covariates<'a> {
    pub fn read(rows: &'a Rows<'_>, request: &Request<'_>) -> Result<Covariates<'a>> {
        let mut covariates = Covariates::default();
        for pair in request.arguments.pairs("covariates") {
            let header = pair.text.as_str();
            if !header.contains('{') && !rows.is_numeric(header)? {
                covariates.add_labels(header, &rows.labels(header)?, None)?;
                continue;
            }
            for Subject { columns, .. } in named_by(rows, std::slice::from_ref(pair), "covariates")? {
                covariates.terms.push(pair.name.clone().unwrap_or_else(|| unnumbered(header)));
                covariates.columns.push(columns);
            }
        }
        for pair in request.arguments.pairs("factors") {
            let (header, reference) = match &pair.name {
                Some(header) => (header.as_str(), Some(pair.text.as_str())),
                None => (pair.text.as_str(), None),
            };
            covariates.add_labels(header, &rows.labels(header)?, reference)?;
        }
        Ok(covariates)
    }

    /// A column of 0 and 1 for each label but the reference.
    fn add_labels(&mut self, name: &str, column: &KeyColumn, reference: Option<&str>) -> Result<()> {
        let labels = || column.labels.iter().filter(|label| !label.is_empty());
        let reference = match reference {
            None => labels().next().map(String::as_str),
            Some(label) if labels().any(|known| known == label) => Some(label),
            Some(label) => {
                let at_hand = labels().cloned().collect();
                return Err(Error::KeyNotAtHand { key: label.to_owned(), at_hand });
            }
        };
        self.references.extend(reference.map(|label| format!("{name}={label}")));
        for (at, label) in column.labels.iter().enumerate() {
            if label.is_empty() || Some(label.as_str()) == reference {
                continue;
            }
            let coded = |code: &u32| match column.labels[*code as usize].is_empty() {
                true => f64::NAN,
                false => f64::from(u8::from(*code as usize == at)),
            };
            self.terms.push(format!("{name}={label}"));
            self.columns.push(vec![Cow::Owned(column.codes.iter().map(coded).collect())]);
        }
        // A single label is no term, but a pupil without one is still left out.
        Ok(())
    }

    /// The group of each pupil of whom all is known.
    pub fn complete(&self, groups: &Groups, outcome: &[f64]) -> Vec<u32> {
        let known = |row: usize| {
            !outcome[row].is_nan() && self.columns.iter().flatten().all(|column| !column[row].is_nan())
        };
        let of_row = groups.of_row.iter().enumerate();
        of_row.map(|(row, group)| if known(row) { *group } else { NOWHERE }).collect()
    }

    /// As many plausible values as the outcome, or one.
    pub fn refuse_unequal(&self, outcome: usize) -> Result<()> {
        let other = self.columns.iter().position(|own| ![1, outcome].contains(&own.len()));
        match other {
            None => Ok(()),
            Some(at) => Err(Error::InvalidArgument {
                argument: "covariates".to_owned(),
                found: format!("{}: {}", self.terms[at], self.columns[at].len()),
                expected: Text::new(
                    "与成绩同样多的似真值，或一列",
                    "as many plausible values as the scores have, or one column",
                ),
            }),
        }
    }
}
