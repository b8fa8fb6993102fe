//! The schemes of scaling: which share of the candidates gets which scaled scores.

use super::super::lines::Band;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::number::{Rational, plain};

/// Names, shares in per cent and scaled ranges, the best first.
type Ranges = &'static [(&'static str, i128, i128, i128)];

const NATIONAL: Ranges =
    &[("A", 15, 100, 86), ("B", 35, 85, 71), ("C", 35, 70, 56), ("D", 13, 55, 41), ("E", 2, 40, 30)];

const SHANDONG: Ranges = &[
    ("A", 3, 100, 91),
    ("B+", 7, 90, 81),
    ("B", 16, 80, 71),
    ("C+", 24, 70, 61),
    ("C", 24, 60, 51),
    ("D+", 16, 50, 41),
    ("D", 7, 40, 31),
    ("E", 3, 30, 21),
];

const ZHEJIANG: &[i128] = &[1, 2, 3, 4, 5, 6, 7, 8, 7, 7, 7, 7, 7, 7, 6, 5, 4, 3, 2, 1, 1];
const SHANGHAI: &[i128] = &[5, 10, 10, 10, 10, 10, 10, 10, 10, 10, 5];
const BEIJING: &[i128] = &[1, 2, 3, 4, 5, 7, 8, 9, 8, 8, 7, 6, 6, 6, 5, 4, 4, 3, 2, 1, 1];
const TIANJIN: &[i128] = &[2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 6, 6, 6, 6, 6, 5, 4, 3, 1, 1, 1];

/// The bands of a named scheme; `None` for one that is not built in.
pub fn built_in(scheme: &str) -> Option<Vec<Band>> {
    match scheme {
        "national_312" => Some(linear(NATIONAL)),
        "shandong" => Some(linear(SHANDONG)),
        "zhejiang" => Some(graded(ZHEJIANG, 100)),
        "shanghai" => Some(graded(SHANGHAI, 70)),
        "beijing" => Some(graded(BEIJING, 100)),
        "tianjin" => Some(graded(TIANJIN, 100)),
        _ => None,
    }
}

fn linear(ranges: Ranges) -> Vec<Band> {
    let band = |&(name, share, high, low): &(&str, i128, i128, i128)| Band {
        name: name.to_owned(),
        share: Rational::new(share, 100),
        high: Rational::from_integer(high),
        low: Rational::from_integer(low),
    };
    ranges.iter().map(band).collect()
}

/// Grades of one scaled score each, 3 points apart.
fn graded(shares: &[i128], best: i128) -> Vec<Band> {
    let mut score = best + 3;
    let mut band = |(at, &share): (usize, &i128)| {
        score -= 3;
        let score = Rational::from_integer(score);
        Band { name: (at + 1).to_string(), share: Rational::new(share, 100), high: score, low: score }
    };
    shares.iter().enumerate().map(&mut band).collect()
}

/// Bands of a custom scheme, the best first. Refused unless the shares add up to 100 and the scaled scores descend.
pub fn declared(bands: &[Band]) -> Result<Vec<Band>> {
    let sum: Rational = bands.iter().map(|band| band.share).sum();
    if sum != Rational::from_integer(1) {
        return Err(fault(
            &plain(sum * Rational::from_integer(100)),
            Text::new("各等级份额之和为 100", "shares that add up to 100"),
        ));
    }
    match bands.windows(2).find(|pair| pair[1].high >= pair[0].low) {
        Some(pair) => Err(fault(
            &format!("{}, {}", pair[0].name, pair[1].name),
            Text::new(
                "从好到差排列、互不重叠的赋分区间",
                "bands from the best down whose scaled scores do not overlap",
            ),
        )),
        None => Ok(bands.to_vec()),
    }
}

fn fault(found: &str, expected: Text) -> Error {
    Error::InvalidArgument { argument: "bands".to_owned(), found: found.to_owned(), expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_every_scheme_add_up_to_one_and_scores_descend() {
        let lowest = [30, 21, 40, 40, 40, 40];
        for (scheme, low) in
            ["national_312", "shandong", "zhejiang", "shanghai", "beijing", "tianjin"].iter().zip(lowest)
        {
            let bands = built_in(scheme).unwrap();
            assert_eq!(
                bands.iter().map(|b| b.share).sum::<Rational>(),
                Rational::from_integer(1),
                "{scheme}"
            );
            assert!(bands.windows(2).all(|pair| pair[0].low > pair[1].high), "{scheme}");
            assert_eq!(bands.last().unwrap().low, Rational::from_integer(low), "{scheme}");
        }
    }

    #[test]
    fn declared_bands_are_read_or_refused() {
        let band = |name: &str, share, high: i128, low: i128| Band {
            name: name.to_owned(),
            share: Rational::new(share, 100),
            high: Rational::from_integer(high),
            low: Rational::from_integer(low),
        };
        let a = || band("A", 15, 100, 86);
        assert!(declared(&[a(), band("B", 85, 85, 85)]).is_ok());
        assert!(declared(&[a(), band("B", 84, 85, 85)]).is_err(), "the shares add up to 99");
        assert!(declared(&[band("B", 85, 85, 70), a()]).is_err(), "the worse band stands first");
    }
}
