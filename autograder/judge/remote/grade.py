"""Grade one notebook: the student's cells in a session, the tests out here."""

import contextlib
import functools
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.judge.cell import CellTests, Students
from autograder.judge.lane import Judged
from autograder.judge.remote.link import Link
from autograder.judge.remote.playthrough import Cell, Limits, Playthrough
from autograder.judge.remote.process import Zygote
from autograder.judge.remote.setting import Setting
from autograder.judge.remote.student import RemoteStudent
from autograder.judge.run import run_cells
from autograder.judge.verdict import Verdict

__all__ = ["Cell", "Limits", "grade", "judge_cells"]


def grade(
    cells: Sequence[Cell | None], setting: Setting, zygote: Zygote, files: Sequence[Path], limits: Limits
) -> Judged:
    """Run a notebook (None for a cell without code) and judge its test cells.

    The tests go to one run of pytest, in the order of the notebook; the cells above a test cell run when its first
    test asks for its student, and each test has a snapshot of its own.
    """
    judged = Judged()
    with Playthrough(cells, zygote, files, limits, judged, setting.folder) as play:
        verdicts = judge_cells(cells, setting, play)
        play.reach(len(cells))
    judged.ended.pop(len(cells), None)
    judged.verdicts = {index: verdict for index, verdict in verdicts.items() if index not in judged.ended}
    return judged


def judge_cells(cells: Sequence[Cell | None], setting: Setting, play: Playthrough) -> dict[int, Verdict]:
    """Run all tests of a notebook; the verdict of each test cell by its position."""
    own = [cell.source for cell in cells if cell and not cell.tests]
    tests = {
        index: _tests(setting, cell.tests, functools.partial(_student, setting, play, index), own)
        for index, cell in enumerate(cells)
        if cell and cell.tests
    }
    return dict(zip(tests, run_cells(list(tests.values())), strict=True))


def _tests(setting: Setting, identity: str, students: Students, own: Sequence[str]) -> CellTests:
    cell = setting.cells[identity]
    return CellTests(cell.tests, setting.namespace, {cell.file}, students, own)


@contextlib.contextmanager
def _student(setting: Setting, play: Playthrough, index: int, seconds: float) -> Iterator[RemoteStudent]:
    with play.snapshot(index, seconds) as channel:
        setting.restore()
        yield RemoteStudent(Link(channel))
