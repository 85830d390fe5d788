"""Which tests an answer can touch: those that use its name, straight or through other exercises; and what it uses."""

import ast
from collections.abc import Iterator

from autograder.course.cells import Cell, Kind, Script
from autograder.judge.declared import test_functions


def tests_of(script: Script, target: str) -> set[str]:
    """The tests whose outcome can depend on what `target`, a name that the student defines, is."""
    touched = _users(script, target)
    found = set()
    for cell in script.of(Kind.TEST):
        tests = test_functions(cell.tree)
        shared = {name for node in cell.tree.body if node not in tests for name in _asked_of_student(node)}
        found |= {test.name for test in tests if (shared | set(_asked_of_student(test))) & touched}
    return found


def exercises_used_by(script: Script, own: Cell) -> set[str]:
    """The names of the other exercises whose answers the solution cell `own` uses, straight or through given code."""
    homes = {name: cell.name for cell in script.of(Kind.SOLUTION) for name in _defined(cell)}
    given = {
        node.name: node
        for cell in script.of(Kind.SETUP)
        for node in cell.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    found: set[str] = set()
    seen: set[str] = set()
    todo: list[ast.AST] = [own.tree]
    while todo:
        names = _borrowed(todo.pop()) - seen
        seen |= names
        found |= {homes[name] for name in names if name in homes}
        todo += [given[name] for name in names - homes.keys() if name in given]
    return found - {own.name}


def _defined(cell: Cell) -> set[str]:
    return {name for node in cell.tree.body for name in bound_names(node)}


def _borrowed(node: ast.AST) -> set[str]:
    """The names that a definition reads and does not bind itself."""
    names = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
    own = {part.id for part in names if not isinstance(part.ctx, ast.Load)}
    own |= {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    return {part.id for part in names} - own


def _users(script: Script, target: str) -> set[str]:
    """`target` and every name of a solution whose definition uses it, directly or not."""
    uses: dict[str, set[str]] = {}
    for cell in script.cells:
        for node in cell.tree.body if cell.kind in (Kind.SETUP, Kind.SOLUTION) else []:
            names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            for bound in bound_names(node):
                uses.setdefault(bound, set()).update(names)
    touched = {target}
    while True:
        more = {name for name, used in uses.items() if used & touched} | touched
        if more == touched:
            return touched
        touched = more


def bound_names(node: ast.stmt) -> Iterator[str]:
    """The names that a statement at a cell's top level binds."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
        return
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id


def _asked_of_student(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "student":
            yield part.attr
        elif isinstance(part, ast.Name):  # straight, as the notebook's functions call one another
            yield part.id
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):  # getattr(student, "name")
            yield part.value
