"""Grade one notebook: the student's cells in a session, the tests out here."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.judge.lane import Judged
from autograder.judge.lost import SessionLostError
from autograder.judge.remote.link import Link
from autograder.judge.remote.process import Session, SessionEnded, Zygote
from autograder.judge.remote.setting import Setting
from autograder.judge.remote.student import RemoteStudent
from autograder.judge.run import run_tests
from autograder.judge.verdict import Verdict

#: How often a notebook is begun again without the cell that ended its session.
RESTARTS = 3


@dataclass(frozen=True)
class Limits:
    """Seconds for one cell and for the whole notebook."""

    cell: float = 60
    notebook: float = 900


@dataclass(frozen=True)
class Cell:
    """A code cell: `tests` names its test cell in the setting, `graded` one of plain asserts."""

    source: str
    tests: str = ""
    graded: bool = False


def grade(cells: list[Cell | None], setting: Setting, zygote: Zygote, files: list[Path], limits: Limits) -> Judged:
    """Run a notebook (None for a cell without code) and judge its test cells.

    A cell that ends its session costs itself: the notebook is begun again without it.
    """
    judged = Judged()
    deadline = time.monotonic() + limits.notebook
    for _ in range(RESTARTS + 1):
        with zygote.session(files) as session:
            if _pass(cells, setting, session, judged, limits, deadline):
                break
    return judged


def _pass(
    cells: list[Cell | None], setting: Setting, session: Session, judged: Judged, limits: Limits, deadline: float
) -> bool:
    """One go from top to bottom; False when the session ended on the way."""
    for index, cell in enumerate(cells):
        if cell is None or index in judged.ended or index in judged.verdicts:
            continue
        seconds = min(limits.cell, deadline - time.monotonic())
        if seconds <= 0:
            judged.ended[index] = "was not run: the notebook had used up its time"
            continue
        try:
            if cell.tests:
                judged.verdicts[index] = judge_cell(setting, cell.tests, session)
            elif cell.graded:
                judged.outputs[index], judged.counts[index] = session.attempt(cell.source, seconds)
                session.run(cell.source, seconds)  # what it defines, later cells may need
            else:
                judged.outputs[index], judged.counts[index] = session.run(cell.source, seconds)
        except SessionEnded as error:
            judged.ended[index] = str(error)
            if cell.graded and session.alive:
                continue
            return False
    return True


def judge_cell(setting: Setting, identity: str, session: Session) -> Verdict:
    """Run the tests of a cell, each on a snapshot of its own."""
    cell = setting.cells[identity]
    return run_tests(
        list(cell.tests), setting.namespace, {cell.file}, lambda seconds: _student(setting, session, seconds)
    )


@contextlib.contextmanager
def _student(setting: Setting, session: Session, seconds: float) -> Iterator[RemoteStudent]:
    setting.restore()
    try:
        link = Link(session.snapshot(seconds))
    except SessionEnded as error:
        raise SessionLostError(str(error)) from error
    try:
        yield RemoteStudent(link)
    finally:
        link.close()
