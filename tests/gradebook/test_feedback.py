"""Hidden tests stay hidden in the feedback, whatever a student writes."""

from nbformat import v4

from autograder.gradebook.feedback import HideTests

HIDDEN = "a = 1\n### BEGIN HIDDEN TESTS\nsecret = 2\n### END HIDDEN TESTS\ncheck()"


def hide(source, **nbgrader):
    metadata = {"nbgrader": {"grade_id": "x", "schema_version": 3, "task": False, **nbgrader}}
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source, metadata=metadata)])
    return HideTests().preprocess(notebook, {})[0].cells[0].source


def test_the_hidden_region_of_a_test_cell_is_cut_out():
    assert hide(HIDDEN, grade=True, locked=True, solution=False) == "a = 1\ncheck()"


def test_markers_in_an_answer_stop_nothing():
    source = "### BEGIN HIDDEN TESTS\nx = 1"
    assert hide(source, grade=False, locked=False, solution=True) == source
