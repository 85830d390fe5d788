"""nbgrader's Autograde in two halves: what comes before a notebook is run, and what comes after.

Between them the notebook may be judged anywhere. The second half is one transaction of the gradebook, and the
autograded folder takes its place only when it is whole.
"""

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.writers import FilesWriter
from nbgrader import utils
from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde

from autograder.batch.errors import DeskError
from autograder.batch.patience import patiently
from autograder.batch.submissions import Submission
from autograder.gradebook.grades import SHARING
from autograder.gradebook.judge import JUDGED, Judge
from autograder.gradebook.notes import SOURCE, SUBMITTED
from autograder.gradebook.opened import SHARED, OneTransaction
from autograder.gradebook.settle import REVIEW
from autograder.judge.lane import Judged, LaneError, Work

#: In the course folder: what is being written, and what was, is here before it is in its place.
STAGE = ".autograder/stage"


@dataclass(frozen=True)
class Sheet:
    """One notebook, put together as it was released, and what its judge has to know."""

    notebook: Any
    resources: dict[str, Any]
    work: Work


@dataclass
class Case:
    """A submission on its way: its notebooks, and the files of the submission as they were found."""

    submission: Submission
    sheets: list[Sheet] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """An automatic score of a cell as it is (None: not graded yet) and as it would be."""

    cell: str
    before: float | None
    after: float | None

    def __str__(self) -> str:
        old, new = ("none" if score is None else f"{score:g}" for score in (self.before, self.after))
        return f"{self.cell} {old} → {new}"


