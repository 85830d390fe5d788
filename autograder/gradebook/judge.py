"""nbgrader's step that runs a notebook: the student's cells in a sandboxed session, the tests in the judge."""

import atexit
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from nbformat import ValidationError, from_dict, v4
from nbformat import validate as validate_notebook
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Float, List, Unicode

from autograder.gradebook.execute import STOPPED
from autograder.gradebook.files import beside
from autograder.gradebook.notes import SOURCE, SUBMITTED, log_line
from autograder.judge.declared import declared_tests
from autograder.judge.lane import Judged, Lane, LaneError, Work
from autograder.judge.report import bundle
from autograder.session.sandbox import CORE

KINDS = ("stream", "display_data", "execute_result", "error")
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
        resources.pop(STOPPED, None)
        if not resources.get(SOURCE) or not resources.get(SUBMITTED):  # an empty path would mean the whole course
            raise ValueError("Judge needs c.Autograde.exporter_class = SubmissionReader")
        source = Path(resources[SOURCE]).resolve()
        files, notes = beside(Path(resources[SUBMITTED]), source)
        for note in notes:
            self.log.warning(log_line(resources, note))
        work = Work(
            cells=[_cell(cell) for cell in nb.cells],
            trusted=[(cell.metadata.nbgrader["grade_id"], cell.source) for cell in nb.cells if _trusted(cell)],
            folder=str(source),
            files=[str(file) for file in files],
            cell_seconds=self.cell_timeout,
            notebook_seconds=self.notebook_timeout,
        )
        try:
            judged = self._start().judge(work)
        except LaneError as error:
            self.log.error(f"{resources['nbgrader']['student']}, {resources['nbgrader']['assignment']}: {error}")
            resources[STOPPED] = f"the judge could not work: {error}"
            judged = Judged()
        self._write(nb, judged, resources)
        self._label(nb, resources)
        return nb, resources

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
        cell.outputs.append(v4.new_output("error", ename="SessionEnded", evalue=said, traceback=[said]))


def _trusted(cell: Any) -> bool:
    """A cell whose source is the gradebook's, by the work of `Rebuild`: setup or tests."""
    marks = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(marks.get("locked")) and not marks.get("solution")


def _graded(cell: Any) -> bool:
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def _cell(cell: Any) -> Any:
    if cell.cell_type != "code":
        return None
    graded = _graded(cell)
    tests = cell.metadata.nbgrader["grade_id"] if graded and declared_tests(cell.source) else ""
    return [cell.source, tests, graded]


def _valid(outputs: Iterable[Any]) -> Iterable[Any]:
    """What the session says that its cell showed, as far as nbformat takes it."""
    for output in outputs:
        if not isinstance(output, dict) or output.get("output_type") not in KINDS:
            continue
        made = from_dict(output)
        try:
            validate_notebook(made, ref="output", version=4, version_minor=5)
        except ValidationError:
            continue
        yield made
