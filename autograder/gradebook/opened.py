"""The gradebook that a preprocessor works on: one of its own, or one that the whole submission shares."""

import contextlib
from collections.abc import Iterator
from typing import Any

from nbgrader.api import Gradebook
from sqlalchemy.orm import Session, scoped_session, sessionmaker

#: Where the preprocessors find the gradebook of the submission's transaction, if there is one.
SHARED = "autograder_gradebook"


@contextlib.contextmanager
def opened(resources: Any) -> Iterator[Any]:
    """The shared gradebook, or nbgrader's for this one step."""
    shared = resources.get(SHARED)
    if shared is not None:
        yield shared
        return
    with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
        yield gradebook


class OneTransaction(Gradebook):  # type: ignore[misc]  # nbgrader ships no types
    """nbgrader's gradebook, but what its methods commit waits for `settle`: a submission is written whole or not."""

    def __init__(self, db_url: str, course_id: str) -> None:
        super().__init__(db_url, course_id)
        self.db.remove()
        self.db: Any = scoped_session(sessionmaker(class_=_Held, autoflush=True, bind=self.engine, future=True))

    def settle(self) -> None:
        """Write what was done since the last time."""
        self.db().settle()
        self.db.remove()

    def undo(self) -> None:
        """Forget what was done since the last time, and the connection that it was done on."""
        self.db.remove()
        self.engine.dispose()

    def __deepcopy__(self, memo: Any) -> "OneTransaction":
        return self  # nbconvert copies the resources before each step


class _Held(Session):
    """A session whose commits are held back."""

    def commit(self) -> None:
        self.flush()

    def settle(self) -> None:
        super().commit()
