"""A small valid script, a way to write one, and the real ones."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.cells import Script, read_script

SOLUTIONS = Path(__file__).parents[2] / "solutions"

EXAMPLE = '''\
# %% setup
from autograder import check, points

# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% test="double"
@points(1)
def test_doubles_one(student):
    """One becomes two."""
    assert student.double(1) == 2, "double(1) is not 2"
### BEGIN HIDDEN TESTS
@points(2)
def test_doubles_a_negative_number(student):
    """A negative number stays
    negative.

    This paragraph is for instructors.
    """
    assert student.double(-2) == -4, "double(-2) is not -4"
### END HIDDEN TESTS
check()
'''


@pytest.fixture
def example() -> str:
    """A valid script: a setup, a solution and a test cell with a visible and a hidden test."""
    return EXAMPLE


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a script (and its answers file) into a course folder; the script's path comes back."""

    def write(text: str, name: str = "small", answers: str | None = None) -> Path:
        path = tmp_path / "solutions" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if answers is not None:
            (path.parent / "answers").mkdir(exist_ok=True)
            (path.parent / "answers" / path.name).write_text(answers, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session", params=sorted(SOLUTIONS.glob("*.py")), ids=lambda path: path.stem)
def real(request: pytest.FixtureRequest) -> Script:
    """Each of the kit's own scripts."""
    return read_script(request.param)
