"""One run: find what is to be graded, have it judged, write what came of it."""

import contextlib
import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.batch.desk import Case, Change, Desk
from autograder.batch.errors import DeskError, RefusedError
from autograder.batch.judges import Judges
from autograder.batch.keys import Keys
from autograder.batch.ledger import Ledger
from autograder.batch.submissions import Submission
from autograder.judge.lane import Judged, LaneError
from autograder.judge.verdict import Outcome

#: How often a notebook that took its judge down is judged, each time by another one.
TRIES = 2
#: Seconds after which a run that hears nothing asks whether there is anybody left.
PULSE = 30
#: Notebooks under way for each job: one that is judged, one that waits.
AHEAD = 2


@dataclass
class Report:
    """What a run did, by assignment and student.

    Of the `tests` of what was graded, `tests_kept` did not run: they passed before on the same submission. `left` is
    how many were not begun since the time of the run was over.
    """

    last: tuple[str, str] = ("", "")
    found: int = 0
    unchanged: int = 0
    graded: list[tuple[str, str]] = field(default_factory=list)
    failed_closed: dict[tuple[str, str], str] = field(default_factory=dict)
    review: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    errors: dict[tuple[str, str], str] = field(default_factory=dict)
    compared: list[tuple[str, str]] = field(default_factory=list)
    changes: dict[tuple[str, str], list[Change]] = field(default_factory=dict)
    tests: int = 0
    tests_kept: int = 0
    left: int = 0


@dataclass
class Item:
    """A submission on its way, and what came of its notebooks so far."""

    case: Case
    key: str
    came: list[dict[str, Any] | None]
    tries: list[int]
    passed: list[str] = field(default_factory=list)

    @property
    def submission(self) -> Submission:
        return self.case.submission

    @property
    def complete(self) -> bool:
        return all(each is not None for each in self.came)


