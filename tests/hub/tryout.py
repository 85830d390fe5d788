"""A Hub as `make hub` starts it, for as long as a test needs it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "deploy" / "jupyterhub" / "tryout.sh"
COURSE = "linear-networks"
#: The one that is built there, since building all nine takes a minute.
ASSIGNMENT = "zero_init"
PROXY = Path(sys.prefix) / "hub" / "node_modules" / ".bin" / "configurable-http-proxy"
PASSWORD = "correct-horse"
#: What a Hub to try out has to be able to do in namespaces of its own.
MOUNT = ("mount", "-t", "tmpfs", "tmpfs", "/mnt")


def missing():
    """What this machine lacks for a Hub in a browser, each with how to get it; none when all is there."""
    found = []
    if os.geteuid() != 0:
        found.append("accounts that are real need root (sudo make test)")
    elif subprocess.run(["unshare", "--mount", "--pid", "--fork", *MOUNT], capture_output=True).returncode:
        found.append("namespaces (in a container: start it with --privileged)")
    if not shutil.which("chromium"):
        found.append("Chromium (apt-get install chromium)")
    if not PROXY.exists():
        found.append("JupyterHub's proxy (apt-get install npm && make hub-ready)")
    return found


def _lives(pid):
    """An orphan that has ended keeps its entry until process 1 collects it; in a container that may be never."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class TryOut:
    """The process behind `make hub`, its output in the file `log`."""

    def __init__(self, log):
        self.log = log
        self.process = None

    def start(self, seconds=240):
        ours = {"HUB_ENV": sys.prefix, "HUB_PASSWORD": PASSWORD, "HUB_ASSIGNMENTS": ASSIGNMENT, "HUB_LOG": "INFO"}
        env = {**os.environ, **ours}
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                # a shell in the background ignores Ctrl-C, and so would what is started from it
                ["env", "--default-signal=INT", SCRIPT],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        running = threading.Event()

        def look():
            while self.process.poll() is None and not running.wait(0.3):
                if "Ctrl-C ends it" in self.log.read_text(errors="replace"):
                    running.set()

        watcher = threading.Thread(target=look, daemon=True)
        watcher.start()
        watcher.join(seconds)
        if not running.is_set():
            self.stop()
            raise AssertionError(f"no Hub after {seconds} s; its output ends\n{self.log.read_text()[-3000:]}")
        return self

    @property
    def url(self):
        return re.search(r"http://127.0.0.1:\d+", self.log.read_text()).group()

    def stop(self, sign=signal.SIGINT):
        """End it as Ctrl-C does, or with another signal, and wait until all of it is gone."""
        if not self.process or self.process.poll() is not None:
            return
        inside = self._inside()
        os.kill(inside if sign == signal.SIGINT and inside else self.process.pid, sign)
        self.process.wait(40)
        until = time.monotonic() + 40
        while inside and _lives(inside):
            assert time.monotonic() < until, "the Hub's processes do not end"
            time.sleep(0.05)

    def _inside(self):
        """The process that is the first of the Hub's namespace, to which a terminal's Ctrl-C goes as well."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else None

    def run_as(self, user, command):
        """Run a shell command as `user` in there; its output and exit status."""
        done = subprocess.run(
            ["nsenter", f"--target={self._inside()}", "--mount", "--pid", "runuser", "-l", user, "-c", command],
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.stdout + done.stderr, done.returncode

    def answers(self):
        with urllib.request.urlopen(f"{self.url}/hub/api", timeout=10) as response:
            return response.status == 200
