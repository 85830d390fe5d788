"""Graded in an ordinary kernel, honest submissions get the grades that the judge gives, and bad ones fail closed."""

import pytest

from autograder.course.build import build
from autograder.gradebook.execute import ExecuteToTheEnd
from autograder.gradebook.judge import Judge

pytestmark = pytest.mark.cycle

DOUBLE, TRIPLE = "def double(x):\n    return 2 * x", "def triple(x):\n    return 3 * x"
ANSWERS = {
    "right": (DOUBLE, TRIPLE),
    "square": ("def double(x):\n    return x * x", TRIPLE),
    "empty": ("def double(x):\n    raise NotImplementedError()", TRIPLE),
    "noisy": ("import sys\n" + DOUBLE + "\nprint('e', file=sys.stderr)", TRIPLE),
}


@pytest.fixture(scope="module")
def rooms(make_course, classroom, answer):
    """The same class twice: graded by the judge, and in kernels."""
    found = []
    for step in (Judge, ExecuteToTheEnd):
        course = make_course()
        list(build(course))
        room = classroom(course)
        steps = room.api.config.Autograde.autograde_preprocessors
        room.api.config.Autograde.autograde_preprocessors = [step if each is Judge else each for each in steps]
        for student, (double, triple) in ANSWERS.items():
            room.submit(student, "small", answer(room.released("small"), double=double, triple=triple))
        room.submit("dies", "small", answer(room.released("small"), double="import os; os._exit(0)", triple=TRIPLE))
        done, log = room.autograde("small")
        assert done, log
        found.append(room)
    return found


@pytest.mark.parametrize("student", ANSWERS)
def test_an_honest_grade_is_the_same_in_both(rooms, student):
    judged, in_kernel = (room.grades(student, "small") for room in rooms)
    assert judged == in_kernel


def test_a_dead_kernel_costs_all_that_came_after_and_is_flagged(rooms):
    assert set(rooms[1].grades("dies", "small").values()) == {(0.0, True)}
    assert rooms[0].score("dies", "small") == 2
