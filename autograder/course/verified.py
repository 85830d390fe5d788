"""Which assignments are proven as they are now: ``solutions/verified.json`` keeps what each proof found, and of what.

`autograder verify` writes it; it is committed, and `autograder build` asks it.
"""

import hashlib
import json
from typing import Any

from autograder.course.errors import CourseError
from autograder.course.folder import Course

RECORD = "verified.json"


def changed(course: Course, names: list[str] | None = None) -> list[str]:
    """Those of `names` (of all when empty) that were changed since they were proven.

    Raises:
        CourseError: when the record cannot be read.
    """
    known = _read(course)
    names = names or course.names()
    return [name for name in names if name in known and known[name].get("digest") != digest(course, name)]


def proven_in_full(course: Course, name: str) -> dict[str, Any] | None:
    """The figures of the whole proof of `name` as it is now, if there was one.

    Raises:
        CourseError: when the record cannot be read.
    """
    known = _read(course).get(name)
    return known if known and known.get("quick") is False and known.get("digest") == digest(course, name) else None


def never_proven(course: Course, names: list[str] | None = None) -> list[str]:
    """Those of `names` (of all when empty) that no proof is recorded of.

    Raises:
        CourseError: when the record cannot be read.
    """
    known = _read(course)
    return [name for name in names or course.names() if name not in known]


def record(course: Course, name: str, proven: str, figures: dict[str, Any]) -> None:
    """Keep that `name` is proven as it was when its digest was `proven`; a sample never replaces the whole proof of it.

    Raises:
        CourseError: when the record cannot be read.
    """
    known = _read(course)
    before = known.get(name, {})
    if figures.get("quick") and before.get("digest") == proven and before.get("quick") is False:
        return
    known[name] = {"digest": proven, **figures}
    known = {each: known[each] for each in sorted(known) if each in course.names()}
    path = course.solutions / RECORD
    path.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def digest(course: Course, name: str) -> str:
    """A digest of what a proof of `name` rests on: the script's code (not its prose), its answers, its data files."""
    found = hashlib.sha256()
    script = course.script(name)
    for cell in script.cells:
        if cell.is_code:
            found.update(f"{cell.kind.value} {cell.name} {len(cell.source)}\n{cell.source}".encode())
    paths = [course.solutions / "answers" / f"{name}.py"]
    paths += [course.data / filename for filename, _ in script.data_files()]
    for path in paths:
        text = path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else b""
        found.update(f"{path.name} {len(text)}\n".encode() + text)
    return found.hexdigest()


def _read(course: Course) -> dict[str, Any]:
    path = course.solutions / RECORD
    if not path.exists():
        return {}
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(known, dict) or not all(isinstance(entry, dict) for entry in known.values()):
            raise ValueError("it is no table of assignments")
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read ({error}); remove it and run `autograder verify`") from error
    return known
