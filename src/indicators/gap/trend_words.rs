//! What is said of a trend.

use crate::figures::Phrase;

pub static NO_LINE_OF_YEAR: Phrase =
    Phrase::new("no_line_of_year", "没有给出该年的线", "no line of this year was given");
pub static UNKNOWN_YEAR: Phrase = Phrase::new(
    "unknown_year",
    "年份未知，不参与走势",
    "the year is not known: it takes no part in the trend",
);
pub static TOO_FEW_YEARS: Phrase =
    Phrase::new("too_few_years", "有差距的年份不足两年", "fewer than two years with a gap");
pub static TAKE_FREE_OF_SCALE: Phrase = Phrase::new(
    "take_measure_free_of_scale",
    "各年满分不同，请用 {}、{} 或 {}",
    "the full mark differs between the years: take {}, {} or {}",
);
pub static COMMON_SCHOOLS: Phrase =
    Phrase::new("schools_of_every_year", "{} 所学校每年都有考生", "{} schools with candidates in every year");
pub static OTHER_SCHOOLS: Phrase = Phrase::new(
    "schools_of_years_changed",
    "各年的学校构成有变化",
    "the composition of schools changed between the years",
);
