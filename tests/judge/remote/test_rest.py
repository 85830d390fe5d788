"""What comes after the last tests runs beside them where it is the instructor's, and gives what it gives otherwise."""

import sys
from dataclasses import replace

import pytest

from autograder.judge.remote.grade import Cell, Limits, grade
from autograder.judge.remote.process import DIED, Session
from autograder.judge.remote.setting import Setting

if sys.platform != "linux":
    pytest.skip("sessions need Linux", allow_module_level=True)

SETUP = "from autograder import check, points\nfound = [1]"
TEST = '''
@points(1)
def test_one(student):
    """One."""
    assert student.f() == 1

### BEGIN HIDDEN TESTS
@points(1)
def test_list(student):
    """The list is as it was."""
    assert student.g() == [1]
### END HIDDEN TESTS
check()
'''
ANSWER = "def f():\n    return 1\ndef g():\n    return found"
PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
SHOW = "found.append(2)\nprint(f(), found)\nf() + 1"


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    return Setting([("setup", SETUP), ("one", TEST)], tmp_path_factory.mktemp("data"))


@pytest.fixture
def aside(monkeypatch):
    """How often a rest was begun."""
    begun = []
    rest = Session.rest
    monkeypatch.setattr(Session, "rest", lambda *args: begun.append(args) or rest(*args))
    return begun


def notebook(*rest, answer=ANSWER):
    return [Cell(SETUP, given=True), Cell(answer), Cell(TEST, "one", True, True), None, *rest]


def shown(found):
    return {index: outputs for index, outputs in found.outputs.items() if index > 2}


def test_the_rest_shows_what_it_shows_in_the_session(zygote, setting, aside):
    cells = notebook(Cell(SHOW, given=True), None, Cell(PLOT, given=True))
    beside = grade(cells, setting, zygote, [], Limits(10, 60))
    assert len(aside) == 1
    after = grade([cell and replace(cell, given=False) for cell in cells], setting, zygote, [], Limits(10, 60))
    assert len(aside) == 1
    assert shown(beside) == shown(after)
    assert beside.counts == after.counts
    assert [output["output_type"] for output in beside.outputs[4]] == ["stream", "execute_result"]
    assert "image/png" in beside.outputs[6][0]["data"]


def test_what_has_run_aside_does_not_run_again(zygote, setting, aside, monkeypatch):
    ran = []
    run = Session.run
    monkeypatch.setattr(Session, "run", lambda *args, **rest: ran.append(args[1]) or run(*args, **rest))
    grade(notebook(Cell(SHOW, given=True)), setting, zygote, [], Limits(10, 60))
    assert len(aside) == 1
    assert ran == [SETUP, ANSWER]


def test_no_test_sees_what_the_rest_does(zygote, setting, aside):
    slow = "import time\ndef f():\n    time.sleep(0.5)\n    return 1\ndef g():\n    return found"
    found = grade(notebook(Cell(SHOW, given=True), answer=slow), setting, zygote, [], Limits(10, 60))
    assert len(aside) == 1
    assert found.verdicts[2].earned == 2


@pytest.mark.parametrize("own", [0, 1])
def test_a_students_own_cell_after_the_tests_waits_for_them(zygote, setting, aside, own):
    rest = [Cell(SHOW, given=own != 0), Cell(SHOW, given=own != 1)]
    grade(notebook(*rest), setting, zygote, [], Limits(10, 60))
    assert aside == []


def test_a_graded_cell_of_plain_asserts_after_the_tests_waits_for_them(zygote, setting, aside):
    found = grade(notebook(Cell("assert f() == 1\n0.5", "", True, True)), setting, zygote, [], Limits(10, 60))
    assert aside == []
    assert found.outputs[4][0]["data"]["text/plain"] == "0.5"


def test_a_rest_that_ends_its_process_is_told_as_in_the_session(zygote, setting, aside):
    f = "calls = []\ndef f():\n    calls.append(1)\n    return len(calls) < 2 or os._exit(1)"
    answer = f"import os\n{f}\ng = lambda: found"
    rest = [Cell("f()\nf()", given=True), Cell("found.append(2)\nfound", given=True)]
    found = grade(notebook(*rest, answer=answer), setting, zygote, [], Limits(9, 60))
    assert len(aside) == 1
    assert found.ended == {4: DIED}
    assert found.verdicts[2].earned == 2
    assert found.outputs[5][0]["data"]["text/plain"] == "[1, 2]"


def test_a_rest_without_an_end_is_stopped_and_the_grade_stands(zygote, setting, aside):
    found = grade(notebook(Cell("while True:\n    f()", given=True)), setting, zygote, [], Limits(1, 60))
    assert found.verdicts[2].earned == 2
    assert found.outputs[4][-1]["ename"] == "CellTimeoutError"


def test_a_notebook_without_tests_has_no_rest(zygote, setting, aside):
    found = grade([Cell(SETUP, given=True), Cell("found", given=True)], setting, zygote, [], Limits(5, 60))
    assert aside == []
    assert found.outputs[1][0]["data"]["text/plain"] == "[1]"
