"""A gradebook that somebody else writes to, or whose server restarts, is waited for."""

import time
from collections.abc import Callable
from typing import TypeVar

from nbgrader.api import InvalidEntry
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from autograder.batch.errors import DeskError
from autograder.gradebook.opened import OneTransaction

Done = TypeVar("Done")

#: Seconds for which a gradebook is waited for, and between two attempts.
PATIENCE, PAUSE = 120.0, 0.5


def patiently(gradebook: OneTransaction, do: Callable[[], Done]) -> Done:
    """What `do` gives; it is done again, from the start, as long as waiting may help.

    Raises:
        DeskError: when the gradebook stays locked or away, or refuses. What `do` had done in it is undone.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return do()
        except (SQLAlchemyError, InvalidEntry) as error:
            gradebook.undo()
            # nbgrader's methods that add a row raise an error of their own for whatever the database said
            said = error.__context__ if isinstance(error, InvalidEntry) else error
            if not _passes(said) or time.monotonic() > until:
                raise DeskError(f"the gradebook cannot be used: {getattr(said, 'orig', error)}") from error
            time.sleep(PAUSE)
        except BaseException:
            gradebook.undo()
            raise


def _passes(error: BaseException | None) -> bool:
    """Whether to wait may help: somebody else writes, or the server is away."""
    if isinstance(error, OperationalError) and "sqlite" in type(error.orig).__module__:
        return "locked" in str(error.orig)
    return isinstance(error, OperationalError | InterfaceError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )
