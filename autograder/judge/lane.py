"""A lane: one process that judges notebooks one after the other, apart from the gradebook.

The grader's end is `Lane`; the process is ``python -m autograder.judge.lane``. They exchange lines of JSON. Each
notebook is judged in a fork, so that nothing of one reaches the next.
"""

import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder.judge.transcript import Transcript
from autograder.judge.verdict import Verdict


class LaneError(Exception):
    """The judge itself could not work; the message says why."""


@dataclass(frozen=True)
class Work:
    """One notebook to judge.

    `cells` holds, for each code cell, its position, source and grade id ("" if it is not graded) and None for
    another cell; `trusted` the instructor's cells with their grade ids; `folder` their data files; `files` what lies
    beside the student's notebook. `known` are the assignment's misconceptions, where there are any. The tests
    `passed` are known to pass and do not run again. In the file `tried` is kept what misconceptions gave, "" for none.
    What may be done `aside` makes this notebook quicker, where a core has nothing else to do.
    """

    cells: list[Any]
    trusted: list[tuple[str, str]]
    folder: str
    files: list[str]
    cell_seconds: float = 60
    notebook_seconds: float = 900
    known: dict[str, Any] | None = None
    passed: list[str] = field(default_factory=list)
    tried: str = ""
    aside: bool = True


@dataclass
class Judged:
    """What came of the code cells, by their position in the notebook."""

    outputs: dict[int, list[Any]] = field(default_factory=dict)
    counts: dict[int, int | None] = field(default_factory=dict)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    ended: dict[int, str] = field(default_factory=dict)
    transcripts: dict[str, Transcript] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        verdicts = {index: verdict.to_json() for index, verdict in self.verdicts.items()}
        return {"outputs": self.outputs, "counts": self.counts, "verdicts": verdicts, "ended": self.ended}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Judged":
        found: dict[str, Any] = {
            key: {int(index): value for index, value in data[key].items()}
            for key in ("outputs", "counts", "verdicts", "ended")
        }
        found["verdicts"] = {index: Verdict.from_json(value) for index, value in found["verdicts"].items()}
        return cls(**found)


class Lane:
    """The grader's end of a lane.

    Raises:
        LaneError: when a required layer of the sandbox is missing, or the process does not start.
    """

    def __init__(self, require: Collection[str]) -> None:
        command = [sys.executable, "-m", "autograder.judge.lane", ",".join(sorted(require))]
        environment = {**os.environ, "MPLBACKEND": "agg", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=os.sep
        )
        ready = self._read()
        if "error" in ready:
            self.close()
            raise LaneError(ready["error"])

    def judge(self, work: Work) -> Judged:
        """Judge one notebook.

        Raises:
            LaneError: when the judge could not; the notebook has then no verdict.
        """
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(asdict(work)) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise LaneError(f"the judge is gone ({error})") from error
        answer = self._read()
        if "error" in answer:
            raise LaneError(answer["error"])
        return Judged.from_json(answer)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """End the process."""
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise LaneError("the judge ended without an answer")
        answer: dict[str, Any] = json.loads(line)
        return answer


def main(require: list[str]) -> None:
    """Judge what comes in on stdin until it ends."""
    from autograder.judge.remote.process import Zygote
    from autograder.session import sandbox

    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # nothing that a library prints is an answer
    try:
        sandbox.require(require)
        zygote = Zygote()
    except Exception as error:
        _say(out, {"error": str(error)})
        return
    import torch

    torch.set_num_threads(1)  # before any op: each notebook is judged in a fork
    _warm_up()
    _say(out, {"ready": True})
    with zygote:
        for line in sys.stdin:
            _say(out, _judge_in_fork(json.loads(line), zygote))


def _warm_up() -> None:
    """A run of pytest, so that no fork imports what it needs, and memory that is quick to fork."""
    import gc

    from autograder.judge.remote import grade  # noqa: F401
    from autograder.judge.run import run_tests
    from autograder.judge.verdict import TestSpec
    from autograder.session.hugepages import collapse

    def test_nothing(student: Any) -> None:
        pass

    run_tests([(TestSpec("test_nothing", "", 0.0), test_nothing)], {}, set())
    gc.collect()
    gc.freeze()
    collapse()


