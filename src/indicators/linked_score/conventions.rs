//! How scores are linked: methods, design, smoothing, errors.

use super::words::{
    ANALYTIC, BY_PUPILS, BY_SCHOOLS, CLIPPED, EQUIVALENT_GROUPS, N, N_MINUS_1, SINGLE_GROUP, SMOOTHED,
    UNSMOOTHED,
};
use crate::error::{Error, Result};
use crate::figures::{Clause, Clauses, Term};
use crate::indicators::arguments::Arguments;
use crate::lang::Text;
use crate::stats::equating::{self, DEGREES, Form, log_linear};

#[derive(Clone, Copy, PartialEq)]
pub enum Method {
    Mean,
    Linear,
    Equipercentile,
}

impl Method {
    const ALL: [Method; 3] = [Method::Mean, Method::Linear, Method::Equipercentile];

    pub fn measure(self) -> &'static str {
        match self {
            Method::Mean => "mean",
            Method::Linear => "linear",
            Method::Equipercentile => "equipercentile",
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
pub enum ErrorBy {
    Analytic,
    Pupils,
    Schools,
    Nothing,
}

pub struct Conventions {
    pub methods: Vec<Method>,
    pub is_single_group: bool,
    pub degree: Option<usize>,
    pub bessel: bool,
    pub is_clipped: bool,
    pub error: ErrorBy,
    pub replicates: usize,
    pub seed: u64,
    pub confidence: f64,
}

impl Conventions {
    pub fn of(arguments: &Arguments) -> Result<Conventions> {
        let asked = arguments.all("methods");
        let is_asked = |method: &Method| asked.is_empty() || asked.iter().any(|id| id == method.measure());
        let degree = arguments.whole("degree");
        if degree.is_some_and(|degree| !(1..=DEGREES).contains(&degree)) {
            return Err(Error::InvalidArgument {
                argument: "degree".to_owned(),
                found: arguments.text("degree").unwrap_or_default().to_owned(),
                expected: Text::new("1 到 10 的整数", "a whole number from 1 to 10"),
            });
        }
        Ok(Conventions {
            methods: Method::ALL.into_iter().filter(is_asked).collect(),
            is_single_group: arguments.text("design") == Some("single_group"),
            degree: degree.map(|degree| degree as usize),
            bessel: arguments.text("deviation") != Some("n"),
            is_clipped: arguments.text("clip") == Some("range"),
            error: match arguments.text("error") {
                Some("pupils") => ErrorBy::Pupils,
                Some("schools") => ErrorBy::Schools,
                Some("none") => ErrorBy::Nothing,
                _ => ErrorBy::Analytic,
            },
            replicates: arguments.whole("replicates").map_or(1000, |count| count as usize),
            seed: arguments.whole("seed").unwrap_or(1),
            confidence: arguments.confidence(),
        })
    }

    pub fn method(&self, method: Method) -> Clauses {
        let design = if self.is_single_group { &SINGLE_GROUP } else { &EQUIVALENT_GROUPS };
        let mut said = vec![Clause::from(design)];
        match method {
            Method::Mean => {}
            Method::Linear => said.push(Clause::from(if self.bessel { &N_MINUS_1 } else { &N })),
            Method::Equipercentile => said.push(match self.degree {
                None => Clause::from(&UNSMOOTHED),
                Some(degree) => SMOOTHED.with([Term::chosen(degree as u64)]),
            }),
        }
        said.extend(self.is_clipped.then(|| Clause::from(&CLIPPED)));
        match self.error {
            ErrorBy::Pupils => {
                said.push(BY_PUPILS.with([Term::chosen(self.replicates as u64), Term::chosen(self.seed)]))
            }
            ErrorBy::Schools => {
                said.push(BY_SCHOOLS.with([Term::chosen(self.replicates as u64), Term::chosen(self.seed)]))
            }
            ErrorBy::Analytic if method != Method::Equipercentile => said.push(Clause::from(&ANALYTIC)),
            _ => {}
        }
        said.into_iter().collect()
    }

    /// The link of a method in steps of the other form, in which a step of the scores' own is `ratio`; `None` where it has
    /// none.
    pub fn link(
        &self,
        method: Method,
        score: f64,
        ratio: f64,
        from: &Form<f64>,
        to: &Form<f64>,
    ) -> Option<f64> {
        match method {
            Method::Equipercentile => match self.degree {
                None => Some(to.equipercentile(from, score)),
                Some(degree) => {
                    Some(log_linear(to, degree)?.equipercentile(&log_linear(from, degree)?, score))
                }
            },
            _ => {
                let (from, to) = (from.moments()?, to.moments()?);
                Some(match method {
                    Method::Mean => (score - from.mean) * ratio + to.mean,
                    _ => equating::linear(&from, &to, score, self.bessel),
                })
            }
        }
    }
}
