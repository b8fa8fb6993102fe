//! What is said of the cut of a subject.

use crate::figures::Phrase;

pub static EQUAL_PROPORTION: Phrase = Phrase::new("equal_proportion", "等比例", "equal_proportion");
pub static PROPORTIONAL: Phrase = Phrase::new("proportional", "按均分比例", "proportional");
pub static CONDITIONAL_MEAN: Phrase = Phrase::new("conditional_mean", "条件均分", "conditional_mean");
pub static GIVEN: Phrase = Phrase::new("given", "单科线由主管部门给出", "given");
pub static AT_LEAST: Phrase = Phrase::new("at_least", "至少 {}", "at least {}");
pub static TOTAL_WITHIN: Phrase = Phrase::new("total_within", "总分在 [{}, {}]", "total in [{}, {}]");
pub static NO_CUT: Phrase =
    Phrase::new("no_subject_cut", "没有给出该科的单科线", "no cut of this subject was given");
pub static NOBODY_REACHED: Phrase = Phrase::new("nobody_reached", "无人上线", "nobody reached the line");
pub static ZERO_MEAN: Phrase = Phrase::new("zero_mean_total", "总分均分为 0", "the mean total is 0");
pub static TOO_FEW: Phrase =
    Phrase::new("fewer_than_minimum", "人数不足", "fewer candidates than the minimum");
