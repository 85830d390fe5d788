"""What the instructor's first cells show is drawn once for a class, and no student's code has a part in it."""

import json
import sys

import pytest

from autograder.judge.remote.grade import Cell, Limits, grade
from autograder.judge.remote.opening import MOST, Openings
from autograder.judge.remote.setting import Setting
from autograder.session.aside import LATER

SETUP = "from autograder import check, points\nimport matplotlib.pyplot as plt\nprint('data')\n7"
PLOT = "plt.plot([1, 3, 2])\nplt.show()"
TEST = '''
@points(1)
def test_one(student):
    """One."""
    assert student.f() == 1
check()
'''
ANSWER = "def f():\n    return 1"
CELLS = [
    None,
    [SETUP, "", False, True],
    None,
    [PLOT, "", False, True],
    [ANSWER, "", False, False],
    [TEST, "t", True, True],
]
CAME = {"outputs": {"1": ["data"], "3": ["picture"], "4": []}, "counts": {"1": 1, "3": 2, "4": 3}, "ended": {}}
KNOWN = {1: (["data"], 1), 3: (["picture"], 2)}


@pytest.fixture
def request_of(tmp_path):
    """A lane's request of a notebook with these cells, and with one of the course's files beside it."""
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "data.csv").write_text("1,2")

    def make(cells=CELLS, *more):
        files = [tmp_path / "course" / "data.csv", *more]
        return {"cells": cells, "folder": str(tmp_path / "course"), "files": [str(file) for file in files]}

    return make


@pytest.fixture
def learned(request_of):
    openings = Openings()
    openings.keep(request_of(), CAME)
    return openings


def test_a_second_notebook_knows_what_the_first_one_showed(learned, request_of):
    other = [*CELLS[:4], ["def f():\n    return 2", "", False, False], CELLS[5]]
    assert learned.known(request_of(other)) == KNOWN
    assert Openings().known(request_of()) == {}


@pytest.mark.parametrize(
    "cells",
    [
        [None, ["x = 1", "", False, False], *CELLS[1:]],
        [None, ["from autograder import check", "", False, True], *CELLS[2:]],
        [CELLS[1], *CELLS[3:]],
        [CELLS[1], CELLS[5], *CELLS[3:5]],
        [CELLS[4], CELLS[5]],
        [],
    ],
    ids=["a student's cell above", "another source", "other places", "a test cell above", "none", "empty"],
)
def test_another_opening_is_not_known(learned, request_of, cells):
    assert learned.known(request_of(cells)) == {}


def test_a_student_s_cell_in_between_ends_the_opening(request_of):
    openings = Openings()
    cells = [CELLS[1], ["plt.rcParams.clear()", "", False, False], *CELLS[3:]]
    openings.keep(
        request_of(cells), {"outputs": {"0": ["data"], "1": [], "2": ["forged"]}, "counts": {"0": 1}, "ended": {}}
    )
    assert openings.known(request_of(cells)) == {0: (["data"], 1)}


def test_a_student_s_file_beside_the_notebook_is_neither_shown_to_others_nor_unread(learned, request_of, tmp_path):
    own = tmp_path / "matplotlibrc"
    own.write_text("lines.linewidth: 40")
    assert learned.known(request_of(CELLS, own)) == {}
    fresh = Openings()
    fresh.keep(request_of(CELLS, own), CAME)
    assert fresh.known(request_of()) == {}


def test_a_data_file_that_changed_makes_another_opening(learned, request_of, tmp_path):
    (tmp_path / "course" / "data.csv").write_text("1,2,3")
    assert learned.known(request_of()) == {}
    (tmp_path / "course" / "data.csv").unlink()
    assert learned.known(request_of()) == {}


@pytest.mark.parametrize(
    "came",
    [
        {"error": "the judge's process ended"},
        {**CAME, "ended": {"3": "did not end within 60 s"}},
        {**CAME, "outputs": {"1": ["data"]}},
        {**CAME, "outputs": {"1": [{"output_type": "error", "evalue": "no memory"}], "3": []}},
    ],
)
def test_what_went_wrong_is_not_kept(request_of, came):
    openings = Openings()
    openings.keep(request_of(), came)
    assert openings.known(request_of()) == {}


def test_a_lane_that_sees_many_assignments_does_not_grow_for_ever(request_of):
    openings = Openings()
    for number in range(MOST + 1):
        openings.keep(request_of([[str(number), "", False, True]]), {"outputs": {"0": []}, "counts": {}, "ended": {}})
    assert len(openings._kept) == 1


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    return Setting([("setup", SETUP), ("t", TEST)], tmp_path_factory.mktemp("data"))


def play(zygote, setting, cells, **options):
    if sys.platform != "linux":
        pytest.skip("sessions need Linux")
    return grade([cell and Cell(*cell) for cell in cells], setting, zygote, [], Limits(20, 60), **options)


@pytest.mark.parametrize("aside", [True, False])
def test_a_notebook_whose_opening_is_known_shows_what_any_other_shows(zygote, setting, aside):
    after = [*CELLS, ["plt.plot([2, 1])\nprint(f())", "", False, False]]
    first = play(zygote, setting, after, aside=aside)
    assert "image/png" in first.outputs[3][0]["data"]
    known = {place: (first.outputs[place], first.counts[place]) for place in (1, 3)}
    second = play(zygote, setting, after, aside=aside, shown=json.loads(json.dumps(known), object_hook=_numbered))
    assert second.outputs == first.outputs
    assert second.counts == first.counts
    assert second.verdicts == first.verdicts


def _numbered(tree):
    return {int(key): value for key, value in tree.items()} if all(key.isdecimal() for key in tree) else tree


def test_what_is_known_is_not_drawn_again_and_runs_all_the_same(zygote, setting):
    cells = [[SETUP, "", False, True], [PLOT.replace("1, 3, 2", "range(9)") + "\nx = 5", "", False, True]]
    cells += [["print(x)", "", False, False]]
    found = play(zygote, setting, cells, shown={1: (["kept"], 2)})
    assert found.outputs[1] == ["kept"]
    assert found.outputs[2][0]["text"] == "5\n"
    with zygote.session() as session:
        session.run(SETUP, 20)
        (figure,), _ = session.run(PLOT, 20, draw=False)
        assert figure["data"] == {LATER: -1}
        (figure,), _ = session.run(PLOT, 20, aside=False)
        assert "image/png" in figure["data"]


def test_a_cell_that_fails_this_time_shows_its_error(zygote, setting):
    found = play(zygote, setting, [["plt = None\n" + PLOT, "", False, True]], shown={0: (["kept"], 1)})
    assert found.outputs[0][-1]["ename"] == "AttributeError"
