"""The course map says what the scripts say, and an order in which the assignments can be done."""

import pytest

from autograder.cli import main
from autograder.course.about import about
from autograder.course.cells import read_script
from autograder.course.errors import CourseError
from autograder.course.folder import Course
from autograder.course.map import course_map, read_map, stale_map, write_map

LINE = (
    "**Week:** {}. **Time:** 30 minutes. **Before it:** {}. **In the book:** 3.1 Linear Regression; 3.4 From Scratch."
)


def script(title, line):
    start, rest = line.split(" **In", 1)  # the paragraph is longer than a line
    return (
        f"# %% [markdown]\n# # {title}\n#\n# What it is about.\n#\n# {start}\n# **In{rest}\n\n"
        "# %% setup\nfrom autograder import check, points\n\n"
        '# %% solution="double"\ndef double(x):\n    """Twice x."""\n    ### BEGIN SOLUTION\n    return 2 * x\n'
        "    ### END SOLUTION\n\n"
        '# %% test="double"\n@points(60)\ndef test_of_one(student):\n    """Of one."""\n'
        '    assert student.double(1) == 2, "no"\n### BEGIN HIDDEN TESTS\n@points(40)\ndef test_of_two(student):\n'
        '    """Of two."""\n    assert student.double(2) == 4, "no"\n### END HIDDEN TESTS\ncheck()\n'
    )


@pytest.fixture
def make(tmp_path):
    """A course of scripts, each with its week and what it needs."""

    def make(**places):
        (tmp_path / "solutions").mkdir(exist_ok=True)
        (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
        for name, (week, before) in places.items():
            (tmp_path / "solutions" / f"{name}.py").write_text(script(name.title(), LINE.format(week, before)))
        return Course.at(tmp_path)

    return make


def test_a_script_says_its_place(make):
    found = about(make(lines=(2, "nothing"), planes=(3, "`lines`, other")).script("planes"))
    assert (found.title, found.points, found.week, found.minutes) == ("Planes", 100, 3, 30)
    assert found.before == ("lines", "other")
    assert found.book == ("3.1 Linear Regression", "3.4 From Scratch")


def test_the_order_respects_weeks_and_what_is_needed(make):
    course = make(a=(2, "b"), b=(2, "d"), c=(1, "nothing"), d=(1, "c"))
    assert list(read_map(course)) == ["c", "d", "b", "a"]


def test_the_page_has_a_line_for_each_an_arrow_for_each_need_and_a_line_for_each_week(make):
    page = course_map(make(lines=(1, "nothing"), planes=(2, "lines")))
    assert "| [`planes`](../solutions/planes.py) | Planes | `lines` | 30 | 100 |" in page
    assert "    lines --> planes\n" in page
    assert "| 2 | `planes` | 30 |" in page
    assert "2 assignments, 200 points, about 1 hours" in page
    assert "## 2 weeks" in page


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ({"a": (1, "b")}, "a is to be done after b, which is no assignment"),
        ({"a": (1, "b"), "b": (2, "nothing")}, "a is in week 1 and needs b, which is in week 2"),
        ({"a": (1, "b"), "b": (1, "a")}, "wait for one another: a, b"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_an_error(make, places, words):
    with pytest.raises(CourseError, match=words):
        read_map(make(**places))


def test_a_script_that_says_nothing_is_named_with_the_form(make):
    course = make(a=(1, "nothing"))
    path = course.solutions / "a.py"
    path.write_text(path.read_text().replace("**Week:**", "Week"))
    with pytest.raises(CourseError, match=r"a\.py: the course map needs .* one paragraph like: \*\*Week:"):
        about(read_script(path))


def test_build_says_when_the_page_is_stale(make):
    course = make(a=(1, "nothing"))
    assert stale_map(course) == []  # a course need not have one
    write_map(course)
    assert stale_map(course) == []
    make(a=(2, "nothing"))
    assert stale_map(course) == ["docs/course-map.md is stale"]
    make(a=(2, "absent"))
    assert "cannot be made: a is to be done after absent" in stale_map(course)[0]


def test_the_command_writes_it(make, capsys):
    course = make(a=(1, "nothing"))
    assert main(["map", "--course", str(course.root)]) == 0
    assert (course.root / "docs" / "course-map.md").read_text() == course_map(course)
    assert "keeps it true" in capsys.readouterr().out
