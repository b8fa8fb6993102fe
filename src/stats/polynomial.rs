//! Least squares by a polynomial of one variable, on polynomials that are orthogonal over the data, so that a cubic
//! loses no digits. Forsythe (1957), Journal of the SIAM 5, 74–88.

/// A point with its weight: how many observations have this x, and the sum of their y.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub x: f64,
    pub n: f64,
    pub sum: f64,
}

/// A fitted polynomial, by its recurrence: p₀ = 1, pₖ₊₁ = (x − aₖ) pₖ − bₖ pₖ₋₁.
#[derive(Clone, Debug, PartialEq)]
pub struct Polynomial {
    a: Vec<f64>,
    b: Vec<f64>,
    coefficients: Vec<f64>,
}

/// Fits a polynomial of at most this degree; lower where there are fewer different x.
pub fn fit(cells: &[Cell], degree: usize) -> Option<Polynomial> {
    let (mut before, mut now) = (vec![0.0; cells.len()], vec![1.0; cells.len()]);
    let mut fitted = Polynomial { a: Vec::new(), b: Vec::new(), coefficients: Vec::new() };
    let mut last_norm = 0.0;
    let mut rest: Vec<f64> = cells.iter().map(|cell| cell.sum).collect();
    for step in 0..=degree {
        let norm: f64 = cells.iter().zip(&now).map(|(cell, p)| cell.n * p * p).sum();
        let first: f64 = cells.iter().map(|cell| cell.n).sum();
        // No more different x than terms: what is left is rounding.
        if norm <= 0.0 || (step > 0 && norm <= 1e-20 * last_norm * first.max(1.0)) {
            break;
        }
        let coefficient = now.iter().zip(&rest).map(|(p, rest)| p * rest).sum::<f64>() / norm;
        let fits = cells.iter().zip(&now).map(|(cell, p)| cell.n * p * coefficient);
        rest.iter_mut().zip(fits).for_each(|(rest, fit)| *rest -= fit);
        let a = cells.iter().zip(&now).map(|(cell, p)| cell.n * cell.x * p * p).sum::<f64>() / norm;
        let b = if step == 0 { 0.0 } else { norm / last_norm };
        fitted.coefficients.push(coefficient);
        fitted.a.push(a);
        fitted.b.push(b);
        let next = cells.iter().zip(now.iter().zip(&before));
        let next = next.map(|(cell, (now, before))| (cell.x - a) * now - b * before).collect();
        (before, now, last_norm) = (now, next, norm);
    }
    (!fitted.coefficients.is_empty()).then_some(fitted)
}

impl Polynomial {
    pub fn at(&self, x: f64) -> f64 {
        let (mut before, mut now, mut value) = (0.0, 1.0, 0.0);
        for (at, coefficient) in self.coefficients.iter().enumerate() {
            value += coefficient * now;
            (before, now) = (now, (x - self.a[at]) * now - self.b[at] * before);
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(of: impl Fn(f64) -> f64) -> Vec<Cell> {
        let xs = (-20..=20).map(f64::from);
        xs.map(|x| Cell { x, n: 2.0, sum: 2.0 * of(x) }).collect()
    }

    #[test]
    fn a_polynomial_is_found_again() {
        let of = |x: f64| 3.0 - 2.0 * x + 0.5 * x * x - 0.25 * x * x * x;
        let fitted = fit(&cells(of), 3).unwrap();
        for x in [-31.0, -20.0, 0.3, 17.0] {
            assert!((fitted.at(x) - of(x)).abs() < 1e-9 * of(x).abs().max(1.0), "{x}");
        }
    }

    /// By hand: (0, 0), (1, 1), (2, 4): slope 2, mean 5/3 at x = 1.
    #[test]
    fn a_line_through_three_points() {
        let of = |x, sum| Cell { x, n: 1.0, sum };
        let fitted = fit(&[of(0.0, 0.0), of(1.0, 1.0), of(2.0, 4.0)], 1).unwrap();
        assert!((fitted.at(0.0) + 1.0 / 3.0).abs() < 1e-15 && (fitted.at(3.0) - 17.0 / 3.0).abs() < 1e-14);
    }

    #[test]
    fn few_points_take_few_terms() {
        let fitted = fit(&[Cell { x: 5.0, n: 3.0, sum: 6.0 }], 3).unwrap();
        assert_eq!(fitted.at(9.0), 2.0);
    }
}
