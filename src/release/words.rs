//! The methods and remarks of figures in the reader's language, and the customary order of groups.

use std::borrow::Cow;
use std::collections::HashMap;

use super::phrases::CATALOGUE;
use crate::figures::Figures;
use crate::lang::Lang;

/// The phrases of which the methods of the indicators are made. Longer ones stand before their parts.
const PHRASES: &[(&str, &str)] = &[
    ("; interval Wilson, effective n by school", ";区间:Wilson,按学校聚类的有效样本量"),
    ("; interval Korn-Graubard by school", ";区间:Korn–Graubard,按学校聚类"),
    ("; interval Clopper-Pearson", ";区间:Clopper–Pearson"),
    ("; interval Agresti-Coull", ";区间:Agresti–Coull"),
    ("; interval Garwood", ";区间:Garwood"),
    ("clustered interval not_applicable: no school is known", "不知所属学校,没有聚类区间"),
    (
        "fewer than 2 schools, or a rate that does not vary between them: no clustered interval",
        "不足 2 所学校或各校比率没有差异,没有聚类区间",
    ),
    ("clustered error not_applicable: no school is known", "不知所属学校,没有聚类误差"),
    (
        "census: all candidates are counted, so there is no sampling error",
        "普查:全体考生都已计入,没有抽样误差",
    ),
    ("fewer than 30 candidates in a group", "有一组不足 30 名考生"),
    ("fewer than 5 schools in a group", "有一组不足 5 所学校"),
    ("the composition of schools changed between the years", "各年的学校构成有变化"),
    (
        "the full mark differs between the years: take percent, hedges_g or v",
        "各年满分不同,请用百分比、Hedges' g 或 V",
    ),
    ("the year is not known: it takes no part in the trend", "年份未知,不参与走势"),
    ("fewer than two years with a gap", "有差距的年份不足两年"),
    ("scores in an open bucket of the published table count as level", "一分一段表合并档内的考生视为同分"),
    ("no variance or fewer than two candidates in a group", "没有差异或有一组不足 2 名考生"),
    ("a mean is not above zero", "有一组的均分不大于 0"),
    ("the groups do not overlap: V is infinite", "两组没有重叠,V 为无穷"),
    ("nobody of a group reaches the line: no ratio", "有一组无人达线,没有比"),
    ("nobody or everybody of a group reaches the line: no odds", "有一组无人或人人达线,没有优势"),
    ("clusters), linearised, CR2, Satterthwaite df", "个群),线性化,CR2,Satterthwaite 自由度"),
    ("clusters), linearised, G/(G-1)", "个群),线性化,G/(G−1)"),
    ("clustered by school_code (", "按学校代码聚类("),
    ("clustered by school (", "按学校聚类("),
    ("Welch, candidates independent", "Welch,考生相互独立"),
    ("; p by Holm over ", ";p 值经 Holm 调整,对数 "),
    (", since ", ",起于 "),
    ("fewer than 2 schools in a group: no clustered error", "有一组不足 2 所学校,没有聚类误差"),
    ("REML, random intercepts and slopes of ", "随机截距与斜率（限制极大似然）："),
    ("ML, random intercepts and slopes of ", "随机截距与斜率（极大似然）："),
    ("REML, random intercepts", "随机截距(REML)"),
    ("ML, random intercepts", "随机截距(ML)"),
    ("; reference ", ";参照 "),
    (" schools in ", " 所学校,分属 "),
    (" districts", " 个区县"),
    ("candidates without a school or a covariate are left out", "名考生缺学校或协变量,未计入"),
    ("candidates without a covariate or a school are left out", "名考生缺协变量或学校,未计入"),
    ("degrees of freedom by levels, as a variance is at its boundary", "有方差在边界上，自由度按层次计"),
    ("; normal distribution", "；正态分布"),
    (", weights of precision", "，精度权数"),
    (
        "degrees of freedom by levels: variances of schools at their boundary",
        "学校间方差在边界上，自由度按层次计",
    ),
    ("variances of schools at their boundary", "学校间方差在边界上"),
    ("at its boundary", "在边界上"),
    ("fewer than two schools or districts, or one candidate a school", "学校或区县不足两个,或每校只有一人"),
    ("no variance within schools", "校内没有差异"),
    (" follows from the covariates before it", " 可由前面的协变量推出"),
    ("no more candidates than coefficients in ", "人数不多于系数个数:"),
    (" does not vary by itself in ", " 没有独立的变化,组:"),
    ("no school is known, or too few schools: no error", "不知学校或学校太少,没有误差"),
    ("coefficients pooled_with_group", "系数取自两组合并(含组别)"),
    ("coefficients pooled", "系数取自两组合并"),
    ("coefficients first", "系数取自第一组"),
    ("coefficients second", "系数取自第二组"),
    ("the only school of its group", "该组只有这一所学校"),
    ("no school has candidates of both groups", "没有一所学校兼有两组考生"),
    ("only one group has candidates whose kind is not known", "只有一组有未填类别的考生"),
    ("candidates whose kind is not known count as one kind", "未填类别的考生合为一类"),
    ("only one group has candidates of ", "只有一组有考生的类别:"),
    ("linearised: ", "线性化:"),
    (" clusters in ", " 个抽样单位,"),
    (" strata", " 层"),
    (" replicates, centred on the estimate", " 个重复权,以全样本估计为中心"),
    (" replicates, centred on the replicates' mean", " 个重复权,以重复估计的平均为中心"),
    (" plausible values, Rubin", " 个似真值(Rubin 法则)"),
    ("rows of weight 0 count for nothing", "行权数为 0,不计"),
    ("rows of weight 0 are left out", "行权数为 0，未计入"),
    ("candidates without a school stand under an empty label", "名考生不知所属学校，列在空标签下"),
    ("candidates without a covariate are left out", "名考生缺协变量，未计入"),
    (
        "candidates without a school count in the value, not in its error",
        "名考生不知所属学校，计入数值，不计入误差",
    ),
    ("no value under some replicate, or no interval of the share: no error", "某个重复权下无值,没有误差"),
    ("no variance or no degree of freedom: no error", "没有差异或没有自由度,没有误差"),
    ("; cumulative", ";各线累计"),
    ("; exclusive", ";扣除更高线"),
    ("; of the tested", ";分母为实考人数"),
    ("; of the registered", ";分母为报名人数"),
    ("; registered population", ";户籍人口"),
    ("; resident population", ";常住人口"),
    ("enrolment_weighted", "按在校生数加权"),
    ("plain_n_minus_1", "不加权(n−1)"),
    ("plain mean of the 8 CVs", "八项差异系数的简单平均"),
    ("does not meet the standard", "未达标"),
    ("meets the standard", "达标"),
    ("not below the limit ", "不低于限值 "),
    ("below the limit ", "低于限值 "),
    ("within the limit ", "在限值内 "),
    ("CV above the limit", "差异系数超过限值"),
    ("composite above the limit", "综合差异系数超过限值"),
    ("above the limit ", "超过限值 "),
    ("left out by the standard: ", "按标准不计: "),
    ("left out, weight 0: rows ", "在校生数为 0、未计入: 第 "),
    ("blank cells in rows ", "有空白格: 第 "),
    ("a cell that is needed is blank", "所需的格有空白"),
    ("one school: no spread", "只有一所学校,没有离散程度"),
    ("candidates without a school are left out", "名考生不知所属学校,未计入"),
    (" (no primary or junior pupils)", "(没有小学或初中学生)"),
    ("1 met, 0 not met", "1 达标,0 未达标"),
    ("no group column was given", "没有给出分组的列"),
    (
        "the interval is of the population's share, which eta_squared overestimates: take omega_squared",
        "区间是总体中的份额的，eta_squared 对它高估，可改用 omega_squared",
    ),
    ("score table by its cumulative counts", "一分一段表以累计人数为准"),
    ("score table by its counts", "一分一段表以本段人数为准"),
    ("omega squared, one-way ANOVA", "ω²（单因素方差分析）"),
    ("eta squared, one-way ANOVA", "平方和之比(单因素方差分析)"),
    ("ICC, one-way ANOVA", "组内相关系数(单因素方差分析)"),
    (" schools", " 所学校"),
    ("school: ", "学校: "),
    ("passes", "达标"),
    ("fails", "未达标"),
    ("weighted by ", "加权:"),
    ("denominator n-1", "标准差分母为 n−1"),
    ("denominator n", "标准差分母为 n"),
    ("exempt among the registered", "免考者计入报名人数"),
    ("exempt left out", "免考者不计入报名人数"),
    ("a table of scores does not tell who had none", "一分一段表不反映无成绩的考生"),
    ("without a score counted as not passed", "缺某科成绩者计为不及格"),
    ("without a score left out", "缺某科成绩者不计入"),
    ("judged by the subjects taken", "只看所考科目"),
    (" of the full mark", "(满分的份额)"),
    ("mean without the best and worst ", "去掉两端后的平均,每端份额 "),
    ("mean of the best ", "前段平均,份额 "),
    ("mean of the worst ", "后段平均,份额 "),
    ("share of candidates above the mean", "高于整体平均分的人数比例"),
    ("mean ratio - 100", "比均率 − 100"),
    ("the scores of the whole do not vary", "整体的分数没有差异"),
    ("nobody was tested in: ", "无人实考的科目:"),
    ("scores are equally frequent: ", "个分数次数相同:"),
    ("the thresholds are out of order", "界线次序不对"),
    ("Hyndman-Fan type ", "Hyndman–Fan 类型 "),
    ("every score >= ", "各科分数 ≥ "),
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
    (
        "a source has no total that could be counted: a column beside its subjects looks like scores and is not used or none of its totals can be read",
        "有数据源没有可计的总分：有一列像成绩而没有使用，各科相加可能缺这一科，或总分都读不懂",
    ),
    ("the line lies inside an open bucket of the published table", "分数线落在一分一段表的合并档内"),
    (
        "the published table puts the scores of an open top or bottom bucket together",
        "一分一段表把最高或最低若干分合并成一档",
    ),
    ("no variance or too few candidates: no error", "没有差异或人数太少,没有误差"),
    ("the place lies inside an open bucket of the published table", "名次落在一分一段表的合并档内"),
    ("nobody has this score", "无人得此分"),
    ("nobody reaches this score", "无人达到此分"),
    ("the other year has fewer candidates", "另一年的考生不足此名次"),
    ("the group is not at hand in the other year", "另一年没有该组"),
    ("no candidate in band ", "没有考生的等级:"),
    (
        "raw 0 is outside the base: the authority sets its scaled score",
        "原始 0 分不在基数内,赋分由主管部门规定",
    ),
    ("the standard deviation is zero or not defined", "标准差为零或无定义"),
    ("the full mark differs between the years", "两年满分不同,不能比较"),
    ("fewer than ", "少于 "),
    ("some ", "若干"),
];

