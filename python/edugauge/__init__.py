"""edugauge: indicators of examination and education quality, exact and explained.

Read scores once, then ask for indicators; every result is a table that explains itself.

Examples:
    >>> import edugauge as eg
    >>> exam = eg.read_scores({"学校": ["甲", "甲", "乙"], "语文": [90, 85, 92]})
    >>> eg.subject_mean(exam, subjects="语文").value(measure="mean")
    89.0

教育考试指标：读入成绩，计算指标；每个数字都说明自己的口径、误差和来源。
"""

from __future__ import annotations

from edugauge._checked import check_arguments
from edugauge._core import CandidateScores, Exam, Table, __version__, indicators
from edugauge._progress import show_progress
from edugauge.balance import basic_balance, inequality, quality_balance, weighted_cv
from edugauge.between_schools import between_school_share, school_mean_spread
from edugauge.candidates import candidate_scores, with_scaled_scores
from edugauge.commands import cli_run, explain
from edugauge.comparison import (
    above_mean_rate,
    group_t_score,
    mean_deviation,
    mean_ratio,
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
    n_tiles,
    rank_bands,
    rank_of_score,
    score_table,
)
from edugauge.exceptions import (
    ColumnNotFoundError,
    ConfigError,
    DataError,
    EdugaugeError,
    EdugaugeWarning,
    InvalidArgumentError,
)
from edugauge.figures import Figures, compute
from edugauge.gap import gap, gap_trend, level_gap, subject_gap
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
from edugauge.reading import read_score_table, read_scores, read_table
from edugauge.release import Difference, Notice, Release, Verification, diff, run, verify
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
from edugauge.survey_files import SurveyFile, read_survey
from edugauge.survey_models import survey_average, survey_logistic, survey_regression, survey_trend
from edugauge.survey_sample import Survey, survey
from edugauge.survey_samples import survey_average_of, survey_trend_of
from edugauge.tally import Tally
from edugauge.targets import count_by_year, plan_attainment, retention_rate, teacher_rotation

__all__ = [
    "CandidateScores",
    "ColumnNotFoundError",
    "ConfigError",
    "DataError",
    "Difference",
    "EdugaugeError",
    "EdugaugeWarning",
    "Exam",
    "Figures",
    "InvalidArgumentError",
    "Notice",
    "Release",
    "Survey",
    "SurveyFile",
    "Table",
    "Tally",
    "Verification",
    "__version__",
    "above_mean_rate",
    "admission_rate",
    "basic_balance",
    "between_school_share",
    "borderline",
    "candidate_scores",
    "cli_run",
    "composite_index",
    "compute",
    "control_lines",
    "count_by_year",
    "diff",
    "equivalent_score",
    "excellent_rate",
    "explain",
    "gap",
    "gap_between_schools",
    "gap_by_school",
    "gap_composition",
    "gap_trend",
    "good_rate",
    "group_t_score",
    "hits",
    "indicators",
    "inequality",
    "level_gap",
    "line_from_share",
    "low_rate",
    "mean_deviation",
    "mean_ratio",
    "multilevel_model",
    "n_tiles",
    "oaxaca_blinder",
    "participation_rate",
    "pass_all_rate",
    "pass_rate",
    "plan_attainment",
    "quality_balance",
    "random_intercept",
    "rank_bands",
    "rank_of_score",
    "rate_per_10k",
    "ratio",
    "read_score_table",
    "read_scores",
    "read_survey",
    "read_table",
    "retention_rate",
    "run",
    "scaled_score",
    "school_mean_spread",
    "score_table",
    "show_progress",
    "standard_score",
    "subject_cut",
    "subject_gap",
    "subject_mean",
    "subject_quantiles",
    "subject_share",
    "survey",
    "survey_average",
    "survey_average_of",
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
    "survey_trend_of",
    "tail_mean",
    "target_attainment",
    "teacher_rotation",
    "top_rank_count",
    "verify",
    "weighted_cv",
    "with_scaled_scores",
]

check_arguments(__all__, globals())
