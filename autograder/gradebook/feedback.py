"""What must not reach the student with the feedback, and what else must."""

from typing import Any

from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests, GetGrades

from autograder.gradebook.page.make import WAITS


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


class Grades(GetGrades):  # type: ignore[misc]  # as above
    """nbgrader's GetGrades, which also says what a person has still to grade."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        cell, resources = super().preprocess_cell(cell, resources, index)
        if utils.is_grade(cell) or utils.is_task(cell):
            identity = cell.metadata.nbgrader["grade_id"]
            grade = self.gradebook.find_grade(identity, self.notebook_id, self.assignment_id, self.student_id)
            cell.metadata.nbgrader[WAITS] = bool(grade.needs_manual_grade)
        return cell, resources
