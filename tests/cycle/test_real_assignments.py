"""Each assignment through nbgrader's autograde: full points for the reference, none for the release."""

import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.course.answers import read_answers
from autograder.course.build import build
from autograder.course.folder import Course
from autograder.demo.pupils import Work
from autograder.demo.work import fill_in

pytestmark = pytest.mark.cycle

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (ROOT / "solutions").glob("*.py"))


@pytest.fixture(scope="module", params=NAMES)
def graded(request, tmp_path_factory, classroom):
    """One assignment: the reference, other right answers, and the release as it is, graded and with feedback."""
    name = request.param
    root = tmp_path_factory.mktemp(name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions", root / "solutions")
    course = Course.at(root)
    list(build(course, [name]))
    room = classroom(course)
    script = course.script(name)
    others = {answer.target: answer for answer in read_answers(script) if answer.is_right}
    for student, answers in (("reference", ()), ("other", tuple(others.values()))):
        notebook = room.released(name)
        fill_in(notebook, script, Work(student, answers))
        room.submit(student, name, notebook)
    room.submit("untouched", name, room.released(name))
    done, log = room.autograde(name)
    assert done, log
    assert room.feedback(name)
    room.name = name
    room.hidden = [spec for cell in script.cells if cell.is_code for spec in cell.tests() if spec.hidden]
    return room


def test_the_reference_gets_100_of_100(graded):
    assert graded.score("reference", graded.name) == 100


def test_right_answers_of_other_styles_get_100_of_100(graded):
    assert graded.score("other", graded.name) == 100


def test_the_untouched_release_gets_0(graded):
    assert graded.score("untouched", graded.name) == 0


def test_no_output_of_the_reference_is_an_error_or_a_warning(graded):
    notebook = graded.autograded("reference", graded.name)
    outputs = [(cell.id, output) for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    bad = [(where, out) for where, out in outputs if out.output_type == "error" or out.get("name") == "stderr"]
    assert bad == []
    assert any("image/png" in output.get("data", {}) for _, output in outputs), "no plot was drawn"


def test_the_release_has_no_outputs_and_the_feedback_no_hidden_test(graded):
    released = graded.released(graded.name)
    assert not any(cell.get("outputs") for cell in released.cells)
    nbformat.validate(released)
    assert graded.hidden
    for student in ("reference", "untouched"):
        page = graded.page(student, graded.name)
        for spec in graded.hidden:
            assert spec.name not in page
