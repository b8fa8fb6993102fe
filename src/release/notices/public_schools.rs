//! Tables that offices may not publish: rules in force since 2020 forbid to publish and advertise admission rates and
//! top scorers by school.

use super::Notice;
use crate::release::config::{Config, Profile, names_schools};

/// The public tables that give admissions or first ranks by school.
pub fn admissions_by_school(config: &Config) -> Option<Notice> {
    if config.content.disclosure.profile == Profile::Internal {
        return None;
    }
    let by_school = config.content.tables.iter().filter(|table| {
        let indicators = config.indicators(table).unwrap_or_default();
        table.by.iter().any(|key| names_schools(key))
            && indicators
                .iter()
                .any(|indicator| indicator.measures.iter().any(|measure| measure.of_admission))
    });
    let tables: Vec<String> = by_school.map(|table| table.id.clone()).collect();
    (!tables.is_empty()).then_some(Notice::AdmissionsBySchool { tables })
}
