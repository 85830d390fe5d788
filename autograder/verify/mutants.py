"""Small mistakes made on purpose in the reference: tests that are any good lose at least one of themselves to each.

The operators are those of the mutation testers (mutmut, cosmic-ray) and, beside them, the slips of this field. Both
of those rewrite files and run a command for each mutant; here a mutant is one cell's source, tried on a fork.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from autograder.course.cells import Cell
from autograder.course.diagnosable import in_place_of

_SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
#: Calls that may be left out, so that their first argument, or what they are called on, stands alone.
_DROPPED = {
    *("abs", "detach", "clone", "item", "sum", "mean", "reshape", "flatten", "squeeze", "unsqueeze", "T", "t"),
    *("sqrt", "square", "exp", "log", "float", "int", "double", "round", "sorted", "reversed", "max", "min", "norm"),
    *("requires_grad_", "cpu", "numpy", "tolist", "list", "tuple", "dict", "contiguous", "transpose", "zeros_like"),
}
_FLIPPED = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "zeros": "ones", "ones": "zeros"}
_FLIPPED |= {"randn": "rand", "rand": "randn", "zeros_like": "ones_like", "ones_like": "zeros_like"}
_FLIPPED |= {"argmax": "argmin", "argmin": "argmax", "append": "extend", "floor": "ceil", "ceil": "floor"}


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
            for change in _changes(node):
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


Change = Callable[[ast.AST, ast.AST], bool]


def _changes(node: ast.AST) -> Iterator[Change]:
    """What can be done to a node: functions that change a copy of it within a copy of its definition."""
    if isinstance(node, ast.BinOp | ast.AugAssign | ast.BoolOp):
        for new in _SWAPS.get(type(node.op), ()):
            yield partial(_set, field="op", value=new())
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow | ast.FloorDiv):
            yield _swap_sides
        yield partial(_give_way, field="left")
        yield partial(_give_way, field="right")
    if isinstance(node, ast.AugAssign):
        yield _assign
    if isinstance(node, ast.Compare):
        for position, operator in enumerate(node.ops):
            for new in _SWAPS.get(type(operator), ()):
                yield partial(_set_item, field="ops", position=position, value=new())
    if isinstance(node, ast.UnaryOp):
        yield partial(_give_way, field="operand")
    if isinstance(node, ast.Constant):
        for value in _other_constants(node.value):
            yield partial(_set, field="value", value=value)
    if isinstance(node, ast.Call):
        yield from _call_changes(node)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield partial(_give_way, field="value")
    if isinstance(node, ast.IfExp):
        yield partial(_give_way, field="body")
        yield partial(_give_way, field="orelse")
    if isinstance(node, ast.If | ast.While):
        yield _negate
    if isinstance(node, ast.With):
        yield _unwrap
    if isinstance(node, ast.Return) and node.value is not None:
        yield partial(_set, field="value", value=ast.Constant(None))
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1:
        yield _reverse
    if isinstance(node, ast.Break):
        yield _go_on
    if isinstance(node, ast.stmt) and not isinstance(node, ast.Return | ast.FunctionDef | ast.ClassDef | ast.Pass):
        yield _drop


def _call_changes(node: ast.Call) -> Iterator[Change]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in _FLIPPED:
        yield partial(_rename, name=_FLIPPED[name])
    if name in _DROPPED:
        yield _drop_call
    for position in range(len(node.args) - 1):
        yield partial(_swap_arguments, position=position)
    for position in range(len(node.keywords)):
        yield partial(_drop_keyword, position=position)


def _set(root: ast.AST, target: ast.AST, field: str, value: object) -> bool:
    setattr(target, field, value)
    return True


def _set_item(root: ast.AST, target: ast.AST, field: str, position: int, value: object) -> bool:
    getattr(target, field)[position] = value
    return True


def _give_way(root: ast.AST, target: ast.AST, field: str) -> bool:
    """A part of the node stands in its place."""
    return _replace(root, target, getattr(target, field))


def _negate(root: ast.AST, target: ast.AST) -> bool:
    assert isinstance(target, ast.If | ast.While)
    target.test = ast.UnaryOp(ast.Not(), target.test)
    return True


def _reverse(root: ast.AST, target: ast.AST) -> bool:
    assert isinstance(target, ast.Return)
    assert isinstance(target.value, ast.Tuple)
    target.value.elts.reverse()
    return True


def _go_on(root: ast.AST, target: ast.AST) -> bool:
    return _replace(root, target, ast.Pass())


def _swap_sides(root: ast.AST, target: ast.AST) -> bool:
    assert isinstance(target, ast.BinOp)
    target.left, target.right = target.right, target.left
    return True


def _swap_arguments(root: ast.AST, target: ast.AST, position: int) -> bool:
    assert isinstance(target, ast.Call)
    target.args[position : position + 2] = target.args[position + 1], target.args[position]
    return True


def _drop_keyword(root: ast.AST, target: ast.AST, position: int) -> bool:
    assert isinstance(target, ast.Call)
    target.keywords.pop(position)
    return True


def _rename(root: ast.AST, target: ast.AST, name: str) -> bool:
    assert isinstance(target, ast.Call)
    if isinstance(target.func, ast.Attribute):
        target.func.attr = name
    elif isinstance(target.func, ast.Name):
        target.func.id = name
    return True


def _drop_call(root: ast.AST, target: ast.AST) -> bool:
    """``abs(x)`` and ``torch.abs(x)`` become ``x``, and so does ``x.abs()``."""
    assert isinstance(target, ast.Call)
    if target.args and not (isinstance(target.func, ast.Attribute) and not _is_module(target.func.value)):
        return _replace(root, target, target.args[0])
    if isinstance(target.func, ast.Attribute) and not _is_module(target.func.value):
        return _replace(root, target, target.func.value)
    return False


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("torch", "np", "numpy", "math", "nn", "F", "random", "plt")


def _assign(root: ast.AST, target: ast.AST) -> bool:
    """``x -= y`` becomes ``x = x - y``: a name is bound anew where a tensor was to change in place."""
    assert isinstance(target, ast.AugAssign)
    reading = copy.deepcopy(target.target)
    for node in ast.walk(reading):
        if hasattr(node, "ctx"):
            node.ctx = ast.Load()
    return _replace(root, target, ast.Assign([target.target], ast.BinOp(reading, target.op, target.value)))


def _unwrap(root: ast.AST, target: ast.AST) -> bool:
    assert isinstance(target, ast.With)
    return _in_body(root, target, target.body)


def _drop(root: ast.AST, target: ast.AST) -> bool:
    if isinstance(target, ast.Expr) and isinstance(target.value, ast.Constant):
        return False  # a docstring
    return _in_body(root, target, [])


def _in_body(root: ast.AST, target: ast.AST, new: list[ast.stmt]) -> bool:
    for node in ast.walk(root):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if isinstance(body, list) and any(each is target for each in body):
                position = next(number for number, each in enumerate(body) if each is target)
                body[position : position + 1] = new
                if not body and field == "body":
                    body.append(ast.Pass())
                return True
    return False


def _replace(root: ast.AST, target: ast.AST, new: ast.AST) -> bool:
    for node in ast.walk(root):
        for field, value in ast.iter_fields(node):
            if value is target:
                setattr(node, field, new)
                return True
            if isinstance(value, list):
                for position, each in enumerate(value):
                    if each is target:
                        value[position] = new
                        return True
    return False


def _other_constants(value: object) -> list[object]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1] if value else [1]
    if isinstance(value, float):
        return [value * 2, -value] if value else [1.0]
    return []


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
