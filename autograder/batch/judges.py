"""Where a run's notebooks are judged: on this machine, or by the workers of a Dask cluster."""

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any

from autograder.batch.judging import judge, judging, work_of
from autograder.batch.parcel import judge_parcel, pack
from autograder.course.errors import CourseError
from autograder.judge.lane import Work

#: Seconds in which a cluster must answer.
ANSWER = 30


@dataclass(frozen=True)
class Judges:
    """An executor, how many notebooks it judges at a time, how one is handed to it, and whether it is there at all."""

    executor: Executor
    count: int
    judge: Callable[[tuple[str, ...], dict[str, Any]], dict[str, Any]]
    pack: Callable[[Work], dict[str, Any]]
    alive: Callable[[], bool] = lambda: True

    def begin(self, require: tuple[str, ...], work: Work) -> "Future[dict[str, Any]]":
        """Have a notebook judged."""
        return self.executor.submit(self.judge, require, self.pack(work))


@contextlib.contextmanager
def here(jobs: int) -> Iterator[Judges]:
    """`jobs` lanes of this machine."""
    with judging(jobs) as executor:
        yield Judges(executor, jobs, judge, work_of)


@contextlib.contextmanager
def on_cluster(address: str) -> Iterator[Judges]:
    """The workers of the Dask scheduler at `address`, one notebook for each of their threads.

    Raises:
        CourseError: when Dask is not installed, or no scheduler or no worker answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise CourseError("--cluster needs Dask: pip install 'autograder[cluster]'") from error
    try:
        client = Client(address, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise CourseError(f"no Dask scheduler answers at {address} ({error})") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=ANSWER)
        except TimeoutError as error:
            raise CourseError(
                f"the Dask scheduler at {address} has no workers: start some with `dask worker`"
            ) from error
        executor = client.get_executor(pure=False)
        try:
            count = sum(client.nthreads().values())
            yield Judges(executor, count, judge_parcel, pack, lambda: _has_workers(client))
        finally:
            executor.shutdown(wait=False)


def _has_workers(client: Any) -> bool:
    return client.status == "running" and bool(client.scheduler_info().get("workers"))
