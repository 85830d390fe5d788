"""What can be done to a piece of Python to make a mistake of it.

The operators are those of the mutation testers (mutmut, cosmic-ray) and, beside them, the slips of this field.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from functools import partial

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

Change = Callable[[ast.AST, ast.AST], bool]


def changes(node: ast.AST) -> Iterator[Change]:
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
