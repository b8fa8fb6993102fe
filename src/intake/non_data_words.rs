//! The words of rows that are no candidates.

use super::non_data_causes::NonData;
use super::text::{narrow, trim};

/// The first words of rows of totals.
pub(super) const TOTAL_WORDS: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "共计",
    "平均分",
    "平均",
    "均分",
    "平均值",
    "最高分",
    "最低分",
    "全市",
    "全区",
    "全县",
    "全校",
    "全年级",
    "年级共计",
    "年级平均",
    "班级平均",
    "及格率",
    "合格率",
    "优秀率",
    "良好率",
    "优良率",
    "低分率",
    "标准差",
    "方差",
    "极差",
    "中位数",
    "众数",
    "难度",
    "难度系数",
    "区分度",
    "满分",
    "卷面满分",
    "各科满分",
    "总人数",
    "合计人数",
    "人数合计",
    "总计人数",
    "总平均",
    "总平均分",
    "应考人数",
    "参考人数",
    "实考人数",
    "缺考人数",
    "及格人数",
    "优秀人数",
];
/// The same in English, without spaces. Short ones that are names too (Max, Min) are not among them.
pub(super) const ENGLISH_TOTAL_WORDS: &[&str] = &[
    "total",
    "totals",
    "grandtotal",
    "subtotal",
    "sub-total",
    "sum",
    "overall",
    "average",
    "averages",
    "mean",
    "means",
    "median",
    "maximum",
    "minimum",
    "standarddeviation",
    "passrate",
    "fullmark",
    "fullmarks",
    "maximummark",
    "maximummarks",
];
/// The first words of a row of full marks.
pub(super) const FULL_MARK_WORDS: &[&str] =
    &["满分", "卷面满分", "各科满分", "满分值", "full mark", "full marks"];
/// With what the first cell of such rows may end: 高三(1)班平均. No pupil is called so.
pub(super) const TOTAL_ENDINGS: &[&str] = &["平均", "平均分", "均分", "平均值", "合计", "小计", "总计"];
/// The first words of remarks; anything may follow a colon.
pub(super) const REMARK_WORDS: &[&str] = &[
    "备注",
    "注",
    "说明",
    "附注",
    "制表人",
    "制表",
    "填表人",
    "审核人",
    "审核",
    "打印时间",
    "打印日期",
    "导出时间",
    "统计时间",
    "数据来源",
    "制表日期",
    "填表日期",
    "统计日期",
    "审核日期",
];

/// In half width and without spaces.
fn squeezed(text: &str) -> String {
    let text = narrow(text);
    trim(&text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a text is such a word in English.
pub(super) fn is_english_total(text: &str) -> bool {
    ENGLISH_TOTAL_WORDS.contains(&squeezed(text).trim_end_matches(':').to_ascii_lowercase().as_str())
}

/// What a text by itself says of its row.
pub(super) fn classify(text: &str) -> Option<NonData> {
    let text = squeezed(text);
    let bare = text.trim_end_matches(':');
    // 合计:352人 states a count.
    let counted = bare.trim_end_matches(['人', '名']).trim_end_matches(|c: char| c.is_ascii_digit());
    if TOTAL_WORDS.contains(&bare)
        || FULL_MARK_WORDS.contains(&bare)
        || TOTAL_WORDS.contains(&counted.trim_end_matches(':'))
    {
        return Some(NonData::TotalRow);
    }
    let remark =
        |word: &&str| text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
    // 注 alone may be a name; with a colon it is not.
    // 第 1 页 共 2 页
    if text.starts_with('第') && text.contains('页') && text.chars().any(|c| c.is_ascii_digit()) {
        return Some(NonData::Remark);
    }
    let found = REMARK_WORDS.iter().find(|word| remark(word))?;
    (*found != "注" || text.len() > found.len()).then_some(NonData::Remark)
}
