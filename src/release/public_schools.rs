//! Tables that offices may not publish: rules in force since 2020 forbid to publish and advertise admission rates and
//! top scorers by school.

use super::config::{Config, Profile, names_schools};
use crate::lang::Lang;

/// Indicators of how many of a school were admitted, or are among the first.
const OF_ADMISSION: &[&str] = &["admission_rate", "top_rank_count", "hits", "target_attainment"];

/// What a person should know of the public tables, each with the line that makes them internal.
pub fn remarks(config: &Config, lang: Lang) -> Vec<String> {
    if config.content.disclosure.profile == Profile::Internal {
        return Vec::new();
    }
    let by_school = config.content.tables.iter().filter(|table| {
        let indicators = config.indicators(table).unwrap_or_default();
        table.by.iter().any(|key| names_schools(key))
            && indicators.iter().any(|indicator| OF_ADMISSION.contains(&indicator.id))
    });
    let ids: Vec<&str> = by_school.map(|table| table.id.as_str()).collect();
    if ids.is_empty() {
        return Vec::new();
    }
    let ids = ids.join(lang.pick("、", ", "));
    vec![lang.pick(
        format!("公开的表 {ids} 按学校列出上线、升学或高分人数：2020 年以来的规定禁止公布、宣传各校升学率和高分考生；只供内部使用请在 [disclosure] 写 profile = \"internal\""),
        format!("public tables {ids} give admissions or first ranks by school: rules in force since 2020 forbid Chinese offices to publish or advertise them; for use inside only, say profile = \"internal\" in [disclosure]"),
    )]
}
