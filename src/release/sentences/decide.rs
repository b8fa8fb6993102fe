//! Whether a claim is borne out by what is printed.

use super::cells::{Cells, Found, Lacking};
use super::claim::{Assertion, Claim, Comparison, Operand};
use super::lists::{changes_of_points, sure};
use super::verdict::{Decided, Verdict};
use crate::figures::Unit;
use crate::number::Rational;

/// Undecided is neither true nor false: of several, what decides alone does.
pub fn decide(claim: &Claim, cells: &Cells<'_>) -> Decided {
    let joined = |claims: &[Claim], decides: Verdict| {
        let all: Vec<Decided> = claims.iter().map(|claim| decide(claim, cells)).collect();
        let has = |verdict: Verdict| all.iter().any(|one| one.verdict == verdict);
        let verdict = match (has(decides), has(Verdict::Undecided)) {
            (true, _) => decides,
            (false, true) => Verdict::Undecided,
            (false, false) => decides.not(),
        };
        let lacking = all.iter().flat_map(|one| one.lacking.clone()).collect();
        Decided { verdict, because: all.into_iter().flat_map(|one| one.because).collect(), lacking }
    };
    match claim {
        Claim::All(claims) => joined(claims, Verdict::Fails),
        Claim::Any(claims) => joined(claims, Verdict::Holds),
        Claim::Not(claim) => {
            let decided = decide(claim, cells);
            Decided { verdict: decided.verdict.not(), ..decided }
        }
        Claim::One(assertion) => asserted(assertion, cells).unwrap_or_else(Decided::from),
    }
}

fn asserted(assertion: &Assertion, cells: &Cells<'_>) -> Result<Decided, Lacking> {
    match assertion {
        Assertion::Record(name, years) => record(name, *years, cells),
        Assertion::Rising(name, years) => moving(name, *years, cells, true),
        Assertion::Falling(name, years) => moving(name, *years, cells, false),
        Assertion::Highest(name) => extreme(name, cells, true),
        Assertion::Lowest(name) => extreme(name, cells, false),
        Assertion::Top(name, places) => {
            let cell = single(name, cells, 0)?;
            Ok(compared(&cell, "<=", *places, cell.value <= *places))
        }
        Assertion::Reached(name, target) => {
            let (cell, target) = (single(name, cells, 0)?, operand(target, cells)?);
            Ok(compared(&cell, ">=", target, cell.value >= target))
        }
        Assertion::Within(name, limit) => {
            let (cell, limit) = (single(name, cells, 0)?, operand(limit, cells)?);
            Ok(compared(&cell, "<=", limit, cell.value <= limit))
        }
        Assertion::Every(of) => counted(of, cells, |count, all| count == all),
        Assertion::Some(of) => counted(of, cells, |count, _| count > 0),
        Assertion::Count(of, order, number) => {
            counted(of, cells, |count, _| order.holds(Rational::from_integer(count as i128), *number))
        }
        Assertion::Sure(of) => {
            let all = cells.find(&of.name, 0)?;
            Ok(match sure(of, &all) {
                Err(undecided) => undecided,
                Ok(sure) => {
                    let (n, k) = (all.len(), sure);
                    Decided::new(
                        Verdict::of(k == n),
                        format!("{n} 个中 {k} 个超出误差（Holm 校正）"),
                        format!("{k} of {n} by more than error (Holm)"),
                    )
                }
            })
        }
    }
}

fn single(name: &str, cells: &Cells<'_>, before: i32) -> Result<Found, Lacking> {
    let mut all = cells.find(name, before)?;
    match all.len() {
        1 => Ok(all.remove(0)),
        _ => Err(Lacking {
            name: name.to_owned(),
            why: ["是一列，这里要一格".to_owned(), "it is a list, one cell is wanted".to_owned()],
            is_hidden: false,
        }),
    }
}

fn operand(operand: &Operand, cells: &Cells<'_>) -> Result<Rational, Lacking> {
    match operand {
        Operand::Number(number) => Ok(*number),
        Operand::Name(name) => single(name, cells, 0).map(|cell| cell.value),
    }
}

fn compared(cell: &Found, sign: &str, number: Rational, holds: bool) -> Decided {
    let number = crate::number::plain(number);
    let sign = match (holds, sign) {
        (true, sign) => sign,
        (false, "<=") => ">",
        (false, _) => "<",
    };
    let text = format!("{} {sign} {number}", cell.printed);
    Decided::new(Verdict::of(holds), text.clone(), text)
}