class Desk(Autograde):  # type: ignore[misc]  # nbgrader ships no types
    """Opens and closes cases; `gradebook` is the one connection for all of them."""

    def __init__(self, coursedir: Any, parent: Any) -> None:
        super().__init__(coursedir=coursedir, parent=parent)
        steps: list[Any] = list(self.traits()["autograde_preprocessors"].get(self))
        self._graders = [step for step in steps if issubclass(step, Judge)]
        if not self._graders:
            raise DeskError(
                "nbgrader_config.py does not name autograder.gradebook.judge.Judge among "
                "c.Autograde.autograde_preprocessors: without it notebooks are graded by `nbgrader autograde` only"
            )
        self.autograde_preprocessors = [SHARING.get(step, step) for step in steps]
        before: list[Any] = list(self.traits()["sanitize_preprocessors"].get(self))
        self.sanitize_preprocessors = [SHARING.get(step, step) for step in before]
        self.writer = FilesWriter(parent=self, config=self.config)
        self.exporter = self.exporter_class(parent=self, config=self.config)
        self.gradebook = OneTransaction(coursedir.db_url, coursedir.course_id)
        self._staging = False

    @property
    def require(self) -> tuple[str, ...]:
        """The layers of the sandbox without which nothing is graded."""
        return tuple(sorted(self._judge().require))

    def assignments(self) -> dict[str, set[str]]:
        """The assignments that the gradebook knows, and the names of their notebooks."""
        return patiently(self.gradebook, self._assignments)

    def _assignments(self) -> dict[str, set[str]]:
        found = {each.name: {notebook.name for notebook in each.notebooks} for each in self.gradebook.assignments}
        self.gradebook.db.remove()
        return found

    def graded(self) -> set[tuple[str, str]]:
        """Assignment and student of every submission that the gradebook has and whose notebooks are in their place."""
        return patiently(self.gradebook, self._graded)

    def _graded(self) -> set[tuple[str, str]]:
        from nbgrader.api import Assignment, Student, SubmittedAssignment

        rows = self.gradebook.db.query(Assignment.name, Student.id).select_from(SubmittedAssignment)
        found = rows.join(Assignment, SubmittedAssignment.assignment).join(Student, SubmittedAssignment.student)
        step = self.coursedir.autograded_directory
        kept = {
            (name, student) for name, student in found if os.path.isdir(self.coursedir.format_path(step, student, name))
        }
        self.gradebook.db.remove()
        return kept

    def open(self, submission: Submission, known: set[str]) -> Case:
        """Read what was submitted and put its notebooks together; those that the gradebook does not know are left.

        Raises:
            DeskError: when there is nothing to grade, or grading it is refused.
        """
        return patiently(self.gradebook, lambda: self._open(submission, known))

    def _open(self, submission: Submission, known: set[str]) -> Case:
        self._staging, self._sanitizing = False, True
        self.notebooks = sorted(str(path) for path in submission.folder.glob("*.ipynb"))
        if not self.notebooks:
            raise DeskError("there is no notebook in the folder; nothing was graded")
        with utils.temp_attrs(self.coursedir, assignment_id=submission.assignment, student_id=submission.student):
            self.run_pre_convert_hook()
        case = Case(submission)
        for path in self.notebooks:
            if Path(path).stem not in known:
                self.log.warning(f"{submission.student}, {submission.assignment}: skipped: {Path(path).name}")
                continue
            try:
                case.sheets.append(self._sheet(path))
            except LaneError as error:
                raise DeskError(str(error)) from error
        return case

    def _sheet(self, path: str) -> Sheet:
        self._init_preprocessors()
        resources = self.init_single_notebook_resources(path)
        resources[SHARED] = self.gradebook
        text, resources = self.exporter.from_filename(path, resources=resources)
        self.gradebook.db.remove()
        notebook = nbformat.reads(text, as_version=4)
        kept = ("unique_key", "output_files_dir", "nbgrader", "metadata", SOURCE, SUBMITTED)
        resources = {key: resources[key] for key in kept}
        return Sheet(notebook, resources, self._judge().work(notebook, resources))

    def _judge(self) -> Judge:
        judge: Judge = self._graders[0](parent=self.exporter)
        return judge

    def close(self, case: Case, came: list[Judged | LaneError]) -> list[str]:
        """Write the grades and the autograded folder: both, or none of them. What waits for a person, with the reason.

        Raises:
            DeskError: when the gradebook cannot be reached for long, or does not take it.
            OSError: when a disk is full.
        """

        def write() -> list[str]:
            flagged = self._write(case, came)
            self.gradebook.settle()
            return flagged

        flagged = patiently(self.gradebook, write)
        self._put_in_place(case.submission)
        return flagged

    def preview(self, case: Case, came: list[Judged | LaneError]) -> list[Change]:
        """What `close` would change of the automatic scores; nothing is written.

        Raises:
            DeskError: when the gradebook cannot be reached for long, or does not take it.
        """

        def look() -> list[Change]:
            before = self._scores(case.submission)
            self._write(case, came)
            after = self._scores(case.submission)
            self.gradebook.undo()
            return [Change(cell, before.get(cell), after[cell]) for cell in after if before.get(cell) != after[cell]]

        changes = patiently(self.gradebook, look)
        with self._stage():
            _remove(Path(self._format_dest(case.submission.assignment, case.submission.student)))
        return changes

    def _scores(self, submission: Submission) -> dict[str, float | None]:
        """The automatic score of each graded cell, in the order of the gradebook."""
        try:
            found = self.gradebook.find_submission(submission.assignment, submission.student)
        except MissingEntry:
            return {}
        return {grade.cell.name: grade.auto_score for notebook in found.notebooks for grade in notebook.grades}

    def _write(self, case: Case, came: list[Judged | LaneError]) -> list[str]:
        submission = case.submission
        flagged = []
        with self._stage():
            _remove(Path(self._format_dest(submission.assignment, submission.student)))
            self._register(submission)
            self._copy_files(submission)
            for sheet, judged in zip(case.sheets, came, strict=True):
                self._sanitizing = False
                self._init_preprocessors()
                resources = {**sheet.resources, JUDGED: judged, SHARED: self.gradebook}
                with utils.setenv(NBGRADER_EXECUTION="autograde"):
                    text, resources = self.exporter.from_notebook_node(sheet.notebook, resources=resources)
                self.write_single_notebook(text, resources)
                flagged += [f"{cell}: {reason}" for cell, reason in resources.get(REVIEW, {}).items()]
        return flagged

    def _register(self, submission: Submission) -> None:
        """The student and the submission, as nbgrader's `init_assignment` has them."""
        gradebook, name, student = self.gradebook, submission.assignment, submission.student
        if self.create_student:
            gradebook.update_or_create_student(student)
        else:
            try:
                gradebook.find_student(student)
            except MissingEntry as error:
                said = f"the gradebook has no student {student}, and c.Autograde.create_student is False"
                raise DeskError(said) from error
        timestamp = self.coursedir.get_existing_timestamp(str(submission.folder))
        options = {"timestamp": timestamp} if timestamp else {}
        gradebook.update_or_create_submission(name, student, **options)
        for notebook in gradebook.find_assignment(name).notebooks:
            if not Path(submission.folder, f"{notebook.name}.ipynb").exists():
                for grade in gradebook.find_submission_notebook(notebook.name, name, student).grades:
                    grade.auto_score = 0
                    grade.needs_manual_grade = False

    def _copy_files(self, submission: Submission) -> None:
        """What was handed in beside the notebooks, and over it the course's own files."""
        ignore = [*self.coursedir.ignore, "*.ipynb"]
        source = self.coursedir.format_path(self.coursedir.source_directory, ".", submission.assignment)
        dest = self._format_dest(submission.assignment, submission.student)
        keep = {os.path.join(source, name) for name in self.exclude_overwriting.get(submission.assignment, [])}
        handed_in = [(path, str(submission.folder)) for path in utils.find_all_files(str(submission.folder), ignore)]
        own = [(path, source) for path in utils.find_all_files(source, ignore) if path not in keep]
        for path, root in [*handed_in, *own]:
            target = Path(dest, os.path.relpath(path, root))
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                target.unlink()
            shutil.copy(path, target)

    def _put_in_place(self, submission: Submission) -> None:
        name, student = submission.assignment, submission.student
        with self._stage():
            staged = Path(self._format_dest(name, student))
        place = Path(os.path.normpath(self._format_dest(name, student)))
        place.parent.mkdir(parents=True, exist_ok=True)
        old = staged.with_name(f"{staged.name}.old")
        _remove(old)
        if place.exists():
            shutil.move(place, old)
        shutil.move(staged, place)
        _remove(old)
        self.set_permissions(name, student)
        with utils.temp_attrs(self.coursedir, assignment_id=name, student_id=student):
            self.run_post_convert_hook()

    @property
    def _output_directory(self) -> str:
        return STAGE if self._staging else str(self.coursedir.autograded_directory)

    @contextlib.contextmanager
    def _stage(self) -> Iterator[None]:
        self._staging = True
        try:
            yield
        finally:
            self._staging, self._sanitizing = False, True


def _remove(folder: Path) -> None:
    """Remove a folder, and read-only folders in it, too."""
    if not folder.exists():
        return
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(path.stat().st_mode | stat.S_IRWXU)
    shutil.rmtree(folder)
