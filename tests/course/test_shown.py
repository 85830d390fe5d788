"""What the notebook itself shows could be copied; what it hides could not."""

import pytest

from autograder.course.cells import read_script
from autograder.course.shown import copied_answers

SCRIPT = '''\
# %% [markdown]
# # Steps

# %% setup
from autograder import check, points


def two(a, b):
    return a


def any_number(*args, start=0):
    return start


def with_a_name(a, b, *, start):
    return start

# %% solution="step"
def step(x, lr):
    """A step."""
    ### BEGIN SOLUTION
    return x - lr
    ### END SOLUTION

# %% test="step"
def shown(a, b, c=0):
    return c


@points(1)
def test_step(student):
    """A step."""
    assert student.step(1, 1) == 0


### BEGIN HIDDEN TESTS
def hidden(a, b):
    return a - b


### END HIDDEN TESTS
check()

# %% solution="plot"
def plot(x, lr):
    """Nobody grades this."""
    ### BEGIN SOLUTION
    pass
    ### END SOLUTION

# %% setup="later"
def later(a, b, c):
    return c


def of_default(a=1, b=2):
    return b
'''


@pytest.fixture
def copied(tmp_path):
    path = tmp_path / "steps.py"
    path.write_text(SCRIPT)
    return {one.helper: one for one in copied_answers(read_script(path))}


def test_helpers_that_take_what_the_exercise_takes_are_candidates_wherever_they_stand(copied):
    assert set(copied) == {"two", "any_number", "shown", "of_default"}
    assert {(one.target, one.exercise) for one in copied.values()} == {("step", "step")}


def test_tests_and_hidden_helpers_are_not_shown(copied):
    assert not {"hidden", "test_step"} & set(copied)


def test_the_copy_works_where_no_later_cell_has_run(copied):
    namespace = {}
    exec(copied["of_default"].source, namespace)
    assert namespace["step"](1, 5) == 5