def _say(out: Any, answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer) + "\n")
    out.flush()


def _judge_in_fork(request: dict[str, Any], zygote: Any) -> dict[str, Any]:
    try:
        setting = _setting(request)
    except Exception as error:
        return {"error": str(error)}
    openings = _openings()
    answer = _in_fork(lambda: _judge(request, setting, zygote, openings.known(request)))
    openings.keep(request, answer)
    transcripts = answer.pop("transcripts", {})
    if request["known"] and transcripts:
        try:
            _add_hints(answer, transcripts, request, setting, zygote)
        except Exception as error:  # a grade never waits for a hint
            print(f"no diagnosis: {type(error).__name__}: {error}", file=sys.stderr)
    return answer


def _in_fork(do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `do` gives in a fork, so that nothing that it does stays; ``{"error": …}`` when it fails."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.close(reading)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            with os.fdopen(writing, "w") as pipe:
                json.dump(_tried(do), pipe)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    _, status = os.waitpid(pid, 0)
    try:
        answer: dict[str, Any] = json.loads(text)
        return answer
    except ValueError:
        return {"error": f"the judge's process ended (status {status})"}


def _tried(do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return do()
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def _judge(request: dict[str, Any], setting: Any, zygote: Any, shown: Any) -> dict[str, Any]:
    from autograder.judge.remote.grade import Cell, Limits, grade

    cells = [Cell(*cell) if cell else None for cell in request["cells"]]
    limits = Limits(request["cell_seconds"], request["notebook_seconds"])
    files = [Path(file) for file in request["files"]]
    judged = grade(cells, setting, zygote, files, limits, request["passed"], aside=request["aside"], shown=shown)
    return {**judged.to_json(), "transcripts": judged.transcripts}


def _add_hints(
    answer: dict[str, Any], transcripts: dict[str, Any], request: dict[str, Any], setting: Any, zygote: Any
) -> None:
    """Diagnose what was lost; without a diagnosis the verdicts stay as they are."""
    from dataclasses import replace

    known = _known(request)
    verdicts = {int(index): Verdict.from_json(data) for index, data in answer["verdicts"].items()}
    missing = known.missing({name for verdict in verdicts.values() for name in verdict.lost()})
    if missing:
        tried = _in_fork(lambda: {"tried": known.try_out(missing, setting, zygote)})
        if "error" in tried:
            print(f"no diagnosis: {tried['error']}", file=sys.stderr)
            return
        known.keep(missing, tried["tried"])
    for index, hints in known.hints(verdicts, transcripts).items():
        answer["verdicts"][str(index)] = replace(verdicts[index], hints=tuple(hints)).to_json()


_KNOWN: dict[str, Any] = {}


def _known(request: dict[str, Any]) -> Any:
    """The assignment's misconceptions, with what was tried of them, as long as the assignment stays the same."""
    from autograder.judge.remote.known import Known

    key = json.dumps([request["known"], request["trusted"], request["folder"], request["tried"]])
    if key not in _KNOWN:
        _KNOWN.clear()
        tried = Path(request["tried"]) if request["tried"] else None
        _KNOWN[key] = Known.from_json(request["known"], request["trusted"], Path(request["folder"]), tried)
    return _KNOWN[key]


@functools.cache
def _openings() -> Any:
    """What first cells show, as far as this lane has seen it."""
    from autograder.judge.remote.opening import Openings

    return Openings()


_SETTINGS: dict[str, Any] = {}


def _setting(request: dict[str, Any]) -> Any:
    """The instructor's cells, run once as long as they stay the same."""
    from autograder.judge.remote.setting import Setting

    key = json.dumps([request["trusted"], request["folder"]])
    if key not in _SETTINGS:
        _SETTINGS.clear()
        _SETTINGS[key] = Setting(
            [(identity, source) for identity, source in request["trusted"]], Path(request["folder"])
        )
    return _SETTINGS[key]


if __name__ == "__main__":
    main([name for name in sys.argv[1].split(",") if name])
