//! By how much a published figure differs from nothing.

use crate::figures::FigureRef;
use crate::stats::StudentT;
pub use crate::stats::holm::holm;

/// Of the difference from nothing, as it is published or as it follows from the published error.
pub fn p_value(figure: FigureRef<'_>) -> Option<f64> {
    let of_error = || {
        let t = figure.value()?.to_f64() / figure.se().filter(|se| *se > 0.0)?;
        Some(StudentT::new(figure.df().unwrap_or(f64::INFINITY))?.two_sided(t))
    };
    figure.p_value().or_else(of_error)
}
