"""nbgrader's step that runs a notebook: the student's cells in a sandboxed session, the tests in the judge."""

import atexit
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from nbformat import ValidationError, from_dict, v4
from nbformat import validate as validate_notebook
from nbgrader import utils
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Float, List, Unicode

from autograder.gradebook.execute import ENDED, STOPPED
from autograder.gradebook.files import beside
from autograder.gradebook.misconceptions import known_of
from autograder.gradebook.notes import SOURCE, SUBMITTED, log_line
from autograder.gradebook.plain import plain
from autograder.judge.declared import declared_tests
from autograder.judge.lane import Judged, Lane, LaneError, Work
from autograder.judge.report import bundle
from autograder.session.outputs import OUTPUT_BYTES
from autograder.session.sandbox import CORE, default_policy, exposed

KINDS = ("stream", "display_data", "execute_result", "error")
#: Bytes of one cell's outputs as JSON: more than a session keeps of them, so that only forged ones come to it.
MOST_OUTPUT = 2 * OUTPUT_BYTES
#: Where a notebook that was judged before has what came of it: a `Judged`, or the LaneError that it ended in.
JUDGED = "autograder_judged"
#: In the course folder: what the misconceptions gave to the tests. It may be deleted.
TRIED = ".autograder/tried.db"
#: What a cell of plain asserts is worth knowing about.
FORGEABLE = "graded in the student's own process, where code can forge the result\n"


class Judge(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """It takes the place of nbgrader's Execute: nothing that a student's code does reaches a verdict."""

    require = List(Unicode(), sorted(CORE), help="Layers of the sandbox without which nothing is graded.").tag(
        config=True
    )
    cell_timeout = Float(60.0, help="Seconds for one cell of a student.").tag(config=True)
    notebook_timeout = Float(900.0, help="Seconds for all cells and tests of a notebook.").tag(config=True)

    _lane: ClassVar[Lane | None] = None

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Run the cells and write what came of them.

        Raises:
            LaneError: when nothing may be graded here, since a required layer is missing, the judge does not start
                or sessions could read the course. nbgrader then says so and leaves the old grade as it is.
        """
        resources.pop(STOPPED, None)
        before = resources.pop(JUDGED, None)
        judged = before if before is not None else self._judge(self.work(nb, resources))
        if isinstance(judged, LaneError):
            self.log.error(f"{resources['nbgrader']['student']}, {resources['nbgrader']['assignment']}: {judged}")
            resources[STOPPED] = f"the judge could not work: {judged}"
            judged = Judged()
        self._write(nb, judged, resources)
        self._label(nb, resources)
        return nb, resources

    def work(self, nb: Any, resources: Any) -> Work:
        """What a lane has to know of a notebook.

        Raises:
            LaneError: when it may not be graded here: it is not Python, or sessions could read the course.
        """
        if not resources.get(SOURCE) or not resources.get(SUBMITTED):  # an empty path would mean the whole course
            raise ValueError("Judge needs c.Autograde.exporter_class = SubmissionReader")
        language = nb.metadata.language_info.name
        if language.lower() != "python":
            raise LaneError(f"nothing is graded: the notebook is written in {language}, and sessions run Python only")
        source = Path(resources[SOURCE]).resolve()
        _refuse_exposed(source, Path(resources[SUBMITTED]))
        files, notes = beside(Path(resources[SUBMITTED]), source)
        for note in notes:
            self.log.warning(log_line(resources, note))
        trusted = _setting(nb.cells)
        root = Path(CourseDirectory(parent=self).root)
        return Work(
            cells=[_cell(cell) for cell in nb.cells],
            trusted=trusted,
            known=known_of(root, resources["nbgrader"]["notebook"], trusted) if trusted else None,
            folder=str(source),
            files=[str(file) for file in files],
            cell_seconds=self.cell_timeout,
            notebook_seconds=self.notebook_timeout,
            tried=str(root / TRIED),
        )

    def _judge(self, work: Work) -> Judged | LaneError:
        lane = self._start()
        try:
            return lane.judge(work)
        except LaneError as error:
            return error

    def _label(self, nb: Any, resources: Any) -> None:
        """Cells of plain asserts run where the student's code runs: say so in the log and in the feedback."""
        forgeable = [cell for cell in nb.cells if _graded(cell) and not declared_tests(cell.source)]
        for cell in forgeable:
            cell.outputs.insert(0, v4.new_output("stream", name="stdout", text=FORGEABLE))
        if forgeable:
            names = ", ".join(cell.metadata.nbgrader["grade_id"] for cell in forgeable)
            about = resources["nbgrader"]
            self.log.warning(f"{about['student']}, {about['assignment']}: {names}: {FORGEABLE.strip()}")

    def _start(self) -> Lane:
        """The one lane of this process; it is started when the first notebook comes."""
        if Judge._lane is None or not Judge._lane.alive:
            Judge._lane = Lane(self.require)
            atexit.register(Judge._lane.close)
        return Judge._lane

    def _write(self, nb: Any, judged: Judged, resources: Any) -> None:
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            cell.execution_count = judged.counts.get(index)
            cell.outputs = list(_valid(judged.outputs.get(index, [])))
            if index in judged.verdicts:
                data = bundle(judged.verdicts[index])
                cell.outputs = [v4.new_output("execute_result", data=data, execution_count=None)]
            elif index in judged.ended:
                self._say_ended(cell, judged.ended[index], resources)

    def _say_ended(self, cell: Any, reason: str, resources: Any) -> None:
        about = resources["nbgrader"]
        where = cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
        said = f"the cell {where} {reason}. The rest was run without it."
        self.log.warning(f"{about['student']}, {about['assignment']}: {said}")
        cell.outputs.append(v4.new_output("error", ename=ENDED, evalue=said, traceback=[said]))


def _refuse_exposed(*folders: Path) -> None:
    """A course that lies within Python's or the system's own folders would be open to sessions, which read these."""
    for folder in folders:
        place = exposed(default_policy(os.sep), str(folder))
        if place:
            raise LaneError(
                f"nothing is graded: {folder} lies in {place}, which the students' sessions may read (Python and the "
                "system are there). Move the course to a folder of its own, such as one in /home or /srv"
            )


def _trusted(cell: Any) -> bool:
    """A cell whose source is the gradebook's, by the work of `Rebuild`: setup or tests."""
    marks = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(marks.get("locked")) and not marks.get("solution")


def _setting(cells: list[Any]) -> list[tuple[str, str]]:
    """The cells that tests outside need, by grade id: none where all tests are plain asserts, which run inside."""
    if not any(_graded(cell) and declared_tests(cell.source) for cell in cells):
        return []
    return [(cell.metadata.nbgrader["grade_id"], cell.source) for cell in cells if _trusted(cell)]


def _graded(cell: Any) -> bool:
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def _cell(cell: Any) -> Any:
    if cell.cell_type != "code":
        return None
    graded = _graded(cell)
    tests = cell.metadata.nbgrader["grade_id"] if graded and declared_tests(cell.source) else ""
    return [cell.source, tests, graded, _trusted(cell)]


def _valid(outputs: Iterable[Any]) -> Iterable[Any]:
    """What the session says that its cell showed, as far as nbformat takes it and a cell may show."""
    left = MOST_OUTPUT
    for output in outputs:
        if not isinstance(output, dict) or output.get("output_type") not in KINDS:
            continue
        left -= len(json.dumps(output))
        if left < 0:
            return
        made = from_dict(plain(output))
        try:
            validate_notebook(made, ref="output", version=4, version_minor=5)
        except ValidationError:
            continue
        yield made
