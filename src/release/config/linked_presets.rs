//! The usual tables of linked examinations.

use super::presets::{PLAIN, Preset};
use crate::lang::Text;

/// Of linked examinations, subjects apart.
const OF_SCHOOLS: Preset =
    Preset { by: &["school"], rows: &["subject", "school"], columns: &["quantity"], ..PLAIN };

pub(super) const MATCH_RATE_BY_SCHOOL: Preset = Preset {
    id: "match_rate_by_school",
    title: Text::new("各学校匹配率", "Match rates by school"),
    holds: Text::new("匹配率", "Match rates"),
    indicators: &["match_rate"],
    measures: &["match_rate", "matched", "exit_only", "unmatched_difference"],
    ..OF_SCHOOLS
};

pub(super) const VALUE_ADDED_BY_SCHOOL: Preset = Preset {
    id: "value_added_by_school",
    title: Text::new("各学校增值", "Value added by school"),
    holds: Text::new("增值", "Value added"),
    indicators: &["band_value_added", "school_value_added"],
    measures: &["value_added", "value"],
    show: &["value", "lower", "upper", "verdict"],
    counts: true,
    ..OF_SCHOOLS
};

pub(super) const VALUE_ADDED_BY_CLASS: Preset = Preset {
    id: "value_added_by_class",
    title: Text::new("各班增值", "Value added by class"),
    holds: Text::new("增值", "Value added"),
    indicators: &["band_value_added"],
    measures: &["value_added"],
    by: &["school", "class"],
    rows: &["subject", "school", "class"],
    show: &["value", "lower", "upper", "verdict"],
    counts: true,
    ..OF_SCHOOLS
};

pub(super) const GROWTH_BY_SCHOOL: Preset = Preset {
    id: "growth_by_school",
    title: Text::new("各学校成长百分位", "Growth percentiles by school"),
    holds: Text::new("成长百分位", "Growth percentiles"),
    indicators: &["growth_percentile"],
    measures: &["median", "mean", "share_at_least_50"],
    counts: true,
    ..OF_SCHOOLS
};

pub(super) const CONVERSION: Preset = Preset {
    id: "conversion",
    title: Text::new("入口与出口的转化", "Conversion between entry and exit"),
    indicators: &["conversion"],
    rows: &["subject", "entry_band"],
    columns: &["exit_band", "quantity"],
    measures: &["count", "share"],
    ..PLAIN
};

pub(super) const CONVERSION_BY_SCHOOL: Preset = Preset {
    id: "conversion_by_school",
    title: Text::new("各学校保优、转优与脱低", "Top kept, top reached and bottom left by school"),
    holds: Text::new("保优、转优与脱低", "Top kept, top reached and bottom left"),
    indicators: &["conversion"],
    measures: &["keep_top", "to_top", "out_of_bottom", "expected_top", "actual_top", "top_difference"],
    counts: true,
    ..OF_SCHOOLS
};
