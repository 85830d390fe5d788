"""The `student` of a test, from outside: each name is asked of a snapshot of the student's session."""

from typing import Any

from autograder.judge.remote.link import Link
from autograder.judge.student import UndefinedNameError, missing_among
from autograder.wire import StudentError


class RemoteStudent:
    """The student's session as a test sees it: ``student.sgd(...)`` runs there, and gives data back."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def __getattr__(self, name: str) -> Any:
        try:
            return self._link.get(name)
        except StudentError as error:
            if error.kind != UndefinedNameError.__name__:
                raise
            names = [other for other, own, constant in self._link.names() if _meant(other, own, constant, name)]
            raise UndefinedNameError(missing_among(name, names)) from None

    def __dir__(self) -> list[str]:
        return sorted(name for name, _, _ in self._link.names())


def _meant(other: str, own: bool, constant: bool, name: str) -> bool:
    return not other.startswith(("_", "test_")) and (own or (constant and name.isupper()))
