"""Grade one notebook: the student's cells in a session, the tests out here."""

import contextlib
import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.judge.cell import CellTests
from autograder.judge.lane import Judged
from autograder.judge.remote.link import Link
from autograder.judge.remote.opening import Came
from autograder.judge.remote.playthrough import Cell, Limits, Playthrough
from autograder.judge.remote.process import Zygote
from autograder.judge.remote.setting import Setting
from autograder.judge.remote.student import RemoteStudent
from autograder.judge.run import run_cells
from autograder.judge.transcript import Transcript
from autograder.judge.verdict import Outcome, Verdict

__all__ = ["Cell", "Limits", "grade", "judge_cells"]


def grade(
    cells: Sequence[Cell | None],
    setting: Setting,
    zygote: Zygote,
    files: Sequence[Path],
    limits: Limits,
    passed: Collection[str] = (),
    *,
    aside: bool = True,
    shown: Mapping[int, Came] | None = None,
) -> Judged:
    """Run a notebook (None for a cell without code) and judge its test cells.

    The tests go to one run of pytest, in the order of the notebook; the cells above a test cell run when its first
    test asks for its student, and each test finds it as these left it. The tests `passed` are known to pass. What may
    be done `aside` makes one notebook quicker. Of the cells in `shown` it is known what they show.
    """
    judged = Judged()
    with Playthrough(
        cells, zygote, files, limits, judged, setting.folder, whole=True, aside=aside, shown=shown
    ) as play:
        play.begin()
        verdicts = judge_cells(cells, setting, play, judged.transcripts, passed)
        play.finish()
    judged.ended.pop(len(cells), None)
    judged.verdicts = {index: verdict for index, verdict in verdicts.items() if index not in judged.ended}
    return judged


def judge_cells(
    cells: Sequence[Cell | None],
    setting: Setting,
    play: Playthrough,
    transcripts: dict[str, Transcript] | None = None,
    passed: Collection[str] = (),
) -> dict[int, Verdict]:
    """Run the tests of a notebook, but for those `passed`; the verdict of each test cell by its position.

    What the tests that are lost asked and got goes to `transcripts`, by their names.
    """
    own = [cell.source for cell in cells if cell and not cell.tests]
    taken: dict[int, Minutes] = {}
    tests: dict[int, CellTests] = {}
    for index, cell in enumerate(cells):
        if cell and cell.tests:
            kept = setting.cells[cell.tests]
            taken[index] = Minutes(passed, sum(spec.name not in passed for spec, _ in kept.tests))
            students = functools.partial(student_of, setting, play, index, taken[index])
            tests[index] = CellTests(kept.tests, setting.namespace, {kept.file}, students, own, watch=taken[index])
    verdicts = {
        index: _with(verdict, passed) for index, verdict in zip(tests, run_cells(list(tests.values())), strict=True)
    }
    for index, verdict in verdicts.items():
        if transcripts is not None:
            transcripts |= {name: taken[index].taken[name] for name in verdict.lost() if name in taken[index].taken}
    return verdicts


def _with(verdict: Verdict, passed: Collection[str]) -> Verdict:
    """The verdict in which the tests `passed`, which did not run, have passed."""
    results = [
        replace(result, outcome=Outcome.PASSED, message="") if result.name in passed else result
        for result in verdict.results
    ]
    return replace(verdict, results=tuple(results))


class Minutes:
    """Takes down what each test asks and gets, and how it ends; the tests `passed` need not run, `count` do."""

    def __init__(self, passed: Collection[str] = (), count: int = 1) -> None:
        self._passed = frozenset(passed)
        self._left = count
        self.taken: dict[str, Transcript] = {}
        self._now: Transcript = []

    def wants(self, name: str) -> bool:
        self._now = []
        return name not in self._passed

    def more(self) -> bool:
        """Whether another test is to come after the one that asks for its student now."""
        self._left -= 1
        return self._left > 0

    def new(self) -> Transcript:
        """What the student of the next test fills."""
        return self._now

    def saw(self, name: str, outcome: Outcome, seconds: float) -> None:
        self.taken[name] = [*self.taken.get(name, []), *self._now, [outcome.value]]


@contextlib.contextmanager
def student_of(
    setting: Setting, play: Playthrough, index: int, minutes: Minutes, seconds: float, first: str = ""
) -> Iterator[RemoteStudent]:
    """The student of one test, as they are at the cell `index` after the cell `first`."""
    with play.snapshot(index, seconds, first, more=minutes.more()) as channel:
        setting.restore()
        yield RemoteStudent(Link(channel, minutes.new()))
