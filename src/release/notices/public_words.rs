//! What is said of tables that are for the public, and what mends it.

use crate::lang::Lang;

pub fn by_school(ids: &str, lang: Lang) -> String {
    lang.pick(
        format!("公开的表 {ids} 按学校列出上线、升学或高分人数：2020 年以来的规定禁止公布、宣传各校升学率和高分考生"),
        format!("public tables {ids} give admissions or first ranks by school: rules in force since 2020 forbid Chinese offices to publish or advertise them"),
    )
}

pub fn for_use_inside(lang: Lang) -> &'static str {
    lang.pick(
        "只供内部使用：在 [disclosure] 写 profile = \"internal\"",
        "for use inside only: profile = \"internal\" in [disclosure]",
    )
}

pub fn all_hidden(table: &str, lang: Lang) -> String {
    lang.pick(
        format!("报表 {table} 的数全部隐去了：与别的表或以前的发布相减，会露出很少几个人"),
        format!("all numbers of table {table} are hidden: less other tables, or earlier releases, they would tell of a few"),
    )
}

pub fn mend_of_all_hidden(lang: Lang) -> &'static str {
    lang.pick(
        "输出文件夹里若有从未公布的试做稿，它被当作已公布，删去再做；否则去掉一张与它相减的表（如 score_table），或只供内部使用：在 [disclosure] 写 profile = \"internal\"",
        "a draft in the output folder that was never published counts as published: delete it and run again; else leave out a table that it is subtracted from (such as score_table), or keep it inside: profile = \"internal\" in [disclosure]",
    )
}
