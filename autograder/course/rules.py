"""The cell grammar: what a script must hold to so that its notebook can be graded."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.course.cells import Cell, Kind, Script
from autograder.course.errors import GrammarError, Problem
from autograder.judge.declared import HIDDEN, hidden_lines, mark_of, test_functions

STUB = "raise NotImplementedError()"
SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
MAGIC = re.compile(r"^\s*(%|!|\?)")


def check_rules(script: Script, data: Path) -> None:
    """Hold `script` against every rule; `data` is the folder of its data files.

    Raises:
        GrammarError: with all problems, each with its line and cure.
    """
    problems: list[Problem] = []
    readable = Script(script.path, [cell for cell in script.cells if not cell.is_code or _is_python(cell.source)])
    for rule in (_syntax, _names_of_cells, _markers):
        problems += rule(script, data)
    for rule in (_tests, _released, _definitions, _data):  # these need a tree
        problems += rule(readable, data)
    if problems:
        raise GrammarError(sorted(problems, key=lambda problem: problem.line))


def _syntax(script: Script, data: Path) -> Iterator[Problem]:
    for cell in script.cells:
        if not cell.is_code:
            continue
        magic = next((n for n, s in enumerate(cell.source.splitlines(), 1) if MAGIC.match(s)), None)
        if magic and not _is_python(cell.source):
            what = f"a `%` or `!` line in a {cell.kind.value} cell"
            yield Problem(script.path, cell.at(magic), what, "Write plain Python: the script must run by itself")
            continue
        try:
            _ = cell.tree
        except SyntaxError as error:
            line = cell.at(error.lineno or 1)
            yield Problem(script.path, line, f"not Python: {error.msg}", "Mend the line")


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _released(script: Script, data: Path) -> Iterator[Problem]:
    """A cell must still be one when its solution or its hidden tests are taken out."""
    unbalanced = {problem.line for problem in _markers(script, data)}
    cells = [
        cell
        for cell in script.cells
        if unbalanced.isdisjoint(range(cell.line, cell.at(len(cell.source.splitlines())) + 1))
    ]
    for cell in cells:
        if cell.kind is Kind.SOLUTION and not _is_python(stubbed(cell.source)):
            what = f'the solution cell "{cell.name}" is not Python when the stub takes the place of its solution'
            yield Problem(script.path, cell.line, what, "Indent the markers as the lines between them")
        if cell.kind is not Kind.TEST:
            continue
        hidden = hidden_lines(cell.source)
        lines = cell.source.splitlines()
        shown = "\n".join("" if number in hidden else line for number, line in enumerate(lines, start=1))
        if not _is_python(shown) or (_ends_in_check(cell.source) and not _ends_in_check(shown)):
            what = f'the test cell "{cell.name}" is broken when its hidden tests are taken out'
            cure = "Put whole tests, with their decorators, between the markers, and check() below them"
            yield Problem(script.path, cell.line, what, cure)


def _ends_in_check(source: str) -> bool:
    body = ast.parse(source).body
    return bool(body) and ast.unparse(body[-1]) == "check()"


def stubbed(source: str) -> str:
    """A solution cell as released: each region is the stub."""
    lines = []
    inside = False
    for line in source.splitlines():
        if SOLUTION[0] in line:
            inside = True
            lines.append(line[: len(line) - len(line.lstrip())] + STUB)
        elif SOLUTION[1] in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def _names_of_cells(script: Script, data: Path) -> Iterator[Problem]:
    seen: dict[tuple[Kind, str], int] = {}
    for cell in script.cells:
        if not cell.name:
            continue
        key = (cell.kind, cell.name)
        if key in seen:
            what = f'a second {cell.kind.value} cell named "{cell.name}" (the first is in line {seen[key]})'
            yield Problem(script.path, cell.line, what, "Give each cell of a kind its own name")
        seen.setdefault(key, cell.line)
        if cell.kind is Kind.TEST and (Kind.SOLUTION, cell.name) not in seen:
            what = f'the test cell "{cell.name}" has no solution cell before it'
            yield Problem(script.path, cell.line, what, f'Put a cell `# %% solution="{cell.name}"` above it')
    if not script.of(Kind.TEST):
        yield Problem(script.path, 1, "the script has no test cell", 'Add one: `# %% test="name"`')


def _markers(script: Script, data: Path) -> Iterator[Problem]:
    homes = {Kind.SOLUTION: SOLUTION, Kind.TEST: HIDDEN}
    for cell in script.cells:
        for kind, (begin, end) in homes.items():
            yield from _balanced(script, cell, kind, begin, end)
        if cell.kind is Kind.SOLUTION and SOLUTION[0] not in cell.source:
            what = f'the solution cell "{cell.name}" has no {SOLUTION[0]}'
            cure = f"Put the answer between {SOLUTION[0]} and {SOLUTION[1]}: all else is given to the student"
            yield Problem(script.path, cell.line, what, cure)


def _balanced(script: Script, cell: Cell, home: Kind, begin: str, end: str) -> Iterator[Problem]:
    opened = 0
    for number, line in enumerate(cell.source.splitlines(), start=1):
        here = begin in line or end in line
        if here and cell.kind is not home:
            what = f"`{line.strip()}` in a {cell.kind.value} cell"
            yield Problem(script.path, cell.at(number), what, f"It belongs in a {home.value} cell")
            return
        if begin in line:
            if opened:
                what = f"{begin} again before {end} (opened in line {cell.at(opened)})"
                yield Problem(script.path, cell.at(number), what, f"Close the first with {end}")
            opened = number
        elif end in line:
            if not opened:
                yield Problem(script.path, cell.at(number), f"{end} without {begin}", f"Put {begin} above it")
            opened = 0
    if opened:
        yield Problem(script.path, cell.at(opened), f"{begin} is never closed", f"Put {end} below the region")


def _tests(script: Script, data: Path) -> Iterator[Problem]:
    for cell in script.of(Kind.TEST):
        last = cell.tree.body[-1] if cell.tree.body else None
        if last is None or ast.unparse(last) != "check()":
            line = cell.at(last.lineno) if last else cell.line
            what = f'the test cell "{cell.name}" does not end in check()'
            yield Problem(script.path, line, what, "Make `check()` its last line")
        functions = test_functions(cell.tree)
        if not functions:
            what = f'the test cell "{cell.name}" holds no test'
            yield Problem(script.path, cell.line, what, "Define a function `test_…(student)` in it")
        for function in functions:
            yield from _test(script, cell, function)


def _test(script: Script, cell: Cell, function: ast.FunctionDef) -> Iterator[Problem]:
    line = cell.at(function.lineno)
    if mark_of(function) is None:
        what = f"{function.name} has no points"
        yield Problem(script.path, line, what, "Write `@points(2)` above it, with a literal number")
    if not ast.get_docstring(function):
        what = f"{function.name} has no docstring"
        cure = "Say in one sentence what it tests: it is the line that students read in their feedback"
        yield Problem(script.path, line, what, cure)
    if "student" not in [argument.arg for argument in function.args.args]:
        what = f"{function.name} does not take `student`"
        yield Problem(script.path, line, what, f"Write `def {function.name}(student):` and use `student.…`")
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) and node.msg is None:
            what = f"an assert without a message in {function.name}"
            cure = 'Add one, `assert …, "what was wanted and what came"`: it is all that a student sees'
            yield Problem(script.path, cell.at(node.lineno), what, cure)


def _definitions(script: Script, data: Path) -> Iterator[Problem]:
    seen: dict[str, tuple[Cell, int]] = {}
    for cell in script.cells:
        if not cell.is_code:
            continue
        here: set[str] = set()
        for name, line, function in _defined(cell.tree):
            first = seen.get(name)
            if first and (first[0] is not cell or (function and name in here)):
                what = f"`{name}` is defined a second time (first in line {first[1]})"
                yield Problem(script.path, cell.at(line), what, "Give it another name: cells share one namespace")
            seen.setdefault(name, (cell, cell.at(line)))
            here.add(name)


def _defined(tree: ast.Module) -> Iterator[tuple[str, int, bool]]:
    """The names that a cell's top level binds for good: functions, classes and CONSTANTS."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno, True
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                for part in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
                    if isinstance(part, ast.Name) and part.id.isupper():
                        yield part.id, node.lineno, False


def _data(script: Script, data: Path) -> Iterator[Problem]:
    for filename, line in script.data_files():
        if not (data / filename).is_file():
            what = f"the data file {filename} is not in {data}"
            yield Problem(script.path, line, what, "Put it there: the builder copies it beside the notebook")
