//! Mean and rates (一分三率, 一分四率): how a group did in each subject.

mod interval;
mod mean;
mod pass_all;
mod position;
mod quantiles;
mod rate_counts;
mod rates;
mod tail_mean;
mod thresholds;

pub(super) use super::grouping::count;
pub(crate) use interval::without_rule;
pub(super) use interval::{INTERVAL, RateInterval, SchoolCount, rule_of};
pub use mean::SUBJECT_MEAN;
pub(super) use mean::{DEVIATION_DENOMINATOR, deviation_method, lost_degrees};
pub use pass_all::PASS_ALL_RATE;
pub(super) use position::position;
pub use quantiles::SUBJECT_QUANTILES;
pub(super) use rate_counts::SCORE_AT_LEAST;
pub use rates::{EXCELLENT_RATE, GOOD_RATE, LOW_RATE, PASS_RATE};
pub use tail_mean::TAIL_MEAN;
pub(super) use thresholds::{NoCut, Thresholds};

use crate::figures::{Figure, Phrase, Status, Value};
use crate::lang::Text;
use crate::number::ratio;
use crate::stats::intervals::wilson;

pub(super) const TESTED: Text = Text::new(
    "该科有成绩的考生；缺考、缓考、免考、违纪、空白不计入",
    "candidates with a score in the subject; absent, deferred, exempt, disqualified and blank are left out",
);
pub(super) const POOLED: Text = Text::new(
    "全体的值由人数与分数的合计重新计算，不是各部分的平均",
    "a whole is computed from the pooled counts and sums, never as the mean of its parts",
);

/// Completes a figure that is `counted` per hundred of `of`, with Wilson's interval. `of` is above zero.
pub(super) fn percentage(figure: Figure, counted: u64, of: u64) -> Figure {
    let interval = figure.confidence.and_then(|confidence| wilson(counted, of, confidence));
    let value = ratio(i128::from(counted) * 100, i128::from(of));
    Figure {
        numerator: Some(count(counted)),
        denominator: Some(count(of)),
        lower: interval.map(|i| i.lower * 100.0),
        upper: interval.map(|i| i.upper * 100.0),
        ..figure.with_value(Value::Exact(value))
    }
}

pub(super) fn open_ended(figure: Figure) -> Figure {
    Figure { note: (&OPEN_BUCKET).into(), ..figure.without_value(Status::NotApplicable) }
}

pub(super) static OPEN_BUCKET: Phrase = Phrase::new(
    "open_bucket",
    "一分一段表把最高或最低若干分合并成一档",
    "the published table puts the scores of an open top or bottom bucket together",
);

pub(super) fn full_mark_unknown(figure: Figure) -> Figure {
    Figure { note: (&NO_FULL_MARK).into(), ..figure.without_value(Status::MissingInput) }
}

pub(super) static NO_FULL_MARK: Phrase =
    Phrase::new("no_full_mark", "该科满分未知", "the full mark of the subject is not known");
