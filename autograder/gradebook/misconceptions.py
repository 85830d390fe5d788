"""The misconceptions of an assignment, for the judge's diagnosis: from ``solutions/`` in the course folder."""

import functools
from pathlib import Path
from typing import Any

from autograder.course.cells import Kind, read_script
from autograder.course.diagnosable import misconceptions_of
from autograder.course.errors import CourseError
from autograder.course.judged import cells_to_judge


def known_of(root: Path, name: str, trusted: list[tuple[str, str]]) -> dict[str, Any] | None:
    """The reference's cells and the misconceptions of the assignment `name`, as the lane takes them.

    None where the course has no answers for it, or where its tests are no longer those that were released: `trusted`
    are the released setup and test cells.
    """
    script, answers = (root / "solutions" / part / f"{name}.py" for part in ("", "answers"))
    try:
        stamps = tuple((path.stat().st_mtime_ns, path.stat().st_size) for path in (script, answers))
    except OSError:
        return None
    tests, known = _read(script, stamps)
    return known if tests and tests <= {source.strip() for _, source in trusted} else None


@functools.lru_cache(maxsize=16)
def _read(path: Path, stamps: object) -> tuple[frozenset[str], dict[str, Any] | None]:
    try:
        script = read_script(path)
        misconceptions = misconceptions_of(script)
    except CourseError:
        return frozenset(), None
    entries = [
        {
            "function": one.function,
            "name": one.name,
            "text": one.text,
            "source": one.source,
            "loses": sorted(one.loses),
            "exercise": sorted(one.exercise),
            "used": sorted(one.used),
        }
        for one in misconceptions
    ]
    tests = frozenset(cell.source.strip() for cell in script.of(Kind.TEST))
    return tests, {"cells": cells_to_judge(script), "misconceptions": entries} if entries else None
