"""What is submitted: the folders, and a digest of what each holds."""

import glob
import hashlib
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, order=True)
class Submission:
    """What one student handed in for one assignment, in `folder`."""

    assignment: str
    student: str
    folder: Path

    def digest(self) -> str:
        """A digest of all files in the folder, the time of submission too; links are never graded, and do not count."""
        found = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            content = path.read_bytes()
            name = os.fsencode(path.relative_to(self.folder))
            found.update(b"%d %b %d " % (len(name), name, len(content)) + content)
        return found.hexdigest()


def submissions(coursedir: Any, assignments: Collection[str], students: Collection[str]) -> list[Submission]:
    """The submissions of `assignments` (of all when empty) by `students` (by all when empty), in nbgrader's folders.

    Those of one assignment come together, so that a judge knows its tests already.
    """
    return sorted(
        each
        for each in _all(coursedir)
        if (not assignments or each.assignment in assignments) and (not students or each.student in students)
    )


def _all(coursedir: Any) -> Iterator[Submission]:
    step = coursedir.submitted_directory
    pattern = re.compile(coursedir.format_path(step, "(?P<student>[^/]+)", "(?P<assignment>[^/]+)", escape=True))
    excluded = set(filter(None, coursedir.student_id_exclude.split(",")))
    for folder in glob.glob(coursedir.format_path(step, "*", "*")):
        match = pattern.fullmatch(folder)
        if match and os.path.isdir(folder) and match["student"] not in excluded:
            yield Submission(match["assignment"], match["student"], Path(folder))
