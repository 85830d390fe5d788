"""IPython's own shell, which gives each cell's outputs instead of sending them to a frontend."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import types
from collections.abc import Iterator
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any as Anything
from traitlets import Type
from traitlets.config import Config

from autograder.session.aside import Formatter
from autograder.session.outputs import OUTPUT_BYTES, Outputs, Stream, clean


class CellTimeout(BaseException):
    """A cell ran past its time. Not an `Exception`, so that a student's ``except Exception`` lets it through."""


class Publisher(DisplayPublisher):  # type: ignore[misc]  # IPython's traits are untyped
    """``display``, ``update_display`` and ``clear_output``."""

    outputs = Anything()

    def publish(
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any
    ) -> None:
        transient = transient or {}
        data, metadata = clean(data), metadata or {}
        if update and transient.get("display_id"):
            self.outputs.update(transient["display_id"], data, metadata)
            return
        self.outputs.add(
            {"output_type": "display_data", "data": data, "metadata": metadata, "transient": dict(transient)}
        )

    def clear_output(self, wait: bool = False) -> None:
        self.outputs.clear_output(wait)


class Hook(DisplayHook):  # type: ignore[misc]
    """The value of a cell's last expression."""

    def start_displayhook(self) -> None:
        pass

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        output = {"output_type": "execute_result", "data": clean(format_dict), "metadata": md_dict or {}}
        self.shell.outputs.add({**output, "execution_count": self.prompt_count})

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):  # type: ignore[misc]
    """The shell of one session."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)
    outputs = Anything()

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        if etype is CellTimeout:
            _say_late(self.outputs, evalue.args[0])
            return
        try:
            said = str(evalue)
        except Exception:  # a student's exception may fail to say what it is
            said = "(an error that cannot be shown)"
        name = getattr(etype, "__name__", str(etype))
        lines = [str(line) for line in stb]
        self.outputs.add({"output_type": "error", "ename": str(name), "evalue": said, "traceback": lines})

    def system(self, cmd: str) -> None:
        """``!command``, its output as the cell's."""
        done = subprocess.run(
            self.var_expand(cmd, depth=1), shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        sys.stdout.write(done.stdout.decode(errors="replace"))
        self.user_ns["_exit_code"] = done.returncode

    system_piped = system_raw = system

    def init_io(self) -> None:
        pass

    def init_display_formatter(self) -> None:
        self.display_formatter = Formatter(parent=self)
        self.configurables.append(self.display_formatter)

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def _tee(self, channel: str) -> contextlib.AbstractContextManager[None]:
        """IPython keeps a second copy of all that is printed, for ``%notebook``; a loop that prints fills memory."""
        return contextlib.nullcontext()


def make_shell() -> Shell:
    """The one shell of this process, made once in the zygote."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "neutral"
    config.InteractiveShell.autoindent = False
    outputs = Outputs(OUTPUT_BYTES)
    module = types.ModuleType("__main__")
    shell: Shell = Shell.instance(config=config, user_module=module, user_ns=module.__dict__, outputs=outputs)
    shell.display_pub.outputs = outputs
    return shell


def run_cell(shell: Shell, source: str, seconds: float) -> tuple[list[dict[str, Any]], int]:
    """Run a code cell as a notebook does; its outputs and its number in the order of execution."""
    outputs = shell.outputs
    outputs.start()
    count = shell.execution_count
    with _streams(outputs), _alarm(seconds):
        try:
            shell.run_cell(source, store_history=True)
        except CellTimeout:
            _say_late(outputs, seconds)
        except KeyboardInterrupt:
            outputs.add({"output_type": "error", "ename": "KeyboardInterrupt", "evalue": "", "traceback": []})
        except SystemExit:
            pass
    return outputs.take(), count


def _say_late(outputs: Outputs, seconds: float) -> None:
    said = f"the cell was stopped after {seconds:g} s: does a loop never end?"
    outputs.add({"output_type": "error", "ename": "CellTimeoutError", "evalue": said, "traceback": [said]})


@contextlib.contextmanager
def _streams(outputs: Outputs) -> Iterator[None]:
    """The session's streams, and what is written past them to the file descriptors 1 and 2."""
    raw = os.memfd_create("output") if hasattr(os, "memfd_create") else None
    if raw is not None:
        os.dup2(raw, 1)
        os.dup2(raw, 2)
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Stream("stdout", outputs), Stream("stderr", outputs)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        if raw is not None:
            with open(raw, "rb") as file:
                file.seek(0)
                outputs.write("stdout", file.read(outputs.limit).decode(errors="replace"))
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            os.close(null)


def stop_after(seconds: float) -> None:
    """Stop the code that runs when this process has computed for `seconds` from now, whatever the clock says."""

    def stop(signum: int, frame: Any) -> None:
        raise CellTimeout(seconds)

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def stop(signum: int, frame: Any) -> None:
        raise CellTimeout(seconds)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


def seed_everything(number: int) -> None:
    """The same submission draws the same numbers every time."""
    random.seed(number)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(number % 2**32)
    torch = sys.modules.get("torch")
    if torch is not None:
        # Without an accelerator, torch.manual_seed keeps the whole stack as a text for each kind that might yet appear.
        (torch.manual_seed if torch.accelerator.is_available() else torch.default_generator.manual_seed)(number)
