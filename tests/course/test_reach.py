"""Which tests an answer can touch."""

import pytest

from autograder.course import reach
from autograder.course.answers import read_answers
from autograder.course.cells import Kind, read_script

SCRIPT = """\
# %% setup
from autograder import check, points

# %% solution="loss"
def loss(y):
    return y


RATE = 3

# %% test="loss"
def test_loss(student):
    student.loss(1)

def test_rate(student):
    student.RATE

def test_of_another_thing_with_an_attribute_of_that_name(student):
    other.loss, student.RATE.loss
check()

# %% solution="train"
class Model:
    def forward(self, x):
        return loss(x)

def train(steps):
    rate = RATE
    return Model().forward(steps)

LOST = [loss(1)]

def alone():
    return "loss"

# %% test="train"
def test_model(student):
    student.Model()
### BEGIN HIDDEN TESTS
def test_train(student):
    def inner():
        return student.train(1)
    inner()

def test_lost(student):
    student.LOST

def test_alone(student):
    student.alone()
### END HIDDEN TESTS
check()

# %% solution="shared"
def first():
    return second()

def second():
    return first()

# %% test="shared"
def helper(student):
    return student.first()

def test_by_a_helper(student):
    helper(student)

def test_beside_a_helper(student):
    student.alone()
check()
"""


@pytest.mark.parametrize(
    ("target", "tests"),
    [
        pytest.param("alone", {"test_alone", "test_beside_a_helper"}, id="used by no other exercise"),
        pytest.param("train", {"test_train"}, id="used in a function inside a test"),
        pytest.param("Model", {"test_model", "test_train"}, id="a class used by a function"),
        pytest.param(
            "RATE",
            {"test_rate", "test_train", "test_of_another_thing_with_an_attribute_of_that_name"},
            id="a constant used by a function",
        ),
        pytest.param("loss", {"test_loss", "test_model", "test_train", "test_lost"}, id="through two exercises"),
        pytest.param("LOST", {"test_lost"}, id="a constant"),
        pytest.param("first", {"test_by_a_helper", "test_beside_a_helper"}, id="by a helper of the test cell"),
        pytest.param("second", {"test_by_a_helper", "test_beside_a_helper"}, id="in a circle of two"),
        pytest.param("absent", set(), id="a name that nothing uses"),
    ],
)
def test_an_answer_touches_the_tests_that_use_it_and_no_others(write, target, tests):
    assert reach.tests_of(read_script(write(SCRIPT)), target) == tests


def test_every_test_that_an_answer_of_a_real_script_loses_is_within_its_reach(real):
    answers = read_answers(real)
    within = {target: reach.tests_of(real, target) for target in {answer.target for answer in answers}}
    for answer in answers:
        assert set(answer.loses) <= within[answer.target], answer.label


def test_every_test_of_a_real_script_is_within_the_reach_of_its_own_exercise_s_names(real):
    for cell in real.of(Kind.TEST):
        (exercise,) = [other for other in real.of(Kind.SOLUTION) if other.name == cell.name]
        names = {name for node in exercise.tree.body for name in reach.bound_names(node)}
        reached = set().union(*(reach.tests_of(real, name) for name in names))
        assert {spec.name for spec in cell.tests()} <= reached, cell.name


USES = """\
# %% setup
from autograder import check, points

def given(x):
    return first(x)

def other(x):
    return x

# %% solution="first"
def first(x):
    return x

# %% test="first"
def test_first(student):
    student.first(1)
check()

# %% solution="straight"
def straight(x):
    return first(x)

# %% solution="through"
def through(x):
    return given(x)

# %% solution="alone"
def alone(first):
    straight = other(first)
    return straight
"""


def test_an_exercise_uses_those_whose_names_it_reads_straight_or_through_given_code(tmp_path):
    (tmp_path / "uses.py").write_text(USES)
    script = read_script(tmp_path / "uses.py")
    used = {cell.name: reach.exercises_used_by(script, cell) for cell in script.of(Kind.SOLUTION)}
    assert used == {"first": set(), "straight": {"first"}, "through": {"first"}, "alone": set()}
