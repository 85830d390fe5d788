"""What a grade rests on, as one digest: the submission, the assignment, the engine and its settings."""

import hashlib
import json
from pathlib import Path
from typing import Any

from autograder.batch.parts import Parts, parts_of
from autograder.batch.submissions import Submission
from autograder.judge.engine import digest, engine


class Keys:
    """The keys of a course's submissions; `settings` are those of the judge that change what it finds."""

    def __init__(self, coursedir: Any, settings: dict[str, Any]) -> None:
        self._coursedir = coursedir
        self._settings = json.dumps(settings, sort_keys=True, default=str)
        self._assignments: dict[str, str] = {}
        self._parts: dict[str, Parts] = {}

    def of(self, submission: Submission) -> str:
        """The key of a submission: another one means that it must be graded again."""
        name = submission.assignment
        if name not in self._assignments:
            self._assignments[name] = self._assignment(name)
        return self._digest(self._assignments[name], submission)

    def base(self, submission: Submission) -> str:
        """What its tests share: while it is the same, a test that is the same finds the same."""
        return self._digest(self.parts(submission.assignment).shared, submission)

    def parts(self, assignment: str) -> Parts:
        """What the tests of an assignment rest on."""
        if assignment not in self._parts:
            self._parts[assignment] = parts_of(self._source(assignment))
        return self._parts[assignment]

    def _digest(self, assignment: str, submission: Submission) -> str:
        parts = (engine(), self._settings, assignment, submission.digest())
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _source(self, name: str) -> Path:
        return Path(self._coursedir.format_path(self._coursedir.source_directory, ".", name))

    def _assignment(self, name: str) -> str:
        """The instructor's version, with its files, and what the diagnosis is made of."""
        root = Path(self._coursedir.root)
        solutions = [root / "solutions" / f"{name}.py", root / "solutions" / "answers" / f"{name}.py"]
        return digest([*sorted(self._source(name).rglob("*")), *solutions])
