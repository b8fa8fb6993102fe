"""Large studies (国际大型测评): how each cycle names its weights, replicates and plausible values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from edugauge import _core
from edugauge.exceptions import InvalidArgumentError
from edugauge.survey_files import expanded

StudyName: TypeAlias = Literal["PISA", "TIMSS", "PIRLS", "PIAAC", "ICILS", "NAEP"]
"""A study that is known by its name."""


@dataclass(frozen=True)
class Study:
    """One cycle of a study, as its technical report describes it."""

    name: str
    cycles: str
    design: Mapping[str, Any]
    """Arguments of the design."""
    scores: Mapping[str, str]
    """Subjects to their columns of plausible values."""


_BRR = {"weight": "W_FSTUWT", "replication": "fay", "rho": 0.5, "minimum_pupils": 30, "minimum_schools": 5}
_JACKKNIFE = {"weight": "TOTWGT", "zone": "JKZONE", "half": "JKREP", "school": "IDSCHOOL"}
_ZONES = {**_JACKKNIFE, "halves": "one", "sampling_from": "first"}
_BOTH = {**_JACKKNIFE, "halves": "both", "sampling_from": "all"}


def _pisa(cycle: int) -> Study:
    if cycle >= 2015:
        design = {**_BRR, "replicates": "W_FSTURWT{1..80}", "school": "CNTSCHID"}
        values = "PV{{1..10}}{}"
    else:
        design = {**_BRR, "replicates": "W_FSTR{1..80}", "school": "SCHOOLID"}
        values = "PV{{1..5}}{}"
    subjects = {"reading": "READ", "mathematics": "MATH", "science": "SCIE"}
    if cycle == 2000:
        # Mathematics and science were taken by parts of the sample, with weights of their own.
        subjects = {"reading": "READ"}
    scores = {subject: values.format(code) for subject, code in subjects.items()}
    return Study("PISA", "2000, 2003, …, 2018, 2022", design, scores)


def _timss(cycle: int, grade: int) -> Study:
    letter = {4: "A", 8: "B"}[grade]
    scores = {"mathematics": f"{letter}SMMAT{{01..05}}", "science": f"{letter}SSSCI{{01..05}}"}
    return Study("TIMSS", "1995 – 2023", _BOTH if cycle >= 2015 else _ZONES, scores)


def _pirls(cycle: int) -> Study:
    design = _BOTH if cycle >= 2016 else _ZONES
    return Study("PIRLS", "2001 – 2021", design, {"reading": "ASRREA{01..05}"})


def _icils(cycle: int) -> Study:
    design = {
        "weight": "TOTWGTS",
        "zone": "JKZONES",
        "half": "JKREPS",
        "halves": "one",
        "school": "IDSCHOOL",
    }
    scores = {"computer_literacy": "PV{1..5}CIL"}
    if cycle >= 2018:
        scores["computational_thinking"] = "PV{1..5}CT"
    return Study("ICILS", "2013, 2018, 2023", design, scores)


def _piaac(cycle: int) -> Study:
    third = (
        {"adaptive_problem_solving": "PVAPS{1..10}"} if cycle >= 2022 else {"problem_solving": "PVPSL{1..10}"}
    )
    scores = {"literacy": "PVLIT{1..10}", "numeracy": "PVNUM{1..10}", **third}
    return Study("PIAAC", "2012 – 2017, 2023", {"weight": "SPFWT0", "minimum_pupils": 30}, scores)


def _naep(cycle: int) -> Study:
    design = {
        "weight": "ORIGWT",
        "replicates": "SRWT{01..62}",
        "replication": "jk2",
        "sampling_from": "first",
        "minimum_pupils": 62,
    }
    count = 20 if cycle >= 2013 else 5
    scores = {"mathematics": f"MRPCM{{1..{count}}}", "reading": f"RRPCM{{1..{count}}}"}
    return Study("NAEP", "1990 – ", design, scores)


CYCLES = {
    "PISA": (2000, 2003, 2006, 2009, 2012, 2015, 2018, 2022),
    "TIMSS": (1995, 1999, 2003, 2007, 2011, 2015, 2019, 2023),
    "PIRLS": (2001, 2006, 2011, 2016, 2021),
    "ICILS": (2013, 2018, 2023),
    "PIAAC": (2012, 2014, 2017, 2023),
    "NAEP": tuple(range(1990, 2031)),
}


def study_of(name: str, cycle: int | None, grade: int | None) -> Study:
    """Conventions of one cycle."""
    if name not in CYCLES:
        raise _fault("study", name, ", ".join(CYCLES))
    if cycle not in CYCLES[name]:
        raise _fault("cycle", cycle, ", ".join(map(str, CYCLES[name])))
    if name == "TIMSS":
        if grade not in (4, 8):
            raise _fault("grade", grade, "4, 8")
        return _timss(cycle, grade)
    if grade is not None:
        raise _fault("grade", grade, "with study TIMSS alone", "只与 study = TIMSS 同用")
    makers = {"PISA": _pisa, "PIRLS": _pirls, "ICILS": _icils, "PIAAC": _piaac, "NAEP": _naep}
    return makers[name](cycle)


def chosen(study: Study, subjects: str | Iterable[str] | None) -> dict[str, str]:
    """Plausible values of the subjects asked for, or of all."""
    if subjects is None:
        return dict(study.scores)
    wanted = [subjects] if isinstance(subjects, str) else list(subjects)
    for subject in wanted:
        if subject not in study.scores:
            raise _fault("subjects", subject, ", ".join(study.scores))
    return {subject: study.scores[subject] for subject in wanted}


def refuse_idle(study: str | None, **given: object) -> None:
    """What is given though nothing comes of it is a mistake of the caller's."""
    for name, value in given.items():
        if value is not None and study is None:
            raise _fault(name, value, "with study alone", "只与 study 同用")


