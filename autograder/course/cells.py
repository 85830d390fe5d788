"""A py:percent script as a list of cells, each with its place in the file."""

import ast
import io
import re
import tokenize
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.course.errors import CourseError, GrammarError, Problem
from autograder.course.given import expanded
from autograder.judge.declared import hidden_lines, spec_of, test_functions
from autograder.judge.verdict import TestSpec

MARKER = re.compile(r"# %%(\s|$)")
ALMOST = re.compile(r"\s*#\s*%%")  # what jupytext, or a person, may take for a marker
FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}  # a comment stays one
NAME = re.compile(r"[a-z][a-z0-9_]*")
GRAMMAR = (
    'a cell is "# %% [markdown]", "# %% setup", "# %% given", "# %% solution=\\"name\\"" or "# %% test=\\"name\\""'
)


class Kind(Enum):
    """The kinds of cell; what is given from another script is setup."""

    PROSE = "prose"
    SETUP = "setup"
    SOLUTION = "solution"
    TEST = "test"


@dataclass(frozen=True)
class Cell:
    """One cell: its kind, its name (empty for prose and most setup), its text, and the line of its marker.

    The text of one that is `given` comes from other scripts.
    """

    kind: Kind
    name: str
    source: str
    line: int
    given: bool = False

    @property
    def is_code(self) -> bool:
        return self.kind is not Kind.PROSE

    @cached_property
    def tree(self) -> ast.Module:
        """The cell's syntax tree.

        Raises:
            SyntaxError: when the cell is not Python.
        """
        return ast.parse(self.source)

    def at(self, line: int) -> int:
        """The line in the file of line `line` (from 1) of this cell."""
        return self.line + line

    def tests(self) -> list[TestSpec]:
        """The tests that this cell declares, in order."""
        hidden = hidden_lines(self.source)
        return [spec_of(node, hidden) for node in test_functions(self.tree)]


@dataclass(frozen=True)
class Script:
    """An assignment's script; its stem is the assignment's name."""

    path: Path
    cells: list[Cell] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.path.stem

    def of(self, kind: Kind) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind is kind]

    def data_files(self) -> list[tuple[str, int]]:
        """The files that the script loads by ``load_data("…")``, each with its line."""
        found = []
        for cell in self.cells:
            if not cell.is_code:
                continue
            for node in ast.walk(cell.tree):
                if _calls(node, "load_data") and node.args and isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined]
                    found.append((str(node.args[0].value), cell.at(node.lineno)))  # type: ignore[attr-defined]
        return found


def read_script(path: Path) -> Script:
    """Read a script, without judging its cells further than their kind.

    Raises:
        CourseError: when the file cannot be read.
        GrammarError: at an unknown cell kind or a header that pairs the script with a notebook.
    """
    import jupytext

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    if not NAME.fullmatch(path.stem):
        raise CourseError(f"{path}: the file's name is the assignment's: use lower-case letters, digits and _")
    try:
        notebook = jupytext.reads(text, fmt=FORMAT)
    except Exception as error:  # jupytext and nbformat check its header each in their own way
        raise CourseError(f"{path}:1: the header cannot be read, delete it ({error!s:.200})") from error
    if "formats" in notebook.metadata.get("jupytext", {}):
        line = next((n for n, s in enumerate(text.splitlines(), 1) if "formats:" in s), 1)
        cure = "Delete the `formats:` line: pairing would leak the solutions into release/ and back"
        raise GrammarError([Problem(path, line, "the header pairs this script with a notebook", cure)])
    almost = _almost_markers(path, text)
    if almost:
        raise GrammarError(almost)
    lines = _marker_lines(text)
    problems: list[Problem] = []
    if len(lines) != len(notebook.cells):
        raise GrammarError([_misread(path, text)])
    cells = []
    for line, cell in zip(lines, notebook.cells, strict=True):
        made = _cell(cell, line, path.parent)
        if isinstance(made, Cell):
            cells.append(made)
        else:
            problems.append(Problem(path, line, made, f"Use one of the kinds: {GRAMMAR}"))
    if problems:
        raise GrammarError(problems)
    return Script(path, cells)


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _cell(cell: Any, line: int, folder: Path) -> Cell | str:
    """Our cell for jupytext's, or what is wrong with its marker; `folder` holds the scripts."""
    metadata = {key: value for key, value in cell.metadata.items() if not key.startswith("lines_to_")}
    if cell.cell_type == "markdown":
        if metadata:
            return f"a prose cell takes no option, this one has {', '.join(metadata)}"
        return Cell(Kind.PROSE, "", cell.source, line)
    if metadata == {"title": "setup"}:
        return Cell(Kind.SETUP, "", cell.source, line)
    if metadata == {"title": "given"}:
        try:
            return Cell(Kind.SETUP, "", expanded(cell.source, folder), line, given=True)
        except LookupError as error:
            return str(error)
    for kind in (Kind.SETUP, Kind.SOLUTION, Kind.TEST):
        if set(metadata) == {kind.value}:
            name = metadata[kind.value]
            if not isinstance(name, str) or not NAME.fullmatch(name):
                return f"{name!r} is no name for a cell (lower-case letters, digits and _)"
            return Cell(kind, name, cell.source, line)
    said = " ".join(f"{key}={value!r}" if key != "title" else str(value) for key, value in metadata.items())
    return f"unknown kind of cell: {said or 'it names none'} ({cell.cell_type})"


def _misread(path: Path, text: str) -> Problem:
    """Why jupytext sees other cells than we do."""
    try:
        list(tokenize.generate_tokens(io.StringIO(text).readline))
    except tokenize.TokenError as error:
        if "string" in str(error.args[0]):
            return Problem(path, error.args[1][0], "a string that is never closed", "Close it")
    except SyntaxError:
        pass
    return Problem(path, 1, "there is text before the first cell", f"Begin the script with a cell marker; {GRAMMAR}")


def _almost_markers(path: Path, text: str) -> list[Problem]:
    """The comments that a person, or jupytext, may take for a marker, and that are none."""
    cure = f"Write `# %% ` at the start of the line; {GRAMMAR}"
    try:
        return [
            Problem(path, token.start[0], f"`{token.string}` is no cell marker", cure)
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
            if token.type == tokenize.COMMENT and ALMOST.match(token.line) and not MARKER.match(token.line)
        ]
    except (tokenize.TokenError, SyntaxError):
        return []


def _marker_lines(text: str) -> list[int]:
    """The lines of the cell markers; one inside a string is no marker."""
    try:
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        return [
            token.start[0]
            for token in tokens
            if token.type == tokenize.COMMENT and token.start[1] == 0 and MARKER.match(token.string)
        ]
    except (tokenize.TokenError, SyntaxError):
        return [number for number, line in enumerate(text.splitlines(), start=1) if MARKER.match(line)]