class Run:
    """Grades submissions, or with `only_compare` says what it would change; `tell` is called after each.

    After `seconds` it begins with no other, and finishes those under way.
    """

    def __init__(
        self,
        desk: Desk,
        ledger: Ledger,
        keys: Keys,
        judges: Judges,
        tell: Callable[[Report], None],
        *,
        only_compare: bool = False,
        seconds: float = math.inf,
    ) -> None:
        self._desk, self._ledger, self._keys, self._judges = desk, ledger, keys, judges
        self._tell = tell
        self._require = desk.require
        self._waiting: dict[Future[dict[str, Any]], tuple[Item, int]] = {}
        self._only_compare = only_compare
        self._until = time.monotonic() + seconds
        self.report = Report()

    def todo(self, found: list[Submission], *, again: bool) -> list[tuple[Submission, str]]:
        """Those that are not graded as they are now, with their keys; all of them when `again`."""
        self.report.found = len(found)
        known, written = self._ledger.graded(), self._desk.graded()
        todo = []
        for submission in found:
            key = self._keys.of(submission)
            who = (submission.assignment, submission.student)
            if again or known.get(who) != key or who not in written:
                todo.append((submission, key))
        self.report.unchanged = len(found) - len(todo)
        return todo

    def grade(self, todo: list[tuple[Submission, str]], *, again: bool) -> None:
        """Grade them.

        Raises:
            RefusedError: when nothing may be judged here.
            OSError: when a disk is full.
        """
        assignments = self._desk.assignments()
        try:
            for number, (submission, key) in enumerate(todo):
                if number and time.monotonic() > self._until:
                    self.report.left = len(todo) - number
                    break
                self._begin(submission, key, assignments, again=again)
                while len(self._waiting) >= AHEAD * self._judges.count:
                    self._gather()
            while self._waiting:
                self._gather()
        finally:
            for future in self._waiting:
                future.cancel()

    def _begin(self, submission: Submission, key: str, assignments: dict[str, set[str]], *, again: bool) -> None:
        with self._no_end_of_all(submission):
            if submission.assignment not in assignments:
                raise DeskError(
                    f"the gradebook has no assignment {submission.assignment}: run `autograder build` or "
                    f"`nbgrader generate_assignment {submission.assignment}` first"
                )
            case = self._desk.open(submission, assignments[submission.assignment])
            kept = None if again else self._ledger.kept(submission.assignment, submission.student, key)
            count = len(case.sheets)
            came = kept["came"] if kept and len(kept["came"]) == count else [None] * count
            item = Item(case, key, came, [0] * count, [] if again else self._passed(submission))
            if item.complete:
                self._finish(item)
            for number, each in enumerate(came):
                if each is None:
                    self._send(item, number)

    def _passed(self, submission: Submission) -> list[str]:
        """The tests that passed before and would find the same again."""
        kept = self._ledger.passed(submission.assignment, submission.student, self._keys.base(submission))
        return [name for name, own in self._keys.parts(submission.assignment).tests.items() if own in kept]

    def _send(self, item: Item, number: int) -> None:
        item.tries[number] += 1
        work = replace(item.case.sheets[number].work, passed=item.passed, aside=False)  # others use the cores
        future = self._judges.begin(self._require, work)
        self._waiting[future] = (item, number)

    def _gather(self) -> None:
        """Take what is done."""
        done, _ = wait(self._waiting, timeout=PULSE, return_when=FIRST_COMPLETED)
        if not done and not self._judges.alive():
            raise RefusedError("the workers are gone: start some and run the command again, what was graded is kept")
        for future in done:
            item, number = self._waiting.pop(future)
            came = _came(future)
            if "refused" in came:
                raise RefusedError(came["refused"])
            if "lost" in came and item.tries[number] < TRIES:
                self._send(item, number)
                continue
            item.came[number] = came
            if item.complete:
                with self._no_end_of_all(item.submission):
                    self._finish(item)

    def _finish(self, item: Item) -> None:
        submission = item.submission
        who = (submission.assignment, submission.student)
        lost = [came["lost"] for came in item.came if came and "lost" in came]
        judged = [_judged(came) for came in item.came if came is not None]
        if self._only_compare:
            self._compare(item, judged, keep=not lost)
            return
        try:
            flagged = self._desk.close(item.case, judged)
        except DeskError:
            if not lost:
                self._ledger.keep(*who, item.key, {"came": item.came})  # the next run has only to write it
            raise
        self._ledger.is_graded(*who, item.key)
        self._count(item, judged)
        self.report.graded.append(who)
        self.report.last = who
        if lost:
            self.report.failed_closed[who] = lost[0]
        if flagged:
            self.report.review[who] = flagged
        self._tell(self.report)

    def _count(self, item: Item, judged: list[Judged | LaneError]) -> None:
        """Keep which tests passed."""
        submission, own = item.submission, self._keys.parts(item.submission.assignment).tests
        results = [
            result
            for each in judged
            if isinstance(each, Judged)
            for verdict in each.verdicts.values()
            for result in verdict.results
        ]
        passed = [own[result.name] for result in results if result.outcome is Outcome.PASSED and result.name in own]
        who = (submission.assignment, submission.student)
        self._ledger.have_passed(*who, self._keys.base(submission), passed)
        self.report.tests += len(results)
        self.report.tests_kept += len({result.name for result in results} & set(item.passed))

    def _compare(self, item: Item, judged: list[Judged | LaneError], *, keep: bool) -> None:
        """Say what would change, and keep what was judged: to write it is all that the next run has to do."""
        who = (item.submission.assignment, item.submission.student)
        changes = self._desk.preview(item.case, judged)
        if keep:
            self._ledger.keep(*who, item.key, {"came": item.came})
        if changes:
            self.report.changes[who] = changes
        self.report.compared.append(who)
        self.report.last = who
        self._tell(self.report)

    @contextlib.contextmanager
    def _no_end_of_all(self, submission: Submission) -> Iterator[None]:
        """What is wrong with one submission is kept for the report; a full disk ends the run."""
        try:
            yield
        except OSError:
            raise
        except Exception as error:
            said = str(error) if isinstance(error, DeskError) else f"{type(error).__name__}: {error}"
            self.report.errors[(submission.assignment, submission.student)] = said
            self._tell(self.report)


def _came(future: Future[dict[str, Any]]) -> dict[str, Any]:
    try:
        return future.result()
    except (Exception, CancelledError) as error:
        said = f"{type(error).__name__}: {error}"
        if type(error).__name__ == "KilledWorker":  # Dask's: this notebook took down one worker after the other
            return {"lost": f"its judges were killed ({said})"}
        raise RefusedError(f"the workers are gone ({said}); run the command again, what was graded is kept") from error


def _judged(came: dict[str, Any]) -> Judged | LaneError:
    return LaneError(came["lost"]) if "lost" in came else Judged.from_json(came)
