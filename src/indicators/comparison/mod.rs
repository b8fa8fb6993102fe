//! Groups compared with the whole (离均差, 比均率, 超均率, 科目占比, 团体 T 分).
//!
//! The whole is all candidates of the year in the data, or those who share the labels of the keys `within`.

mod above_mean;
mod means;
mod subject_share;

pub use above_mean::ABOVE_MEAN_RATE;
pub use means::{GROUP_T_SCORE, MEAN_DEVIATION, MEAN_RATIO};
pub use subject_share::SUBJECT_SHARE;

use super::arguments::Request;
use super::definition::{Default, Kind, Parameter};
use super::grouping::{self, grouping_keys};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{AllTold, Figure, Figures};
use crate::lang::Text;
use crate::records::Subject;
use crate::tally::Distribution;

const UNIVERSE: Text = Text::new(
    "该科有成绩的考生；整体为同一年份数据中的全部考生（或在所选范围各键相同的考生），包括本组",
    "candidates with a score in the subject; the whole is everybody of the year in the data (or all who share the labels of the keys `within`), the group included",
);
const RECOMPUTED: Text = Text::new(
    "组与整体的平均分都由合并后的分数合计重新计算，不取各部分的平均",
    "the means of group and whole come from pooled sums, never from the means of their parts",
);

const WITHIN: Parameter = Parameter {
    name: "within",
    text: Text::new(
        "整体的范围：须为分组键中的若干个；不给则为当年全体",
        "the keys that bound the whole, among the grouping keys; all candidates of the year if not given",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

/// Calls `each` with every group's distribution and that of its whole, per year and chosen subject. Each figure tells
/// the means of both, beside what it says that it tells.
fn each_with_whole(
    exam: &Exam,
    request: &Request<'_>,
    each: impl Fn(&Subject, &Distribution, &Distribution) -> Figure + Sync,
) -> Result<Figures> {
    let within = places_within(&grouping_keys(request), request.arguments.all("within"))?;
    grouping::each_with_whole(exam, request, &within, None, |subject, compared| {
        let figure = each(subject, &compared.group, compared.whole());
        // Held against each other, either mean follows from the other one.
        let told = match figure.told.is_empty() {
            true => AllTold::means(compared.within),
            false => AllTold::means(compared.within).and(figure.told.iter().cloned()),
        };
        vec![Figure { told, ..figure }]
    })
}

/// Where the keys of the whole stand among the grouping keys; a key elsewhere would split a group.
fn places_within(keys: &[&str], within: &[String]) -> Result<Vec<usize>> {
    let place = |name: &String| {
        keys.iter().position(|key| key == name).ok_or_else(|| Error::InvalidArgument {
            argument: "within".to_owned(),
            found: name.clone(),
            expected: Text::new("分组键（by）中的一个", "one of the grouping keys (`by`)"),
        })
    };
    within.iter().map(place).collect()
}
