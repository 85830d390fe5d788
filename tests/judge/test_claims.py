"""A session may claim any error at any place; told is only what the student's own cells hold."""

import pytest

from autograder.judge.claims import claimed_kind, claimed_place

CELL = "class Mine(Exception): pass\n\ndef double(x):\n    raise Mine(x)\n    f = lambda: 1 / 0\n"


def error(**attributes):
    made = ValueError("x")
    vars(made).update(attributes)
    return made


def test_a_line_of_the_students_is_told():
    found = claimed_place(error(place="line 4 of `double`: `raise Mine(x)`"), [CELL])
    assert str(found) == "line 4 of `double`: `raise Mine(x)`"


@pytest.mark.parametrize(
    "place",
    [
        "line 4 of `double`: `raise Mine(21)`",
        "line 21 of `double`: `raise Mine(x)`",
        "line 4 of `asked_21`: `raise Mine(x)`",
        "line 3 of `double`: `raise Mine(x)`",
        "asked 21",
        "line 4 of `double`",
        None,
        "",
    ],
)
def test_what_is_no_line_of_the_students_is_not_told(place):
    assert claimed_place(error(place=place), [CELL]) is None


def test_a_place_in_a_lambda_or_at_the_top_is_told():
    assert claimed_place(error(place="line 5 of `<lambda>`: `f = lambda: 1 / 0`"), [CELL])
    assert claimed_place(error(place="line 4: `raise Mine(x)`"), [CELL])


@pytest.mark.parametrize("kind", ["Mine", "ValueError", "LinAlgError", "KeyboardInterrupt"])
def test_a_kind_that_is_known_or_the_students_is_told(kind):
    assert claimed_kind(error(kind=kind), [CELL]) == kind


@pytest.mark.parametrize("kind", ["asked_21", "Min", "print", "x y", ""])
def test_another_kind_is_not_told(kind):
    assert claimed_kind(error(kind=kind), [CELL]) == "an error"
