"""The zygote as the judge holds it: start it once, ask it for sessions, and see that none outlives its notebook."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.judge.limits import TestTimeout, time_limit
from autograder.wire import Channel, ClosedError, WireError

#: Seconds that the zygote may take to import and warm up.
WARM = 120
#: Seconds beyond a cell's own limit after which its session is given up.
GRACE = 5


#: What a cell did in which its session died.
DIED = "ended the Python process"


class SessionEnded(Exception):
    """The session is gone; the message says what the cell did, as "ended the Python process"."""


class Zygote:
    """A warm process that forks sessions. It has a clean environment and none of this process's files."""

    def __init__(self, layers: Collection[str] | None = None, module: str = "autograder.session.zygote") -> None:
        """Start `module`, whose children use `layers` of the sandbox (by default all that there are)."""
        from autograder.session.sandbox import clean_environment
        from autograder.session.zygote import HOME_PREFIX

        self.layers = None if layers is None else sorted(layers)
        self._home = tempfile.mkdtemp(prefix=HOME_PREFIX)
        os.chmod(self._home, 0o711)
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-I", "-m", module, str(theirs.fileno())]
        self._process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            env=clean_environment(self._home),
            cwd=self._home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self._control = mine
        self._control.settimeout(WARM)
        if self._ask(None) != b"ready":
            raise SessionEnded("the zygote did not start; `autograder doctor` may say why")

    def session(self, files: Iterable[Path] = (), seed: int = 0, root: Path | None = None) -> "Session":
        """A new session in a folder of its own that holds copies of `files`; those in `root` keep their folders."""
        work = self.folder()
        for file in files:
            place = Path(work, file.relative_to(root) if root and file.is_relative_to(root) else file.name)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)
        mine, theirs = socket.socketpair()
        with theirs:
            pid = self.start({"work": work, "seed": seed}, [theirs.fileno()])
        return Session(self, pid, mine, work)

    def folder(self) -> str:
        """A new folder for a child to work in."""
        return tempfile.mkdtemp(prefix="work-", dir=self._home)

    def start(self, request: dict[str, Any], descriptors: Collection[int]) -> int:
        """Fork a child that gets `request`, with the folder it works in, and `descriptors`; its process number."""
        return int(self._ask({"do": "start", "layers": self.layers, **request}, descriptors))

    def end(self, pid: int) -> None:
        """Kill a session and all that it started."""
        self._ask({"do": "end", "pid": pid})

    def close(self) -> None:
        """End the zygote, and remove its folder."""
        self._control.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)

    def __enter__(self) -> "Zygote":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, request: dict[str, Any] | None, descriptors: Collection[int] = ()) -> bytes:
        try:
            if request is not None:
                socket.send_fds(self._control, [json.dumps(request).encode()], list(descriptors))
            answer = self._control.recv(65536)
        except OSError as error:
            raise SessionEnded(f"the zygote is gone ({error})") from error
        if not answer:
            raise SessionEnded("the zygote is gone")
        return answer


class Rest:
    """Cells that run on a fork of a session, aside."""

    def __init__(self, channel: Channel, seconds: float) -> None:
        self._channel, self._seconds = channel, seconds

    def take(self, count: int) -> list[tuple[list[Any], int | None]]:
        """What the first `count` cells gave, each as `Session.run` gives it.

        Raises:
            SessionEnded: when one of them ended the fork, or did not end in time.
        """
        return [Session._ask(self._channel, None, self._seconds) for _ in range(count)]

    def close(self) -> None:
        """Hang up; the fork ends with its cell, or with the session."""
        self._channel.close()


