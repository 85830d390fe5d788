"""``autograder grade``: the configuration that nbgrader has, a run, and what it did."""

import contextlib
import fcntl
import json
import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy.exc import SQLAlchemyError

from autograder.batch.configured import configured, home
from autograder.batch.desk import Desk
from autograder.batch.errors import DeskError, RefusedError
from autograder.batch.judges import here, on_cluster
from autograder.batch.keys import Keys
from autograder.batch.ledger import Ledger
from autograder.batch.progress import Bar, print_report
from autograder.batch.run import Report, Run
from autograder.batch.settings import Grade
from autograder.batch.submissions import submissions
from autograder.course.errors import CourseError
from autograder.course.folder import CONFIG

#: Exit statuses: all is graded; something is not, or failed closed.
GRADED, NOT_ALL = 0, 1


@dataclass(frozen=True)
class Wanted:
    """What to grade: of these assignments (all when empty), by these students (all when empty), graded ones `again`.

    With `only_compare` nothing is written.
    """

    assignments: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    again: bool = False
    only_compare: bool = False


@dataclass(frozen=True)
class Where:
    """Who judges: so many processes of this machine, or the workers of the Dask scheduler at an address."""

    jobs: int = 1
    cluster: str = ""


def grade(folder: Path, wanted: Wanted, where: Where, *, as_json: bool) -> int:
    """Grade what is submitted and not yet graded, and say what was done; the exit status.

    Raises:
        CourseError: when nothing can be graded: no configuration, another run at work, a layer of the sandbox missing.
    """
    root = folder.resolve()
    report, seconds = grade_class(root, wanted, where, quiet=as_json)
    if as_json:
        print(json.dumps(_to_json(report, seconds), indent=2, ensure_ascii=False))
    else:
        print_report(report, seconds)
    return NOT_ALL if report.errors or report.failed_closed or report.left else GRADED


def grade_class(
    root: Path, wanted: Wanted, where: Where, *, quiet: bool, tell: Callable[[Report], None] | None = None
) -> tuple[Report, float]:
    """The same without a word at the end: what was done, and the seconds that it took.

    `tell` is called after each submission, in place of the bar.

    Raises:
        CourseError: as `grade`.
    """
    if not (root / CONFIG).is_file():
        raise CourseError(
            f"{root} is no nbgrader course: it has no {CONFIG}. Go to the course folder, or name it with --course"
        )
    began = time.monotonic()
    own = home(root)
    with (
        _told_as_course_errors(),
        _alone(root),
        contextlib.chdir(root),
        configured(root, own / "grade.log") as (parent, coursedir),
        contextlib.closing(Ledger(own / "ledger.db")) as ledger,
    ):
        desk = Desk(coursedir, parent)
        found = submissions(coursedir, wanted.assignments, wanted.students)
        _all_there(wanted, found)
        judges_of = on_cluster(where.cluster) if where.cluster else here(where.jobs)
        with judges_of as judges, Bar(quiet=quiet) as bar:
            run = Run(
                desk,
                ledger,
                Keys(coursedir, parent.config.get("Judge", {})),
                judges,
                tell or bar.update,
                only_compare=wanted.only_compare,
                seconds=Grade(parent=parent).run_timeout or math.inf,
            )
            todo = run.todo(found, again=wanted.again)
            bar.begin(len(todo))
            run.grade(todo, again=wanted.again)
    return run.report, time.monotonic() - began


@contextlib.contextmanager
def _told_as_course_errors() -> Iterator[None]:
    """What ends a run is an error with words; what was graded is kept."""
    try:
        yield
    except (DeskError, RefusedError) as error:
        raise CourseError(str(error)) from error
    except SQLAlchemyError as error:
        raise CourseError(f"the gradebook cannot be opened: {getattr(error, 'orig', error)}") from error
    except OSError as error:
        raise CourseError(
            f"stopped: {error}. What was graded is kept; when there is room, run the command again"
        ) from error


def _all_there(wanted: Wanted, found: list[Any]) -> None:
    """Each name that was asked for must be there: a typing error grades nothing, and would look like success.

    Raises:
        CourseError: naming those that are not.
    """
    for what, names, there in (
        ("assignment", wanted.assignments, {each.assignment for each in found}),
        ("student", wanted.students, {each.student for each in found}),
    ):
        missing = [name for name in names if name not in there]
        if missing:
            raise CourseError(
                f"nothing is submitted for the {what} {', '.join(missing)}: "
                "`nbgrader collect` brings in what students submitted, into submitted/"
            )


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One run at a time in a course.

    Raises:
        CourseError: when another one is at work.
    """
    with (home(root) / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CourseError(f"another `autograder grade` is at work in {root} (process {_holder(lock)})") from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _holder(lock: TextIO) -> str:
    lock.seek(0)
    return lock.read().strip() or "unknown"


def _to_json(report: Report, seconds: float) -> dict[str, Any]:
    def entries(found: dict[tuple[str, str], Any], what: str) -> list[dict[str, Any]]:
        return [{"assignment": name, "student": student, what: said} for (name, student), said in sorted(found.items())]

    return {
        "submitted": report.found,
        "unchanged": report.unchanged,
        "graded": len(report.graded),
        "tests": report.tests,
        "tests_kept": report.tests_kept,
        "compared": len(report.compared),
        "changes": entries({who: [str(each) for each in found] for who, found in report.changes.items()}, "cells"),
        "failed_closed": entries(report.failed_closed, "reason"),
        "review": entries(report.review, "cells"),
        "errors": entries(report.errors, "error"),
        "left": report.left,
        "seconds": round(seconds, 2),
    }
