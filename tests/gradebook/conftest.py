"""A small course with a gradebook, and submissions to it."""

import nbformat
import pytest

from autograder.gradebook.notes import SOURCE


@pytest.fixture(scope="session")
def small_course(make_course):
    """A built course with the assignments `small` and `other`."""
    from autograder.course.build import build

    course = make_course()
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
