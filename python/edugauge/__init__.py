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

from edugauge import _functions
from edugauge._checked import check_arguments
from edugauge._core import CandidateScores, Exam, Items, Table, __version__, indicators
from edugauge._functions import *  # noqa: F403
from edugauge._progress import show_progress
from edugauge.candidates import candidate_scores, with_scaled_scores
from edugauge.commands import cli_run, explain
from edugauge.exceptions import (
    ColumnNotFoundError,
    ConfigError,
    DataError,
    EdugaugeError,
    EdugaugeWarning,
    InvalidArgumentError,
)
from edugauge.figures import Figures, compute
from edugauge.linking import link, link_occasions
from edugauge.papers import read_items
from edugauge.reading import read_score_table, read_scores, read_table
from edugauge.release import Difference, Notice, Release, Verification, diff, run, verify
from edugauge.scan import ScoreScan, scan_scores
from edugauge.survey_files import SurveyFile, read_survey
from edugauge.survey_sample import Survey, survey
from edugauge.survey_samples import survey_average_of, survey_trend_of
from edugauge.tally import Tally

__all__ = [
    *_functions.__all__,
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
    "Items",
    "Notice",
    "Release",
    "ScoreScan",
    "Survey",
    "SurveyFile",
    "Table",
    "Tally",
    "Verification",
    "__version__",
    "candidate_scores",
    "cli_run",
    "compute",
    "diff",
    "explain",
    "indicators",
    "link",
    "link_occasions",
    "read_items",
    "read_score_table",
    "read_scores",
    "read_survey",
    "read_table",
    "run",
    "scan_scores",
    "show_progress",
    "survey",
    "survey_average_of",
    "survey_trend_of",
    "verify",
    "with_scaled_scores",
]

check_arguments(__all__, globals())
