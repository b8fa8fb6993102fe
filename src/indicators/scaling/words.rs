//! What the figures of scaling say of their conventions.

use super::rule::{Options, Shares, SingleScore, Ties};
use crate::figures::{Clause, Clauses, Phrase};

/// The scheme and every convention that it was asked for with.
pub fn method(scheme: &str, options: Options, without_zero: bool) -> Clauses {
    let scheme = match scheme {
        "national_312" => &NATIONAL,
        "shandong" => &SHANDONG,
        "zhejiang" => &ZHEJIANG,
        "shanghai" => &SHANGHAI,
        "beijing" => &BEIJING,
        "tianjin" => &TIANJIN,
        _ => &CUSTOM,
    };
    let ties = match options.ties {
        Ties::Better => &TIES_BETTER,
        Ties::Worse => &TIES_WORSE,
        Ties::Nearest => &TIES_NEAREST,
    };
    let shares = match options.shares {
        Shares::Cumulative => &SHARES_CUMULATIVE,
        Shares::PerBand => &SHARES_PER_BAND,
    };
    let single = match options.single_score {
        SingleScore::Upper => &SINGLE_UPPER,
        SingleScore::Lower => &SINGLE_LOWER,
        SingleScore::Middle => &SINGLE_MIDDLE,
    };
    let base = if without_zero { &BASE_ABOVE_ZERO } else { &BASE_SCORED };
    [scheme, ties, shares, single, base].into_iter().map(Clause::from).collect()
}

static NATIONAL: Phrase = Phrase::new("scheme_national_312", "办法：国家 3+1+2", "scheme national_312");
static SHANDONG: Phrase = Phrase::new("scheme_shandong", "办法：山东", "scheme shandong");
static ZHEJIANG: Phrase = Phrase::new("scheme_zhejiang", "办法：浙江", "scheme zhejiang");
static SHANGHAI: Phrase = Phrase::new("scheme_shanghai", "办法：上海", "scheme shanghai");
static BEIJING: Phrase = Phrase::new("scheme_beijing", "办法：北京", "scheme beijing");
static TIANJIN: Phrase = Phrase::new("scheme_tianjin", "办法：天津", "scheme tianjin");
static CUSTOM: Phrase = Phrase::new("scheme_custom", "办法：自定", "scheme custom");

static TIES_BETTER: Phrase = Phrase::new("band_ties_better", "同分者归较好一侧", "ties better");
static TIES_WORSE: Phrase = Phrase::new("band_ties_worse", "同分者归较差一侧", "ties worse");
static TIES_NEAREST: Phrase = Phrase::new("band_ties_nearest", "同分者归较近一侧", "ties nearest");
static SHARES_CUMULATIVE: Phrase = Phrase::new("shares_cumulative", "份额从第一名累计", "shares cumulative");
static SHARES_PER_BAND: Phrase = Phrase::new("shares_per_band", "份额逐级起算", "shares per_band");
static SINGLE_UPPER: Phrase =
    Phrase::new("single_score_upper", "一级只有一个原始分时取上限", "single score upper");
static SINGLE_LOWER: Phrase =
    Phrase::new("single_score_lower", "一级只有一个原始分时取下限", "single score lower");
static SINGLE_MIDDLE: Phrase =
    Phrase::new("single_score_middle", "一级只有一个原始分时取中点", "single score middle");
static BASE_SCORED: Phrase = Phrase::new("base_scored", "基数为有成绩者", "base scored");
static BASE_ABOVE_ZERO: Phrase = Phrase::new("base_above_zero", "基数不含原始 0 分", "base above_zero");

pub static EMPTY_BANDS: Phrase = Phrase::new("empty_bands", "没有考生的等级：{}", "no candidate in band {}");
pub static ZERO_OUTSIDE: Phrase = Phrase::new(
    "zero_outside_base",
    "原始 0 分不在基数内，赋分由主管部门规定",
    "raw 0 is outside the base: the authority sets its scaled score",
);
