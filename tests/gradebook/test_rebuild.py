"""A submission is put together as it was released; only the answers are the student's."""

import copy
import logging

import pytest
from nbformat import v4, validate

from autograder.gradebook.rebuild import Rebuild, _in_order

DOUBLE, DOUBLE_TEST = "small-double-solution", "small-double-test"


@pytest.fixture
def rebuild(resources, caplog):
    def run(notebook):
        caplog.set_level(logging.WARNING)
        rebuilt, _ = Rebuild().preprocess(copy.deepcopy(notebook), resources)
        validate(rebuilt)
        return rebuilt

    return run


def by_id(notebook, identity):
    (cell,) = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == identity]
    return cell


def graded_ids(notebook):
    return [cell.metadata.nbgrader.grade_id for cell in notebook.cells if "nbgrader" in cell.metadata]


def index(notebook, identity):
    return notebook.cells.index(by_id(notebook, identity))


def test_the_answer_is_the_students(released, rebuild):
    by_id(released, DOUBLE).source = "def double(x): return x + x"
    assert by_id(rebuild(released), DOUBLE).source == "def double(x): return x + x"


def test_the_hidden_tests_are_back(released, rebuild):
    assert "test_double_of_any_number" not in by_id(released, DOUBLE_TEST).source
    assert "test_double_of_any_number" in by_id(rebuild(released), DOUBLE_TEST).source


def test_a_test_that_was_rewritten_is_as_it_was(released, rebuild):
    by_id(released, DOUBLE_TEST).source = "100"
    assert "check()" in by_id(rebuild(released), DOUBLE_TEST).source


def test_points_locks_and_kinds_are_the_gradebooks(released, rebuild):
    cell = by_id(released, DOUBLE_TEST)
    cell.metadata.nbgrader.update(points=1000, grade=False, solution=True, locked=False, task=True)
    settled = by_id(rebuild(released), DOUBLE_TEST).metadata.nbgrader
    assert (settled.points, settled.grade, settled.solution, settled.locked, settled.task) == (
        3.5,
        True,
        False,
        True,
        False,
    )


def test_tags_that_steer_nbgrader_are_gone(released, rebuild):
    for cell in released.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception", "remove_cell"]
    assert all("tags" not in cell.metadata for cell in rebuild(released).cells)


def test_a_cell_that_was_deleted_is_put_back_in_its_place_and_said(released, rebuild, caplog):
    whole = graded_ids(rebuild(released))
    released.cells = [
        c for c in released.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in (DOUBLE, DOUBLE_TEST)
    ]
    rebuilt = rebuild(released)
    assert graded_ids(rebuilt) == whole
    assert "raise NotImplementedError()" in by_id(rebuilt, DOUBLE).source
    assert f"bob, small: the cell {DOUBLE} was missing. It was put back as it was released." in caplog.text
    assert f"the cell {DOUBLE_TEST} was missing" in rebuilt.cells[index(rebuilt, DOUBLE_TEST) - 1].source


def test_cells_in_another_order_are_put_in_order(released, rebuild):
    whole = graded_ids(rebuild(released))
    released.cells.reverse()
    assert graded_ids(rebuild(released)) == whole


def test_of_two_cells_with_one_id_the_first_is_the_answer_and_the_second_an_extra_cell(released, rebuild):
    twin = copy.deepcopy(by_id(released, DOUBLE))
    by_id(released, DOUBLE).source = "def double(x): return 2 * x"
    twin.source, twin.id = "x = 'a copy'", "twin"
    released.cells.insert(index(released, DOUBLE) + 1, twin)
    rebuilt = rebuild(released)
    assert by_id(rebuilt, DOUBLE).source == "def double(x): return 2 * x"
    extra = rebuilt.cells[index(rebuilt, DOUBLE) + 1]
    assert extra.source == "x = 'a copy'"
    assert "nbgrader" not in extra.metadata


def test_a_students_own_cells_stay_behind_the_cell_that_they_followed(released, rebuild):
    released.cells.insert(index(released, DOUBLE) + 1, v4.new_code_cell("helper = 1"))
    rebuilt = rebuild(released)
    assert rebuilt.cells[index(rebuilt, DOUBLE) + 1].source == "helper = 1"


def test_a_cell_with_an_id_that_the_assignment_does_not_have_is_an_extra_cell(released, rebuild):
    forged = v4.new_code_cell(
        "50", metadata={"nbgrader": dict(by_id(released, DOUBLE_TEST).metadata.nbgrader, grade_id="mine")}
    )
    released.cells.append(forged)
    assert "nbgrader" not in rebuild(released).cells[-1].metadata


