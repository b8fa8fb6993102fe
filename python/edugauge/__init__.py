"""edugauge: indicators of examination and education quality, exact and explained.

Read scores once, then ask for indicators; every result is a table that explains itself.

Examples:
    >>> import edugauge as eg
    >>> exam = eg.read_scores({"学校": ["甲", "甲", "乙"], "语文": [90, 85, 92]})
    >>> eg.subject_mean(exam, subjects="语文").value(measure="mean")
    89.0

教育考试指标:读入成绩,计算指标;每个数字都说明自己的口径、误差和来源。
"""

from __future__ import annotations

from edugauge._core import Exam, Table, __version__, cli_run, explain, indicators
from edugauge.composite import composite_index
from edugauge.cut_scores import admission_rate, borderline, hits, rate_per_10k, subject_cut
from edugauge.distribution import score_table
from edugauge.exceptions import (
    ColumnNotFoundError,
    ConfigError,
    DataError,
    EdugaugeError,
    InvalidArgumentError,
)
from edugauge.figures import Figures, compute
from edugauge.gap import subject_gap
from edugauge.mean_and_rates import excellent_rate, good_rate, low_rate, pass_rate, subject_mean
from edugauge.ratio import ratio
from edugauge.reading import read_score_table, read_scores, read_table
from edugauge.release import Release, run
from edugauge.targets import count_by_year, plan_attainment, retention_rate, teacher_rotation

__all__ = [
    "ColumnNotFoundError",
    "ConfigError",
    "DataError",
    "EdugaugeError",
    "Exam",
    "Figures",
    "InvalidArgumentError",
    "Release",
    "Table",
    "__version__",
    "admission_rate",
    "borderline",
    "cli_run",
    "composite_index",
    "compute",
    "count_by_year",
    "excellent_rate",
    "explain",
    "good_rate",
    "hits",
    "indicators",
    "low_rate",
    "pass_rate",
    "plan_attainment",
    "rate_per_10k",
    "ratio",
    "read_score_table",
    "read_scores",
    "read_table",
    "retention_rate",
    "run",
    "score_table",
    "subject_cut",
    "subject_gap",
    "subject_mean",
    "teacher_rotation",
]
