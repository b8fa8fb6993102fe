"""Figures come out whole: columns, types, nulls, text."""

import json
import sys

import matplotlib as mpl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import edugauge as eg

mpl.use("Agg")

COLUMNS = [
    *("indicator", "measure", "year", "school", "subject", "value", "unit", "numerator", "denominator", "n"),
    *("se", "lower", "upper", "confidence", "df", "p_value", "method", "convention", "parameters"),
    *("status", "note"),
]
WHOLE = {"year": pl.Int32, "n": pl.Int64}
REAL = {"value", "numerator", "denominator", "se", "lower", "upper", "confidence", "df", "p_value"}


@pytest.fixture
def exam():
    scores = {"学校": ["甲", "甲", "乙"], "语文": [90, 84, "缺考"], "数学": [80, 70, 60]}
    return eg.read_scores(scores, year=2011, full_marks={"语文": 100})


@pytest.fixture
def figures(exam):
    return eg.pass_rate(exam, by="school", subjects=["语文", "数学"])


def test_columns_in_order(figures):
    assert figures.columns == COLUMNS
    assert figures.keys == ["school"]
    assert len(figures) == len(list(figures)) == 4


def test_polars(figures):
    frame = figures.pl()
    expected = {name: pl.Float64 if name in REAL else WHOLE.get(name, pl.String) for name in COLUMNS}
    expected |= dict.fromkeys(("indicator", "measure", "unit", "status"), pl.Enum)
    assert dict(frame.schema) == expected
    assert frame.to_dicts() == figures.rows()
    assert frame.height == 4


def test_words_of_a_closed_vocabulary_are_enums_of_all_of_them(exam, figures):
    other = eg.subject_mean(exam, by="school").pl()
    assert pl.concat([figures.pl(), other]).height == len(figures) + other.height
    schema = figures.pl().schema
    assert set(schema["status"].categories) >= {"ok", "suppressed", "not_comparable"}
    assert list(schema["indicator"].categories) == [of["id"] for of in eg.indicators()]
    names = {of["id"] for indicator in eg.indicators() for of in indicator["measures"]}
    assert set(schema["measure"].categories) == names | {f"{name}_change" for name in names}


def test_pandas(figures):
    frame = figures.df()
    assert list(frame.columns) == COLUMNS
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert {kinds[name] for name in REAL} == {"float64"}
    assert {kinds[name] for name in WHOLE} == {"Int64"}
    assert {kind for name, kind in kinds.items() if name not in REAL | set(WHOLE)} == {"string"}
    assert frame["value"].isna().tolist() == [row["value"] is None for row in figures]


def test_types_do_not_depend_on_the_figures(exam):
    empty = eg.compute("subject_mean", eg.read_scores({"语文": []}))
    full = eg.subject_mean(exam)
    assert (empty.df().dtypes == full.df().dtypes[empty.columns]).all()
    assert empty.pl().schema == full.pl().select(empty.columns).schema


def test_arrow_and_back(figures):
    table = pa.table(figures)
    assert table.to_pylist() == figures.rows()
    assert pl.DataFrame(table).cast(dict(figures.pl().schema)).equals(figures.pl())
    assert pd.DataFrame.from_arrow(figures).shape == (4, len(COLUMNS))


def test_a_missing_value_is_null_with_a_status(figures):
    for row in figures:
        assert (row["value"] is None) == (row["status"] != "ok")
    missing = {(row["school"], row["subject"]): row["status"] for row in figures if row["value"] is None}
    assert missing == {
        ("乙", "chinese"): "no_denominator",
        ("甲", "mathematics"): "missing_input",
        ("乙", "mathematics"): "missing_input",
    }


def test_rows_and_value(figures):
    assert figures.value(school="甲", subject="chinese") == 100.0
    assert figures.value(school="乙", subject="chinese") is None
    with pytest.raises(eg.InvalidArgumentError, match="2 figures"):
        figures.value(school="甲")
    with pytest.raises(eg.InvalidArgumentError, match="shcool"):
        figures.rows(shcool="甲")


def test_sum_widens_the_keys(exam, figures):
    both = figures + eg.admission_rate(exam, lines={"合格": 60}, subject="数学")
    assert both.keys == ["school", "line"]
    assert both.pl()["line"].to_list() == [None] * 4 + ["合格"]


def test_shown(figures):
    assert "甲" in repr(figures)
    html = figures._repr_html_()
    assert html.count("<tr>") == 5
    assert "甲" in html


def test_long_figures_are_cut_when_shown():
    exam = eg.read_scores({"语文": list(range(100))})
    table = eg.score_table(exam, subject="语文")
    assert len(table) == 400
    assert len(repr(table).splitlines()) < 80


