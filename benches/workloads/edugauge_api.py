"""The yearly workload in edugauge, from Python."""

import edugauge as eg
from workloads.yearly import LINES, SUBJECTS, run

GROUPINGS = {
    "school": ["school_code"],
    "residence": ["residence"],
    "residence_sex": ["residence", "sex"],
    "all": [],
}


def workload(path):
    exam = eg.read_scores(path, full_marks=SUBJECTS, steps=dict.fromkeys(SUBJECTS, 1))
    figures = []
    for by in GROUPINGS.values():
        figures += [
            eg.subject_mean(exam, by=by),
            eg.subject_quantiles(exam, by=by),
            eg.excellent_rate(exam, by=by),
            eg.pass_rate(exam, by=by),
            eg.low_rate(exam, by=by),
            eg.admission_rate(exam, by=by, lines=LINES),
        ]
    figures += [eg.score_table(exam), eg.subject_gap(exam)]
    return lambda: {"figures": [row for some in figures for row in keyed(some)]}


def keyed(figures):
    """Rows with the same columns, whatever the keys of their figures."""
    keys = ["school_code", "residence", "sex", "line", "probability", "score"]
    for row in figures.rows():
        yield {
            key: row.get(key)
            for key in [*keys, "indicator", "measure", "subject", "value", "n", "numerator", "se"]
        }


if __name__ == "__main__":
    run(workload)
