"""What must not reach the student with the feedback."""

from typing import Any

from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests


class HideTests(ClearHiddenTests):  # type: ignore[misc]  # nbgrader ships no types
    """nbgrader's ClearHiddenTests, held to locked test cells: a marker that a student wrote stops no feedback."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        if utils.is_grade(cell) and utils.is_locked(cell):
            if self._remove_hidden_test_region(cell):
                _without_tracebacks(cell)
            cell.source = cell.source.rstrip()
        return cell, resources


def _without_tracebacks(cell: Any) -> None:
    """A traceback shows the lines around the one that failed, and may show the values that it compared."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            output.evalue = "this cell has hidden tests: what they say is not shown"
            output.traceback = [f"{output.ename}: {output.evalue}"]
