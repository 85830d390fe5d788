"""The mutants that are no mistakes: changes of the reference that change nothing a student could get wrong.

``solutions/answers/<name>.py`` lists each by the label that ``autograder verify`` prints, and says why::

    equivalent("sgd: `lr * param.grad` → `param.grad * lr`", why="a product is the same either way round")
"""

import ast

from autograder.course.cells import Script
from autograder.course.errors import CourseError


def equivalent(label: str, *, why: str) -> None:
    """Say that the mutant `label` is as right as the reference."""


def read_equivalents(script: Script) -> dict[str, str]:
    """The reasons by the mutants' labels; none when `script` has no answers file.

    Raises:
        CourseError: naming file and line, at an entry without a reason.
    """
    path = script.path.parent / "answers" / script.path.name
    if not path.exists():
        return {}
    found = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "equivalent":
            try:
                (label,) = (ast.literal_eval(part) for part in call.args)
                ((name, why),) = ((part.arg, ast.literal_eval(part.value)) for part in call.keywords)
                if name != "why" or not (isinstance(label, str) and isinstance(why, str) and why.strip()):
                    raise ValueError("of another kind")
            except ValueError as error:
                raise CourseError(
                    f'{path}:{node.lineno}: write equivalent("label", why="reason") in plain text'
                ) from error
            found[label] = why
    return found
