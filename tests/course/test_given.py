"""A definition that one assignment grades is given in the others, word for word, and stands nowhere else."""

import runpy

import pytest

from autograder.course.cells import Kind, read_script
from autograder.course.errors import GrammarError
from autograder.course.folder import Course
from autograder.course.given import definition
from autograder.course.verified import digest

GRADED = '''\
# %% setup
import math


def helper(x):
    return x


# %% solution="area"
def area(r):
    """The area of a circle."""
    ### BEGIN SOLUTION
    return math.pi * r**2
    ### END SOLUTION

# %% solution="square"
@staticmethod
def square(x):
    """x times x."""
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION
'''

USES = """\
# %% setup
print("begins")

# %% given
from autograder.course.given import given

area, square = given("graded", "area", "square")

# %% setup
print(area(2), square(3))
"""

EXPANDED = '''\
import math


# from graded, where you write it yourself
def area(r):
    """The area of a circle."""
    return math.pi * r**2


@staticmethod
def square(x):
    """x times x."""
    return x * x'''


@pytest.fixture
def folder(tmp_path):
    solutions = tmp_path / "solutions"
    solutions.mkdir()
    (tmp_path / "nbgrader_config.py").write_text("")
    (solutions / "graded.py").write_text(GRADED)
    (solutions / "uses.py").write_text(USES)
    return solutions


def test_the_notebook_has_the_definitions_in_place_of_the_cell(folder):
    script = read_script(folder / "uses.py")
    assert [cell.kind for cell in script.cells] == [Kind.SETUP, Kind.SETUP, Kind.SETUP]
    assert script.cells[1].source == EXPANDED


def test_the_script_runs_with_the_same_definitions(folder, capsys):
    names = runpy.run_path(str(folder / "uses.py"))
    assert capsys.readouterr().out == "begins\n12.566370614359172 9\n"
    assert names["area"].__globals__["square"] is names["square"]


def test_an_error_in_what_is_given_names_the_line_of_the_script_that_grades_it(folder):
    names = runpy.run_path(str(folder / "uses.py"))
    code = names["area"].__code__
    assert code.co_filename == str(folder / "graded.py")
    assert GRADED.splitlines()[code.co_firstlineno - 1] == "def area(r):"


def test_a_single_name_is_no_tuple(folder):
    (folder / "uses.py").write_text(USES.replace("area, square =", "area =").replace(', "square")', ")"))
    (folder / "uses.py").write_text((folder / "uses.py").read_text().replace(", square(3)", ""))
    assert runpy.run_path(str(folder / "uses.py"))["area"](0) == 0
    assert "square" not in read_script(folder / "uses.py").cells[1].source


def test_a_proof_rests_on_what_is_given(folder, monkeypatch):
    monkeypatch.setattr("autograder.course.folder.check_rules", lambda script, data: None)
    course = Course.at(folder.parent)
    before = digest(course, "uses"), digest(course, "graded")
    (folder / "graded.py").write_text(GRADED.replace("x * x\n", "x**2\n"))
    assert digest(course, "uses") != before[0]
    (folder / "graded.py").write_text(GRADED.replace("return x\n", "return x + 0\n"))
    assert digest(course, "uses") == before[0]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('area = given("absent", "area")', "absent.py cannot be read"),
        ('volume = given("graded", "volume")', "defines a function or class volume"),
        ('helper = given("graded", "helper")', "no solution cell of graded.py defines a function or class helper"),
        ('area = given("graded", "square")', "is not of the form"),
        ('area, square = given("graded", "area")', "is not of the form"),
        ('area = given("graded")', "is not of the form"),
        ("area = given(graded, area)", "is not of the form"),
        ("print(1)", "is not of the form"),
        ("area = ", "line 3 of the cell is no Python"),
        ("", "a given cell names what is given"),
    ],
)
def test_what_is_wrong_with_a_given_cell_is_said_with_its_line(folder, cell, words):
    text = f"# %% setup\nx = 1\n\n# %% given\nfrom autograder.course.given import given\n\n{cell}\n"
    (folder / "uses.py").write_text(text)
    with pytest.raises(GrammarError, match="uses.py:4: .*" + words.replace(".", r"\.")):
        read_script(folder / "uses.py")


def test_a_name_that_is_not_there_ends_the_script_with_words(folder):
    with pytest.raises(LookupError, match=r"no solution cell of graded\.py defines a function or class volume"):
        definition(folder / "graded.py", "volume")
