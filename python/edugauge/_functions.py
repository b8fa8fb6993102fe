# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""The functions of all indicators."""

from __future__ import annotations

from edugauge.balance import basic_balance, inequality, quality_balance, weighted_cv
from edugauge.between_schools import between_school_share, school_mean_spread
from edugauge.comparison import (
    above_mean_rate,
    group_t_score,
    mean_deviation,
    mean_ratio,
    rank_interval,
    rank_interval_of_column,
    subject_share,
)
from edugauge.composite import composite_index
from edugauge.cut_scores import (
    admission_rate,
    borderline,
    control_lines,
    hits,
    rate_per_10k,
    subject_cut,
    target_attainment,
    top_rank_count,
)
from edugauge.decomposition import gap_between_schools, gap_by_school, gap_composition
from edugauge.distribution import (
    equivalent_score,
    line_from_share,
    linked_score,
    n_tiles,
    rank_bands,
    rank_of_score,
    score_table,
)
from edugauge.gap import gap, gap_trend, level_gap, subject_gap
from edugauge.items import (
    caution_index,
    item_curve,
    item_dif,
    item_difficulty,
    item_discrimination,
    knowledge_rates,
    option_shares,
    paper_profile,
    pupil_diagnosis,
    reliability,
    weak_points,
)
from edugauge.mean_and_rates import (
    excellent_rate,
    good_rate,
    low_rate,
    pass_all_rate,
    pass_rate,
    subject_mean,
    subject_quantiles,
    tail_mean,
)
from edugauge.models import multilevel_model, oaxaca_blinder, random_intercept
from edugauge.participation import participation_rate
from edugauge.ratio import ratio
from edugauge.scaling import scaled_score
from edugauge.standard_scores import standard_score
from edugauge.survey import survey_gap, survey_mean, survey_quantiles, survey_rate
from edugauge.survey_estimates import (
    survey_correlation,
    survey_design_effect,
    survey_levels,
    survey_ratio,
    survey_standard_deviation,
    survey_total,
)
from edugauge.survey_models import survey_average, survey_logistic, survey_regression, survey_trend
from edugauge.targets import count_by_year, plan_attainment, retention_rate, teacher_rotation
from edugauge.value_added import (
    band_value_added,
    conversion,
    growth_percentile,
    match_rate,
    rank_gain,
    residual_gain,
    school_value_added,
    score_gain,
)

__all__ = [
    "above_mean_rate",
    "admission_rate",
    "band_value_added",
    "basic_balance",
    "between_school_share",
    "borderline",
    "caution_index",
    "composite_index",
    "control_lines",
    "conversion",
    "count_by_year",
    "equivalent_score",
    "excellent_rate",
    "gap",
    "gap_between_schools",
    "gap_by_school",
    "gap_composition",
    "gap_trend",
    "good_rate",
    "group_t_score",
    "growth_percentile",
    "hits",
    "inequality",
    "item_curve",
    "item_dif",
    "item_difficulty",
    "item_discrimination",
    "knowledge_rates",
    "level_gap",
    "line_from_share",
    "linked_score",
    "low_rate",
    "match_rate",
    "mean_deviation",
    "mean_ratio",
    "multilevel_model",
    "n_tiles",
    "oaxaca_blinder",
    "option_shares",
    "paper_profile",
    "participation_rate",
    "pass_all_rate",
    "pass_rate",
    "plan_attainment",
    "pupil_diagnosis",
    "quality_balance",
    "random_intercept",
    "rank_bands",
    "rank_gain",
    "rank_interval",
    "rank_interval_of_column",
    "rank_of_score",
    "rate_per_10k",
    "ratio",
    "reliability",
    "residual_gain",
    "retention_rate",
    "scaled_score",
    "school_mean_spread",
    "school_value_added",
    "score_gain",
    "score_table",
    "standard_score",
    "subject_cut",
    "subject_gap",
    "subject_mean",
    "subject_quantiles",
    "subject_share",
    "survey_average",
    "survey_correlation",
    "survey_design_effect",
    "survey_gap",
    "survey_levels",
    "survey_logistic",
    "survey_mean",
    "survey_quantiles",
    "survey_rate",
    "survey_ratio",
    "survey_regression",
    "survey_standard_deviation",
    "survey_total",
    "survey_trend",
    "tail_mean",
    "target_attainment",
    "teacher_rotation",
    "top_rank_count",
    "weak_points",
    "weighted_cv",
]
