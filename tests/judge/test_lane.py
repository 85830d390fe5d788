"""A lane judges one notebook after the other in a process of its own."""

import sys
from dataclasses import replace

import pytest

from autograder.judge.lane import Lane, LaneError, Work

if sys.platform != "linux":
    pytest.skip("sessions need Linux", allow_module_level=True)

SETUP = "from autograder import check, points"
TESTS = '''
@points(2)
def test_two(student):
    """Twice two is four."""
    assert student.double(2) == 4, "double(2) is not 4"
check()
'''


def work(answer, folder, tests=TESTS):
    cells = [[SETUP, "", False], [answer, "", False], [tests, "double", True]]
    return Work(cells, [("setup", SETUP), ("double", tests)], str(folder), [], 10, 60)


@pytest.fixture(scope="module")
def lane():
    started = Lane(["limits"])
    yield started
    started.close()


def test_notebooks_are_judged_one_after_the_other(lane, tmp_path):
    found = [lane.judge(work(f"def double(x): return {k} * x", tmp_path)) for k in (2, 3, 2)]
    assert [judged.verdicts[2].earned for judged in found] == [2, 0, 2]


def test_what_a_test_prints_does_not_reach_the_grader(lane, tmp_path):
    noisy = TESTS.replace("    assert", "    print('{}', flush=True); import os; os.write(1, b'{}')\n    assert")
    assert lane.judge(work("def double(x): return 2 * x", tmp_path, noisy)).verdicts[2].earned == 2


def test_tests_that_do_not_run_are_an_error_and_the_lane_lives(lane, tmp_path):
    with pytest.raises(LaneError, match="the tests of double do not run: NameError"):
        lane.judge(work("pass", tmp_path, "raise_me\n" + TESTS))
    assert lane.judge(work("def double(x): return 2 * x", tmp_path)).verdicts[2].earned == 2


def test_a_test_that_ends_the_judges_process_is_an_error_and_the_lane_lives(lane, tmp_path):
    deadly = TESTS.replace("    assert", "    import os; os._exit(3)\n    assert")
    with pytest.raises(LaneError, match="process ended"):
        lane.judge(work("pass", tmp_path, deadly))
    assert lane.judge(work("def double(x): return 2 * x", tmp_path)).verdicts[2].earned == 2


def test_a_lost_test_comes_with_the_hint_of_the_misconception_that_gives_the_same(lane, tmp_path):
    tests = ["test_two"]
    wrong = {
        "function": "double",
        "name": "thrice",
        "text": "How often?",
        "loses": tests,
        "exercise": tests,
        "used": [],
    }
    reference = [[SETUP, "", False], ["def double(x): return 2 * x", "", False], [TESTS, "double", True]]
    known = {"cells": reference, "misconceptions": [{**wrong, "source": "def double(x): return 3 * x"}]}
    asked = [replace(work(f"def double(x): return x * {k}", tmp_path), known=known) for k in (3, 4, 2)]
    verdicts = [lane.judge(each).verdicts[2] for each in asked]
    assert [[hint.text for hint in verdict.hints] for verdict in verdicts] == [["How often?"], [], []]
    assert [verdict.earned for verdict in verdicts] == [0, 0, 2]


@pytest.mark.parametrize("known", [{"cells": []}, {"cells": [], "misconceptions": [{"name": "no more"}]}])
def test_a_diagnosis_that_fails_costs_no_verdict_and_the_lane_lives(lane, tmp_path, known):
    judged = lane.judge(replace(work("def double(x): return 3 * x", tmp_path), known=known))
    assert judged.verdicts[2].lost() == ["test_two"]
    assert lane.judge(work("def double(x): return 2 * x", tmp_path)).verdicts[2].earned == 2


def test_a_layer_that_is_missing_is_refused_with_its_name():
    with pytest.raises(LaneError, match="no layer is called walls"):
        Lane(["walls"])
