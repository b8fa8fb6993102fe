# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Models of scores (模型): intercepts and slopes of schools, and why two groups differ."""

from __future__ import annotations

from typing import Literal

from edugauge import _core
from edugauge._arguments import Columns, Names, Number
from edugauge.figures import Figures, compute
from edugauge.reading import Source
from edugauge.survey_design import rows

__all__ = ["multilevel_model", "oaxaca_blinder", "random_intercept"]


def random_intercept(
    exam: _core.Exam,
    *,
    by: Names = (),
    covariates: Names | None = None,
    criterion: Literal["reml", "ml"] = "reml",
    df: Literal["satterthwaite", "levels"] = "satterthwaite",
    school: str | None = None,
    district: str | None = None,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Variance of scores split among pupils, schools and districts, with coefficients, per subject and group.

    Score = constant + covariates + effect of the district + effect of the school + residual, all effects
    normal and independent; fitted by restricted (or plain) maximum likelihood from the schools' cross
    products. Share of a level = its variance / sum of variances: for schools, the intraclass correlation.

    Args:
        exam: Candidates from ``read_scores``.
        by: Keys to group by.
        covariates: Keys (coded 0 and 1; the first label is the reference) or other subjects' scores.
        criterion: REML or ML.
        df: Degrees of freedom of a coefficient: Satterthwaite's, approximated from the errors of the
            variances (as R lmerTest), or counted at the level at which its covariate varies (as R nlme).
        school: Key that is the school; ``school_code``, else ``school``, if not given.
        district: Key of a level above schools; one level if not given.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``coefficient`` (key ``term``), ``variance_district``, ``variance_school``,
        ``variance_pupil``, ``share_district``, ``share_school`` and ``deviance``. Intervals of the share:
        profile likelihood with one level, delta method on the logit with two. Errors of variances: observed
        information.

    Edge cases:
        Nobody tested: ``no_denominator``. Fewer than two schools, one candidate a school, covariates that
        determine each other: ``not_applicable``, ``note`` says which. A variance of 0, at its boundary, is
        given and noted, and degrees of freedom are counted by levels then. Candidates without a school or a
        covariate are left out and counted in ``note``.

    Raises:
        ColumnNotFoundError: a key, subject or covariate that the data do not have.
        InvalidArgumentError: an argument that does not fit.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": ["甲", "甲", "乙", "乙"], "数学": [80, 90, 60, 70]})
        >>> model = eg.random_intercept(exam, subjects="数学")
        >>> [round(model.value(measure=f"variance_{level}"), 6) for level in ("school", "pupil")]
        [175.0, 50.0]
        >>> round(model.value(measure="share_school"), 4)
        0.7778

    References:
        Laird & Ware (1982); Pinheiro & Bates (2000). Giesbrecht & Burns (1985). Held against R lme4,
        nlme and lmerTest.

    随机截距模型：成绩的差异分到学生、学校、区县各层。
    """
    arguments: dict[str, object] = {
        "covariates": covariates,
        "criterion": criterion,
        "df": df,
        "school": school,
        "district": district,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("random_intercept", exam, by=by, arguments=arguments, change=change)


def multilevel_model(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    school: str,
    by: Names = (),
    covariates: Columns | None = None,
    factors: Columns | None = None,
    slopes: Names | None = None,
    weight: str | None = None,
    school_weight: str | None = None,
    scaling: Literal["size", "effective", "none"] | None = None,
    precision: str | None = None,
    criterion: Literal["reml", "ml"] | None = None,
    df: Literal["satterthwaite", "levels"] | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Coefficients of scores on covariates, and how intercepts and slopes vary between schools, per subject.

    Score = x'β + z'u of the school + e, u ~ N(0, Σ) with Σ unstructured, z the constant and ``slopes``,
    e ~ N(0, σ²/w); one fit from the schools' cross products by restricted (or plain) maximum likelihood; with
    sampling weights by maximum pseudo-likelihood: the likelihood of a pupil given u is taken to the power of
    the weight within the school, that of the school to the power of the school's. Plausible values are fitted
    one by one and put together by Rubin's rules.

    Args:
        data: Row per pupil: a frame with numeric columns (not copied), a dict of lists, a file, a ``Table``.
        scores: Column of the scores, or columns of plausible values as ``"PV{1..10}MATH"``; several subjects
            as a list or a dict of names to columns.
        school: Column of the school.
        by: Columns to group by.
        covariates: Columns of numbers of any sign and decimals, runs of plausible values, or labels, coded 0
            and 1.
        factors: Columns coded 0 and 1 by their labels, even where these are numbers; the first label is the
            reference, or as written: ``"track=2"``.
        slopes: Covariates whose slopes vary between schools; the intercept alone if none is given.
        weight: Column of pupils' sampling weights, the final ones (``"W_FSTUWT"`` of PISA).
        school_weight: Column of schools' sampling weights (``"W_SCHGRNRABWT"`` of PISA), the same in each row
            of a school; schools count alike if not given.
        scaling: How pupils' weights are scaled within schools: to sum to the school's pupils in the sample
            (``"size"``, if not given), to their effective number (Σw)²/Σw² (``"effective"``), or divided by
            the school's weight alone (``"none"``).
        precision: Column of weights of precision: residual variances are σ²/w, as ``weights`` of R lme4 (a
            row that is the mean of w pupils has them). They are not sampling weights.
        criterion: REML (if not given) or ML; sampling weights are ML.
        df: Degrees of freedom of a coefficient: Satterthwaite's (if not given, as R lmerTest), or counted at
            the level at which its covariate varies (as R nlme). With sampling weights: schools − 1.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``coefficient`` and ``variance_school`` (key ``term``), ``correlation_school`` (keys
        ``term``, ``other_term``), ``variance_pupil``, ``share_school`` (without slopes; its interval by
        profile likelihood) and ``deviance`` (of a single plausible value). Errors of variances: observed
        information; with sampling weights all errors are robust, clustered by school, and the interval of the
        share is Student's on its logit.

    Edge cases:
        Nobody: ``no_denominator``. Fewer than two schools, no more pupils than effects of schools, covariates
        that determine each other, nothing left within schools: ``not_applicable``, ``note`` says which.
        Variances at their boundary (0, or a correlation of ±1) are given and noted, without errors;
        Satterthwaite's degrees of freedom are counted by levels then, of coefficients whose slopes vary at
        most schools − 1. Pupils without a school or covariate, and rows of weight 0, are left out and counted
        in ``note``; a school all of whose weights are 0 is none.

    Raises:
        ColumnNotFoundError: a column that the data do not have, or a slope that is no covariate.
        DataError: a negative or missing weight, or a school with several weights of its own.
        InvalidArgumentError: an argument that does not fit, or sampling weights beside weights of precision,
            REML or ``df``.

    Examples:
        >>> import edugauge as eg
        >>> pupils = {
        ...     "school": [school for school in "ABC" for _ in range(4)],
        ...     "ses": [-1.0, -1.0, 1.0, 1.0] * 3,
        ...     "math": [-2, 0, 0, 2, 5, 7, 5, 7, 3, 5, 7, 9],
        ... }
        >>> roles = {"scores": "math", "school": "school", "covariates": "ses", "slopes": "ses"}
        >>> model = eg.multilevel_model(pupils, **roles)
        >>> [(row["term"], round(row["value"], 6)) for row in model.rows(measure="variance_school")]
        [('intercept', 11.5), ('ses', 0.5)]

    References:
        Laird & Ware (1982); Bates et al. (2015); Giesbrecht & Burns (1985). Sampling weights: Pfeffermann et
        al. (1998); Rabe-Hesketh & Skrondal (2006). Held against R lme4, lmerTest and WeMix.

    多层线性模型：系数、截距与斜率在学校之间的方差。
    """
    arguments: dict[str, object] = {
        "scores": scores,
        "school": school,
        "covariates": covariates,
        "factors": factors,
        "slopes": slopes,
        "weight": weight,
        "school_weight": school_weight,
        "scaling": scaling,
        "precision": precision,
        "criterion": criterion,
        "df": df,
        "confidence": confidence,
    }
    return compute("multilevel_model", rows(data), by=by, arguments=arguments, change=change)


def oaxaca_blinder(
    exam: _core.Exam,
    *,
    covariates: Names,
    by: Names = (),
    group: str = "residence",
    first: Names | None = None,
    second: Names | None = None,
    towns: Literal["apart", "urban", "rural"] = "apart",
    reference: Literal["first", "second", "pooled", "pooled_with_group"] = "pooled_with_group",
    cluster: str | None = None,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Gap of two groups' means (first − second) split into what covariates explain and the rest, per subject.

    Two-fold: gap = (x̄₁ − x̄₂)β* + [x̄₁(β₁ − β*) + x̄₂(β* − β₂)], β* the coefficients of ``reference``.
    Three-fold, from the second group's point of view: endowments (x̄₁ − x̄₂)β₂, coefficients x̄₂(β₁ − β₂),
    interaction. Errors by the delta method, clustered by school, the means counted as drawn too.

    Args:
        exam: Candidates from ``read_scores``.
        covariates: Keys (coded 0 and 1) or other subjects' scores.
        by: Keys to group by.
        group: Key that tells the two groups apart.
        first: Labels of the first group; the usual words for urban if not given.
        second: Labels of the second group; the usual words for rural if not given.
        towns: Where 镇区 belongs; by default in neither group.
        reference: Whose coefficients say what a difference of covariates is worth.
        cluster: Key by which errors are clustered; ``school_code``, else ``school``, if not given.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``difference``, ``explained`` (in all, and by ``covariate``), ``unexplained``,
        ``endowments``, ``coefficients``, ``interaction``.

    Edge cases:
        A group without candidates: ``no_denominator``. A covariate that does not vary by itself in a group,
        or too few candidates: ``not_applicable``, ``note`` says which. No school known: values without
        errors.

    Raises:
        ColumnNotFoundError: a key, subject or covariate that the data do not have.
        InvalidArgumentError: an argument that does not fit, or a label in both groups.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲", "甲", "乙", "丙", "丙", "丁"],
        ...     "城乡": ["城区", "城区", "城区", "乡村", "乡村", "乡村"],
        ...     "科类": ["物理", "物理", "历史", "物理", "历史", "历史"],
        ...     "数学": [90, 86, 78, 80, 70, 74],
        ... })
        >>> parts = eg.oaxaca_blinder(exam, covariates="track", reference="second", subjects="数学")
        >>> [round(parts.value(measure=part, covariate=None), 2) for part in ("explained", "unexplained")]
        [2.67, 7.33]

    References:
        Oaxaca (1973); Blinder (1973); Jann (2008). Held against R.

    差距分解：协变量解释的部分与未解释的部分。
    """
    arguments: dict[str, object] = {
        "group": group,
        "first": first,
        "second": second,
        "towns": towns,
        "covariates": covariates,
        "reference": reference,
        "cluster": cluster,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("oaxaca_blinder", exam, by=by, arguments=arguments, change=change)
