"""What one assignment grades is given in the others; it is never copied there by hand."""

import ast
from pathlib import Path

import pytest

from autograder.course.cells import Kind, read_script

SCRIPTS = {path.stem: read_script(path) for path in sorted((Path(__file__).parents[1] / "solutions").glob("*.py"))}


def defined(tree):
    """Names of the functions and classes that are written at the top."""
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


GRADED = {
    name: set().union(*(defined(cell.tree) for cell in script.of(Kind.SOLUTION))) for name, script in SCRIPTS.items()
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_assignment_writes_out_what_only_another_grades(name):
    written = defined(ast.parse(SCRIPTS[name].path.read_text("utf-8"))) - GRADED[name]
    assert {other: both for other in SCRIPTS if (both := written & GRADED[other])} == {}