def test_files(figures):
    csv = figures.to_csv()
    assert csv.startswith(b"\xef\xbb\xbfindicator,measure,year,school,")
    assert pl.read_csv(csv).height == 4
    assert len(json.loads(figures.to_json())) > 0


def test_exam_shows_counts_and_no_pupil(exam):
    scores = {"考号": ["11329901000001"], "姓名": ["宋霞清"], "语文": [97.5]}
    shown = [eg.read_scores(scores), eg.read_scores(scores).report]
    for text in [*map(repr, shown), shown[0]._repr_html_()]:
        assert not any(secret in text for secret in ("11329901000001", "宋霞清", "97.5"))
    assert repr(exam) == (
        "<Exam: 3 candidates; years: 2011; subjects: chinese, mathematics, total; keys: school, year>"
    )


def test_plot(exam):
    gap = eg.subject_gap(
        eg.read_scores(
            {
                "学校": list("abcdefgh"),
                "城乡": ["城区"] * 4 + ["乡村"] * 4,
                "语文": [90, 85, 70, 60, 50, 82, 71, 65],
                "数学": [91, 81, 71, 61, 51, 83, 75, 62],
            }
        ),
        subjects=["语文", "数学"],
    )
    axes = gap.plot()
    assert [label.get_text() for label in axes.get_yticklabels()] == ["chinese", "mathematics"]
    assert axes.get_xlabel() == "difference · points (95 % interval)"
    bars = eg.subject_mean(exam, subjects="数学").plot()
    assert len(bars.patches) == 1
    assert eg.pass_rate(exam, subjects="语文").plot(ax=bars) is bars
    with pytest.raises(eg.InvalidArgumentError):
        gap.plot(measure="median")


def test_plot_names_a_chinese_font_or_says_that_there_is_none(figures, monkeypatch):
    from edugauge import plot

    monkeypatch.setattr(plot, "_CHINESE_FONTS", ())
    monkeypatch.setattr(plot, "_look_for_new_fonts", lambda: None)
    with pytest.warns(UserWarning, match="Noto Sans CJK SC"):
        assert plot._fonts("甲") == ["sans-serif"]
    monkeypatch.setattr(plot, "_CHINESE_FONTS", ("DejaVu Sans",))
    assert plot._fonts("甲") == ["DejaVu Sans", "sans-serif"]


@pytest.mark.parametrize(("method", "extra"), [("df", "pandas"), ("plot", "plot")])
def test_a_library_that_is_not_installed_is_named(figures, method, extra, monkeypatch):
    library = {"plot": "matplotlib"}.get(extra, extra)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=rf"pip install 'edugauge\[{extra}\]'"):
        getattr(figures, method)()


def crossed():
    data = {"学校": ["乙", "乙", "甲", "甲"], "语文": [90, 85, 70, 75], "数学": [70, 80, 60, "缺考"]}
    return eg.subject_mean(eg.read_scores(data), by="school", subjects=["语文", "数学"])


def test_figures_are_filtered_sorted_and_crossed_by_polars():
    figures = crossed()
    # By hand: 乙 (90 + 85) / 2 and (70 + 80) / 2, 甲 (70 + 75) / 2 and 60.
    wide = figures.wide("school", "subject", measure="mean")
    assert wide.rows() == [("乙", 87.5, 75.0), ("甲", 72.5, 60.0)]
    assert figures.wide("学校", ["subject", "measure"], "n").shape == (2, 1 + 2 * 3)
    assert figures.filter(pl.col("n") == 1, measure="平均分")["school"].to_list() == ["甲"]
    assert len(figures.filter(subject=["语文", "mathematics"], school="乙")) == 2 * 3
    means = figures.sort("value", descending=True).filter(pl.col("measure") == "mean")
    assert means["value"].to_list() == [87.5, 75.0, 72.5, 60.0]
    assert figures.sort("value")["value"].to_list()[-1] is None
    assert figures.head(3).equals(figures.pl().head(3))
    assert figures["value"].to_list() == [row["value"] for row in figures.rows()]
    assert figures[["school", "n"]].columns == ["school", "n"]
    assert figures[:2].height == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda figures: figures.filter(klass="1"), "no column 'klass'"),
        (lambda figures: figures.filter(school="丙"), "no figure has '丙' in school; there are: 乙, 甲"),
        (lambda figures: figures.sort("klass"), "no column 'klass'"),
        (lambda figures: figures["klass"], "no column 'klass'"),
        (lambda figures: figures.wide("school", "subject"), "3 figures in one cell.*measure="),
        (lambda figures: figures.wide("school", "subject", "values"), "no column 'values'"),
        (lambda figures: figures.wide(["school", "学校"], "subject"), "'school' stands twice"),
    ],
)
def test_columns_and_values_that_no_figure_has(wrong, said):
    with pytest.raises(eg.InvalidArgumentError, match=said):
        wrong(crossed())


