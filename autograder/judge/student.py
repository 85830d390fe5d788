"""The `student` of a test: what the student defined, by name."""

import difflib
import inspect
from collections.abc import Mapping
from typing import Any


class UndefinedNameError(AttributeError):
    """The student's session has no such name; the message is a sentence for the student."""


class Student:
    """The student's session as a test sees it: ``student.sgd`` is the student's `sgd`.

    Here it is the namespace itself, in the same process.
    """

    __slots__ = ("_namespace",)

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace

    def __getattr__(self, name: str) -> Any:
        try:
            return self._namespace[name]
        except KeyError:
            raise UndefinedNameError(missing(name, self._namespace)) from None

    def __dir__(self) -> list[str]:
        return sorted(self._namespace)


def missing(name: str, namespace: Mapping[str, Any]) -> str:
    """Say that `name` is not there, with the nearest name that the student did define."""
    return missing_among(name, _defined(name, namespace))


def missing_among(name: str, names: list[str]) -> str:
    """The same, for the `names` that a student may have meant."""
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"you defined `{near[0]}`; this cell needs `{name}`"
    return (
        f"`{name}` is not defined yet: write it in the cell above and run that cell "
        "(if it ended in an error, mend the error first)"
    )


def _defined(name: str, namespace: Mapping[str, Any]) -> list[str]:
    """Names that a student may have meant: functions and classes of the notebook, or constants for a constant."""
    module = namespace.get("__name__")
    found = []
    for other, value in namespace.items():
        if other.startswith(("_", "test_")):
            continue
        own = (inspect.isfunction(value) or inspect.isclass(value)) and value.__module__ == module
        constant = name.isupper() and not callable(value) and not inspect.ismodule(value)
        if own or constant:
            found.append(other)
    return found
