"""nbgrader's cycle for a whole class, each step by nbgrader's own code."""

import contextlib
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

from autograder.batch.command import Wanted, Where, grade_class
from autograder.batch.configured import home
from autograder.batch.run import Report
from autograder.course.build import build
from autograder.course.cells import Script
from autograder.course.errors import CourseError
from autograder.course.folder import Course
from autograder.demo.pupils import Pupil
from autograder.demo.work import do_work
from autograder.judge.verdict import MIME, Hint, Verdict

Tick = Callable[[str], None]


class Cycle:
    """The steps of nbgrader on one course; each calls `tick` with a line once for each unit of its work."""

    def __init__(self, course: Course, scripts: list[Script], pupils: list[Pupil], tick: Tick) -> None:
        from nbgrader.apps.api import NbGraderAPI
        from nbgrader.auth import Authenticator
        from nbgrader.coursedir import CourseDirectory
        from nbgrader.exchange import ExchangeFactory

        self.course, self.scripts, self.pupils, self.tick = course, scripts, pupils, tick
        self.warnings: list[str] = []
        config = course.config()
        config.Exchange.root = str(course.root / "exchange")
        config.Exchange.cache = str(course.root / "home" / "cache")
        config.ExchangeCollect.check_owner = False  # one user of this machine submits for all of them
        self._coursedir = CourseDirectory(config=config)
        authenticator = Authenticator(config=config)
        self._exchange = ExchangeFactory(config=config)
        self._options = {"coursedir": self._coursedir, "authenticator": authenticator, "config": config}
        self._api = NbGraderAPI(self._coursedir, authenticator, self._exchange, config=config)

    def steps(self) -> int:
        """How many times `tick` will be called by all steps together."""
        return len(self.scripts) * (4 + 3 * len(self.pupils))  # of each pupil: submitted, graded, feedback

    def run(self) -> None:
        """All steps.

        Raises:
            CourseError: with nbgrader's log, when a step fails; a bad submission is no failure.
        """
        for name in build(self.course):
            self.tick(f"build {name}")
        for script in self.scripts:
            self._do(f"release {script.name}", partial(self._api.release_assignment, script.name))
        for script in self.scripts:
            for pupil in self.pupils:
                self._submit(script, pupil)
        for script in self.scripts:
            self._do(f"collect {script.name}", partial(self._api.collect, script.name))
        self._grade()
        for script in self.scripts:
            for pupil in self.pupils:
                step = partial(self._api.generate_feedback, script.name, pupil.name)
                self._do(f"feedback on {script.name} for {pupil.name}", step)
        for script in self.scripts:
            self._do(f"release feedback {script.name}", partial(self._api.release_feedback, script.name))

    def grades(self) -> dict[str, dict[str, tuple[float, float]]]:
        """Score and maximum by student and assignment, from the gradebook."""
        found: dict[str, dict[str, tuple[float, float]]] = {}
        with self._api.gradebook as gradebook:
            for script in self.scripts:
                for submission in gradebook.assignment_submissions(script.name):
                    row = found.setdefault(submission.student.id, {})
                    row[script.name] = (submission.score, submission.max_score)
        return found

    def misconceptions(self, name: str, pupil: str) -> set[tuple[str, str]]:
        """What was diagnosed in a student's notebook: functions and the names of their misconceptions."""
        path = self.course.root / "autograded" / pupil / name / f"{name}.ipynb"
        return {(hint.function, hint.misconception) for hint in _hints(path)} if path.is_file() else set()

    def feedback(self, name: str, pupil: str) -> Path:
        """The feedback page of a student for an assignment."""
        return self.course.root / "feedback" / pupil / name / f"{name}.html"

    def _submit(self, script: Script, pupil: Pupil) -> None:
        """Fetch the assignment into the student's own folder, do the work there, and submit it."""
        home = self.course.root / "students" / pupil.name
        home.mkdir(parents=True, exist_ok=True)
        with contextlib.chdir(home), self._as(script.name, pupil.name):
            self._exchange.FetchAssignment(**self._options).start()
            do_work(pupil.work[script.name], script, home / script.name / f"{script.name}.ipynb")
            self._exchange.Submit(**self._options).start()
        self.tick(f"{pupil.name} submits {script.name}")

    def _grade(self) -> None:
        def tell(report: Report) -> None:
            name, pupil = report.last
            self.tick(f"grade {name} of {pupil}")

        report, _ = grade_class(self.course.root, Wanted(), Where(os.cpu_count() or 1), quiet=True, tell=tell)
        if report.errors:
            raise CourseError("; ".join(f"{who[1]}, {who[0]}: {said}" for who, said in report.errors.items()))
        log = home(self.course.root) / "grade.log"
        self._told(log.read_text(encoding="utf-8").splitlines() if log.exists() else [])

    @contextlib.contextmanager
    def _as(self, name: str, pupil: str) -> Iterator[None]:
        from nbgrader.utils import temp_attrs

        with temp_attrs(self._coursedir, assignment_id=name, student_id=pupil):
            yield

    def _do(self, label: str, step: Callable[[], Any]) -> None:
        result = step()
        log = result.get("log") or ""
        if not result["success"]:
            raise CourseError(f"{label} failed:\n{log}{result.get('error') or ''}")
        self._told([line.removeprefix("[WARNING] ") for line in log.splitlines()])
        self.tick(label)

    def _told(self, lines: list[str]) -> None:
        self.warnings += [line for line in lines if _worth_telling(line, self.pupils)]


def _hints(path: Path) -> Iterator[Hint]:
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                yield from Verdict.from_json(output["data"][MIME]).hints


def _worth_telling(line: str, pupils: list[Pupil]) -> bool:
    """Whether a line of nbgrader's log is one of ours on a student: "name, assignment: what"."""
    return any(line.startswith(f"{pupil.name}, {name}: ") for pupil in pupils for name in pupil.work)
