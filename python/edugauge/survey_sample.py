"""A sample described once, to be asked for any survey figure."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from edugauge import _core
from edugauge._arguments import LinkingErrors, Names, Number, Unpack, names
from edugauge.exceptions import ColumnNotFoundError, InvalidArgumentError
from edugauge.figures import Figures
from edugauge.models import multilevel_model
from edugauge.reading import Source
from edugauge.survey import survey_gap, survey_mean, survey_quantiles, survey_rate
from edugauge.survey_design import (
    DEFAULTS,
    Contrast,
    Design,
    Rows,
    Scores,
    Statistic,
    described,
    known,
    rows,
)
from edugauge.survey_estimates import (
    survey_correlation,
    survey_design_effect,
    survey_levels,
    survey_ratio,
    survey_standard_deviation,
    survey_total,
)
from edugauge.survey_files import READERS, SurveyFile, expanded, headers_of, read_survey
from edugauge.survey_models import (
    survey_average,
    survey_logistic,
    survey_regression,
    survey_trend,
)
from edugauge.survey_studies import (
    Study,
    StudyName,
    as_written,
    chosen,
    piaac_replication,
    refuse_idle,
    refuse_labelled,
    refuse_subjects_beside_scores,
    study_of,
)

__all__ = ["Survey", "survey"]


class Survey:
    """Sample described once: its scores and how it was drawn. Every question then is a method.

    Examples:
        >>> import edugauge as eg
        >>> sample = eg.survey(
        ...     {"sex": ["f", "m", "f", "m"], "school": [1, 1, 2, 3], "math": [60, 80, 90, 70]},
        ...     scores="math",
        ...     cluster="school",
        ... )
        >>> [row["value"] for row in sample.mean(by="sex")]
        [75.0, 75.0]

    抽样数据：成绩与抽样设计只说明一次。
    """

    __slots__ = ("_design", "_rows", "_scores", "_unread", "file")

    file: SurveyFile | None
    """What the data file says of its columns, where the sample was read from one."""

    def __init__(
        self,
        data: Rows,
        scores: Scores,
        design: Mapping[str, Any],
        file: SurveyFile | None = None,
        unread: Iterable[str] = (),
    ) -> None:
        self._rows = data
        self._scores = scores
        self._design = {name: value for name, value in design.items() if value != DEFAULTS[name]}
        self.file = file
        self._unread = frozenset(unread)

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        design = ", ".join(f"{name}={value!r}" for name, value in self._design.items() if value)
        return f"<Survey: {len(self)} pupils; scores={self._scores!r}, {design}>"

    def mean(self, *, by: Names = ()) -> Figures:
        """Means, as ``survey_mean`` gives them."""
        return survey_mean(self._rows, scores=self._scores, by=by, **self._design)

    def rate(
        self,
        lines: Number | Iterable[Number],
        *,
        interval: Literal["logit", "beta"] = "logit",
        by: Names = (),
    ) -> Figures:
        """Shares that reach a line, as ``survey_rate`` gives them."""
        return survey_rate(
            self._rows, scores=self._scores, lines=lines, interval=interval, by=by, **self._design
        )

    def quantiles(self, probabilities: Number | Iterable[Number] | None = None, *, by: Names = ()) -> Figures:
        """Quantiles, as ``survey_quantiles`` gives them."""
        return survey_quantiles(
            self._rows, scores=self._scores, probabilities=probabilities, by=by, **self._design
        )

    def levels(
        self,
        cuts: Number | Iterable[Number] | None = None,
        *,
        level: str | None = None,
        interval: Literal["logit", "beta"] = "logit",
        by: Names = (),
    ) -> Figures:
        """Shares at each level, by cut scores or of a column, as ``survey_levels`` gives them."""
        return survey_levels(
            self._rows,
            scores=None if level else self._scores,
            cuts=cuts,
            level=level,
            interval=interval,
            by=by,
            **self._design,
        )

    def total(self, scores: Scores | None = None, *, by: Names = ()) -> Figures:
        """Totals, as ``survey_total`` gives them."""
        return survey_total(self._rows, scores=scores or self._scores, by=by, **self._design)

    def ratio(self, above: Scores, below: str, *, by: Names = ()) -> Figures:
        """Ratios of two totals, as ``survey_ratio`` gives them."""
        return survey_ratio(self._rows, scores=above, below=below, by=by, **self._design)

    def standard_deviation(
        self, *, divisor: Literal["weights", "sample"] = "weights", by: Names = ()
    ) -> Figures:
        """Standard deviations, as ``survey_standard_deviation`` gives them."""
        return survey_standard_deviation(
            self._rows, scores=self._scores, divisor=divisor, by=by, **self._design
        )

    def correlation(self, other: str, *, by: Names = ()) -> Figures:
        """Correlations with another variable, as ``survey_correlation`` gives them."""
        return survey_correlation(self._rows, scores=self._scores, other=other, by=by, **self._design)

    def design_effect(
        self, *, against: Literal["replacement", "finite"] = "replacement", by: Names = ()
    ) -> Figures:
        """Design effects of the means, as ``survey_design_effect`` gives them."""
        return survey_design_effect(self._rows, scores=self._scores, against=against, by=by, **self._design)

    def gap(
        self,
        group: str,
        *,
        first: Names | None = None,
        second: Names | None = None,
        reference: str | None = None,
        of: Contrast = "mean",
        line: Number | None = None,
        probability: Number = 0.5,
        adjust: Literal["holm", "none"] = "holm",
        by: Names = (),
    ) -> Figures:
        """Gaps between groups, as ``survey_gap`` gives them."""
        return survey_gap(
            self._rows,
            scores=self._scores,
            group=group,
            first=first,
            second=second,
            reference=reference,
            of=of,
            line=line,
            probability=probability,
            adjust=adjust,
            by=by,
            **self._design,
        )

    def regression(
        self, covariates: Names | None = None, *, factors: Names | None = None, by: Names = ()
    ) -> Figures:
        """Linear regressions, as ``survey_regression`` gives them."""
        return survey_regression(
            self._rows, scores=self._scores, covariates=covariates, factors=factors, by=by, **self._design
        )

    def logistic(
        self,
        line: Number | None = None,
        covariates: Names | None = None,
        *,
        factors: Names | None = None,
        by: Names = (),
    ) -> Figures:
        """Logistic regressions, as ``survey_logistic`` gives them."""
        return survey_logistic(
            self._rows,
            scores=self._scores,
            line=line,
            covariates=covariates,
            factors=factors,
            by=by,
            **self._design,
        )

    def multilevel(
        self,
        covariates: Names | None = None,
        *,
        school: str | None = None,
        factors: Names | None = None,
        slopes: Names | None = None,
        school_weight: str | None = None,
        scaling: Literal["size", "effective", "none"] | None = None,
        by: Names = (),
    ) -> Figures:
        """Models of schools, as ``multilevel_model`` gives them, with the sample's weight.

        Errors are robust, clustered by ``school`` (the design's, if not given); replicates, strata and
        clusters of the design take no part in them.
        """
        return multilevel_model(
            self._rows,
            scores=self._scores,
            school=school or self._design.get("school"),  # type: ignore[arg-type]
            covariates=covariates,
            factors=factors,
            slopes=slopes,
            weight=self._design.get("weight"),
            school_weight=school_weight,
            scaling=scaling,
            by=by,
        )

    def average(
        self,
        over: str,
        *,
        countries: Names | None = None,
        of: Statistic = "mean",
        line: Number | None = None,
        probability: Number = 0.5,
        cuts: Number | Iterable[Number] | None = None,
        by: Names = (),
    ) -> Figures:
        """Averages over countries, as ``survey_average`` gives them."""
        return survey_average(
            self._rows,
            scores=self._scores,
            over=over,
            countries=countries,
            of=of,
            line=line,
            probability=probability,
            cuts=cuts,
            by=by,
            **self._design,
        )

    def trend(
        self,
        cycle: str,
        *,
        reference: str | int | None = None,
        linking_error: LinkingErrors | None = None,
        of: Statistic = "mean",
        line: Number | None = None,
        probability: Number = 0.5,
        cuts: Number | Iterable[Number] | None = None,
        by: Names = (),
    ) -> Figures:
        """Changes between cycles in one table, as ``survey_trend`` gives them."""
        return survey_trend(
            self._rows,
            scores=self._scores,
            cycle=cycle,
            reference=reference,
            linking_error=linking_error,
            of=of,
            line=line,
            probability=probability,
            cuts=cuts,
            by=by,
            **self._design,
        )


@described
def _saying_unread(method: Callable[..., Figures]) -> Callable[..., Figures]:
    """Of a column that the data file has, but was not asked for, say how to read it."""

    @functools.wraps(method)
    def asked(self: Survey, *args: Any, **named: Any) -> Figures:
        try:
            return method(self, *args, **named)
        except ColumnNotFoundError as fault:
            said = str(fault)
            unread = sorted(
                each for each in self._unread if f'no column "{each}"' in said or f"没有「{each}」" in said
            )
            if not unread:
                raise
            raise ColumnNotFoundError(_not_read(unread[0]), fault.code) from None

    return asked


for _name, _method in list(vars(Survey).items()):
    if callable(_method) and not _name.startswith("_"):
        setattr(Survey, _name, _saying_unread(_method))


def survey(
    data: Source | _core.Frame | SurveyFile,
    *,
    scores: Scores | None = None,
    study: StudyName | None = None,
    cycle: int | None = None,
    grade: Literal[4, 8] | None = None,
    subjects: Names | None = None,
    columns: Names = (),
    labelled: Names = (),
    **design: Unpack[Design],
) -> Survey:
    """Sample with its design, to be asked for any survey figure.

    Args:
        data: Row per pupil: a frame with numeric columns (not copied), a dict of lists, a file, a ``Table``,
            or a data file of SPSS, Stata or SAS (``.sav``, ``.dta``, ``.sas7bdat``; ``pip install
            edugauge[survey]``).
        {scores}
        study: Study whose conventions hold: ``"PISA"``, ``"TIMSS"``, ``"PIRLS"``, ``"PIAAC"``, ``"ICILS"``,
            ``"NAEP"``: weight, replicates and their factor, plausible values, which of them the sampling
            variance is of, least numbers of pupils and schools. Arguments that are given go before them.
        cycle: Year of the study; conventions changed between cycles.
        grade: Of TIMSS: 4 or 8.
        subjects: Of the study; all if not given.
        columns: Further columns to read from a data file (``"CNT"``, covariates).
        labelled: Columns of a data file whose codes are replaced by their labels.
        {design}

    Returns:
        Survey: Methods ``mean``, ``rate``, ``quantiles``, ``levels``, ``total``, ``ratio``,
            ``standard_deviation``, ``correlation``, ``design_effect``, ``gap``, ``regression``, ``logistic``,
            ``multilevel``, ``average`` and ``trend``; of a data file also ``file``.

    Raises:
        ColumnNotFoundError: a column that the data do not have (when a question is asked).
        InvalidArgumentError: no scores and no study, or a cycle or grade that the study does not have.

    Examples:
        >>> import edugauge as eg
        >>> pupils = {"w": [1, 1, 2], "w1": [2, 0, 2], "w2": [0, 2, 2], "math": [60, 80, 70]}
        >>> sample = eg.survey(pupils, scores="math", weight="w", replicates="w{1..2}", replication="brr")
        >>> mean = sample.mean().rows()[0]
        >>> mean["value"], mean["se"], mean["method"]
        (70.0, 5.0, 'brr: 2 replicates, centred on the estimate')

    抽样设计：权数、重复权或层与抽样单位、似真值；或直接写明测评名称与轮次。
    """
    given: dict[str, Any] = dict(design)
    refuse_idle(study, cycle=cycle, grade=grade, subjects=subjects)
    file = data if isinstance(data, SurveyFile) else None
    of_statistics = isinstance(data, (str, Path)) and Path(data).suffix.lower() in READERS
    if not of_statistics:
        refuse_labelled(names(labelled))
    plain: Any = None if of_statistics else rows(dict(file.columns) if file is not None else data)  # type: ignore[arg-type]
    if study is not None:
        headers = headers_of(data) if of_statistics else plain.headers  # type: ignore[arg-type]
        conventions = study_of(study, cycle, grade)
        if scores is None:
            own_scores = chosen(conventions, names(subjects) or None)
            scores = {subject: as_written(columns, headers) for subject, columns in own_scores.items()}
            if subjects is None:
                _refuse_absent(scores, headers)
        else:
            refuse_subjects_beside_scores(subjects)
        given = _conventions(conventions, given, headers)
    asked = scores if isinstance(scores, Mapping) else names(scores)
    if not asked:
        zh = "参数 scores 没有给出，应为成绩列，或给出 study"
        en = "scores: found none; expected columns of scores, or a study"
        raise InvalidArgumentError(zh if _core.message_language() == "zh" else en, "EG-203")
    of_piaac: list[str] = []
    if study == "PIAAC" and not _own(given):
        of_piaac = [as_written(name, headers) for name in ("VEMETHODN", "VENREPS", "VEFAYFAC")]
    if of_statistics:
        wanted = _wanted(asked, given, [*of_piaac, *names(columns), *names(labelled)])
        if of_piaac:
            wanted += expanded(as_written("SPFWT{1..80}", headers))
        file = read_survey(data, columns=wanted, labelled=labelled)  # type: ignore[arg-type]
        plain = rows(dict(file.columns))
    if of_piaac:
        for name in of_piaac:
            if name not in headers:
                raise ColumnNotFoundError(_no_column(name), "EG-301")
        said = piaac_replication(*_columns(file or data, plain, of_piaac))
        replicates = as_written(said["replicates"], headers)
        given = {**said, "replicates": replicates, **given}
    unread = set(headers_of(data)).difference(file.columns) if of_statistics and file is not None else ()  # type: ignore[arg-type]
    return Survey(plain, asked, known(given, "survey"), file, unread)


def _refuse_absent(scores: Mapping[str, Any], headers: list[str]) -> None:
    """Data that have some of a study's subjects say which."""
    first = {subject: expanded(columns)[0] for subject, columns in scores.items()}
    here = [subject for subject in first if first[subject] in headers]
    for subject, column in first.items():
        if here and subject not in here:
            zh = f"没有「{column}」列（{subject}）：请写明数据中有的科目，subjects={here!r}"
            en = f"no column {column!r} ({subject}): say which subjects the data have, subjects={here!r}"
            raise ColumnNotFoundError(zh if _core.message_language() == "zh" else en, "EG-301")


def _not_read(name: str) -> str:
    if _core.message_language() == "zh":
        return f"数据文件的「{name}」列没有读入：请在 eg.survey 中写明 columns={name!r}"
    return f"the column {name!r} of the data file was not read: name it in eg.survey(…, columns={name!r})"


def _no_column(name: str) -> str:
    if _core.message_language() == "zh":
        return f"没有「{name}」列：PIAAC 的重复权由 VEMETHODN、VENREPS、VEFAYFAC 说明，或写明 replicates"
    how = "VEMETHODN, VENREPS and VEFAYFAC say how PIAAC's replicates were made; or give replicates"
    return f"no column {name!r}: {how}"


def _own(given: Mapping[str, Any]) -> bool:
    """Is it given how the sample was drawn, in place of the study's zones or replicates?"""
    return any(given.get(name) is not None for name in ("replicates", "zone", "strata", "cluster"))


def _conventions(study: Study, given: Mapping[str, Any], headers: list[str]) -> dict[str, Any]:
    """Design of a study as the data name its columns, what is given going before it."""
    dropped = {"replicates", "replication", "rho", "zone", "half", "halves"} if _own(given) else set()
    if given.get("replication") is not None:
        dropped = dropped | {"rho"}
    if not {**study.design, **given}.get("minimum_schools"):
        dropped = dropped | {"school"}
    spelled = {"weight", "replicates", "zone", "half", "school"}
    usual = {
        name: as_written(value, headers) if name in spelled else value
        for name, value in study.design.items()
        if name not in dropped
    }
    return {**usual, **given}


def _columns(source: Any, plain: Rows, wanted: list[str]) -> list[list[Any]]:
    """Cells of columns, whatever the data were given as."""
    if isinstance(source, SurveyFile):
        return [list(source.columns[name]) for name in wanted]
    if isinstance(plain, _core.Table):
        cells = plain.columns_dict()
        return [cells[name] for name in wanted]
    return [list(source[name]) for name in wanted]


def _wanted(scores: Scores, design: Mapping[str, Any], more: list[str]) -> list[str]:
    """Columns that the design and the scores name, and further ones."""
    columns = scores.values() if isinstance(scores, Mapping) else names(scores)
    named = [each.rpartition("=")[2] for each in columns]
    for name in ("weight", "replicates", "zone", "half", "strata", "cluster", "fpc", "school"):
        named += names(design.get(name))
    return [column for each in [*named, *more] for column in expanded(each)]