def test_an_answer_that_became_prose_is_code_again(released, rebuild):
    cell = by_id(released, DOUBLE)
    place = index(released, DOUBLE)
    released.cells[place] = v4.new_markdown_cell("def double(x): return 2 * x", metadata=cell.metadata)
    assert by_id(rebuild(released), DOUBLE).cell_type == "code"


@pytest.mark.parametrize(("locked", "pictures"), [(False, {"plot.png": {"image/png": "iVBORw0KGgo="}}), (True, {})])
def test_a_picture_stays_that_was_pasted_into_an_answer_in_prose_and_in_no_locked_cell(locked, pictures):
    def cell(**parts):
        return v4.new_markdown_cell("![](attachment:plot.png)", metadata={"nbgrader": {"grade_id": "why"}}, **parts)

    released = cell()
    released.metadata.nbgrader["locked"] = locked
    handed_in = cell(attachments={"plot.png": {"image/png": "iVBORw0KGgo="}})
    (rebuilt,) = _in_order([handed_in], ["why"], {"why": released})
    assert rebuilt.get("attachments", {}) == pictures


@pytest.mark.parametrize("nonsense", ["text", 3, None, [], {"grade_id": 7}, {"grade_id": None}])
def test_metadata_of_any_kind_is_borne(released, rebuild, nonsense):
    released.cells.append(v4.new_code_cell("1", metadata={"nbgrader": nonsense}))
    assert rebuild(released).cells[-1].source == "1"


def test_kernel_and_format_are_the_courses(released, rebuild):
    released.metadata = {"kernelspec": {"name": "bash", "display_name": "B", "language": "bash"}, "widgets": {}}
    rebuilt = rebuild(released)
    assert rebuilt.metadata.kernelspec.name == "python3"
    assert set(rebuilt.metadata) == {"kernelspec", "language_info"}
    assert rebuilt.nbformat_minor == 5


def test_all_ids_are_distinct(released, rebuild):
    for cell in released.cells:
        if "nbgrader" not in cell.metadata:
            cell.id = "same"
    ids = [cell.id for cell in rebuild(released).cells]
    assert len(ids) == len(set(ids))


def test_a_notebook_of_another_assignment_is_named_and_graded_as_untouched(released, rebuild, caplog):
    for cell in released.cells:
        cell.id = cell.id.replace("small", "other")
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.grade_id = cell.metadata.nbgrader.grade_id.replace("small", "other")
            cell.source = "leak = 1"
    rebuilt = rebuild(released)
    assert "bob, small: this is the notebook of another assignment (it has a cell other-" in caplog.text
    assert "fetch the assignment again" in rebuilt.cells[0].source
    assert not any("leak" in cell.source for cell in rebuilt.cells)
    assert "raise NotImplementedError()" in by_id(rebuilt, DOUBLE).source


def test_a_submission_that_cannot_be_read_is_the_release_with_its_prose(released, rebuild):
    empty = v4.new_notebook(metadata={"autograder_notes": ["small.ipynb is empty."]})
    rebuilt = rebuild(empty)
    assert "small.ipynb is empty." in rebuilt.cells[0].source
    assert rebuilt.cells[1].source == "# Two exercises"
    assert "return 2 * x" not in str(rebuilt)
    assert graded_ids(rebuilt) == graded_ids(released)


def test_a_notebook_that_lost_its_metadata_is_told_by_its_cell_ids(released, rebuild):
    by_id(released, DOUBLE).source = "def double(x): return 2 * x"
    for cell in released.cells:
        cell.metadata = {}
    assert by_id(rebuild(released), DOUBLE).source == "def double(x): return 2 * x"


def test_a_notebook_without_metadata_and_ids_is_named_and_graded_as_untouched(released, rebuild, caplog):
    for number, cell in enumerate(released.cells):
        cell.metadata, cell.id = {}, f"c{number}"
    rebuilt = rebuild(released)
    assert "bob, small: the notebook has lost nbgrader's metadata" in caplog.text
    assert "raise NotImplementedError()" in by_id(rebuilt, DOUBLE).source


def test_notes_of_the_reader_stand_on_top(released, rebuild):
    released.metadata["autograder_notes"] = ["the file x was not submitted."]
    rebuilt = rebuild(released)
    assert rebuilt.cells[0].cell_type == "markdown"
    assert "the file x was not submitted." in rebuilt.cells[0].source
    assert "autograder_notes" not in rebuilt.metadata
