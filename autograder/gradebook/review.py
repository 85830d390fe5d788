"""Flag for a person what no verdict settled."""

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.gradebook.opened import opened
from autograder.gradebook.settle import REVIEW


class FlagForReview(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """After SaveAutoGrades: the grade of each cell that failed closed waits for a manual grade in the formgrader."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        about = resources["nbgrader"]
        flagged = resources.get(REVIEW, {})
        if flagged:
            with opened(resources) as gradebook:
                for identity in flagged:
                    grade = gradebook.find_grade(identity, about["notebook"], about["assignment"], about["student"])
                    grade.needs_manual_grade = True
                gradebook.db.commit()
        return nb, resources
