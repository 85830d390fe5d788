"""The provisioner that ``kernel.json`` names: a kernel is a fork of a warm zygote, closed into the sandbox."""

import asyncio
import atexit
import os
import select
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from jupyter_client.provisioning import KernelProvisionerBase
from traitlets import List, Unicode

from autograder.judge.remote.process import Zygote
from autograder.session import sandbox

PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
ZYGOTE = "autograder.kernel.zygote"


class SandboxProvisioner(KernelProvisionerBase):  # type: ignore[misc]  # jupyter_client is not followed
    """Starts a kernel by a fork instead of a process: warm at once, without network, files or environment.

    The client reaches it over Unix sockets (``transport=ipc``); an interrupt is a message, not a signal.
    """

    require = List(Unicode(), sorted(sandbox.CORE), help="Layers of the sandbox without which no kernel starts.").tag(
        config=True
    )

    _zygote: ClassVar[Zygote | None] = None
    _pid: int | None = None
    _watch: int | None = None
    _work = ""
    _sockets = ""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose the sockets and write the connection file, where clients look for it."""
        sandbox.require(self.require)
        self._work, self._sockets = self._start().folder(), self._start().folder()
        manager = self.parent
        manager.transport = "ipc"
        manager.ip = os.path.join(self._sockets, "kernel")
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        kwargs.pop("extra_arguments", None)
        return await super().pre_launch(cmd=[], **kwargs)  # type: ignore[no-any-return]

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork the kernel."""
        info = self.connection_info
        connection = {key: value.decode() if isinstance(value, bytes) else value for key, value in info.items()}
        paths = [f"{info['ip']}-{info[port]}" for port in PORTS]
        request = {"work": self._work, "connection": connection, "addresses": [f"ipc://{path}" for path in paths]}
        with _bound(paths) as descriptors:
            self._pid = self._start().start(request, descriptors)
        self._watch = os.pidfd_open(self._pid)
        return info

    @property
    def has_process(self) -> bool:
        return self._pid is not None

    async def poll(self) -> int | None:
        """None while the kernel lives, else 0."""
        if self._watch is None:
            return 0
        return 0 if select.select([self._watch], [], [], 0)[0] else None

    async def wait(self) -> int | None:
        """Wait for its end."""
        while await self.poll() is None:
            await asyncio.sleep(0.02)
        self._end()
        return 0

    async def send_signal(self, signum: int) -> None:
        """End it; an interrupt is a message of the control channel, and needs no signal."""
        if signum != signal.SIGINT and await self.poll() is None:
            self._end()

    async def kill(self, restart: bool = False) -> None:
        self._end()

    async def terminate(self, restart: bool = False) -> None:
        self._end()

    async def cleanup(self, restart: bool = False) -> None:
        """End all that the kernel started, and remove its folder."""
        self._end()
        for folder in filter(None, (self._work, self._sockets)):
            shutil.rmtree(folder, ignore_errors=True)

    def _end(self) -> None:
        if self._pid is not None and self._zygote is not None:
            self._zygote.end(self._pid)
        if self._watch is not None:
            os.close(self._watch)
        self._pid = self._watch = None

    @classmethod
    def _start(cls) -> Zygote:
        if SandboxProvisioner._zygote is None:
            SandboxProvisioner._zygote = Zygote(module=ZYGOTE)
            atexit.register(SandboxProvisioner._zygote.close)
        return SandboxProvisioner._zygote


@contextmanager
def _bound(paths: list[str]) -> Iterator[list[int]]:
    """Listening sockets at `paths`: the kernel takes them over."""
    sockets = []
    try:
        for path in paths:
            sockets.append(socket.socket(socket.AF_UNIX))
            sockets[-1].bind(path)
            sockets[-1].listen(16)
        yield [each.fileno() for each in sockets]
    finally:
        for each in sockets:
            each.close()
