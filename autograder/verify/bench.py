"""Where answers are tried: worker processes, each with a zygote, and the trusted half of an assignment."""

import atexit
import gc
import multiprocessing
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.cells import Script, read_script
from autograder.course.judged import cells_to_judge, cells_to_trust
from autograder.judge.remote.trials import Terms, Trial, Tried

if TYPE_CHECKING:
    from autograder.judge.remote.process import Zygote
    from autograder.judge.remote.setting import Setting

#: Trials that go to a worker at once.
CHUNK = 24


@dataclass(frozen=True)
class Ground:
    """What a notebook meets: an assignment's script, threads of torch, and the type of new tensors.

    With `stub`, the solutions are as they are released.
    """

    path: Path
    threads: int = 1
    dtype: str = "float32"
    stub: bool = False


class Bench:
    """Workers that try answers."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _end_with_parent)

    def begin(self, ground: Ground, trials: Sequence[Trial], terms: Terms) -> "list[Future[list[Tried]]]":
        """Hand the trials to the workers, some at a time."""
        size = max(1, min(CHUNK, -(-len(trials) // self.jobs)))
        chunks = [trials[start : start + size] for start in range(0, len(trials), size)]
        return [self._pool.submit(work, ground, chunk, terms) for chunk in chunks]

    @staticmethod
    def end(futures: "list[Future[list[Tried]]]") -> list[Tried]:
        """What came of each trial, in order."""
        return [tried for future in futures for tried in future.result()]

    def try_all(self, ground: Ground, trials: Sequence[Trial], terms: Terms) -> list[Tried]:
        """What comes of each trial, in order."""
        return self.end(self.begin(ground, trials, terms))

    def close(self) -> None:
        """End the workers."""
        self._pool.shutdown(cancel_futures=True)

    def __enter__(self) -> "Bench":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _end_with_parent() -> None:
    """A command that is killed leaves no worker that goes on."""
    if sys.platform == "linux":
        from autograder.session.sandbox import system

        system.prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL)


def work(ground: Ground, trials: Sequence[Trial], terms: Terms) -> list[Tried]:
    """In a worker: try answers on the notebook of `ground`."""
    import torch

    from autograder.course.rehearse import stub
    from autograder.judge.remote.grade import Cell
    from autograder.judge.remote.trials import try_out

    script = read_script(ground.path)
    dtype = getattr(torch, ground.dtype)
    first = Cell(f"import torch\ntorch.set_default_dtype(torch.{ground.dtype})")
    mine = cells_to_judge(script, stub(script) if ground.stub else None)
    cells = [first, *(Cell(*cell) if cell else None for cell in mine)]
    threads = f"__import__('torch').set_num_threads({ground.threads})\n" if ground.threads > 1 else ""
    trials = [replace(trial, source=threads + trial.source) for trial in trials]
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        data = sorted(path for path in (ground.path.parent / "data").glob("*") if path.is_file())
        return try_out(cells, trials, _setting(script, ground.dtype), _zygote(), data, terms)
    finally:
        torch.set_default_dtype(before)


_KEPT: dict[str, Any] = {}


def _zygote() -> "Zygote":
    """The one zygote of this worker."""
    import torch

    from autograder.judge.remote.process import Zygote

    if "zygote" not in _KEPT:
        torch.set_num_threads(1)
        _KEPT["zygote"] = Zygote()
        atexit.register(_KEPT["zygote"].close)
    found: Zygote = _KEPT["zygote"]
    return found


def _setting(script: Script, dtype: str) -> "Setting":
    from autograder.judge.remote.setting import Setting

    key = (script.path, dtype)
    if _KEPT.get("key") != key:
        _KEPT["setting"] = Setting(cells_to_trust(script), script.path.parent / "data")
        _KEPT["key"] = key
        # As in the judge that grades: a collection that went through all that is imported would take a test's time.
        gc.collect()
        gc.freeze()
    found: Setting = _KEPT["setting"]
    return found
