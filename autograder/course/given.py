"""What one assignment grades, others are given: its definition stands once, in the script that grades it.

A script says so in a cell of its own; the builder puts the reference's definitions in its place, and what they
import::

    # %% given
    from autograder.course.given import given

    linreg, sgd = given("linear_regression_scratch", "linreg", "sgd")
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_MARKER = re.compile(r"# %%(\s|$)")
_SOLUTION = re.compile(r'# %% solution="')
_EDGE = re.compile(r"\s*### (BEGIN|END) SOLUTION\s*")
FORM = 'name, other = given("assignment", "name", "other"), after `from autograder.course.given import given`'


def given(assignment: str, *names: str) -> Any:
    """Define `names` in the calling script as the reference of `assignment`, beside it, does; the one, or a tuple.

    Raises:
        LookupError: when no solution cell there defines one of them.
    """
    namespace = sys._getframe(1).f_globals
    path = Path(namespace["__file__"]).with_name(f"{assignment}.py")
    for name in names:
        source, line, imports = definition(path, name)
        for each in imports:
            exec(each, namespace)
        exec(compile("\n" * (line - 1) + source, str(path), "exec"), namespace)
    found = tuple(namespace[name] for name in names)
    return found if len(found) > 1 else found[0]


def definition(path: Path, name: str) -> tuple[str, int, list[str]]:
    """The definition of `name` in a solution cell of the script at `path`, its first line, and the imports it needs.

    Raises:
        LookupError: when there is none, with the reason.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        tree = ast.parse(text)
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        raise LookupError(f"{path} cannot be read ({error})") from error
    lines = text.splitlines()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            marker = next((line for line in reversed(lines[: node.lineno]) if _MARKER.match(line)), "")
            if _SOLUTION.match(marker):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                own = [line for line in lines[first - 1 : node.end_lineno] if not _EDGE.fullmatch(line)]
                return "\n".join(own), first, sorted(_imports(tree, node))
    raise LookupError(f"no solution cell of {path.name} defines a function or class {name}")


def _imports(tree: ast.Module, node: ast.stmt) -> Iterator[str]:
    """The imports of a script, one name each, that a definition in it uses."""
    used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    for each in tree.body:
        if isinstance(each, ast.Import | ast.ImportFrom):
            for alias in each.names:
                if (alias.asname or alias.name.split(".")[0]) in used:
                    alone = ast.ImportFrom(each.module, [alias], 0) if isinstance(each, ast.ImportFrom) else None
                    yield ast.unparse(alone or ast.Import([alias]))


def expanded(source: str, folder: Path) -> str:
    """What the notebook has in place of a given cell: the definitions, from the scripts in `folder`.

    Raises:
        LookupError: when a definition is not there, or the cell is none; with the reason.
    """
    found: list[str] = []
    imports: set[str] = set()
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise LookupError(f"line {error.lineno} of the cell is no Python") from error
    for node in body:
        if isinstance(node, ast.ImportFrom) and node.module == "autograder.course.given":
            continue
        assignment, names = _call(node)
        for number, name in enumerate(names):
            text, _, needed = definition(folder / f"{assignment}.py", name)
            imports |= set(needed)
            found.append(text if number else f"# from {assignment}, where you write it yourself\n{text}")
    if not found:
        raise LookupError("a given cell names what is given")
    return "\n\n\n".join(["\n".join(sorted(imports)), *found] if imports else found)


def _call(node: ast.stmt) -> tuple[str, list[str]]:
    """The assignment and the names of ``a, b = given("assignment", "a", "b")``."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.value, ast.Call):
        called, target = node.value, node.targets[0]
        arguments = [each.value for each in called.args if isinstance(each, ast.Constant)]
        texts = [each for each in arguments if isinstance(each, str)]
        to = [each.id for each in getattr(target, "elts", [target]) if isinstance(each, ast.Name)]
        plain = isinstance(called.func, ast.Name) and called.func.id == "given" and not called.keywords
        if plain and len(texts) == len(called.args) and texts and texts[1:] and texts[1:] == to:
            return texts[0], to
    raise LookupError(f"line {node.lineno} of the cell is not of the form {FORM}")