/// The half of a sentence given in both languages, `zh | en`, that the reader understands; remarks follow `; `.
fn in_one_language(text: &str, lang: Lang) -> String {
    let Some((zh, rest)) = text.split_once(" | ") else { return text.to_owned() };
    let (en, remarks) = rest.split_at(rest.find("; ").unwrap_or(rest.len()));
    lang.pick(zh, en).to_owned() + remarks
}

/// A method or remark as a reader of the table's language says it.
pub fn in_words(method: &str, lang: Lang) -> String {
    if method.is_empty() {
        return String::new();
    }
    let method = in_one_language(method, lang);
    match lang {
        Lang::En => method.replace(" >= ", " ≥ "),
        Lang::Zh => {
            let phrases = CATALOGUE.iter().chain(PHRASES);
            phrases.fold(method, |text, (en, zh)| text.replace(en, zh))
        }
    }
}

/// The same figures, methods and remarks as a reader of the language says them: for people, not for programs.
pub fn worded(figures: &Figures, lang: Lang) -> Figures {
    let mut worded = figures.clone();
    // Most figures say one of few things.
    let mut said: HashMap<String, String> = HashMap::new();
    let mut in_words = |text: &str| match said.get(text) {
        Some(words) => words.clone(),
        None => said.entry(text.to_owned()).or_insert_with(|| in_words(text, lang)).clone(),
    };
    for figure in &mut worded.rows {
        figure.method = in_words(&figure.method).into();
        figure.note = in_words(&figure.note);
    }
    worded
}

/// Residence as offices list it; other labels keep their order.
const RESIDENCE: &[&str] = &["城区", "镇区", "乡村", "城市", "县镇", "农村"];

/// The same figures, groups by residence from urban to rural.
pub fn in_customary_order(figures: &Figures) -> Cow<'_, Figures> {
    let mut ordered = Cow::Borrowed(figures);
    if let Some(at) = figures.key_index("residence") {
        // What stands before residence among the keys still decides first; the total stays last.
        ordered.to_mut().rows.sort_by_key(|figure| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_in_both_languages_is_told_in_one() {
        let note = "差距缩小 1.1 分 | the gap is narrower by 1.1 points, 95 % interval; fewer than 5 schools in a group";
        assert_eq!(in_words(note, Lang::Zh), "差距缩小 1.1 分; 有一组不足 5 所学校");
        let en = "the gap is narrower by 1.1 points, 95 % interval; fewer than 5 schools in a group";
        assert_eq!(in_words(note, Lang::En), en);
    }
}
