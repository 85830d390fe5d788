"""Where submissions are judged: lanes of this machine, each with its own thread, or whatever runs a function elsewhere.

`judge` is the function. It knows no gradebook and no course folder but what it is given.
"""

import atexit
import contextlib
import threading
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from autograder.judge.lane import Lane, LaneError, Work

_OWN = threading.local()
_ALL: set[Lane] = set()


def judge(require: tuple[str, ...], work: dict[str, Any]) -> dict[str, Any]:
    """What came of one notebook, as JSON holds it.

    ``{"refused": …}`` when this machine may not judge at all, ``{"lost": …}`` when the judge broke on this notebook.
    """
    try:
        lane = _lane(require)
    except LaneError as error:
        return {"refused": str(error)}
    try:
        return lane.judge(Work(**work)).to_json()
    except LaneError as error:
        return {"lost": str(error)}
    finally:
        if not lane.alive:
            _drop(lane)


def work_of(work: Work) -> dict[str, Any]:
    """`work` as `judge` takes it."""
    return asdict(work)


def _lane(require: tuple[str, ...]) -> Lane:
    """The lane of this thread."""
    lane = getattr(_OWN, "lane", None)
    if lane is None or not lane.alive or _OWN.require != require:
        if lane is not None:
            _drop(lane)
        lane = _OWN.lane = Lane(require)
        _OWN.require = require
        _ALL.add(lane)
    return lane


def _drop(lane: Lane) -> None:
    _OWN.lane = None
    _ALL.discard(lane)
    lane.close()


def _close_all() -> None:
    while _ALL:
        with contextlib.suppress(OSError, KeyError):
            _ALL.pop().close()


atexit.register(_close_all)


class Lanes(ThreadPoolExecutor):
    """`jobs` lanes of this machine; they end with it."""

    def __init__(self, jobs: int) -> None:
        super().__init__(jobs, thread_name_prefix="lane")

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            _close_all()


def judging(jobs: int) -> Executor:
    """The executor for `jobs` notebooks at a time on this machine."""
    return Lanes(jobs)
