//! What a report says of totals that differ from the sum of their subjects, and of columns without a score.

use super::causes::Cause;
use super::findings::Finding;
use super::report::{FINDINGS_KEPT, Report};
use crate::error::ColumnPlace;
use crate::records::Mark;

impl Report {
    /// Findings of rows whose others have been found, all in the order of the rows.
    pub(super) fn find_among(&mut self, column: Option<&ColumnPlace>, found: &[(u64, Cause)]) {
        for (row, cause) in found {
            let entry = self.counts.entry((*cause, column.map(|c| c.index))).or_insert((0, *row));
            entry.0 += 1;
            entry.1 = entry.1.min(*row);
        }
        let found = found.iter().take(FINDINGS_KEPT);
        self.findings.extend(found.map(|(row, cause)| Finding {
            row: *row,
            column: column.cloned(),
            cause: *cause,
        }));
        self.findings.sort_by_key(|finding| finding.row);
        self.findings.truncate(FINDINGS_KEPT);
    }

    /// Notes without which columns the sum would have been a total that differs; a bit each.
    pub(super) fn see_total_without(&mut self, columns: u64) {
        let explain = (0..64).filter(|at| columns >> at & 1 == 1);
        explain.for_each(|at| *self.totals_without.entry(at).or_default() += 1);
    }

    /// Says which column most totals that differ from the sum leave out.
    pub(super) fn explain_totals(&mut self, place: impl Fn(usize) -> Option<ColumnPlace>) {
        let differing = |cause: Cause| self.counts.iter().filter(move |((found, _), _)| *found == cause);
        let found = differing(Cause::TotalBelowSum).chain(differing(Cause::TotalAboveSum));
        let (all, first) =
            found.fold((0, u64::MAX), |(all, first), (_, (count, row))| (all + count, first.min(*row)));
        let explaining =
            self.totals_without.iter().max_by_key(|(column, count)| (**count, usize::MAX - **column));
        if let Some((column, count)) = explaining.filter(|(_, count)| all > 1 && 10 * **count >= 9 * all)
            && let Some(place) = place(*column)
        {
            self.find_many(first, Some(&place), Cause::TotalLeavesOut, *count);
        }
    }

    /// Says in which columns nobody has a score, though there are candidates; `withheld` has none for a reason that
    /// is told already.
    pub(super) fn find_unscored(
        &mut self,
        withheld: Option<usize>,
        first: Option<u64>,
        place: impl Fn(usize) -> Option<ColumnPlace>,
    ) {
        let Some(first) = first else { return };
        for at in (0..self.marks.len()).filter(|at| Some(*at) != withheld) {
            let candidates: u64 = self.marks[at].counts.iter().sum();
            if self.marks[at].counts[Mark::Scored as usize] == 0 && candidates > 0 {
                self.find_many(first, place(at).as_ref(), Cause::NobodyScored, candidates);
            }
        }
    }
}
