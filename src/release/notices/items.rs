//! What is doubtful of the items of a paper, in words.

use super::{Caller, Notice};
use crate::lang::Lang;
use crate::records::ItemDoubt;

/// So many items are named.
const NAMED: usize = 12;

fn named(items: &[String], lang: Lang) -> String {
    let first = items.iter().take(NAMED).cloned().collect::<Vec<_>>().join(lang.pick("、", ", "));
    match items.len() > NAMED {
        true => lang.pick(
            format!("{first} 等 {} 题", items.len()),
            format!("{first} and {} more", items.len() - NAMED),
        ),
        false => first,
    }
}

fn rows(rows: &[u64], lang: Lang) -> String {
    let first = rows.iter().map(u64::to_string).collect::<Vec<_>>().join(lang.pick("、", ", "));
    lang.pick(format!("第 {first} 行起"), format!("from row {first}"))
}

impl Notice {
    pub(super) fn text_of_items(file: &str, doubt: &ItemDoubt, lang: Lang) -> String {
        let said = match doubt {
            ItemDoubt::WithoutColumn(items) => {
                let items = named(items, lang);
                lang.pick(
                    format!("细目表中的题没有对应的列：{items}"),
                    format!("items of the plan without a column: {items}"),
                )
            }
            ItemDoubt::WithoutPlan(items) => {
                let items = named(items, lang);
                lang.pick(
                    format!("细目表中没有的题：{items}"),
                    format!("items that the plan does not have: {items}"),
                )
            }
            ItemDoubt::WithoutFullMark(items) => {
                let items = named(items, lang);
                lang.pick(
                    format!("满分未知的题：{items}（难度没有值）"),
                    format!("items without a full mark: {items} (no difficulty)"),
                )
            }
            ItemDoubt::FullMarkDiffers(items) => {
                let items = named(items, lang);
                lang.pick(
                    format!("细目表与表内写的满分不同，按细目表：{items}"),
                    format!(
                        "the full mark of the plan and that of the sheet differ, the plan's counts: {items}"
                    ),
                )
            }
            ItemDoubt::TotalDiffers { candidates, rows: first } => {
                let first = rows(first, lang);
                lang.pick(
                    format!("{candidates} 名考生的总分不等于各题之和（{first}），按各题之和计"),
                    format!("the total of {candidates} candidates is not the sum of their items ({first}); the sum counts"),
                )
            }
            ItemDoubt::FullMarksDoNotAdd { items, paper } => lang.pick(
                format!("各题满分合计 {items}，而全卷满分 {paper}"),
                format!("the full marks of the items add to {items}, that of the paper is {paper}"),
            ),
            ItemDoubt::Constant(items) => {
                let items = named(items, lang);
                lang.pick(
                    format!("人人得分相同的题：{items}"),
                    format!("items in which all have one score: {items}"),
                )
            }
            ItemDoubt::OftenBlank(items) => {
                let items = named(items, lang);
                lang.pick(
                    format!("超过两成考生空白的题：{items}（空白按 0 分计，除非 blank=omit）"),
                    format!(
                        "items that more than a fifth left blank: {items} (they count 0 unless blank=omit)"
                    ),
                )
            }
            ItemDoubt::KeyDisagrees { items, candidates, rows: first } => {
                let (items, first) = (named(items, lang), rows(first, lang));
                lang.pick(
                    format!("第 {items} 题的得分与答案和规则不符，{candidates} 人（{first}），按得分计"),
                    format!("scores of items {items} are not what key and rule give, {candidates} candidates ({first}); the scores count"),
                )
            }
            ItemDoubt::KeyLessChosen(items) => {
                let items = named(items, lang);
                lang.pick(
                    format!("选某个错误选项的人多于选答案的题：{items}"),
                    format!("items of which a wrong option is chosen more often than the key: {items}"),
                )
            }
            ItemDoubt::AnsweredTooMany { candidates, rows: first, best } => {
                let first = rows(first, lang);
                let kept = if *best {
                    lang.pick("取最高的", "the best count")
                } else {
                    lang.pick("取先答的", "the first count")
                };
                lang.pick(
                    format!("{candidates} 名考生的选做题答多了（{first}），{kept}"),
                    format!(
                        "{candidates} candidates answered more of a choice than is allowed ({first}); {kept}"
                    ),
                )
            }
            ItemDoubt::ZeroPapers { candidates, dropped } => {
                let kept =
                    if *dropped { lang.pick("不计", "left out") } else { lang.pick("照计", "counted") };
                lang.pick(
                    format!("{candidates} 名考生各题全为 0，{kept}"),
                    format!("{candidates} candidates have 0 in every item: {kept}"),
                )
            }
            ItemDoubt::Void { items, dropped } => {
                let items = named(items, lang);
                match dropped {
                    true => lang.pick(
                        format!("作废的题（答案为 *）：{items}，不计入全卷"),
                        format!("void items (key *): {items}, no part of the paper"),
                    ),
                    false => lang.pick(
                        format!("作废的题（答案为 *）：{items}，只有选项的人人得满分，有得分的按得分计"),
                        format!("void items (key *): {items}; of options alone everybody has the full mark, scores count as they are"),
                    ),
                }
            }
            ItemDoubt::PapersInOneOrder(papers) => {
                let papers = named(papers, lang);
                lang.pick(
                    format!("有几种试卷（{papers}），各题按在各卷中的位置相同计"),
                    format!("there are several papers ({papers}); each item is taken to stand at one place in all of them"),
                )
            }
            ItemDoubt::PapersUnknown(papers) => {
                let papers = named(papers, lang);
                lang.pick(
                    format!("细目表没有说明题在这些卷中的位置：{papers}；其考生不计入任何数"),
                    format!("the plan does not say where the items stand in these papers: {papers}; their candidates are in no figure"),
                )
            }
            ItemDoubt::NotKnown { candidates, rows: first } => {
                let first = rows(first, lang);
                lang.pick(
                    format!("{candidates} 名考生有题的得分读不懂或只有总分（{first}），不计入任何数"),
                    format!("of {candidates} candidates an item cannot be read, or there is a total alone ({first}); they are in no figure"),
                )
            }
        };
        lang.pick(format!("{said}（{file}）"), format!("{said} ({file})"))
    }