/// Scores of papers that differ say nothing of levels over years.
fn levels_of_papers(cell: &Found) -> Option<Decided> {
    (cell.unit == Unit::Points && !cell.is_place).then(|| {
        Decided::undecided(
            "各年试卷不同，分数的高低不能跨年比较；用标准化的量",
            "papers differ by year, so that points are not held against each other; take a standardised quantity",
        )
    })
}

/// The cells of the years up to the one named, the latest first.
fn over_years(name: &str, years: i32, cells: &Cells<'_>) -> Result<Result<Vec<Found>, Decided>, Lacking> {
    let now = single(name, cells, 0)?;
    if let Some(undecided) = levels_of_papers(&now) {
        return Ok(Err(undecided));
    }
    let mut all = vec![now];
    for before in 1..years {
        all.push(single(name, cells, before)?);
    }
    if all.iter().any(|cell| cell.convention != all[0].convention) {
        return Ok(Err(Decided::undecided("各年口径不同", "the years differ in convention")));
    }
    Ok(Ok(all))
}

fn record(name: &str, years: i32, cells: &Cells<'_>) -> Result<Decided, Lacking> {
    let years = match years {
        0 => {
            // All years that the table shows one after the other, three at least.
            let at_hand = (1..100).take_while(|before| single(name, cells, *before).is_ok()).count() as i32;
            (at_hand + 1).max(3)
        }
        years => years,
    };
    let all = match over_years(name, years, cells)? {
        Ok(all) => all,
        Err(undecided) => return Ok(undecided),
    };
    let holds = all[1..].iter().all(|cell| all[0].value > cell.value);
    let before = all[1..].iter().map(|cell| cell.printed.as_str()).collect::<Vec<_>>();
    let sign = if holds { ">" } else { "不全大于" };
    let sign_en = if holds { ">" } else { "is not above all of" };
    Ok(Decided::new(
        Verdict::of(holds),
        format!("{} {sign} {}；共 {years} 年", all[0].printed, before.join("、")),
        format!("{} {sign_en} {}; {years} years at hand", all[0].printed, before.join(", ")),
    ))
}

fn moving(name: &str, years: i32, cells: &Cells<'_>, up: bool) -> Result<Decided, Lacking> {
    let all = match over_years(name, years, cells)? {
        Ok(all) => all,
        Err(undecided) => return Ok(undecided),
    };
    let moves = |pair: &[Found]| match up {
        true => pair[0].value > pair[1].value,
        false => pair[0].value < pair[1].value,
    };
    let printed: Vec<&str> = all.iter().rev().map(|cell| cell.printed.as_str()).collect();
    let text = printed.join(" → ");
    Ok(Decided::new(Verdict::of(all.windows(2).all(moves)), text.clone(), text))
}

fn extreme(name: &str, cells: &Cells<'_>, high: bool) -> Result<Decided, Lacking> {
    let cell = single(name, cells, 0)?;
    let one = Rational::from_integer(1);
    if cell.is_place && high {
        return Ok(match cell.value == one {
            true => compared(&cell, "<=", one, true),
            false => compared(&cell, "<=", one, false),
        });
    }
    let Some(others) = cell.others.as_ref().filter(|others| !others.is_empty()) else {
        return Ok(Decided::undecided(
            "同列的别的数没有全部公布",
            "the other cells of its column are not all published",
        ));
    };
    let holds = others.iter().all(|other| if high { cell.value > *other } else { cell.value < *other });
    let n = others.len();
    Ok(Decided::new(
        Verdict::of(holds),
        format!("{} 与同列另 {n} 个数相比", cell.printed),
        format!("{} beside the {n} others of its column", cell.printed),
    ))
}

fn counted(
    of: &Comparison,
    cells: &Cells<'_>,
    test: impl Fn(usize, usize) -> bool,
) -> Result<Decided, Lacking> {
    let all = cells.find(&of.name, 0)?;
    if let Some(undecided) = changes_of_points(&all) {
        return Ok(undecided);
    }
    let count = all.iter().filter(|cell| of.order.holds(cell.value, of.number)).count();
    let (n, sign, number) = (all.len(), of.order.sign(), crate::number::plain(of.number));
    let printed = all.iter().map(|cell| cell.printed.as_str()).collect::<Vec<_>>().join(", ");
    Ok(Decided::new(
        Verdict::of(test(count, n)),
        format!("{n} 个中 {count} 个 {sign} {number}：{printed}"),
        format!("{count} of {n} {sign} {number}: {printed}"),
    ))
}
