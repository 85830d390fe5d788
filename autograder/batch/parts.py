"""What of an assignment each test rests on: its own lines, and all code that is no test.

So that after a change of one test the others keep what they found.
"""

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from autograder.judge.declared import test_functions


@dataclass(frozen=True)
class Parts:
    """A digest of what all tests of an assignment share, and one of each test, by its name."""

    shared: str
    tests: dict[str, str] = field(default_factory=dict)


def parts_of(folder: Path) -> Parts:
    """The parts of the instructor's version in `folder`: notebooks and data files."""
    shared = hashlib.sha256()
    tests: dict[str, str] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        if path.suffix != ".ipynb":
            content = path.read_bytes()
            shared.update(f"{name} {len(content)}\n".encode() + content)
            continue
        code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        for place, cell in enumerate(code):
            rest, own = split(cell.source) if _is_test(cell) else (cell.source, {})
            about = [name, place, cell.metadata.get("nbgrader", {}).get("grade_id", ""), rest]
            shared.update(repr(about).encode())
            for test, source in own.items():
                tests[test] = hashlib.sha256(f"{name}\n{test}\n{source}".encode()).hexdigest()[:16]
    return Parts(shared.hexdigest(), tests)


def split(source: str) -> tuple[str, dict[str, str]]:
    """A test cell's source without its tests, and each test's own lines by its name."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return source, {}
    lines = source.splitlines()
    tests: dict[str, str] = {}
    taken: set[int] = set()
    for node in test_functions(tree):
        span = range(min([node.lineno, *(each.lineno for each in node.decorator_list)]), (node.end_lineno or 0) + 1)
        taken |= set(span)
        tests[node.name] = "\n".join(lines[number - 1] for number in span)
    return "\n".join(_kept(lines, taken)), tests


def _kept(lines: list[str], taken: set[int]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if number not in taken and line.strip():
            yield line


def _is_test(cell: Any) -> bool:
    marks = cell.metadata.get("nbgrader", {})
    return bool(marks.get("grade")) and not marks.get("solution")
