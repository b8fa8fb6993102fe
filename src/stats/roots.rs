//! Roots in one dimension, safely bracketed.

/// More steps than any smooth function takes.
const STEPS: usize = 200;

/// Where `f` is 0 between two points at which it has opposite signs: false position that halves the end which
/// stays (the Illinois rule), until no double lies between.
pub fn root(mut f: impl FnMut(f64) -> f64, low: (f64, f64), high: (f64, f64)) -> f64 {
    let ((mut a, mut fa), (mut b, mut fb)) = (low, high);
    for step in 0..STEPS {
        let secant = b - fb * (b - a) / (fb - fa);
        let inside = secant > a.min(b) && secant < a.max(b);
        // A bisection now and then bounds the steps whatever the function.
        let next = if inside && step % 8 != 7 { secant } else { a + (b - a) / 2.0 };
        let value = f(next);
        if value == 0.0 || next == a || next == b {
            return next;
        }
        if (value < 0.0) == (fb < 0.0) {
            fa /= 2.0;
        } else {
            (a, fa) = (b, fb);
        }
        (b, fb) = (next, value);
        if (b - a).abs() <= 2.0 * f64::EPSILON * b.abs() {
            break;
        }
    }
    b
}

/// The first point above 0 where `f` turns from negative to positive, 0 where it is not negative there; `None` if
/// it stays negative.
pub fn first_crossing(mut f: impl FnMut(f64) -> f64) -> Option<f64> {
    const FROM: f64 = 1e-6;
    const TO: f64 = 1e9;
    if f(0.0) >= 0.0 {
        return Some(0.0);
    }
    let mut low = (0.0, f(0.0));
    let mut at = FROM;
    while at < TO {
        let value = f(at);
        if value >= 0.0 {
            return Some(root(f, low, (at, value)));
        }
        low = (at, value);
        at *= 4.0;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_the_last_digits() {
        let found = root(|x| x * x - 2.0, (0.0, -2.0), (2.0, 2.0));
        assert!((found - 2f64.sqrt()).abs() <= 4.0 * f64::EPSILON);
        let cube = first_crossing(|x| x * x * x - 27.0).unwrap();
        assert!((cube - 3.0).abs() <= 8.0 * f64::EPSILON);
        assert_eq!(first_crossing(|x| x + 1.0), Some(0.0));
        assert_eq!(first_crossing(|_| -1.0), None);
    }
}
