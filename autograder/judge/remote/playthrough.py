"""A notebook on its way from top to bottom: its cells run in a session when the tests get to them."""

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.judge.lane import Judged
from autograder.judge.lost import SessionLostError
from autograder.judge.remote.opening import Came, failed
from autograder.judge.remote.pictures import put_in, waits
from autograder.judge.remote.process import DIED, Rest, Session, SessionEnded, Zygote
from autograder.wire import Channel

#: How often a notebook is begun again without the cell that ended its session.
RESTARTS = 3


@dataclass(frozen=True)
class Limits:
    """Seconds for one cell and for the whole notebook."""

    cell: float = 60
    notebook: float = 900


@dataclass(frozen=True)
class Cell:
    """A code cell: `tests` names its test cell in the setting, `graded` one of plain asserts.

    One that is `given` has the instructor's words, to the letter.
    """

    source: str
    tests: str = ""
    graded: bool = False
    given: bool = False


class Playthrough:
    """The code cells of one notebook (None for a cell without code), and what came of them.

    A cell that ends its session costs itself: the notebook is begun again without it, and each further cell is then
    tried on a fork first. The first time, the notebook is begun again with the cell: it may not have been the cell.

    Where what comes after the last tests is all `given`, it runs on a fork while they do, if the `whole` notebook is
    to run. A student's own cells and graded ones do not: what files they write and read must not hang on who is
    quicker. Only what may be done `aside` is: it makes one notebook quicker, and a class that has a notebook for each
    core slower, for each fork costs.

    Of the cells in `shown` it is known what they show: they run, and nothing is drawn.
    """

    def __init__(
        self,
        cells: Sequence[Cell | None],
        zygote: Zygote,
        files: Sequence[Path],
        limits: Limits,
        judged: Judged,
        root: Path | None = None,
        *,
        whole: bool = False,
        aside: bool = True,
        shown: Mapping[int, Came] | None = None,
    ) -> None:
        self._root, self._aside, self._shown = root, aside, shown or {}
        self._cells, self._zygote, self._files, self._limits = cells, zygote, files, limits
        self._judged = judged
        self._deadline = time.monotonic() + limits.notebook
        self._begun = 0
        self._session: Session | None = None
        self._next = 0
        self._last = -1
        self._benefit_of_doubt = True
        self._last_tests, self._after = _given_rest(cells) if whole and aside else (-1, [])
        self._rest: Rest | None = None

    @contextlib.contextmanager
    def snapshot(self, index: int, seconds: float, first: str = "", *, more: bool = False) -> Iterator[Channel]:
        """A conversation with a fork of the session as it is at the cell `index`, after the cell `first` ran on it.

        If `more` are to come for this cell, the next has the same fork, as long as it is as it was.

        Raises:
            SessionLostError: when the notebook does not get there; `Judged.ended` then says why.
        """
        while True:
            session = self.reach(index)
            if session is None:
                raise SessionLostError(self._judged.ended[index])
            try:
                channel = session.snapshot(seconds, first, more=more, ahead=self._aside)
                break
            except SessionEnded:
                self._lose(self._last, "left a Python process that does not go on")
        try:
            yield channel
        finally:
            if more:
                session.give_back(channel, first)
            else:
                channel.close()

    def reach(self, index: int) -> Session | None:
        """Run what has not run of the cells before `index`; the session, or None when there is no more time."""
        while index not in self._judged.ended:
            if self._session is None and not self._begin():
                self._judged.ended[index] = f"was not run: the notebook ended its Python process {self._begun} times"
            elif self._next < index:
                self._step()
            elif self._seconds() <= 0:
                self._judged.ended[index] = "was not run: the notebook had used up its time"
            else:
                if index == self._last_tests and self._after and not self._rest and self._begun == 1:
                    self._begin_rest()
                return self._session
        return None

    def begin(self) -> None:
        """Start the session now, so that it is ready when the first test asks for it."""
        if self._session is None:
            self._begin()

    def finish(self) -> None:
        """Run the rest of the cells, and put the figures in that were drawn meanwhile."""
        self._take_rest()
        self.reach(len(self._cells))
        drawn: list[object] = []
        if self._session and any(map(waits, self._judged.outputs.values())):
            with contextlib.suppress(SessionEnded):
                drawn = self._session.drawn(max(1.0, self._seconds()))
        self._judged.outputs = {index: put_in(outputs, drawn) for index, outputs in self._judged.outputs.items()}

    def _begin_rest(self) -> None:
        """Run what comes after the last tests aside."""
        sources = [cell.source for index in self._after if (cell := self._cells[index])]
        with contextlib.suppress(SessionEnded):  # who asks it next hears of it
            if self._session and self._seconds() > 0:
                self._rest = self._session.rest(sources, self._seconds())

    def _take_rest(self) -> None:
        """What ran aside has run, if all of it did well; else it runs in the session, and costs what it costs there."""
        if not self._rest:
            return
        with contextlib.suppress(SessionEnded):
            for index, came in zip(self._after, self._rest.take(len(self._after)), strict=True):
                self._keep(index, came)
            self._next = len(self._cells)

    def close(self) -> None:
        """End the session."""
        if self._rest:
            self._rest.close()
        if self._session:
            self._session.end()
            self._session = None

    def __enter__(self) -> "Playthrough":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self) -> bool:
        if self._begun > RESTARTS:
            return False
        self._begun += 1
        self._session = self._zygote.session(self._files, root=self._root)
        self._next, self._last = 0, -1
        return True

    def _seconds(self) -> float:
        return min(self._limits.cell, self._deadline - time.monotonic())

    def _step(self) -> None:
        """Run the next cell."""
        index, cell = self._next, self._cells[self._next]
        self._next += 1
        if cell is None or cell.tests or index in self._judged.ended:
            return
        seconds = self._seconds()
        if seconds <= 0:
            self._judged.ended[index] = "was not run: the notebook had used up its time"
            return
        session = self._session
        assert session
        self._last = index
        try:
            if index not in self._judged.outputs and (cell.graded or self._begun > 1):
                self._keep(index, session.attempt(cell.source, seconds))
            aside = self._aside and any(self._cells[self._next :])
            shown = self._shown.get(index)
            came = session.run(cell.source, seconds, aside=aside, draw=not shown)  # what it defines, later cells need
            self._keep(index, shown if shown and not failed(came[0]) else came)
        except SessionEnded as error:
            again = not session.alive and self._benefit_of_doubt and str(error) == DIED
            if again:  # a machine that is short of memory ends processes, too: nobody pays for that
                self._benefit_of_doubt = False
                self._begun -= 1
            else:
                self._judged.ended[index] = str(error)
            if not session.alive:
                self._forget()

    def _keep(self, index: int, came: tuple[list[object], int | None]) -> None:
        """The first word counts: a cell that runs again after a new start has said it."""
        if index not in self._judged.outputs:
            self._judged.outputs[index], self._judged.counts[index] = came

    def _lose(self, index: int, reason: str) -> None:
        """The session is broken, and the cell `index` was the last that ran in it."""
        if index >= 0:
            self._judged.ended[index] = reason
        self._forget()

    def _forget(self) -> None:
        """The session is gone, and figures with it: their cells say all again when the notebook is begun again."""
        self._judged.outputs = {i: outputs for i, outputs in self._judged.outputs.items() if not waits(outputs)}
        self.close()


def _given_rest(cells: Sequence[Cell | None]) -> tuple[int, list[int]]:
    """The position of the last test cell, and those of the code cells after it if all are given and none is graded."""
    last = max((index for index, cell in enumerate(cells) if cell and cell.tests), default=-1)
    after = [index for index, cell in enumerate(cells) if cell and index > last]
    must_wait = any(cell and (cell.graded or not cell.given) for cell in cells[last + 1 :])
    return (-1, []) if last < 0 or must_wait else (last, after)