class Session:
    """A student's notebook in its sandbox: run its cells, and take snapshots for the tests."""

    def __init__(self, zygote: Zygote, pid: int, sock: socket.socket, work: str) -> None:
        self._zygote, self._pid, self._sock, self._work = zygote, pid, sock, work
        self._channel = Channel(sock)
        self._ahead: dict[str, Any] | None = None
        #: A snapshot that was given back, with the cell that it ran first; the first cell of one in which something
        #: was left.
        self._back: tuple[str, Channel] | None = None
        self._left: str | None = None
        self.alive = True

    def run(
        self, source: str, seconds: float, *, aside: bool = True, draw: bool = True
    ) -> tuple[list[Any], int | None]:
        """Run a code cell; its outputs, as the session tells them, and its execution count.

        The figures that it shows may be drawn `aside`, while the notebook goes on, or need not be drawn at all.

        Raises:
            SessionEnded: when the session died of it or did not end in time.
        """
        request = {"do": "run", "source": source, "seconds": seconds, "aside": aside, "draw": draw}
        return self._outputs(request, seconds)

    def drawn(self, seconds: float) -> list[Any]:
        """The pictures of the figures that are drawn aside, by number; what is not drawn in `seconds` is None.

        Raises:
            SessionEnded: when the session died.
        """
        self._leave_ahead()
        found = self._reply(self._channel, {"do": "draw", "seconds": seconds}, seconds).get("drawn")
        return found if isinstance(found, list) else []

    def attempt(self, source: str, seconds: float) -> tuple[list[Any], int | None]:
        """Run a cell on a snapshot: what it does to the session is forgotten."""
        self._leave_ahead()
        channel = self._fork({"do": "try", "sources": [source], "seconds": seconds})
        try:
            return self._ask(channel, None, seconds)
        finally:
            channel.close()

    def rest(self, sources: Sequence[str], seconds: float) -> "Rest":
        """Begin to run cells on a fork of the session as it is now, while it goes on to give snapshots.

        Raises:
            SessionEnded: when the session died.
        """
        self._leave_ahead()
        return Rest(self._fork({"do": "rest", "sources": list(sources), "seconds": seconds}), seconds)

    def snapshot(self, seconds: float, first: str = "", *, more: bool = False, ahead: bool = True) -> Channel:
        """A conversation with a fork of the session as it is now, which may compute for `seconds`.

        The fork runs the cell `first` before it answers. If `more` are to come, it can be given back for the next;
        after one that could not, the next is forked `ahead`.

        Raises:
            SessionEnded: when the session died.
        """
        channel = self._again(seconds, first)
        if channel:
            return channel
        shared = more and self._left != first
        request = {"do": "fork", "seconds": seconds, "first": first, "more": shared}
        if self._ahead != request:
            self._leave_ahead()
            self._send(request)
        channel, self._ahead = self._forked(), None
        if ahead and more and not shared:
            with contextlib.suppress(SessionEnded):  # who asks next hears of it
                self._send({**request, "ahead": True})
                self._ahead = request
        return channel

    def give_back(self, channel: Channel, first: str = "") -> None:
        """Take back a snapshot that ran the cell `first`: if it is as it was, the next test has it."""
        self._leave_back()
        if channel.broken or self._left == first or not self.alive:
            channel.close()
        else:
            self._back = first, channel.handed_on()

    def _again(self, seconds: float, first: str) -> Channel | None:
        """The snapshot that was given back, if it is the one that is wanted and says that nothing is left in it.

        It is the student's process that says so: one that lies keeps its own tests' leavings, as it could in a file.
        """
        if not self._back:
            return None
        before, channel = self._back
        if before == first:
            self._back = None
            with contextlib.suppress(OSError, WireError, ClosedError, TestTimeout), time_limit(GRACE):
                channel.send({"op": "again", "seconds": seconds})
                if channel.receive() == ({"again": True}, []):
                    return channel
            self._left = first
            channel.close()
        self._leave_back()
        return None

    def _leave_back(self) -> None:
        if self._back:
            self._back[1].close()
            self._back = None

    def end(self) -> None:
        """Kill it and all that it started, and remove its folder."""
        self.alive = False
        self._leave_back()
        self._channel.close()
        self._zygote.end(self._pid)
        shutil.rmtree(self._work, ignore_errors=True)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _fork(self, request: dict[str, Any]) -> Channel:
        self._send(request)
        return self._forked()

    def _send(self, request: dict[str, Any]) -> None:
        with self._or_ended(), time_limit(GRACE):
            self._channel.send(request)

    def _forked(self) -> Channel:
        """The end of a conversation that a request for a fork is answered by."""
        with self._or_ended(), time_limit(GRACE):
            _, descriptors, _, _ = socket.recv_fds(self._sock, 1, 1)
        if len(descriptors) != 1:
            self.alive = False
            raise SessionEnded("the session gave no snapshot")
        return Channel(socket.socket(fileno=descriptors[0]))

    def _leave_ahead(self) -> None:
        """Hang up on the snapshots that were given back or forked ahead and are not wanted."""
        self._leave_back()
        if self._ahead:
            self._ahead = None
            self._forked().close()

    @contextlib.contextmanager
    def _or_ended(self) -> Iterator[None]:
        try:
            yield
        except (OSError, WireError, TestTimeout) as error:
            self.alive = False
            raise SessionEnded(str(error)) from error

    def _outputs(self, request: dict[str, Any], seconds: float) -> tuple[list[Any], int | None]:
        self._leave_ahead()
        self._left = None
        try:
            return self._ask(self._channel, request, seconds)
        except SessionEnded:
            self.alive = False
            raise

    @staticmethod
    def _ask(channel: Channel, request: dict[str, Any] | None, seconds: float) -> tuple[list[Any], int | None]:
        """Send a request, if there is one, and wait for a cell's outputs."""
        reply = Session._reply(channel, request, seconds)
        if not isinstance(reply.get("outputs"), list):
            raise SessionEnded("sent what is no answer")
        count = reply.get("count")
        return reply["outputs"], count if type(count) is int and 0 <= count < 10**6 else None

    @staticmethod
    def _reply(channel: Channel, request: dict[str, Any] | None, seconds: float) -> dict[str, Any]:
        try:
            with time_limit(seconds + GRACE):
                if request:
                    channel.send(request)
                reply, _ = channel.receive()
        except TestTimeout as error:
            raise SessionEnded(f"did not end within {seconds:g} s, and could not be stopped") from error
        except (ClosedError, OSError) as error:
            raise SessionEnded(DIED) from error
        except WireError as error:
            raise SessionEnded(f"sent what is no answer ({error})") from error
        if not isinstance(reply, dict):
            raise SessionEnded("sent what is no answer")
        return reply
