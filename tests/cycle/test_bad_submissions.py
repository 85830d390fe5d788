"""A bad submission costs its student what it broke, and nobody else anything."""

import pytest

from autograder.course.build import build

pytestmark = pytest.mark.cycle

DOUBLE, TRIPLE = "def double(x):\n    return 2 * x", "def triple(x):\n    return 3 * x"
FULL = 5.5


@pytest.fixture(scope="module")
def graded(make_course, classroom, bad_class):
    """One class with every kind of bad submission, graded by one call of nbgrader's autograde."""
    course = make_course()
    list(build(course))
    room = classroom(course)
    bad_class(room)
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
