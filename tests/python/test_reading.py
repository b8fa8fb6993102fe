"""Reading through Python: several years, a school list, published score tables, threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import edugauge as eg


@pytest.fixture
def exports(tmp_path):
    for year, scores in {2010: "500\n480\n", 2011: "510\n缺考\n"}.items():
        (tmp_path / f"高考_{year}.csv").write_bytes(f"总分\n{scores}".encode("gb18030"))
    return tmp_path


def test_a_pattern_of_years(exports):
    exam = eg.read_scores(exports / "高考_{year}.csv", years=[2010, 2011])
    assert (len(exam), exam.years) == (4, [2010, 2011])
    assert [report["encoding"] for report in exam.report] == ["GB18030"] * 2
    means = eg.subject_mean(exam).rows(measure="mean")
    assert [(row["year"], row["value"]) for row in means] == [(2010, 490.0), (2011, 510.0)]


def test_a_list_of_files_and_a_sum_of_exams_are_the_same(exports):
    paths = [str(exports / f"高考_{year}.csv") for year in (2010, 2011)]
    listed = eg.read_scores(paths, years=[2010, 2011])
    added = eg.read_scores(paths[1], year=2011) + eg.read_scores(paths[0], year=2010)
    assert eg.subject_mean(listed).pl().equals(eg.subject_mean(added).pl())


@pytest.mark.parametrize("years", [[2010], [2010, 2011, 2012]])
def test_as_many_years_as_files(exports, years):
    with pytest.raises(eg.InvalidArgumentError, match="2 sources"):
        eg.read_scores([exports / "高考_2010.csv", exports / "高考_2011.csv"], years=years)


def test_schools_from_a_file_a_frame_or_a_table(tmp_path):
    data = {"学校代码": ["041", "042"], "总分": [500, 400]}
    listed = {"代码": ["041", "042"], "类别": ["城区", "乡村"]}
    path = tmp_path / "学校.csv"
    path.write_text("代码,类别\n041,城区\n042,乡村\n", encoding="utf-8")
    fields = {"代码": "school_code", "类别": "residence"}
    for schools in (path, listed, eg.read_table(path)):
        exam = eg.read_scores(data, schools=schools, on="school_code", school_columns=fields)
        assert exam.keys == ["school_code", "residence"]


def test_a_score_table_with_an_open_top():
    table = {"分数": ["689-750", 688, 687], "人数": [31, 5, 8], "累计人数": [31, 36, 44]}
    exam = eg.read_score_table(table, year=2024, track="物理类")
    assert (len(exam), exam.keys, exam.years) == (44, ["year", "track"], [2024])
    rates = eg.admission_rate(exam, lines=[687, 689, 700])
    assert [row["numerator"] for row in rates] == [44.0, 31.0, None]
    assert rates.rows(line="700")[0]["status"] == "not_applicable"


def test_a_score_table_that_contradicts_itself():
    """By hand: 25 down to 689, 31 down to 687; the counts alone add up to 32."""
    table = {
        "分数": ["690-750", 689, 688, 687],
        "人数": [21, 4, 1, 6],
        "累计人数": ["21.0", "25", "25", "31"],
    }
    exam = eg.read_score_table(table)
    (found,) = [row for row in eg.admission_rate(exam, lines=687) if row["measure"] == "rate"]
    assert (found["numerator"], found["method"].split("; ")[-1]) == (
        31.0,
        "score table by its cumulative counts",
    )
    assert [finding["code"] for finding in exam.report[0]["findings"]] == ["EG-570"]
    counted = eg.read_score_table(table, believe="count")
    (found,) = [row for row in eg.admission_rate(counted, lines=687) if row["measure"] == "rate"]
    assert (found["numerator"], found["method"].split("; ")[-1]) == (32.0, "score table by its counts")
    with pytest.raises(eg.InvalidArgumentError, match="cumulative or count"):
        eg.read_score_table(table, believe="both")


def test_tracks_of_a_score_table():
    table = {"科类": ["物理", "物理", "历史"], "分数": [700, 699, 660], "累计人数": [15, 20, 4]}
    exam = eg.read_score_table(table, year=2024)
    assert (exam.keys, len(exam)) == (["year", "track"], 24)
    assert len(eg.read_score_table(table, track="历史")) == 4


def test_small_tables():
    table = eg.read_table({"学段": ["高中", "合计"], "人数": [208, 208]})
    assert (table.headers, len(table)) == (["学段", "人数"], 1)
    assert table.report[0]["non_data"] == 1
    assert repr(table) == "<Table: 1 rows; columns: 学段, 人数>"


def test_threads_read_side_by_side(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("语文\n" + "90\n80\n" * 5_000)
    with ThreadPoolExecutor(4) as pool:
        means = pool.map(lambda _: eg.subject_mean(eg.read_scores(path)).value(measure="mean"), range(16))
        assert set(means) == {85.0}


def workbook(path, sheets):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_score_tables_of_several_sheets(tmp_path):
    def of(count):
        rows = [[701 - row, count, count * row] for row in range(1, 11)]
        return [["分数", "人数", "累计人数"], *rows]

    path = workbook(tmp_path / "a.xlsx", {"物理类": of(3), "历史类": of(2)})
    with pytest.raises(eg.DataError, match=r"which one to read"):
        eg.read_score_table(path)
    for sheet in (["物理类", "历史类"], "*"):
        exam = eg.read_score_table(path, sheet=sheet, year=2024)
        ranks = eg.rank_of_score(exam, scores=[695], by="track")
        # 695 is the sixth score: 5 × 3 + 1 and 5 × 2 + 1.
        assert ranks.value(measure="best_rank", track="物理类") == 16
        assert ranks.value(measure="best_rank", track="历史类") == 11


def test_small_tables_of_several_sheets(tmp_path):
    sheets = {
        "小学": [["学校", "学生数"], ["甲", 100], ["乙", 200]],
        "初中": [["学校", "学生数", "教师数"], ["丙", 300, 30]],
    }
    path = workbook(tmp_path / "a.xlsx", sheets)
    with pytest.warns(eg.EdugaugeWarning, match="教师数"):
        table = eg.read_table(path, sheet="*")
    assert table.columns_dict() == {
        "学校": ["甲", "乙", "丙"],
        "学生数": ["100", "200", "300"],
        "教师数": ["", "", "30"],
    }
    assert [report["sheet"] for report in table.report] == ["小学", "初中"]
    assert len(eg.read_table(path, sheet=["小学"])) == 2
