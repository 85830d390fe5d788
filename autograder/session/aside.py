"""Figures are drawn by a fork of the session, aside, while the notebook goes on.

Drawing is the longest part of many notebooks, and nothing that comes later needs the picture.
"""

import contextlib
import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from IPython.core.formatters import DisplayFormatter

from autograder.session.outputs import clean, sendable

#: The data of an output whose picture comes later: its number.
LATER = "application/vnd.autograder.later"
#: Bytes of pictures drawn aside after which the rest are drawn in the session, within a cell's limit.
ASIDE_BYTES = 4_000_000
#: Seconds of computing for one picture.
SECONDS = 60


@dataclass
class Drawing:
    """A fork that draws: its process until that has ended, and the file it writes to."""

    pid: int
    file: int


class Aside:
    """The pictures of a notebook that forks draw, one fork at a time."""

    def __init__(self, outputs: Any, close: Callable[[], None]) -> None:
        """`close` ends a fork's share in what belongs to the session alone."""
        self._outputs, self._close = outputs, close
        self._all: list[Drawing] = []

    def draw(self, work: Callable[[], tuple[Any, Any]]) -> int | None:
        """Begin `work`, which gives data and metadata; its number, or None where it must be done here and now."""
        if threading.active_count() > 1 or self._busy() or self._bytes() > ASIDE_BYTES:
            return None  # a fork of several threads may hang on what they hold
        try:
            file = os.memfd_create("picture")
        except (OSError, AttributeError):
            return None
        try:
            pid = os.fork()
        except OSError:
            os.close(file)
            return None
        if not pid:
            self._be_the_fork(work, file)
        self._all.append(Drawing(pid, file))
        return len(self._all) - 1

    def take(self, seconds: float) -> list[Any]:
        """All of them, by number: ``{"data", "metadata", "outputs"}``, or None for one that could not be drawn.

        What still draws after `seconds` is ended.
        """
        until = time.monotonic() + seconds
        while self._busy() and time.monotonic() < until:
            time.sleep(0.001)
        if self._busy():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._all[-1].pid, 9)
        found = [_read(drawing.file) for drawing in self._all]
        self._all = []
        return found

    def _busy(self) -> bool:
        """Whether the last one still draws."""
        if not self._all or not self._all[-1].pid:
            return False
        try:
            ended, _ = os.waitpid(self._all[-1].pid, os.WNOHANG)
        except ChildProcessError:  # the notebook has waited for its children, and has met ours
            ended = 1
        if ended:
            self._all[-1].pid = 0
        return not ended

    def _bytes(self) -> int:
        return sum(os.fstat(drawing.file).st_size for drawing in self._all)

    def _be_the_fork(self, work: Callable[[], tuple[Any, Any]], file: int) -> None:
        try:
            self._close()
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            self._outputs.clear()
            data, metadata = work()
            text = sendable({"data": data, "metadata": metadata, "outputs": self._outputs.take()})
            if len(text) <= self._outputs.limit:
                with open(file, "wb", closefd=False) as out:
                    out.write(text)
        finally:
            os._exit(0)


class Unwanted:
    """The pictures of a cell of which it is known what it shows."""

    def draw(self, work: Callable[[], tuple[Any, Any]]) -> int:
        """A number that no picture has."""
        return -1


def _read(file: int) -> Any:
    with open(file, "rb") as drawn:
        drawn.seek(0)
        try:
            return json.loads(drawn.read())
        except ValueError:
            return None


class Formatter(DisplayFormatter):  # type: ignore[misc]  # IPython's traits are untyped
    """What a value shows; a figure's picture may come later."""

    #: Set where a session serves a notebook; elsewhere, and on snapshots, figures are drawn on the spot.
    aside: "Aside | Unwanted | None" = None

    def format(self, obj: Any, include: Any = None, exclude: Any = None) -> tuple[Any, Any]:
        """IPython's own; for a figure the number of the picture that is drawn aside."""
        work = super().format
        if self.aside and _is_plain_figure(obj):
            number = self.aside.draw(lambda: _shown(work(obj, include, exclude)))
            if number is not None:
                return {LATER: number}, {}
        found: tuple[Any, Any] = work(obj, include, exclude)
        return found


def _shown(found: tuple[Any, Any]) -> tuple[Any, Any]:
    return clean(found[0]), found[1]


def _is_plain_figure(obj: Any) -> bool:
    """Whether `obj` is a figure that no drawing changes in a way that later code could see."""
    module = sys.modules.get("matplotlib.figure")
    if module is None or type(obj) is not module.Figure:
        return False
    try:
        listens = obj.canvas.callbacks.callbacks.get("draw_event")
        engine = obj.get_layout_engine()
        return not listens and (engine is None or type(engine).__name__ == "PlaceHolderLayoutEngine")
    except Exception:  # a notebook may have changed the class
        return False
