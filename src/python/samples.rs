//! Figures of samples that were described apart, put together.

use pyo3::prelude::*;

use super::call::released;
use super::figures::Figures;
use super::given::{One, value};
use crate::indicators;

type Named = (String, Py<Figures>);

fn lent(samples: &[Named]) -> Vec<indicators::NamedFigures<'_>> {
    samples.iter().map(|(name, figures)| (name.clone(), &figures.get().0)).collect()
}

/// The change of every figure between samples.
#[pyfunction]
#[pyo3(signature = (samples, reference, linking_error, confidence))]
pub fn trend_of_samples(
    py: Python<'_>,
    samples: Vec<Named>,
    reference: Option<&str>,
    linking_error: Vec<One>,
    confidence: &str,
) -> PyResult<Figures> {
    let linking_error: Vec<_> = linking_error.into_iter().map(value).collect();
    let found = || indicators::trend_of_samples(&lent(&samples), reference, &linking_error, confidence);
    released(py, || Ok(Figures(found()?)))
}

/// The average of every figure over samples.
#[pyfunction]
pub fn average_of_samples(py: Python<'_>, samples: Vec<Named>, confidence: &str) -> PyResult<Figures> {
    released(py, || Ok(Figures(indicators::average_of_samples(&lent(&samples), confidence)?)))
}
