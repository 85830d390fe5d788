"""nbgrader's steps that write grades, on the gradebook that the submission shares."""

from typing import Any

from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, SaveAutoGrades

from autograder.gradebook.metadata import CheckMetadata
from autograder.gradebook.opened import SHARED


class SaveGrades(SaveAutoGrades):  # type: ignore[misc]  # nbgrader ships no types
    """nbgrader's SaveAutoGrades."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        if SHARED not in resources:
            return super().preprocess(nb, resources)  # type: ignore[no-any-return]
        self.gradebook = resources[SHARED]
        self.notebook_id, self.assignment_id, self.student_id = _about(resources)
        for index, cell in enumerate(nb.cells):
            nb.cells[index], resources = self.preprocess_cell(cell, resources, index)
        return nb, resources


class LatePenalties(AssignLatePenalties):  # type: ignore[misc]  # as above
    """nbgrader's AssignLatePenalties."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        if SHARED not in resources:
            return super().preprocess(nb, resources)  # type: ignore[no-any-return]
        self.init_plugin()
        notebook_id, assignment_id, student_id = _about(resources)
        submission = resources[SHARED].find_submission(assignment_id, student_id)
        notebook = resources[SHARED].find_submission_notebook(notebook_id, assignment_id, student_id)
        notebook.late_submission_penalty = None
        late = submission.total_seconds_late
        if late > 0:
            penalty = self.plugin_inst.late_submission_penalty(student_id, notebook.score, late)
            self.log.warning(f"{student_id}, {assignment_id}: {late:g} seconds late, penalty {penalty}")
            if penalty is not None:
                notebook.late_submission_penalty = self._check_late_penalty(notebook, penalty)
        resources[SHARED].db.flush()
        return nb, resources


#: What takes the place of a step of nbgrader's where one process grades a class, each submission in one transaction.
SHARING = {CheckCellMetadata: CheckMetadata, SaveAutoGrades: SaveGrades, AssignLatePenalties: LatePenalties}


def _about(resources: Any) -> tuple[str, str, str]:
    about = resources["nbgrader"]
    return about["notebook"], about["assignment"], about["student"]
