//! What rows of totals and means state, held against what was read.

use super::causes::Cause;
use super::encoding::Encoding;
use super::fields::Field;
use super::non_data_causes::NonData;
use super::report::Report;
use super::text::{narrow, trim};
use crate::error::ColumnPlace;
use crate::number::{Decimal, Rational, Scale};
use crate::records::Subject;
use crate::tally::{Distribution, Tally};

/// A row of totals as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    row: u64,
    cells: Vec<String>,
}

/// So many rows of totals are looked at.
const KEPT: usize = 100;

/// What a row of totals may state of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    SumOrCount,
    Mean,
    Highest,
    Lowest,
    /// 全校 and the like: a sum, a count or a mean.
    Any,
}

fn what(word: &str) -> Option<What> {
    let begins = |words: &[&str]| words.iter().any(|begin| word.starts_with(begin));
    Some(match word {
        _ if begins(&["最高分"]) => What::Highest,
        _ if begins(&["最低分"]) => What::Lowest,
        _ if begins(&["平均", "均分", "年级平均"]) => What::Mean,
        _ if begins(&["合计", "总计", "共计", "年级共计"]) => What::SumOrCount,
        _ if begins(&["全"]) => What::Any,
        // Of some of the rows, or another statistic.
        _ => return None,
    })
}

impl Report {
    /// Lists a row that is no candidate; of a row of totals, what it states is kept.
    pub(super) fn set_aside(&mut self, row: u64, reason: NonData, fields: &[Field<'_>], encoding: Encoding) {
        self.non_data.push((row, reason));
        if reason == NonData::TotalRow && self.stated.len() < KEPT {
            let text = |field: &Field<'_>| trim(&narrow(&encoding.decode(&field.bytes()))).to_owned();
            self.stated.push(Stated { row, cells: fields.iter().map(text).collect() });
        }
    }

    /// Takes over the rows of totals of the rows that come next, the first of which is physical row `first`.
    pub(super) fn absorb_stated(&mut self, next: Vec<Stated>, first: u64) {
        let room = KEPT.saturating_sub(self.stated.len());
        self.stated.extend(next.into_iter().take(room).map(|of| Stated { row: first + of.row, ..of }));
    }

    /// Whether no row below this one was accepted.
    fn ends_at(&self, row: u64) -> bool {
        let rejected = self.rejected.iter().filter(|rejected| rejected.row > row).count() as u64;
        let non_data = self.non_data.iter().filter(|(other, _)| *other > row).count() as u64;
        // Rows that are not listed stand below those that are, or their blocks end the file.
        let beyond = self.rejected.beyond().map(|(more, _)| more);
        let beyond: u64 = beyond.chain(self.non_data.beyond().map(|(more, _)| more)).sum();
        (rejected + non_data + beyond) == self.physical_rows.saturating_sub(row)
    }

    /// Notes every total or mean that is not that of the candidates read. Totals in the middle of a file are of
    /// some of its rows, it is not known of which.
    pub(super) fn check_stated(&mut self, everybody: &Tally) {
        let Some(all) = everybody.groups.first() else { return };
        let registered = all.distributions.iter().map(Distribution::registered).max().unwrap_or(0);
        let stated = std::mem::take(&mut self.stated);
        let mut differing: Vec<(u64, ColumnPlace)> = Vec::new();
        for stated in stated.iter().filter(|stated| self.ends_at(stated.row)) {
            let first = stated.cells.iter().find(|cell| !cell.is_empty());
            let Some((word, what)) = first.and_then(|word| Some((word, what(word)?))) else { continue };
            let count = (what == What::SumOrCount).then(|| number_in(word)).flatten();
            if let Some(place) = self.columns.first().map(|used| used.place.clone())
                && count.is_some_and(|count| count.to_rational() != whole(registered))
            {
                differing.push((stated.row, place));
            }
            for used in &self.columns {
                let subject = used.field.as_deref().and_then(|field| field.strip_prefix("subject:"));
                let at = subject.and_then(|id| everybody.subjects.iter().position(|s| s.id == id));
                let column = at.map(|at| (&everybody.subjects[at], &all.distributions[at]));
                let number =
                    stated.cells.get(used.place.index).and_then(|cell| Decimal::parse(cell.as_bytes()));
                if let (Some(column), Some(number)) = (column, number)
                    && !agrees(what, number, column, registered)
                {
                    differing.push((stated.row, used.place.clone()));
                }
            }
        }
        for (row, place) in differing {
            self.find(row, Some(&place), Cause::TotalRowDiffers);
        }
    }
}

/// 352 in 合计:352人.
fn number_in(word: &str) -> Option<Decimal> {
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    Decimal::parse(digits.as_bytes())
}

fn whole(number: u64) -> Rational {
    Rational::from_integer(i128::from(number))
}

fn agrees(what: What, stated: Decimal, column: (&Subject, &Distribution), registered: u64) -> bool {
    let (subject, distribution) = column;
    let step = subject.scale.step();
    let score = |ticks: i128| step * Rational::from_integer(ticks);
    let counts = distribution.counts();
    let ticks: i128 = counts.iter().map(|(ticks, count)| i128::from(*ticks) * i128::from(*count)).sum();
    let (number, sum) = (stated.to_rational(), score(ticks));
    let tested = distribution.tested();
    let scored = || counts.iter().filter(|(_, count)| *count > 0).map(|(ticks, _)| i128::from(*ticks));
    let is_sum = || number == sum;
    let is_count = || number == whole(tested) || number == whole(registered);
    // Within half a unit of the last decimal written.
    let half = Scale::of_decimals(stated.decimals.min(9)).step() / Rational::from_integer(2);
    let near = |exact: Rational| exact - number <= half && number - exact <= half;
    let is_mean = || tested > 0 && near(sum / whole(tested));
    match what {
        What::SumOrCount => is_sum() || is_count(),
        What::Mean => is_mean(),
        What::Highest => scored().max().is_none_or(|ticks| number == score(ticks)),
        What::Lowest => scored().min().is_none_or(|ticks| number == score(ticks)),
        What::Any => is_sum() || is_count() || is_mean(),
    }
}
