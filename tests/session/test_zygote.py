"""A grader that is killed leaves no process and no file of a student behind."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

GRADER = """\
import time
from autograder.judge.remote.process import Zygote

zygote = Zygote()
session = zygote.session()
session.run("import subprocess\\nsubprocess.Popen(['sleep', '600'])", 20)
print(zygote._home, zygote._process.pid, flush=True)
time.sleep(600)
"""


def test_a_grader_that_is_killed_leaves_no_process_and_no_file(ended):
    grader = subprocess.Popen([sys.executable, "-c", GRADER], stdout=subprocess.PIPE, text=True)
    home, pid = grader.stdout.readline().split()
    tree = [psutil.Process(int(pid)), *psutil.Process(int(pid)).children(recursive=True)]
    assert list(Path(home).glob("work-*"))
    assert any(process.name() == "sleep" for process in tree)
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    grader.stdout.close()
    until = time.monotonic() + 30
    while (Path(home).exists() or not all(map(ended, tree))) and time.monotonic() < until:
        time.sleep(0.1)
    assert not Path(home).exists()
    assert all(map(ended, tree))


def test_a_zygote_that_is_started_by_hand_removes_nobodys_folder(tmp_path):
    import socket

    (tmp_path / "mine.txt").write_text("x")
    mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with mine, theirs:
        command = [sys.executable, "-m", "autograder.session.zygote", str(theirs.fileno())]
        zygote = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=tmp_path)
        theirs.close()
        assert mine.recv(100) == b"ready"
    assert zygote.wait(60) == 0
    assert (tmp_path / "mine.txt").exists()
