"""A time limit for code that runs in this very process."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class TestTimeout(BaseException):
    """A test ran past its limit. Not an `Exception`, so that a student's ``except Exception`` lets it through."""

    __test__ = False


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TestTimeout` in the body after `seconds`, and again each second after, should the body swallow it.

    It needs the main thread and a system with ``SIGALRM``; elsewhere (Windows, a worker thread) the body runs
    without a limit.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TestTimeout(seconds)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:  # the alarm may ring in the line above
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
