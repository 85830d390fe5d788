"""From scripts to ``source/`` and, by nbgrader's own GenerateAssignment, to ``release/``."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.course.cells import Script
from autograder.course.errors import CourseError
from autograder.course.folder import Course
from autograder.course.notebook import to_notebook, to_text


def build(course: Course, names: list[str] | None = None) -> Iterator[str]:
    """Write ``source/`` and ``release/`` for `names` (all when empty) and record them in the gradebook.

    All scripts are read before anything is written. Yields each name when it is done.

    Raises:
        CourseError: when a script breaks the grammar or nbgrader refuses.
    """
    scripts = course.scripts(names)
    config = course.config()
    for script in scripts:
        _write_source(script, course, course.source)
        _generate(script.name, config)
        yield script.name


def stale(course: Course, names: list[str] | None = None) -> list[str]:
    """What in ``source/`` and ``release/`` is not what the scripts give, one line each; nothing is written."""
    scripts = course.scripts(names)
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        fresh = Course(Path(folder).resolve())
        config = course.config()
        config.CourseDirectory.root = str(fresh.root)
        config.CourseDirectory.db_url = f"sqlite:///{fresh.root / 'gradebook.db'}"
        for script in scripts:
            _write_source(script, course, fresh.source)
            _generate(script.name, config)
        for part in ("source", "release"):
            for script in scripts:
                found += _compare(fresh.root / part / script.name, course.root / part / script.name, course.root)
    if not names:
        found += _orphans(course)
    return found


def _write_source(script: Script, course: Course, source: Path) -> None:
    folder = source / script.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{script.name}.ipynb").write_text(to_text(to_notebook(script)), encoding="utf-8", newline="\n")
    for filename, _ in script.data_files():
        shutil.copyfile(course.data / filename, folder / filename)


def _generate(name: str, config: Any) -> None:
    """Run nbgrader's GenerateAssignment."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = name
    converter = GenerateAssignment(coursedir=coursedir, config=config)
    converter.force = True
    log = _Log()
    with log.of(converter):
        try:
            converter.start()
        except Exception as error:
            raise CourseError(_refusal(name, log.text() or str(error))) from error


def _refusal(name: str, log: str) -> str:
    if "submissions associated" in log:
        return (
            f"{name}: nbgrader will not add or remove cells of an assignment that students have submitted. "
            "Undo the change of cells, or give the assignment a new name, or remove it with "
            f"`nbgrader db assignment remove {name}` (its grades go with it)"
        )
    return f"{name}: nbgrader generate_assignment failed:\n{log}"


class _Log:
    """What nbgrader logs, kept instead of printed."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def text(self) -> str:
        return "\n".join(self._lines)

    @contextlib.contextmanager
    def of(self, converter: Any) -> Iterator[None]:
        import logging

        handler = logging.Handler(logging.WARNING)
        handler.emit = lambda record: self._lines.append(record.getMessage())  # type: ignore[method-assign]
        logger = converter.log
        before, propagate = logger.level, logger.propagate
        logger.addHandler(handler)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        try:
            yield
        finally:
            logger.removeHandler(handler)
            logger.setLevel(before)
            logger.propagate = propagate


def _compare(fresh: Path, built: Path, root: Path) -> Iterator[str]:
    for path in sorted(fresh.rglob("*")):
        if not path.is_file():
            continue
        there = built / path.relative_to(fresh)
        if not there.is_file():
            yield f"{there.relative_to(root)} is missing"
        elif there.read_bytes() != path.read_bytes():
            yield f"{there.relative_to(root)} is stale"


def _orphans(course: Course) -> Iterator[str]:
    names = set(course.names())
    for part in (course.source, course.release):
        for folder in sorted(part.glob("*")):
            if folder.is_dir() and folder.name not in names:
                yield f"{folder.relative_to(course.root)} has no script in solutions/: delete it"
