"""No test of an assignment is won by changing what it handed over: tensors zeroed or emptied, lists cleared."""

import re
from pathlib import Path

import pytest

from autograder.course.cells import Kind
from autograder.course.folder import Course
from autograder.judge.remote.grade import Cell, Limits, grade
from autograder.judge.remote.process import Zygote
from autograder.judge.remote.setting import Setting

COURSE = Course.at(Path(__file__).parents[2])

CHEAT = """
import torch


def _tensors(value):
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _tensors(item)


def _cheat(mode, change):
    def function(*args, **kwargs):
        given = [*args, *kwargs.values()]
        tensors = list(_tensors(given))
        for tensor in tensors if change else ():
            tensor.data = torch.zeros_like(tensor.data) if mode == "zeros" else tensor.data.reshape(-1)[:0]
        for value in given if change and mode == "nothing" else ():
            if isinstance(value, (list, dict, set)):
                value.clear()
        if mode == "zeros":
            return torch.zeros_like(tensors[0]) if tensors else 0.0
        return torch.zeros(0) if tensors else []

    return function
"""


@pytest.fixture(scope="module")
def zygote():
    import torch

    torch.set_num_threads(1)
    with Zygote() as zygote:
        yield zygote


def passed(cells, setting, zygote, mode, change):
    """The names of the tests that cheats in the place of all functions pass."""
    made = [Cell(CHEAT)]
    for cell in cells:
        if cell.kind is Kind.TEST:
            made.append(Cell(cell.source, f"{cell.name}-test", graded=True))
        elif cell.kind is Kind.SETUP:
            made.append(Cell(cell.source))
        elif cell.kind is Kind.SOLUTION:
            names = re.findall(r"^def (\w+)", cell.source, re.MULTILINE)
            made.append(Cell("".join(f"{name} = _cheat({mode!r}, {change})\n" for name in names)))
    files = [path for path in COURSE.data.iterdir() if path.is_file()]
    judged = grade(made, setting, zygote, files, Limits(20, 300))
    return {result.name for verdict in judged.verdicts.values() for result in verdict.results if result.earned}


@pytest.mark.parametrize("mode", ["zeros", "nothing"])
@pytest.mark.parametrize("name", COURSE.names())
def test_nothing_is_won_by_changing_the_arguments(name, mode, zygote):
    cells = COURSE.script(name).cells
    trusted = [
        (f"{cell.name or number}-{cell.kind.value}", cell.source)
        for number, cell in enumerate(cells)
        if cell.kind in (Kind.SETUP, Kind.TEST)
    ]
    setting = Setting(trusted, COURSE.data)
    won = passed(cells, setting, zygote, mode, True) - passed(cells, setting, zygote, mode, False)
    assert won == set(), f"these pass because their own values were changed: {sorted(won)}"