def several():
    data = {"学校": ["乙", "乙", "甲"], "语文": [90, 85, "缺考"], "数学": [70, 80.5, 60]}
    exam = eg.read_scores(data, year=2024, full_marks={"语文": 150, "数学": 150})
    by_school = eg.subject_mean(exam, by="school"), eg.pass_rate(exam, by="school")
    return [*by_school, eg.score_table(exam, subject="数学")]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_from_polars_and_back_is_the_same(count):
    of = several()[:count]
    whole = sum(of[1:], of[0])
    back = eg.Figures.from_pl(whole.pl(), *of)
    # To the last byte: fractions that the frame rounds to doubles, and what is said in Chinese, too.
    assert (back.to_csv(), back.to_json(), back.keys) == (whole.to_csv(), whole.to_json(), whole.keys)
    assert back.pl().equals(whole.pl())
    assert [back.said("zh", column) for column in ("note", "method")] == [
        whole.said("zh", column) for column in ("note", "method")
    ]


def test_a_part_of_a_frame_becomes_figures_in_its_order():
    means, rates, _ = several()
    frame = means.filter(measure="mean", subject=["语文", "数学"]).sort("value", nulls_last=True)
    part = eg.Figures.from_pl(frame, means)
    # By hand: 60, (70 + 80.5) / 2, (90 + 85) / 2; 甲 has no score in Chinese.
    assert [row["value"] for row in part] == [60.0, 75.25, 87.5, None]
    assert part.pl().equals(frame)
    assert len(eg.Figures.from_pl(frame.head(0), means)) == 0
    assert len(eg.Figures.from_pl(pl.concat([frame, rates.pl()]), means, rates)) == 4 + len(rates)
    texts = frame.cast({"measure": pl.String, "school": pl.Categorical})
    assert eg.Figures.from_pl(texts, means).to_csv() == part.to_csv()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: frame.drop("note"), ("缺 'note' 一列", "lacks the column 'note'")),
        (lambda frame: frame.with_columns(x=1), ("没有 'x' 这一列", "no column 'x'")),
        (lambda frame: frame.with_columns(value=pl.lit(1.0)), ("第 1 行不在", "row 1 of the frame is none")),
        (
            lambda frame: frame.with_columns(value=pl.lit("1")),
            ("'value' 一列的类型是 String", "'value' is of"),
        ),
        (lambda frame: frame.with_columns(n=pl.col("n") + 0.5), ("'n' 一列的类型", "'n' is of type Float64")),
        (
            lambda frame: frame.with_columns(school=pl.lit("丙")),
            ("第 1 行不在", "row 1 of the frame is none"),
        ),
        (lambda frame: frame.lazy(), ("polars 数据框", "a polars.DataFrame")),
        (lambda frame: frame.to_pandas(), ("polars 数据框", "a polars.DataFrame")),
        (lambda frame: pl.DataFrame(), ("缺 'indicator' 一列", "lacks the column 'indicator'")),
    ],
)
def test_a_frame_that_is_not_of_these_figures(change, said, lang, monkeypatch):
    monkeypatch.setenv("EDUGAUGE_LANG", lang)
    means = several()[0]
    with pytest.raises(eg.InvalidArgumentError, match=said[lang == "en"]) as raised:
        eg.Figures.from_pl(change(means.pl()), means)
    assert raised.value.code == "EG-206"


def test_libraries_that_show_tables_take_the_frame():
    """great_tables, Altair and marimo read no Arrow streams: figures go there as a frame of polars."""
    altair, great_tables = pytest.importorskip("altair"), pytest.importorskip("great_tables")
    means = several()[0].filter(measure="mean", subject="数学")
    assert "75.25" in great_tables.GT(means[["school", "value"]]).as_raw_html()
    chart = altair.Chart(means).mark_bar().encode(x="school", y="value").to_dict()
    assert chart["encoding"]["x"]["type"] in ("nominal", "ordinal")
    assert [row["value"] for rows in chart["datasets"].values() for row in rows] == [75.25, 60.0]


def test_a_label_that_is_the_name_of_a_column_of_the_rows_is_refused():
    exam = eg.read_scores({"班级": ["1", "2"], "学校": ["class", "甲"], "语文": [90, 80]})
    figures = eg.subject_mean(exam, by=["school", "class"])
    with pytest.raises(eg.InvalidArgumentError, match="a value of school is called 'class'"):
        figures.wide("class", "school", measure="mean", subject="chinese")
    assert figures.wide("school", "class", measure="mean", subject="chinese").columns == ["school", "1", "2"]
