//! What is said of those who reached a line, and what a figure of them discloses: of candidates one by one and of the
//! weighted alike.

use super::AtLine;
use crate::figures::{AllTold, Clauses, Phrase, Range};

pub(super) fn method(at: &AtLine<'_>, exclusive: bool, registered: bool) -> Clauses {
    let batch = if exclusive { &EXCLUSIVE } else { &CUMULATIVE };
    at.cut().and(batch).and(if registered { &OF_REGISTERED } else { &OF_TESTED })
}

static CUMULATIVE: Phrase = Phrase::new("cumulative", "各线累计", "cumulative");
static EXCLUSIVE: Phrase = Phrase::new("exclusive", "扣除更高线", "exclusive");
static OF_TESTED: Phrase = Phrase::new("of_tested", "分母为实考人数", "of the tested");
pub(super) static OF_REGISTERED: Phrase = Phrase::new("of_registered", "分母为报名人数", "of the registered");

pub(super) fn told(at: &AtLine<'_>, exclusive: bool, registered: bool) -> AllTold {
    let attained = at.told(|part| {
        let higher = part.higher.filter(|_| exclusive).map(|line| line.score);
        Range::between(part.line.score, higher)
    });
    let everybody = registered.then(|| at.told(|_| Range::Everybody));
    [attained, at.told_tested()].into_iter().chain(everybody).collect()
}
