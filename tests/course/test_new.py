"""A new assignment is one new script, which builds and passes as it stands."""

import pytest

from autograder.course.build import build
from autograder.course.errors import CourseError
from autograder.course.new import new_assignment
from autograder.course.rehearse import Rehearsal, stub


def test_a_new_assignment_builds_and_passes_and_its_stub_earns_nothing(make_course):
    course = make_course()
    path = new_assignment(course, "my_first")
    assert path == str(course.solutions / "my_first.py")
    assert list(build(course, ["my_first"])) == ["my_first"]
    script = course.script("my_first")
    verdict = Rehearsal(script).verdict()
    assert verdict.lost() == []
    assert verdict.points == 100
    assert Rehearsal(script, stub(script)).verdict().earned == 0


@pytest.mark.parametrize("name", ["My", "1st", "a-b", "", "a/b", "../a", "ü"])
def test_a_name_that_cannot_be_one_is_refused(make_course, name):
    with pytest.raises(CourseError, match="cannot name an assignment"):
        new_assignment(make_course(), name)


def test_an_assignment_that_is_there_is_not_overwritten(make_course):
    course = make_course()
    before = (course.solutions / "small.py").read_text()
    with pytest.raises(CourseError, match="exists already"):
        new_assignment(course, "small")
    assert (course.solutions / "small.py").read_text() == before
