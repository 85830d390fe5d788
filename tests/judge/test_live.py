import random

import pytest

from autograder.judge.declared import hidden_lines, rubric_of
from autograder.judge.live import run_cell

BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


def lines(*given):
    return "\n".join(given)


@pytest.mark.parametrize(
    ("source", "hidden"),
    [
        ("", set()),
        (lines("a", "b"), set()),
        (lines("a", BEGIN, "b", "c", END, "d"), {3, 4}),
        (lines(BEGIN, END), set()),
        (lines(BEGIN, "a", END, "b", BEGIN, "c", END), {2, 6}),
        (lines("a", BEGIN, "b", "c"), {3, 4}),
        (lines("a", END, "b"), set()),
        (lines("a", "    " + BEGIN, "b", "    " + END), {3}),
        (lines(BEGIN, "", "a", END), {2, 3}),
    ],
)
def test_the_lines_between_the_markers_are_hidden(source, hidden):
    assert hidden_lines(source) == hidden


@pytest.mark.parametrize(
    ("docstring", "rubric"),
    [
        ("It adds.", "It adds."),
        ("It adds\n    what is given.\n    ", "It adds what is given."),
        ("\n    It adds.\n\n    For the instructor: see page 3.\n    ", "It adds."),
        ("It  adds\ttabs.", "It adds tabs."),
        ("", ""),
    ],
)
def test_the_rubric_is_the_first_paragraph_on_one_line(docstring, rubric):
    assert rubric_of(docstring) == rubric


def test_a_result_carries_what_its_test_declares(judge):
    tests = lines(
        "from autograder import points",
        "@points(2.5)",
        "def test_it(student):",
        '    """It adds',
        '    two numbers."""',
    )
    (result,) = judge("", tests).results
    assert (result.name, result.rubric, result.points) == ("test_it", "It adds two numbers.", 2.5)


def test_a_test_without_points_and_docstring_is_worth_none_and_called_by_its_name(judge):
    (result,) = judge("", "def test_it(student): ...").results
    assert (result.rubric, result.points) == ("test_it", 0)


@pytest.mark.parametrize("decorator", ["", "@points(1)", "@points(1)\n@points(1, seconds=2)"])
def test_a_test_between_the_markers_is_hidden_whatever_decorates_it(judge, decorator):
    tests = lines(
        "from autograder import points",
        "def test_a(student): ...",
        BEGIN,
        *decorator.splitlines(),
        "def test_b(student): ...",
        END,
        "def test_c(student): ...",
    )
    assert [result.hidden for result in judge("", tests).results] == [False, True, False]


GENERATORS = {
    "random": (lambda seed: random.seed(seed), lambda: random.random()),
    "numpy": (
        lambda seed: pytest.importorskip("numpy").random.seed(seed),
        lambda: float(pytest.importorskip("numpy").random.rand()),
    ),
    "torch": (
        lambda seed: pytest.importorskip("torch").manual_seed(seed),
        lambda: float(pytest.importorskip("torch").rand(1)),
    ),
}


@pytest.mark.parametrize(
    ("library", "end"),
    [
        ("random", ""),
        ("numpy", ""),
        ("torch", ""),
        ("random", "1 / 0"),
    ],
)
def test_the_students_own_random_numbers_go_on_as_if_no_test_had_run(run_source, library, end):
    seed, draw = GENERATORS[library]
    namespace = {"__name__": "__main__", "draw": draw}
    run_source(f"def test_it(student):\n    student.draw()\n    {end}", namespace)
    seed(1805)
    wanted = [draw(), draw()]
    seed(1805)
    got = [draw()]
    run_cell([namespace["test_it"]], namespace, "")
    got.append(draw())
    assert got == wanted
