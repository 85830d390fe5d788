"""What else people write: other right answers, and misconceptions with the tests that each loses.

``solutions/answers/<name>.py`` marks functions (or classes) with `right` and `misconception`. It is read, not run:
an answer's text takes the place of the reference's definition of that name, and so it may use every name of the
notebook.
A function in capitals stands for a constant: ``def PREDICT_X(): return {...}``.
"""

import ast
import itertools
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from autograder.course.cells import Cell, Kind, Script
from autograder.course.errors import CourseError

Answered = TypeVar("Answered")


def right(answer: Answered) -> Answered:
    """Mark an answer that earns full points."""
    return answer


def misconception(name: str, *, loses: list[str], hint: str) -> Any:
    """Mark an answer that loses exactly the tests `loses`; `hint` leads a student on without giving the answer.

    A misconception may be written in several ways, each marked with its name and its hint.
    """
    return lambda answer: answer


@dataclass(frozen=True)
class Answer:
    """One answer to one name of an assignment; a right one has no misconception and loses nothing."""

    path: Path
    line: int
    target: str
    source: str
    misconception: str = ""
    loses: tuple[str, ...] = ()
    hint: str = ""

    @property
    def is_right(self) -> bool:
        return not self.misconception

    @property
    def label(self) -> str:
        return f"{self.target}: {self.misconception or f'right, line {self.line}'}"


def read_answers(script: Script) -> list[Answer]:
    """The answers to `script`'s exercises; none when it has no answers file.

    Raises:
        CourseError: naming file, line and cure, at an answer that fits no exercise or names no test.
    """
    path = script.path.parent / "answers" / script.path.name
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text, str(path))
    except SyntaxError as error:
        raise CourseError(f"{path}:{error.lineno}: not Python: {error.msg}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                answer = _answer(path, text, node, decorator)
                if answer:
                    found.append(answer)
    _check(script, found)
    return found


def with_answers(script: Script, answers: list[Answer]) -> list[Cell]:
    """The script's cells with the given answers in place of the reference's."""
    cells = list(script.cells)
    for answer in answers:
        index = _home(script, answer.target)
        if index is None:
            raise CourseError(f"{answer.path}:{answer.line}: no solution cell defines `{answer.target}`")
        cell = cells[index]
        cells[index] = Cell(cell.kind, cell.name, _replace(cell.source, answer), cell.line)
    return cells


def _home(script: Script, target: str) -> int | None:
    for index, cell in enumerate(script.cells):
        if cell.kind is Kind.SOLUTION and any(_binds(node, target) for node in cell.tree.body):
            return index
    return None


def _binds(node: ast.stmt, name: str) -> bool:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name == name
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        return isinstance(node.target, ast.Name) and node.target.id == name
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)


def _replace(source: str, answer: Answer) -> str:
    lines = source.splitlines()
    nodes = [node for node in ast.parse(source).body if _binds(node, answer.target)]
    for node in reversed(nodes[1:]):  # a constant may be given first, and changed in the solution
        del lines[node.lineno - 1 : node.end_lineno]
    node = nodes[0]
    begin, end = _first_line(node), node.end_lineno or node.lineno
    # The marker that ends a solution inside a function lies behind its last statement.
    while end < len(lines) and (lines[end].startswith((" ", "\t")) or not lines[end].strip()):
        end += 1
    lines[begin - 1 : end] = [*answer.source.splitlines(), ""]
    return "\n".join(lines).rstrip()


def _answer(path: Path, text: str, node: ast.FunctionDef | ast.ClassDef, decorator: ast.expr) -> Answer | None:
    source = _source(path, text, node)
    if isinstance(decorator, ast.Name) and decorator.id == "right":
        return Answer(path, node.lineno, node.name, source)
    call = decorator
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "misconception"):
        if re.search(r"\b(right|misconception)\b", ast.unparse(decorator)):
            raise CourseError(f"{path}:{decorator.lineno}: write @right, or @misconception(…), and nothing else")
        return None
    try:
        name = ast.literal_eval(call.args[0])
        options = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
        loses, hint = options["loses"], options["hint"]
        if not (name and isinstance(name, str) and isinstance(hint, str) and isinstance(loses, list | tuple)):
            raise ValueError("of another kind")
        return Answer(path, node.lineno, node.name, source, name, tuple(loses), hint)
    except (ValueError, KeyError, IndexError) as error:
        raise CourseError(
            f'{path}:{call.lineno}: write @misconception("name", loses=["test_…"], hint="…") with literals'
        ) from error


def _source(path: Path, text: str, node: ast.FunctionDef | ast.ClassDef) -> str:
    if isinstance(node, ast.FunctionDef) and node.name.isupper():
        returned = node.body[-1]
        if len(node.body) > 1 or not isinstance(returned, ast.Return) or returned.value is None:
            raise CourseError(f"{path}:{node.lineno}: an answer for the constant {node.name} is one `return`")
        return f"{node.name} = {ast.unparse(returned.value)}"
    lines = text.splitlines()
    kept = [lines[d.lineno - 1 : d.end_lineno] for d in node.decorator_list if not _marks(d)]
    body = lines[node.lineno - 1 : node.end_lineno]
    return textwrap.dedent("\n".join([*itertools.chain(*kept), *body]))


def _marks(decorator: ast.expr) -> bool:
    """Whether a decorator is ours; any other one is part of the answer."""
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(named, ast.Name) and named.id in ("right", "misconception")


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _check(script: Script, answers: list[Answer]) -> None:
    tests = {spec.name for cell in script.of(Kind.TEST) for spec in cell.tests()}
    hints: dict[tuple[str, str], str] = {}
    for answer in answers:
        where = f"{answer.path}:{answer.line}"
        if _home(script, answer.target) is None:
            raise CourseError(f"{where}: no solution cell of {script.path.name} defines `{answer.target}`")
        unknown = set(answer.loses) - tests
        if unknown:
            raise CourseError(f"{where}: no such test: {', '.join(sorted(unknown))}")
        if answer.misconception and not answer.loses:
            raise CourseError(f"{where}: {answer.misconception} loses no test: name the tests that catch it")
        if hints.setdefault((answer.target, answer.misconception), answer.hint) != answer.hint:
            raise CourseError(
                f"{where}: a second misconception named {answer.misconception}, with another hint: "
                "one that is written in several ways has one hint"
            )
