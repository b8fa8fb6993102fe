//! Two groups on an ordinal scale as two normal distributions cut at the same thresholds.

use super::{normal_cdf, normal_density, normal_quantile};

/// Group 2 is the standard normal; group 1 has this mean and standard deviation.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    pub mean: f64,
    pub deviation: f64,
    pub thresholds: Vec<f64>,
}

impl Fit {
    /// The difference of the means per root of the mean variance.
    pub fn v(&self) -> f64 {
        self.mean / ((self.deviation * self.deviation + 1.0) / 2.0).sqrt()
    }
}

/// The heteroskedastic ordered probit of two groups' counts per level, lowest first, by Fisher scoring on
/// (mean, log s.d., thresholds). `None` with fewer than three levels that anybody has, with groups that do not
/// overlap, or without convergence.
///
/// Reardon, Shear, Castellano & Ho (2017), JEBS 42, 3–45.
pub fn fit(first: &[f64], second: &[f64]) -> Option<Fit> {
    let used: Vec<(f64, f64)> =
        first.iter().copied().zip(second.iter().copied()).filter(|(a, b)| a + b > 0.0).collect();
    let levels = used.len();
    let spread = |of: fn(&(f64, f64)) -> f64| used.iter().filter(|pair| of(pair) > 0.0).count();
    if levels < 3 || spread(|pair| pair.0) < 2 || spread(|pair| pair.1) < 2 {
        return None;
    }
    let counts = [used.iter().map(|pair| pair.0).collect(), used.iter().map(|pair| pair.1).collect()];
    let mut at = start(&counts)?;
    let mut best = log_likelihood(&counts, &at)?;
    for _ in 0..200 {
        let (gradient, information) = scores(&counts, &at)?;
        let step = solve(information, gradient.clone())?;
        let (mut scale, mut moved, before) = (1.0, false, best);
        while scale > 1e-10 && !moved {
            let next: Vec<f64> = at.iter().zip(&step).map(|(x, s)| x + scale * s).collect();
            if let Some(value) = log_likelihood(&counts, &next).filter(|value| *value >= best) {
                (at, best, moved) = (next, value, true);
            }
            scale /= 2.0;
        }
        let size = step.iter().map(|s| s.abs()).fold(0.0, f64::max);
        // What no longer raises the likelihood is rounding: such steps may go on for ever.
        if size < 1e-11 || best <= before {
            let settled = size < 1e-6 && at[1].abs() < 10.0 && at[0].abs() < 20.0;
            return settled.then(|| Fit {
                mean: at[0],
                deviation: at[1].exp(),
                thresholds: at[2..].to_vec(),
            });
        }
    }
    None
}

/// Mean 0, s.d. 1, thresholds at the quantiles of both groups together.
fn start(counts: &[Vec<f64>; 2]) -> Option<Vec<f64>> {
    let all: f64 = counts.iter().flatten().sum();
    let mut at = vec![0.0, 0.0];
    let mut below = 0.0;
    let levels = counts[0].iter().zip(&counts[1]).take(counts[0].len() - 1);
    for (one, other) in levels {
        below += one + other;
        at.push(normal_quantile(below / all)?);
    }
    Some(at)
}

/// Of a group: mean, 1 / s.d.
fn standardised(at: &[f64], group: usize) -> (f64, f64) {
    if group == 0 { (at[0], (-at[1]).exp()) } else { (0.0, 1.0) }
}

fn log_likelihood(counts: &[Vec<f64>; 2], at: &[f64]) -> Option<f64> {
    let mut sum = 0.0;
    for (group, counts) in counts.iter().enumerate() {
        let shares = shares(at, group, counts.len());
        for (count, share) in counts.iter().zip(shares) {
            if share <= 0.0 {
                return None;
            }
            sum += count * share.ln();
        }
    }
    sum.is_finite().then_some(sum)
}

