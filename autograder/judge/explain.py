"""From an exception in a test to an outcome and a sentence that a student can act on."""

import linecache
import traceback
from collections.abc import Collection, Mapping, Sequence
from types import FrameType
from typing import Any

from autograder.judge.claims import Place, claimed_kind, claimed_place
from autograder.judge.limits import TestTimeout
from autograder.judge.lost import SessionLostError
from autograder.judge.student import UndefinedNameError
from autograder.judge.verdict import Outcome

LONGEST_MESSAGE = 600
#: How a session calls the end of a test's time.
COMPUTED_TOO_LONG = "CellTimeout"


CRASHED = "your code ended the Python process, or sent what is no answer: does it call `exit`, or recurse without end?"


def explain(
    error: BaseException,
    namespace: Mapping[str, Any],
    test_files: Collection[str],
    hidden: bool,
    cells: Sequence[str] = (),
) -> tuple[Outcome, str]:
    """The outcome that `error` stands for, and its message.

    What a hidden test compared stays hidden: of it, only the kind of the student's own error is told. `cells` are
    the student's own: what a session claims of an error is told only as far as it is found there.
    """
    remote = bool(getattr(error, "from_session", False))
    place = claimed_place(error, cells) if remote else _place(error, namespace, test_files)
    if isinstance(error, SessionLostError):
        return Outcome.CRASHED, CRASHED
    if isinstance(error, TestTimeout) or getattr(error, "kind", "") == COMPUTED_TOO_LONG:
        at = f"; it was at {place}" if place else ""
        after = "when it had computed for its whole time" if remote else f"after {error.args[0]:g} s"
        message = f"this test was stopped {after}: does a loop never end?{at}"
        return Outcome.TIMED_OUT, trim(message)
    if isinstance(error, UndefinedNameError):
        return Outcome.FAILED, trim(str(error))
    if isinstance(error, NotImplementedError) and place and not str(error):  # torch's have words
        return Outcome.FAILED, f"`{place.function}` is still empty: replace `raise NotImplementedError()` by your code"
    if place is None and not remote and _is_assertion(error):
        return Outcome.FAILED, "" if hidden else trim(str(error))
    kind = claimed_kind(error, cells) if remote else type(error).__name__
    if _is_out_of_memory(error):
        return (
            Outcome.OUT_OF_MEMORY,
            "your code asked for more memory than there is: does a tensor grow too large?",
        )
    said = "" if hidden or not str(error) else f": {error}"
    if place:
        return Outcome.ERROR, trim(f"your code raised {kind}{said} ({place})")
    return Outcome.ERROR, trim(f"the test could not use what your code gave back ({kind}{said})")


def trim(message: str) -> str:
    """At most `LONGEST_MESSAGE` characters that can be printed, whatever a student's exception holds."""
    message = "".join(c for c in message.strip() if c.isprintable() or c == "\n")
    return message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"


def _is_out_of_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and "can't allocate memory" in str(error))


def _is_assertion(error: BaseException) -> bool:
    # pytest.fail and "DID NOT RAISE" are `Failed`, which pytest does not export as a class of its public names.
    return isinstance(error, AssertionError) or type(error).__name__ == "Failed"


def _place(error: BaseException, namespace: Mapping[str, Any], test_files: Collection[str]) -> Place | None:
    """The innermost frame that is the student's: it lives in their namespace and is no line of the test cell."""
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_globals is namespace and frame.f_code.co_filename not in test_files:
            found = (frame, line)
    return _describe(*found) if found else None


def _describe(frame: FrameType, line: int) -> Place:
    code = frame.f_code
    text = linecache.getline(code.co_filename, line, frame.f_globals).strip()
    return Place(code.co_name, line, text)
