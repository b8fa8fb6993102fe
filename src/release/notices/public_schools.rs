//! Tables that offices may not publish: rules in force since 2020 forbid to publish and advertise admission rates and
//! top scorers by school.

use super::Notice;
use crate::release::config::{Config, Profile, names_schools};

/// Indicators of how many of a school were admitted, or are among the first.
const OF_ADMISSION: &[&str] = &["admission_rate", "top_rank_count", "hits", "target_attainment"];

/// The public tables that give admissions or first ranks by school.
pub fn admissions_by_school(config: &Config) -> Option<Notice> {
    if config.content.disclosure.profile == Profile::Internal {
        return None;
    }
    let by_school = config.content.tables.iter().filter(|table| {
        let indicators = config.indicators(table).unwrap_or_default();
        table.by.iter().any(|key| names_schools(key))
            && indicators.iter().any(|indicator| OF_ADMISSION.contains(&indicator.id))
    });
    let tables: Vec<String> = by_school.map(|table| table.id.clone()).collect();
    (!tables.is_empty()).then_some(Notice::AdmissionsBySchool { tables })
}
