"""Other answers, tried one after the other on one notebook: each test meets a fork that first runs the answer."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.judge.cell import CellTests
from autograder.judge.lane import Judged
from autograder.judge.remote.grade import Minutes, student_of
from autograder.judge.remote.playthrough import Cell, Limits, Playthrough
from autograder.judge.remote.process import Zygote
from autograder.judge.remote.setting import Setting
from autograder.judge.run import run_cells
from autograder.judge.transcript import Transcript
from autograder.judge.verdict import Outcome, Result

#: Nobody looks at the figures of a trial's notebook: they are made, and not drawn, which would take most of its time.
UNSEEN = Cell("get_ipython().run_line_magic('config', 'InlineBackend.figure_formats = set()')")


@dataclass(frozen=True)
class Trial:
    """The source of one solution cell ("" for the notebook's own), and the names of the tests to put to it.

    Another `seed` gives the tests other random numbers.
    """

    source: str
    tests: frozenset[str]
    seed: int = 0


@dataclass
class Tried:
    """What came of a trial's tests, by their names: results, what they asked and got, seconds by the clock."""

    results: dict[str, Result] = field(default_factory=dict)
    transcripts: dict[str, Transcript] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def lost(self) -> set[str]:
        """The names of the tests that did not pass; one that was not wanted any more is none of them."""
        return {
            name
            for name, result in self.results.items()
            if result.outcome not in (Outcome.PASSED, Outcome.NOT_RUN) or (name in self.seconds and not result.earned)
        }


@dataclass(frozen=True)
class Terms:
    """How trials are run: each test for `most_seconds` at most, and up to the `first_loss` only."""

    most_seconds: float = 60
    first_loss: bool = False


def try_out(
    cells: Sequence[Cell | None],
    trials: Sequence[Trial],
    setting: Setting,
    zygote: Zygote,
    files: Sequence[Path],
    terms: Terms,
) -> list[Tried]:
    """Run the notebook `cells` once, and at each of its test cells the trials' tests; a `Tried` for each trial.

    A test cell meets the notebook as it is above it; of a trial's answer it gets what the trial's source defines,
    not what cells in between would have made of it.
    """
    cells = [UNSEEN, *cells]
    tried = [Tried() for _ in trials]
    watches = [_Watch(each, terms.first_loss, len(trial.tests)) for trial, each in zip(trials, tried, strict=True)]
    owners: list[Tried] = []
    tests: list[CellTests] = []
    with Playthrough(cells, zygote, files, Limits(60, 24 * 3600), Judged(), setting.folder, aside=False) as play:
        for index, cell in enumerate(cells):
            kept = setting.cells[cell.tests] if cell and cell.tests else None
            for trial, watch, each in zip(trials, watches, tried, strict=True):
                chosen = tuple(pair for pair in kept.tests if pair[0].name in trial.tests) if kept else ()
                if kept and chosen:
                    students = functools.partial(student_of, setting, play, index, watch, first=trial.source)
                    tests.append(
                        CellTests(
                            tuple(sorted(chosen, key=lambda pair: not pair[0].hidden)),
                            setting.namespace,
                            {kept.file},
                            students,
                            [trial.source],
                            terms.most_seconds,
                            watch,
                            trial.seed,
                        )
                    )
                    owners.append(each)
        for each, verdict in zip(owners, run_cells(tests), strict=True):
            each.results |= {result.name: result for result in verdict.results}
    for each, watch in zip(tried, watches, strict=True):
        each.transcripts = watch.taken
    return tried


class _Watch(Minutes):
    def __init__(self, tried: Tried, first_loss: bool, count: int) -> None:
        super().__init__((), count)
        self._tried, self._first_loss, self._lost = tried, first_loss, False

    def wants(self, name: str) -> bool:
        return super().wants(name) and not (self._first_loss and self._lost)

    def saw(self, name: str, outcome: Outcome, seconds: float) -> None:
        super().saw(name, outcome, seconds)
        self._tried.seconds[name] = self._tried.seconds.get(name, 0.0) + seconds
        self._lost = self._lost or outcome is not Outcome.PASSED
