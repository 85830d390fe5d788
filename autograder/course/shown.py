"""The functions that a released notebook shows, and the exercises that they might be an answer to."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.course.cells import Cell, Kind, Script
from autograder.judge.declared import hidden_lines, test_functions


@dataclass(frozen=True)
class Copied:
    """An answer that is copied: the exercise's function, the one that the notebook shows, and the source that says so.

    The source is for a notebook that has run up to the exercise; `exercise` names its cell.
    """

    target: str
    helper: str
    exercise: str
    source: str


def copied_answers(script: Script) -> list[Copied]:
    """What a student could hand in who took a function that the notebook shows for the answer to an exercise."""
    shown = list(_shown(script))
    defined = "\n\n\n".join(ast.unparse(helper) for helper in shown)
    graded = {cell.name for cell in script.of(Kind.TEST)}
    return [
        Copied(target.name, helper.name, cell.name, f"{defined}\n\n\n{target.name} = {helper.name}")
        for cell in script.of(Kind.SOLUTION)
        if cell.name in graded
        for target in _functions(cell)
        for helper in shown
        if helper.name != target.name and _takes(helper, _required(target))
    ]


def _shown(script: Script) -> Iterator[ast.FunctionDef]:
    """The functions of the setup cells, and those of the test cells that are neither tests nor hidden."""
    for cell in script.cells:
        if cell.kind is Kind.SETUP:
            yield from _functions(cell)
        elif cell.kind is Kind.TEST:
            hidden, tests = hidden_lines(cell.source), test_functions(cell.tree)
            yield from (node for node in _functions(cell) if node not in tests and node.lineno not in hidden)


def _functions(cell: Cell) -> list[ast.FunctionDef]:
    return [node for node in cell.tree.body if isinstance(node, ast.FunctionDef)]


def _required(function: ast.FunctionDef) -> int:
    """How many arguments it must be given."""
    arguments = function.args
    return len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)


def _takes(function: ast.FunctionDef, count: int) -> bool:
    """Whether it can be given so many arguments by their places."""
    arguments = function.args
    most = len(arguments.posonlyargs) + len(arguments.args)
    named = any(default is None for default in arguments.kw_defaults)
    return _required(function) <= count and (count <= most or arguments.vararg is not None) and not named
