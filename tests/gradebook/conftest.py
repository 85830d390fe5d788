"""A small course with a gradebook, and submissions to it."""

import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.gradebook.notes import SOURCE

ROOT = Path(__file__).parents[2]

SCRIPT = '''\
# %% [markdown]
# # Two exercises

# %% setup
from autograder import check, load_data, points

table = load_data("numbers.csv")

# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% test="double"
@points(1)
def test_double_of_two(student):
    """Twice two is four."""
    assert student.double(2) == 4, "double(2) is not 4"


### BEGIN HIDDEN TESTS
@points(2.5)
def test_double_of_any_number(student):
    """Twice any number is right."""
    assert student.double(-3) == -6, "double(-3) is not -6"


### END HIDDEN TESTS
check()

# %% solution="triple"
def triple(x):
    """Three times x."""
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION

# %% test="triple"
@points(2)
def test_triple_of_two(student):
    """Three times two is six."""
    assert student.triple(2) == 6, "triple(2) is not 6"
check()
'''


@pytest.fixture(scope="session")
def small_course(tmp_path_factory):
    """A built course with the assignment `small`, and a second one `other`."""
    from autograder.cli import _find_own_tools
    from autograder.course.build import build
    from autograder.course.folder import Course

    _find_own_tools()
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    (root / "solutions" / "data").mkdir(parents=True)
    (root / "solutions" / "data" / "numbers.csv").write_text("# made up\nn\n1\n2\n")
    for name in ("small", "other"):
        (root / "solutions" / f"{name}.py").write_text(SCRIPT)
    course = Course.at(root)
    assert list(build(course)) == ["other", "small"]
    return course


@pytest.fixture
def released(small_course):
    """The notebook of `small` as a student fetches it."""
    return nbformat.read(small_course.release / "small" / "small.ipynb", as_version=4)


@pytest.fixture
def resources(small_course):
    return {
        "nbgrader": {
            "student": "bob",
            "assignment": "small",
            "notebook": "small",
            "db_url": f"sqlite:///{small_course.root / 'gradebook.db'}",
        },
        SOURCE: str(small_course.source / "small"),
    }