def refuse_subjects_beside_scores(subjects: object) -> None:
    """Scores that are given say which subjects there are."""
    if subjects is not None:
        raise _fault("subjects", subjects, "not given beside scores", "不与 scores 同时给出")


def refuse_labelled(labelled: list[str]) -> None:
    """Labels are those of a data file that is read."""
    if labelled:
        expected = "with the path of a .sav, .dta or .sas7bdat file alone"
        raise _fault("labelled", ", ".join(labelled), expected, "只与 .sav、.dta、.sas7bdat 文件的路径同用")


METHODS = {1: "jk1", 2: "jk2", 3: "brr", 4: "fay"}
"""VEMETHODN of PIAAC's public files."""


def piaac_replication(
    methods: Iterable[Any], counts: Iterable[Any], factors: Iterable[Any]
) -> dict[str, Any]:
    """How a country's replicates were made, from VEMETHODN, VENREPS and VEFAYFAC."""
    found = {(_whole(method), _whole(count)) for method, count in zip(methods, counts, strict=True)}
    if len(found) != 1:
        listed = ", ".join(
            f"VEMETHODN {method or '?'}, VENREPS {count or '?'}" for method, count in sorted(found)
        )
        raise _fault(
            "study",
            listed or "0",
            "one country, or countries with one VEMETHODN and VENREPS: describe the rows of each "
            "VEMETHODN and VENREPS by themselves and put the figures together with survey_average_of",
            "同一个国家（地区），或 VEMETHODN、VENREPS 相同的若干个：按 VEMETHODN、VENREPS 分开各自说明，"
            "再用 survey_average_of 合在一起",
        )
    ((method, count),) = found
    if method not in METHODS:
        raise _fault("VEMETHODN", str(method), "1 (JK1), 2 (JK2), 3 (BRR), 4 (Fay)")
    design: dict[str, Any] = {"replicates": f"SPFWT{{1..{count}}}", "replication": METHODS[method]}
    if METHODS[method] == "fay":
        kept = {float(factor) for factor in factors if factor not in (None, "") and factor == factor}
        if len(kept) != 1:
            raise _fault("VEFAYFAC", ", ".join(map(str, sorted(kept))) or "0", "one factor", "一个系数")
        design["rho"] = kept.pop()
    return design


def _whole(code: Any) -> int:
    """A code, 0 where it is missing."""
    return int(float(code)) if code not in (None, "") and code == code else 0


def as_written(pattern: str, headers: Iterable[str]) -> str:
    """Columns of a study as the data name them: in capitals as the study does, or in small letters."""
    known, first = set(headers), expanded(pattern)[0]
    return pattern.lower() if first not in known and first.lower() in known else pattern


def _fault(argument: str, found: object, expected: str, zh: str | None = None) -> InvalidArgumentError:
    if _core.message_language() == "zh":
        said = "没有给出" if found is None else f"的值是「{found}」"
        return InvalidArgumentError(f"参数 {argument} {said}，应为{zh or expected}", "EG-206")
    said = "not given" if found is None else f"found {str(found)!r}"
    return InvalidArgumentError(f"{argument}: {said}, expected {expected}", "EG-206")
