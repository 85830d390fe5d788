"""A test rests on its own lines and on all code that is no test; only a change of these runs it again."""

import nbformat
import pytest
from nbformat import v4

from autograder.batch.parts import parts_of, split

CELL = '''\
LIMIT = 3


@points(1)
def test_one(student):
    """One."""
    assert student.double(1) == 2


### BEGIN HIDDEN TESTS
@points(2)
@pytest.mark.parametrize("n", range(LIMIT))
def test_many(student, n):
    """Many."""
    assert student.double(n) == 2 * n


### END HIDDEN TESTS
check()
'''


def write(folder, test=CELL, setup="import torch", prose="# Two", data="1\n", locked=True):
    folder.mkdir(exist_ok=True)
    marks = {"grade": True, "solution": False, "locked": locked, "grade_id": "double-test", "points": 3}
    cells = [
        v4.new_markdown_cell(prose),
        v4.new_code_cell(setup),
        v4.new_code_cell(test, metadata={"nbgrader": marks}),
    ]
    nbformat.write(v4.new_notebook(cells=cells), folder / "small.ipynb")
    (folder / "numbers.csv").write_text(data)
    return parts_of(folder)


def test_a_cell_is_its_tests_and_the_rest():
    rest, tests = split(CELL)
    assert rest.split("\n") == ["LIMIT = 3", "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS", "check()"]
    assert list(tests) == ["test_one", "test_many"]
    assert tests["test_many"].startswith("@points(2)\n@pytest.mark")


def test_a_cell_that_is_no_python_has_no_tests():
    assert split("def test_(:\n") == ("def test_(:\n", {})


@pytest.mark.parametrize(
    ("old", "new"), [("2 * n", "n + n"), ("@points(2)", "@points(3)"), ('"""Many."""', '"""Of many."""')]
)
def test_a_changed_test_is_another_and_the_others_stay(tmp_path, old, new):
    before = write(tmp_path / "source")
    after = write(tmp_path / "source", CELL.replace(old, new))
    assert after.shared == before.shared
    assert after.tests["test_one"] == before.tests["test_one"]
    assert after.tests["test_many"] != before.tests["test_many"]


def test_a_new_test_leaves_the_others_as_they_are(tmp_path):
    before = write(tmp_path / "source")
    after = write(tmp_path / "source", CELL.replace("check()", "def test_new(student):\n    assert 1\n\n\ncheck()"))
    assert after.shared == before.shared
    assert {name: after.tests[name] for name in before.tests} == before.tests
    assert set(after.tests) == {*before.tests, "test_new"}


@pytest.mark.parametrize(
    "change", [{"test": CELL.replace("LIMIT = 3", "LIMIT = 4")}, {"setup": "import torch, math"}, {"data": "2\n"}]
)
def test_what_tests_share_changes_them_all(tmp_path, change):
    assert write(tmp_path / "source").shared != write(tmp_path / "source", **change).shared


def test_prose_and_empty_lines_change_nothing(tmp_path):
    before = write(tmp_path / "source")
    assert write(tmp_path / "source", CELL.replace("\n\n\n", "\n\n\n\n"), prose="# Two exercises") == before
