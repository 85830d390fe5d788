"""A bad submission costs its student what it broke, and nobody else anything."""

import copy

import nbformat
import pytest
from nbformat import v3, v4

from autograder.course.build import build

pytestmark = pytest.mark.cycle

DOUBLE, TRIPLE = "def double(x):\n    return 2 * x", "def triple(x):\n    return 3 * x"
FULL = 5.5


@pytest.fixture(scope="module")
def graded(make_course, classroom, answer):
    """One class with every kind of bad submission, graded by one call of nbgrader's autograde."""
    course = make_course()
    list(build(course))
    room = classroom(course)

    def right():
        return answer(room.released("small"), double=DOUBLE, triple=TRIPLE)

    def with_double(source):
        return answer(room.released("small"), double=source, triple=TRIPLE)

    room.submit("right", "small", right())
    room.submit("untouched", "small", room.released("small"))
    room.submit("empty", "small", b"")
    room.submit("cut_off", "small", nbformat.writes(right())[:900])
    room.submit("renamed", "small", right(), filename="small (2).ipynb")
    room.submit("two_names", "small", right(), filename="a.ipynb")
    room.submit("two_names", "small", right(), filename="b.ipynb")
    room.submit("elsewhere", "small", room.released("other"))
    room.submit("no_data_file", "small", right(), data=False)
    room.submit("bare", "small", v4.new_notebook(cells=[v4.new_code_cell(DOUBLE), v4.new_code_cell(TRIPLE)]))
    old = v3.new_notebook(worksheets=[v3.new_worksheet(cells=[v3.new_code_cell(input="x = 1")])])
    room.submit("version_3", "small", nbformat.v3.writes_json(old))
    room.submit("dies", "small", with_double(DOUBLE + "\nimport os\nos._exit(0)"))
    room.submit("endless_test", "small", with_double("def double(x):\n    while x: pass\n    return 0"))
    room.submit("exits", "small", with_double("def double(x):\n    raise SystemExit(0)"))
    room.submit("syntax", "small", with_double("def double(x:\n    return 2 * x"))
    room.submit("chatty", "small", with_double(f"import sys\n{DOUBLE}; print(1); print('warning', file=sys.stderr)"))
    room.submit(
        "early_warning",
        "small",
        with_double("import warnings\n" + DOUBLE.replace("return", "warnings.warn('x'); return")),
    )
    tagged = right()
    wrong = answer(copy.deepcopy(tagged), double="def double(x):\n    return 0")
    for cell in wrong.cells:
        cell.metadata["tags"] = ["skip-execution"]
    room.submit("tagged", "small", wrong)
    shortened = right()
    shortened.cells = [cell for cell in shortened.cells if not cell.id.endswith("-test")]
    room.submit("no_tests", "small", shortened)
    doubled = right()
    doubled.cells += copy.deepcopy(doubled.cells)
    room.submit("twice", "small", doubled)
    marked = with_double("### BEGIN HIDDEN TESTS\n" + DOUBLE)
    room.submit("marked", "small", marked)
    done, log = room.autograde("small")
    assert room.feedback("small")
    room.done, room.log = done, log
    return room


def test_the_whole_class_is_graded(graded):
    assert graded.done, graded.log


@pytest.mark.parametrize(
    ("student", "score"),
    [
        ("right", FULL),
        ("untouched", 0),
        ("empty", 0),
        ("cut_off", 0),
        ("renamed", FULL),
        ("two_names", 0),
        ("elsewhere", 0),
        ("no_data_file", FULL),
        ("bare", 0),
        ("version_3", 0),
        ("dies", 2),
        ("endless_test", 2),
        ("exits", 2),
        ("syntax", 2),
        ("chatty", FULL),
        ("early_warning", FULL),
        ("tagged", 2),
        ("no_tests", FULL),
        ("twice", FULL),
        ("marked", FULL),
    ],
)
def test_each_gets_the_points_of_what_is_right(graded, student, score):
    assert graded.score(student, "small") == score


@pytest.mark.parametrize(
    ("student", "said"),
    [
        ("empty", "small.ipynb is empty (0 bytes). It is graded as an untouched notebook: submit it again."),
        ("cut_off", "small.ipynb is not JSON"),
        ("renamed", "the notebook was submitted as small (2).ipynb. It was graded; name it small.ipynb the next time."),
        ("two_names", "small.ipynb was not submitted (there is: a.ipynb, b.ipynb)"),
        ("elsewhere", "this is the notebook of another assignment (it has a cell other-"),
        ("no_data_file", "the file numbers.csv was not submitted. The course's own copy was used, nothing is lost."),
        ("bare", "the notebook has lost nbgrader's metadata"),
        ("version_3", "small.ipynb has the old notebook format 3"),
        ("dies", "the cell small-double-solution ended the Python process. The rest was run without it."),
        ("no_tests", "the cell small-double-test was missing. It was put back as it was released."),
    ],
)
def test_the_log_names_student_assignment_and_cure_in_one_line(graded, student, said):
    assert any(f"{student}, small: {said}" in line for line in graded.log.splitlines())


def test_no_traceback_of_ours_or_nbgraders_is_in_the_log(graded):
    assert "Traceback" not in graded.log


@pytest.mark.parametrize("student", ["empty", "cut_off", "two_names", "elsewhere", "bare", "version_3"])
def test_the_student_reads_in_the_feedback_why_it_is_zero(graded, student):
    page = graded.page(student, "small")
    assert "About this submission" in page
    assert "submit it" in page


def test_a_cell_that_ends_the_session_is_named_to_the_student(graded):
    assert "the cell small-double-solution ended the Python process. The rest was run without it." in graded.page(
        "dies", "small"
    )


def test_a_grade_that_a_verdict_settled_is_not_flagged(graded):
    assert set(graded.grades("right", "small").values()) == {(3.5, False), (2.0, False)}
    assert not any(flag for _, flag in graded.grades("syntax", "small").values())


def test_an_endless_loop_costs_its_own_tests_and_says_so(graded):
    assert "this test was stopped when it had computed for its whole time" in graded.page("endless_test", "small")


def test_no_feedback_page_shows_a_hidden_test(graded):
    for folder in (graded.course.root / "feedback").iterdir():
        page = graded.page(folder.name, "small")
        for secret in ("test_double_of_any_number", "double(-3)", "END HIDDEN TESTS"):
            assert secret not in page, f"{folder.name}: {secret}"
        assert "Twice any number is right." in page


def test_a_second_submission_is_graded_anew_and_no_old_score_stays(graded, answer):
    name = "small"
    graded.submit("again", name, answer(graded.released(name), double=DOUBLE, triple=TRIPLE))
    assert graded.autograde(name, "again")[0]
    assert graded.score("again", name) == FULL
    graded.submit("again", name, b"")
    assert graded.autograde(name, "again")[0]
    assert graded.score("again", name) == 0
