"""What a grade rests on, as one digest: the submission, the assignment, the engine and its settings."""

import hashlib
import json
from pathlib import Path
from typing import Any

from autograder.batch.engine import digest, engine
from autograder.batch.submissions import Submission


class Keys:
    """The keys of a course's submissions; `settings` are those of the judge that change what it finds."""

    def __init__(self, coursedir: Any, settings: dict[str, Any]) -> None:
        self._coursedir = coursedir
        self._settings = json.dumps(settings, sort_keys=True, default=str)
        self._assignments: dict[str, str] = {}

    def of(self, submission: Submission) -> str:
        """The key of a submission: another one means that it must be graded again."""
        name = submission.assignment
        if name not in self._assignments:
            self._assignments[name] = self._assignment(name)
        parts = (engine(), self._settings, self._assignments[name], submission.digest())
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _assignment(self, name: str) -> str:
        """The instructor's version, with its files, and what the diagnosis is made of."""
        root = Path(self._coursedir.root)
        source = Path(self._coursedir.format_path(self._coursedir.source_directory, ".", name))
        solutions = [root / "solutions" / f"{name}.py", root / "solutions" / "answers" / f"{name}.py"]
        return digest([*sorted(source.rglob("*")), *solutions])
