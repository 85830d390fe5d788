"""A test cell is worth what its verdict says, and nothing without one."""

import math

import pytest
from nbformat import v4
from nbgrader.utils import determine_grade

from autograder.gradebook.execute import STOPPED
from autograder.gradebook.settle import REVIEW, SettleVerdicts
from autograder.judge.declared import declared_tests
from autograder.judge.report import bundle
from autograder.judge.verdict import MIME, Outcome, Result, Verdict

SOURCE = '''
@points(1)
def test_one(student):
    """The first."""
### BEGIN HIDDEN TESTS
@points(2.5)
def test_two(student):
    """The second."""
### END HIDDEN TESTS
check()
'''


def verdict(*outcomes):
    return Verdict(
        tuple(Result.of(spec, outcome) for spec, outcome in zip(declared_tests(SOURCE), outcomes, strict=True))
    )


PASSED = verdict(Outcome.PASSED, Outcome.PASSED)


def result(data, kind="execute_result"):
    return v4.new_output(kind, data=data)


def settle(outputs, *, source=SOURCE, worth=3.5, count=1, stopped=None):
    """Settle one test cell; its points by nbgrader's own reading, the cell, and what is flagged."""
    nbgrader = {"grade": True, "grade_id": "t", "locked": True, "points": worth, "schema_version": 3, "solution": False}
    cell = v4.new_code_cell(source, outputs=outputs, execution_count=count, metadata={"nbgrader": nbgrader})
    resources = {"nbgrader": {"student": "bob", "assignment": "small", "notebook": "small"}}
    if stopped:
        resources[STOPPED] = stopped
    SettleVerdicts().preprocess(v4.new_notebook(cells=[cell]), resources)
    return determine_grade(cell)[0], cell, resources[REVIEW]


def test_partial_credit_is_the_sum_of_the_tests_that_passed():
    points, cell, flagged = settle([result(bundle(verdict(Outcome.FAILED, Outcome.PASSED)))])
    assert points == 2.5
    assert flagged == {}
    assert len(cell.outputs) == 1


def test_a_warning_on_stderr_costs_nothing():
    stderr = v4.new_output("stream", name="stderr", text="UserWarning: ...")
    assert settle([stderr, result(bundle(PASSED))])[0] == 3.5


@pytest.mark.parametrize(
    ("outputs", "reason"),
    [
        ([], "the tests did not run"),
        ([result({"text/plain": "3.5"})], "the tests did not run"),
        ([result({"text/plain": "nan"})], "the tests did not run"),
        ([v4.new_output("error", ename="SystemExit", evalue="0")], "ended in SystemExit before its tests had run"),
        ([v4.new_output("error", ename="CellTimeoutError")], "ran past the time for the cell"),
        ([result(bundle(PASSED)), result(bundle(PASSED))], "more than one verdict"),
        ([result({MIME: {"results": "all"}})], "not a verdict"),
        ([result({MIME: {"results": []}})], "not one of this cell's tests"),
        ([result({MIME: Verdict(PASSED.results[:1]).to_json()})], "not one of this cell's tests"),
        ([result({MIME: Verdict(PASSED.results[::-1]).to_json()})], "not one of this cell's tests"),
    ],
)
def test_without_a_verdict_of_all_its_tests_a_cell_gets_nothing_and_says_why(outputs, reason):
    points, cell, flagged = settle(outputs)
    assert points == 0
    assert reason in flagged["t"]
    assert reason in cell.outputs[0].data["text/html"].replace("&#x27;", "'")
    assert len(cell.outputs) == 1


@pytest.mark.parametrize("points", [math.nan, math.inf, -1, 100, True, "2"])
def test_a_verdict_with_other_points_than_the_source_says_is_none(points):
    forged = PASSED.to_json()
    forged["results"][0]["points"] = points
    assert settle([result({MIME: forged})])[0] == 0


def test_tests_worth_more_than_the_gradebook_says_are_not_paid():
    points, _, flagged = settle([result(bundle(PASSED))], worth=2)
    assert points == 0
    assert "run `autograder build` and grade again" in flagged["t"]


def test_the_reason_is_that_of_the_stop_when_the_notebook_was_stopped():
    _, _, flagged = settle([], count=None, stopped="the kernel stopped in the cell x")
    assert flagged["t"] == "the kernel stopped in the cell x"


def test_a_traceback_of_a_hidden_test_does_not_stay():
    _, cell, _ = settle([v4.new_output("error", ename="X", evalue="secret", traceback=["secret line"])])
    assert "secret" not in str(cell.outputs)


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "full marks", "[1, 2]", "5", ""])
def test_a_plain_test_cell_with_a_result_that_is_no_points_gets_nothing(text):
    points, cell, flagged = settle([result({"text/plain": text})], source="assert True\n4", worth=4)
    assert points == 0
    assert "not a number of points" in flagged["t"]
    assert "No points" in cell.outputs[0].text


def test_a_plain_test_cell_keeps_its_partial_credit():
    assert settle([result({"text/plain": "1.5"})], source="1.5", worth=4)[0] == 1.5


def test_a_plain_test_cell_that_passed_keeps_all_its_points():
    assert settle([], source="assert True", worth=4)[0] == 4


def test_a_plain_test_cell_that_failed_keeps_its_traceback_and_gets_nothing():
    points, cell, flagged = settle([v4.new_output("error", ename="AssertionError")], source="assert False", worth=4)
    assert (points, flagged) == (0, {})
    assert cell.outputs[0].ename == "AssertionError"


def test_a_plain_test_cell_that_did_not_run_gets_nothing():
    points, _, flagged = settle([], source="assert True", worth=4, count=None)
    assert points == 0
    assert flagged["t"] == "the cell did not run"
