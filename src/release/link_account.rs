//! The account of two linked examinations, for people and for the record. It holds counts and means, no pupil.

use serde_json::{Value as Json, json};

use crate::exam::linked::Account;
use crate::lang::Lang;
use crate::subjects::subject_name;

/// Schools shown, those of the lowest match rates first.
const SHOWN: usize = 20;

/// The account for people: counts, means and the schools of the lowest match rates.
pub fn account_lines(account: &Account, lang: Lang) -> Vec<String> {
    let rate = account.match_rate().unwrap_or_default() * 100.0;
    let subject = [0, 1].map(|side| subject_name(&account.subjects[side], lang));
    let mut lines = vec![
        lang.pick(
            format!(
                "匹配率 {rate:.1}%（有出口成绩 {} 人，其中入口也有成绩 {} 人）",
                account.exit_scored, account.linked
            ),
            format!(
                "match rate {rate:.1} % ({} with an exit score, {} of them with an entry score)",
                account.exit_scored, account.linked
            ),
        ),
        lang.pick(
            format!("科目：入口 {}，出口 {}", subject[0], subject[1]),
            format!("subject: {} at entry, {} at exit", subject[0], subject[1]),
        ),
    ];
    let mut counted = |zh: &str, en: &str, [entry, exit]: [u64; 2]| {
        if entry + exit > 0 {
            lines.push(lang.pick(
                format!("{zh}：入口 {entry}，出口 {exit}"),
                format!("{en}: {entry} at entry, {exit} at exit"),
            ));
        }
    };
    counted("考生", "candidates", account.candidates);
    counted("只在一边的考生", "found at one side only", [account.entry_only, account.exit_only]);
    counted("相连而无成绩（缺考等）", "matched without a score", account.without_score);
    counted("重复的号码（不用来连接）", "ids of several rows (not used)", account.repeated);
    counted("没有可用号码的考生", "candidates without an id of use", account.without_id);
    counted("对照表中没有的考生", "candidates who are not in the mapping", account.without_mapping);
    if let Some(movers) = account.movers {
        lines.push(lang.pick(format!("转学 {movers} 人"), format!("changed school: {movers}")));
    } else {
        lines.push(lang.pick(
            "两次考试没有共同的学校，不计转学".to_owned(),
            "no school is in both: nobody is counted as having changed it".to_owned(),
        ));
    }
    let mean = |at: usize| account.means[at].map_or_else(|| "—".to_owned(), |mean| format!("{mean:.2}"));
    lines.push(lang.pick(
        format!("入口平均分：相连者 {}，只在入口者 {}", mean(0), mean(1)),
        format!("entry means: linked {}, at entry only {}", mean(0), mean(1)),
    ));
    lines.push(lang.pick(
        format!("出口平均分：相连者 {}，无入口成绩者 {}", mean(2), mean(3)),
        format!("exit means: linked {}, without an entry score {}", mean(2), mean(3)),
    ));
    lines.extend(schools(account, lang));
    lines
}

/// The schools of the lowest match rates, and how many more there are.
fn schools(account: &Account, lang: Lang) -> Vec<String> {
    let mut schools: Vec<&(String, u64, u64)> =
        account.schools.iter().filter(|school| school.1 > 0).collect();
    // By cross products: shares of whole numbers, exactly.
    schools.sort_by(|a, b| (a.2 * b.1).cmp(&(b.2 * a.1)).then_with(|| a.0.cmp(&b.0)));
    let line = |(name, scored, linked): &(String, u64, u64)| {
        let rate = *linked as f64 / *scored as f64 * 100.0;
        lang.pick(
            format!("  {name}：{rate:.1}%（{linked} / {scored}）"),
            format!("  {name}: {rate:.1} % ({linked} / {scored})"),
        )
    };
    let head = lang.pick("各校匹配率（低者在前）：", "match rates of schools, the lowest first:").to_owned();
    let left = schools.len().saturating_sub(SHOWN);
    let more = (left > 0).then(|| lang.pick(format!("  ……另有 {left} 所"), format!("  … {left} more")));
    let shown = schools.into_iter().take(SHOWN).map(line);
    let mut lines: Vec<String> = std::iter::once(head).chain(shown).chain(more).collect();
    if lines.len() == 1 {
        lines.clear();
    }
    lines
}

/// The account for machines.
pub fn account_json(account: &Account) -> Json {
    let sides = |of: [u64; 2]| json!({ "entry": of[0], "exit": of[1] });
    let schools = account
        .schools
        .iter()
        .map(|(school, scored, linked)| json!({ "school": school, "exit_scored": scored, "linked": linked }));
    json!({
        "candidates": sides(account.candidates),
        "without_id": sides(account.without_id),
        "without_mapping": sides(account.without_mapping),
        "repeated": sides(account.repeated),
        "matched": account.matched,
        "entry_only": account.entry_only,
        "exit_only": account.exit_only,
        "without_score": sides(account.without_score),
        "linked": account.linked,
        "exit_scored": account.exit_scored,
        "rate": account.match_rate(),
        "movers": account.movers,
        "subject": { "entry": account.subjects[0], "exit": account.subjects[1] },
        "means": {
            "entry_linked": account.means[0],
            "entry_only": account.means[1],
            "exit_linked": account.means[2],
            "exit_only": account.means[3],
        },
        "schools": schools.collect::<Vec<_>>(),
    })
}
