"""What describes a sample: the same arguments for every survey function."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeAlias, TypedDict, TypeVar, get_type_hints

from edugauge import _core
from edugauge._arguments import Columns, Names, Number, names
from edugauge._frames import is_frame, prepared
from edugauge.figures import Figures, compute
from edugauge.reading import Source, read_table

Replication: TypeAlias = Literal["brr", "fay", "jk1", "jk2", "jkn", "bootstrap"]
"""How replicate weights were made."""

Contrast: TypeAlias = Literal["mean", "rate", "quantile", "d", "auc", "v"]
"""What a gap is a gap of."""

Statistic: TypeAlias = Literal["mean", "rate", "quantile", "levels"]
"""What is averaged or compared."""

Scores: TypeAlias = Columns
"""A column or a run of columns, several of them, or a dict of subjects to them."""

Rows: TypeAlias = _core.Frame | _core.Table


class Design(TypedDict, total=False):
    """How a sample was drawn, and how surely its figures are to be said."""

    weight: str | None
    replicates: Names | None
    replication: Replication | None
    rho: Number | None
    scale: Number | None
    replicate_scales: Number | Iterable[Number] | None
    centre: Literal["estimate", "replicates"]
    zone: str | None
    half: str | None
    halves: Literal["one", "both"]
    strata: Names | None
    cluster: Names | None
    fpc: Names | None
    lonely: Literal["fail", "remove", "certainty", "adjust", "average"]
    df: Number | None
    df_of: Literal["design", "domain"]
    sampling_from: Literal["all", "first"]
    school: str | None
    minimum_pupils: int | None
    minimum_schools: int | None
    confidence: Number


DEFAULTS: dict[str, Any] = {
    "weight": None,
    "replicates": None,
    "replication": None,
    "rho": None,
    "scale": None,
    "replicate_scales": None,
    "centre": "estimate",
    "zone": None,
    "half": None,
    "halves": "one",
    "strata": None,
    "cluster": None,
    "fpc": None,
    "lonely": "fail",
    "df": None,
    "df_of": "design",
    "sampling_from": "all",
    "school": None,
    "minimum_pupils": None,
    "minimum_schools": None,
    "confidence": 0.95,
}

DATA = """\
        data: Row per pupil: a frame with numeric columns (not copied), a dict of lists, a file, a ``Table``.
"""

SCORES = """\
        scores: Column of the scores, or columns of plausible values as ``"PV{1..10}MATH"``; several subjects
            as a list or a dict of names to columns.
"""

DESIGN = """\
        weight: Column of the pupils' weight; everybody counts 1 if not given.
        replicates: Columns of the replicate weights, such as ``"W_FSTURWT{1..80}"``.
        replication: How the replicate weights were made: ``"brr"``, ``"fay"``, ``"jk1"``, ``"jk2"``,
            ``"jkn"``, ``"bootstrap"``.
        rho: ρ of Fay's adjustment (PISA: 0.5).
        scale: Factor in place of the usual one of the replication.
        replicate_scales: Factors of the single replicates, or one for all (``"jkn"``).
        centre: From what the replicates' deviations are taken: the full-sample estimate, or their mean.
        zone: Column of jackknife zones, from which jk2 replicates are made (``"JKZONE"``).
        half: Column of the half of the zone, 0 or 1 (``"JKREP"``).
        halves: One replicate of each zone, or both with factor 1/2 (TIMSS since 2015, PIRLS since 2016).
        strata: Columns of the strata, where there are no replicate weights; with ``"jkn"`` replicates only to
            count degrees of freedom.
        cluster: Column of the sampled units (schools), numbered within their stratum; of two stages also that
            of the second (classes).
        fpc: Finite population correction: column of the number of units in the stratum, or of the share that
            was drawn, for each stage.
        lonely: A stratum with a single cluster, by the options of R survey: ``"fail"``, ``"remove"``,
            ``"certainty"``, ``"adjust"``, ``"average"``.
        df: Degrees of freedom of the design; clusters − strata, or replicates − 1, if not given.
        df_of: Degrees of freedom of the whole design, or of the group's own clusters and strata.
        sampling_from: Plausible values from which the sampling variance is taken: all, or the first.
        school: Column of the school, only to count schools.
        minimum_pupils: Groups of fewer pupils are marked in the note (PISA: 30).
        minimum_schools: Groups of fewer schools are marked in the note (PISA: 5).
        confidence: Of the intervals.
"""

CHANGE = """\
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared. Cycles of a study: ``survey_trend``.
"""

RAISES = """\
    Raises:
        ColumnNotFoundError: a column that the data do not have, a replicate weight among them.
        DataError: a negative or missing weight, a blank stratum or cluster, or a pupil with some plausible
            values only.
        InvalidArgumentError: a stratum with a single cluster (``lonely="fail"``), subjects with unequal
            numbers of plausible values, replicate weights beside clusters, or an argument that does not fit.
"""

EDGES = """\
        A group without weight: ``no_denominator``. No value under some replicate, or a single cluster: the
        value stays, its error is null and ``note`` says why.
"""

TEXTS = {
    "data": DATA,
    "scores": SCORES,
    "design": DESIGN,
    "change": CHANGE,
    "raises": RAISES,
    "edges": EDGES,
}

Function = TypeVar("Function", bound=Callable[..., Any])


def described(function: Function) -> Function:
    """Write the arguments of the design into a function's signature and documentation."""
    own = inspect.signature(function)
    parameters = [each for each in own.parameters.values() if each.kind is not each.VAR_KEYWORD]
    for name, default in DEFAULTS.items():
        annotation = Design.__annotations__[name]
        parameters.append(
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        )
    documented = function.__doc__ or ""
    for name, text in TEXTS.items():
        for indent in ("    ", "        "):
            documented = documented.replace(f"\n{indent}{{{name}}}\n", f"\n{text}")
    described: Any = function
    described.__annotations__.update(get_type_hints(Design))
    described.__signature__ = own.replace(parameters=parameters)
    described.__doc__ = documented
    return function


def rows(data: Source | _core.Frame) -> Rows:
    """Rows of pupils, of numbers in memory or of texts."""
    if isinstance(data, (_core.Frame, _core.Table)):
        return data
    if isinstance(data, Mapping) or is_frame(data):
        return _core.read_frame(prepared(data))
    frame = prepared(data)
    return read_table(data) if frame is data else _core.read_frame(frame)


def known(design: Mapping[str, Any], function: str) -> dict[str, Any]:
    """Arguments of the design, those not given by their defaults."""
    for name in design:
        if name not in DEFAULTS:
            raise TypeError(f"{function}() got an unexpected keyword argument {name!r}")
    every = {**DEFAULTS, **design}
    several = {name: names(every[name]) for name in ("replicates", "strata", "cluster", "fpc")}
    return {**every, **several}


def asked(
    indicator: str,
    data: Source | _core.Frame,
    by: Names,
    own: Mapping[str, Any],
    design: Mapping[str, Any],
    *,
    change: bool = False,
) -> Figures:
    """Figures of an indicator, from its own arguments and those of the design."""
    arguments = {**own, **known(design, indicator)}
    return compute(indicator, rows(data), by=by, arguments=arguments, change=change)
