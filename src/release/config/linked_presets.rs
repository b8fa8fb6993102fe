//! The usual tables of linked examinations.

use super::ChartChoice;
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
    chart: Some(ChartChoice::Caterpillar),
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
    chart: Some(ChartChoice::Caterpillar),
    ..OF_SCHOOLS
};

/// The shrunken effects alone, each with its reliability.
pub(super) const SCHOOL_VALUE_ADDED: Preset = Preset {
    id: "school_value_added",
    title: Text::new(
        "各学校增值（随机截距）与可靠性",
        "Value added of schools (random intercepts) and its reliability",
    ),
    holds: Text::new("增值（随机截距）与可靠性", "Value added (random intercepts) and its reliability"),
    indicators: &["school_value_added"],
    measures: &["value", "raw", "reliability"],
    show: &["value", "lower", "upper", "verdict"],
    counts: true,
    chart: Some(ChartChoice::Caterpillar),
    ..OF_SCHOOLS
};

pub(super) const STABILITY: Preset = Preset {
    id: "value_added_stability",
    title: Text::new("学校增值的稳定性", "Stability of the schools' value added"),
    indicators: &["value_added_stability"],
    rows: &["year", "subject", "compared_with"],
    columns: &["quantity"],
    measures: &["between_years", "between_subjects", "split_half", "schools"],
    show: &["value", "lower", "upper"],
    last_years: Some(5),
    ..PLAIN
};

pub(super) const ENTRY_EXIT_BY_SCHOOL: Preset = Preset {
    id: "entry_exit_by_school",
    title: Text::new("各学校入口与出口平均分", "Entry and exit means by school"),
    holds: Text::new("入口与出口平均分", "Entry and exit means"),
    indicators: &["entry_exit"],
    measures: &["entry_mean", "exit_mean", "expected_mean"],
    counts: true,
    chart: Some(ChartChoice::Scatter),
    ..OF_SCHOOLS
};

pub(super) const ENTRY_EXIT_CELLS: Preset = Preset {
    id: "entry_exit_cells",
    title: Text::new("入口与出口分数各格的人数", "Candidates by entry and exit score"),
    indicators: &["entry_exit"],
    rows: &["subject", "entry_from"],
    columns: &["exit_from", "quantity"],
    measures: &["count", "cell_mean"],
    chart: Some(ChartChoice::Heat),
    ..PLAIN
};

pub(super) const GROWTH_BY_BAND: Preset = Preset {
    id: "growth_by_band",
    title: Text::new("各学校各入口分数段的增值", "Value added by school and entry band"),
    holds: Text::new("各入口分数段的增值", "Value added by entry band"),
    indicators: &["band_value_added"],
    measures: &["in_band"],
    rows: &["subject", "school"],
    columns: &["entry_band"],
    options: &[("in_bands", "yes"), ("number", "5")],
    chart: Some(ChartChoice::Heat),
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
    chart: Some(ChartChoice::Heat),
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
