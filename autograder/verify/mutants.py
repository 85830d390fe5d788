"""Small mistakes made on purpose in the reference: tests that are any good lose at least one of themselves to each.

Mutation testers (mutmut, cosmic-ray) rewrite files and run a command for each mutant; here a mutant is one cell's
source, tried on a fork.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.course.cells import Cell
from autograder.course.diagnosable import in_place_of
from autograder.verify.slips import changes


@dataclass(frozen=True)
class Mutant:
    """One mistake: the function, the statement as it was and as it is, and the cell with it (see `in_place_of`)."""

    function: str
    before: str
    after: str
    source: str

    @property
    def label(self) -> str:
        return f"{self.function}: `{self.before}` → `{self.after}`"


def mutants_of(cell: Cell) -> Iterator[Mutant]:
    """Every mutant of the functions and classes that a solution cell defines; each source occurs once."""
    seen = {ast.unparse(cell.tree)}
    for index, definition in enumerate(cell.tree.body):
        if not isinstance(definition, ast.FunctionDef | ast.ClassDef):
            continue
        for place, node in enumerate(ast.walk(definition)):
            for change in changes(node):
                tree = copy.deepcopy(cell.tree)
                root = tree.body[index]
                target = next(each for number, each in enumerate(ast.walk(root)) if number == place)
                before = _statement(definition, node)
                if not change(root, target):
                    continue
                source = ast.unparse(ast.fix_missing_locations(tree))
                if source in seen or not _compiles(source):
                    continue
                seen.add(source)
                after = _difference(definition, root)
                yield Mutant(definition.name, before, after, in_place_of(cell, source))


def _compiles(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _statement(definition: ast.stmt, node: ast.AST) -> str:
    """The innermost statement's first line around `node`."""
    found: ast.stmt = definition
    for each in ast.walk(definition):
        if isinstance(each, ast.stmt) and any(part is node for part in ast.walk(each)):
            found = each  # ast.walk goes from the outside in
    return _first_line(found)


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).splitlines()[0]


def _difference(one: ast.AST, other: ast.AST) -> str:
    """The lines of `other` that `one` does not have; "(left out)" when a line is gone."""
    before, after = ast.unparse(one).splitlines(), ast.unparse(other).splitlines()
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    changed = [line.strip() for line in after[start : len(after) - end]]
    return " ⏎ ".join(changed) or "(left out)"
