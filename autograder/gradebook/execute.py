"""Run a notebook in a kernel of its own: nbgrader's Execute, which no student's cell can stop.

For systems without the judge's sandbox. The tests run in the student's own kernel, where code can forge a verdict.
"""

from typing import Any

from nbformat import v4
from nbgrader.preprocessors import Execute
from traitlets import Integer, Unicode

from autograder.gradebook.rebuild import grade_id
from autograder.judge.declared import declared_seconds

#: A cell that ran past its time, in the output that nbgrader leaves.
TIMEOUT = "CellTimeoutError"
#: Where `settle` finds why a cell has not run.
STOPPED = "autograder_stopped"
#: The name of the error that stands for a session which a cell ended.
ENDED = "SessionEnded"
#: Seconds for a test cell beyond what its tests may take.
MARGIN = 30


class ExecuteToTheEnd(Execute):  # type: ignore[misc]  # nbgrader ships no types
    """Execute, but a dead or deaf kernel stops the notebook and not the grading.

    ``resources["autograder_stopped"]`` says then what happened, and in which cell.
    """

    patience = Integer(2, min=1, help="Cells in a row that may run past their time before the rest is left.").tag(
        config=True
    )

    timeout = Integer(60, allow_none=True, help="Seconds for one cell of a student.").tag(config=True)
    # On a test cell a tag that keeps it from being run would mean full marks.
    skip_cells_with_tag = Unicode("", help="Left empty: no tag keeps a cell from being run.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any, km: Any = None) -> tuple[Any, Any]:
        resources.pop(STOPPED, None)
        self._late = 0
        return super().preprocess(nb, resources, km)  # type: ignore[no-any-return]

    def preprocess_cell(self, cell: Any, resources: Any, index: int, **options: Any) -> tuple[Any, Any]:
        if cell.cell_type != "code" or STOPPED in resources:
            return cell, resources
        try:
            cell, resources = super().preprocess_cell(cell, resources, index, **options)
        except Exception as error:  # DeadKernelError, a lost channel, an output nbclient cannot read
            reason = f"the kernel stopped in the cell {_name(cell, index)} ({type(error).__name__}: {error})"
            self._stop(cell, resources, reason)
            return cell, resources
        late = any(output.get("ename") == TIMEOUT for output in cell.outputs)
        self._late = self._late + 1 if late else 0
        if self._late >= self.patience:
            self._stop(cell, resources, f"the cell {_name(cell, index)} never ended")
        return cell, resources

    def _get_timeout(self, cell: Any) -> int | None:
        """A test cell may take as long as all its tests may, whatever the limit of a cell is."""
        limit = super()._get_timeout(cell)
        if limit is None or cell is None:
            return limit  # type: ignore[no-any-return]
        return max(int(limit), int(declared_seconds(cell.source)) + MARGIN) if _graded(cell) else int(limit)

    def _stop(self, cell: Any, resources: Any, reason: str) -> None:
        resources[STOPPED] = reason
        about = resources["nbgrader"]
        self.log.warning(f"{about['student']}, {about['assignment']}: {reason}. The cells after it were not run.")
        cell.outputs = [v4.new_output("stream", name="stderr", text=f"{reason}. The cells after it were not run.\n")]


def _graded(cell: Any) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade", False))


def _name(cell: Any, index: int) -> str:
    return grade_id(cell) if "nbgrader" in cell.metadata else f"number {index + 1}"
