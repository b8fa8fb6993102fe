//! The methods and remarks of figures in the reader's language, and the customary order of groups.

use crate::figures::Figures;
use crate::lang::Lang;

/// The phrases of which the methods of the indicators are made. Longer ones stand before their parts.
const PHRASES: &[(&str, &str)] = &[
    ("; cumulative", ";各线累计"),
    ("; exclusive", ";扣除更高线"),
    ("; of the tested", ";分母为实考人数"),
    ("; of the registered", ";分母为报名人数"),
    ("; registered population", ";户籍人口"),
    ("; resident population", ";常住人口"),
    ("denominator n-1", "标准差分母为 n−1"),
    ("more than one row in this group", "同一组有多行"),
    ("meets the limit of ", "达到限值 "),
    ("below the limit of ", "未达限值 "),
    ("; limit >= ", ";限值 ≥ "),
    ("the denominator is negative", "分母为负"),
    ("the part is larger than its whole", "部分大于总体"),
    ("no count of the year before", "没有上一年的数量"),
    ("the convention counts only below the line", "该口径只计线下"),
    ("several tracks with lines of their own: group by track", "各科类的线不同,须按科类分组"),
    ("no cut of this subject was given", "没有给出该科的单科线"),
    ("fewer candidates than the minimum", "人数不足"),
    ("nobody reached the line", "无人上线"),
    ("the mean total is 0", "总分均分为 0"),
    ("equal_proportion", "等比例"),
    ("conditional_mean", "条件均分"),
    ("proportional", "按均分比例"),
    ("score >= ", "分数 ≥ "),
    ("score < ", "分数 < "),
    (" >= ", " ≥ "),
    (" / ", " ÷ "),
    (", ", "、"),
    ("candidates of tracks without this line are left out", "名考生所在科类没有这条线,未计入"),
    ("no population of this year and group was given", "没有给出该年、该组的人口"),
    ("the full mark of the subject is not known", "该科满分未知"),
    ("the line lies inside an open bucket of the published table", "分数线落在一分一段表的合并档内"),
    (
        "the published table puts the scores of an open top or bottom bucket together",
        "一分一段表把最高或最低若干分合并成一档",
    ),
    ("no school is known, so there is no clustered error", "不知所属学校,没有聚类误差"),
    ("fewer than 2 schools in a group: no clustered error", "有一组不足 2 所学校,没有聚类误差"),
    ("no variance or too few candidates: no error", "没有差异或人数太少,没有误差"),
    ("the full mark differs between the years", "两年满分不同,不能比较"),
];

/// A method or remark as a reader of the table's language says it.
pub fn in_words(method: &str, lang: Lang) -> String {
    match lang {
        Lang::En => method.replace(" >= ", " ≥ "),
        Lang::Zh => PHRASES.iter().fold(method.to_owned(), |text, (en, zh)| text.replace(en, zh)),
    }
}

/// Residence as offices list it; other labels keep their order.
const RESIDENCE: &[&str] = &["城区", "镇区", "乡村", "城市", "县镇", "农村"];

/// The same figures, groups by residence from urban to rural.
pub fn in_customary_order(figures: &Figures) -> Figures {
    let mut ordered = figures.clone();
    if let Some(at) = figures.key_index("residence") {
        // What stands before residence among the keys still decides first; the total stays last.
        ordered.rows.sort_by_key(|figure| {
            let rank = match figure.group[at].as_deref() {
                None => RESIDENCE.len() + 1,
                Some(label) => RESIDENCE.iter().position(|known| *known == label).unwrap_or(RESIDENCE.len()),
            };
            (
                figure.year,
                figure.group[..at].iter().map(|l| (l.is_none(), l.clone())).collect::<Vec<_>>(),
                rank,
            )
        });
    }
    ordered
}