/// The probability of each level; not above zero where thresholds are out of order.
fn shares(at: &[f64], group: usize, levels: usize) -> Vec<f64> {
    let (mean, precision) = standardised(at, group);
    let z = |threshold: usize| (at[2 + threshold] - mean) * precision;
    (0..levels)
        .map(|level| match level {
            0 => normal_cdf(z(0)),
            // From the upper tail, so that no small share is lost in a difference of ones.
            _ if level == levels - 1 => normal_cdf(-z(level - 1)),
            _ if z(level - 1) > 0.0 => normal_cdf(-z(level - 1)) - normal_cdf(-z(level)),
            _ => normal_cdf(z(level)) - normal_cdf(z(level - 1)),
        })
        .collect()
}

/// The gradient of the log-likelihood and the expected information.
fn scores(counts: &[Vec<f64>; 2], at: &[f64]) -> Option<(Vec<f64>, Vec<Vec<f64>>)> {
    let size = at.len();
    let (mut gradient, mut information) = (vec![0.0; size], vec![vec![0.0; size]; size]);
    for (group, counts) in counts.iter().enumerate() {
        let all: f64 = counts.iter().sum();
        let shares = shares(at, group, counts.len());
        for (level, (count, share)) in counts.iter().zip(shares).enumerate() {
            if share <= 0.0 {
                return None;
            }
            let slope = slopes(at, group, level, counts.len());
            for row in 0..size {
                gradient[row] += count / share * slope[row];
                for column in 0..size {
                    information[row][column] += all / share * slope[row] * slope[column];
                }
            }
        }
    }
    Some((gradient, information))
}

/// How the probability of a level moves with each parameter.
fn slopes(at: &[f64], group: usize, level: usize, levels: usize) -> Vec<f64> {
    let (mean, precision) = standardised(at, group);
    let mut slopes = vec![0.0; at.len()];
    let mut edge = |threshold: usize, sign: f64| {
        let z = (at[2 + threshold] - mean) * precision;
        let density = sign * normal_density(z);
        slopes[2 + threshold] += density * precision;
        if group == 0 {
            slopes[0] -= density * precision;
            slopes[1] -= density * z;
        }
    };
    if level + 1 < levels {
        edge(level, 1.0);
    }
    if level > 0 {
        edge(level - 1, -1.0);
    }
    slopes
}

/// Gauss with partial pivots; `None` where the matrix is singular.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for column in 0..size {
        let pivot =
            (column..size).max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()))?;
        if matrix[pivot][column].abs() < 1e-12 {
            return None;
        }
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..size {
            let factor = matrix[row][column] / matrix[column][column];
            let (above, below) = matrix.split_at_mut(row);
            for (value, pivot) in below[0].iter_mut().zip(&above[column]).skip(column) {
                *value -= factor * pivot;
            }
            right[row] -= factor * right[column];
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|at| matrix[row][at] * right[at]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-8 * expected.abs(), "{found} is not {expected}");
    }

    /// Expected: R ordinal 2022.11-16, `clm(level ~ group, scale = ~group, weights = count, link = "probit")`.
    #[test]
    fn agrees_with_r_ordinal() {
        let three = fit(&[10.0, 20.0, 70.0], &[30.0, 30.0, 40.0]).unwrap();
        near(three.mean, 0.792012732639991);
        near(three.deviation, 1.02720271328967);
        near(three.v(), 0.781314498112578);
        let four = fit(&[120.0, 340.0, 410.0, 130.0], &[310.0, 400.0, 230.0, 60.0]).unwrap();
        near(four.v(), 0.6246756937703);
        near(four.thresholds[2], 1.59388394474387);
        let five = fit(&[5.0, 0.0, 20.0, 30.0, 45.0], &[15.0, 20.0, 25.0, 0.0, 10.0]).unwrap();
        near(five.v(), 1.35078660272047);
    }

    #[test]
    fn nothing_where_the_data_do_not_tell() {
        assert_eq!(fit(&[10.0, 20.0], &[30.0, 30.0]), None, "two levels: the s.d. is not identified");
        assert_eq!(fit(&[0.0, 0.0, 9.0], &[3.0, 4.0, 5.0]), None, "one level only");
        assert_eq!(fit(&[0.0, 0.0, 5.0, 9.0], &[3.0, 4.0, 0.0, 0.0]), None, "apart");
        let same = fit(&[10.0, 20.0, 30.0], &[10.0, 20.0, 30.0]).unwrap();
        assert!(same.v().abs() < 1e-12);
    }
}
