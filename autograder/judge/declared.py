"""The tests that a cell's source declares, read without running it."""

import ast
import functools
import math
from dataclasses import dataclass

from autograder.exercise.points import DEFAULT_SECONDS
from autograder.judge.verdict import TestSpec

HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")


@dataclass(frozen=True)
class Mark:
    """What ``@points(…)`` says of a test."""

    points: float
    seconds: float


def declared_tests(source: str) -> list[TestSpec]:
    """The tests of a test cell, in order; none when `source` is not Python.

    A test without points counts as worth none, one without a docstring is called by its name.
    """
    return list(_declared_tests(source))


@functools.lru_cache(256)  # the test cells of a class are the same in every notebook
def _declared_tests(source: str) -> tuple[TestSpec, ...]:
    try:
        functions = test_functions(ast.parse(source))
    except (SyntaxError, ValueError):
        return ()
    hidden = hidden_lines(source)
    return tuple(spec_of(function, hidden) for function in functions)


def declared_seconds(source: str) -> float:
    """How long all tests of a test cell may take together."""
    try:
        marks = [mark_of(function) for function in test_functions(ast.parse(source))]
    except (SyntaxError, ValueError):
        return 0.0
    return sum(mark.seconds if mark else DEFAULT_SECONDS for mark in marks)


def test_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """The functions of a cell that pytest would run."""
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def spec_of(function: ast.FunctionDef, hidden: set[int]) -> TestSpec:
    """A test's declaration; `hidden` are the cell's lines between the markers."""
    mark = mark_of(function)
    first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
    rubric = rubric_of(ast.get_docstring(function) or function.name)
    return TestSpec(function.name, rubric, mark.points if mark else 0.0, first in hidden)


def mark_of(function: ast.FunctionDef) -> Mark | None:
    """The numbers in ``@points(…)``, or None when there is none to read."""
    for decorator in function.decorator_list:
        if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name)):
            continue
        if decorator.func.id != "points" or not decorator.args:
            continue
        worth = _number(decorator.args[0])
        seconds = [_number(keyword.value) for keyword in decorator.keywords if keyword.arg == "seconds"]
        if worth is not None:
            return Mark(worth, (seconds[0] if seconds else None) or DEFAULT_SECONDS)
    return None


def hidden_lines(source: str) -> set[int]:
    """The numbers (from 1) of the lines between the markers of hidden tests."""
    inside = False
    found = set()
    for number, line in enumerate(source.splitlines(), start=1):
        if HIDDEN[0] in line:
            inside = True
        elif HIDDEN[1] in line:
            inside = False
        elif inside:
            found.add(number)
    return found


def rubric_of(docstring: str) -> str:
    """The first paragraph of a test's docstring, on one line."""
    return " ".join(docstring.strip().split("\n\n")[0].split())


def _number(node: ast.expr) -> float | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value) if node.value < math.inf else None
    return None
