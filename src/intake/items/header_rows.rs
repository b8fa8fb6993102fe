//! Headers of one row or of two.

use super::super::aliases::meaning;
use super::grammar::{holds, parse};

/// The headers of one row, or of two as far as the second tells more; `None` where the second is a row of data.
pub fn joined(headers: &[String], second: &[String]) -> Option<Vec<String>> {
    let headers: Vec<String> = headers.iter().map(|header| bare(header)).collect();
    if headers.len() != second.len() {
        return None;
    }
    let is_other = |at: usize| meaning(&headers[at]).is_some();
    let filled: Vec<usize> = (0..second.len()).filter(|at| !second[*at].is_empty()).collect();
    let own: Vec<usize> =
        filled.iter().copied().filter(|at| !is_other(*at) || second[*at] != headers[*at]).collect();
    let tells = own.iter().all(|at| holds(&second[*at]).is_some()) && !own.is_empty();
    let numbers = own.iter().all(|at| !is_other(*at) && parse(&second[*at]).is_some())
        && own.iter().any(|at| parse(&headers[*at]).is_none());
    if !tells && !numbers {
        return None;
    }
    let mut left = String::new();
    let joined = headers.iter().enumerate().map(|(at, header)| {
        if !header.is_empty() {
            left = if is_other(at) { String::new() } else { header.clone() };
        }
        match (second[at].is_empty(), header.is_empty()) {
            (true, _) => header.clone(),
            (false, _) if is_other(at) => header.clone(),
            (false, true) if left.is_empty() => second[at].clone(),
            (false, _) if tells => format!("{left}({})", second[at].trim_matches(|c| "()（）".contains(c))),
            (false, _) => format!("{left}.{}", second[at]),
        }
    });
    Some(joined.collect())
}

/// What programs write where a cell of a header is merged with the one before it.
pub fn bare(header: &str) -> String {
    if header.starts_with("Unnamed:") || header.starts_with("__EMPTY") {
        String::new()
    } else {
        header.to_owned()
    }
}
