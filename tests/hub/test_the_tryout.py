"""What `make hub` starts can be started again, and leaves nothing behind."""

import os
import signal
from pathlib import Path

import pytest

from .tryout import TryOut


def traces():
    """What a Hub could leave on this machine: accounts, homes, mounts, processes, files in the usual places."""
    processes = {
        cmdline
        for folder in Path("/proc").glob("[0-9]*")
        if (cmdline := _read(folder / "cmdline")) and "jupyterhub" in cmdline
    }
    return {
        "accounts": Path("/etc/passwd").read_text() + Path("/etc/group").read_text(),
        "homes": sorted(os.listdir("/home")),
        "/srv": sorted(os.listdir("/srv")),
        "/mnt": sorted(os.listdir("/mnt")),
        "/etc/jupyter": Path("/etc/jupyter").exists(),
        "mounts": Path("/proc/self/mountinfo").read_text().count("\n"),
        "processes": processes,
    }


def _read(path):
    try:
        return path.read_text()
    except OSError:
        return ""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_a_hub_leaves_no_account_no_file_and_no_process(tmp_path, end):
    before = traces()
    tryout = TryOut(tmp_path / "hub.log").start()
    assert tryout.answers()
    assert "grader-linear-networks" in tryout.run_as("ada", "cat /etc/passwd")[0]
    tryout.stop(end)
    assert traces() == before


def test_a_port_that_is_taken_is_named(tmp_path):
    import socket

    with socket.create_server(("127.0.0.1", 8081)):
        tryout = TryOut(tmp_path / "hub.log")
        with pytest.raises(AssertionError, match="port 8081 of this machine is taken"):
            tryout.start()