    pub(super) fn mend_of_items(doubt: &ItemDoubt, caller: Caller<'_>, lang: Lang) -> Option<String> {
        let said = |name: &str, value: &str| match caller {
            Caller::Configuration(_) => format!("{name} = \"{value}\""),
            Caller::CommandLine => format!("--{} {value}", name.replace('_', "-")),
            Caller::Python => format!("read_items(…, {name}=\"{value}\")"),
        };
        Some(match doubt {
            ItemDoubt::WithoutColumn(_) | ItemDoubt::WithoutPlan(_) | ItemDoubt::FullMarkDiffers(_) => lang
                .pick(
                    "改正细目表的题号或分值，或写明某列是哪一题：columns = { \"表头\" = \"item:题号\" }",
                    "mend numbers or marks in the plan, or say which item a column is: columns = { HEADER = \"item:NUMBER\" }",
                )
                .to_owned(),
            ItemDoubt::WithoutFullMark(_) => lang
                .pick(
                    "在细目表里写分值，或在表头下加一行「满分」",
                    "say the full marks in the plan, or in a row labelled full mark below the header",
                )
                .to_owned(),
            ItemDoubt::KeyDisagrees { .. } | ItemDoubt::KeyLessChosen(_) => {
                lang.pick("先核对标准答案", "check the key first").to_owned()
            }
            ItemDoubt::AnsweredTooMany { best: false, .. } => said("choice", "best"),
            ItemDoubt::Void { dropped: false, .. } => said("void", "drop"),
            ItemDoubt::PapersInOneOrder(_) | ItemDoubt::PapersUnknown(_) => lang
                .pick(
                    "在细目表加一列「各卷题号」，如 A:1,B:5（或各卷一列：A卷题号、B卷题号）；题目不同的试卷各建一个数据源",
                    "add a column `positions` to the plan, such as A:1,B:5; papers of other items are sources of their own",
                )
                .to_owned(),
            ItemDoubt::ZeroPapers { dropped: false, .. } => said("zero_papers", "drop"),
            _ => return None,
        })
    }
}
