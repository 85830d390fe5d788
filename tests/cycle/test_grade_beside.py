"""`autograder grade` while students go on handing in and an instructor works in nbgrader's formgrader."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest

from autograder.batch.command import Wanted, Where, grade_class
from autograder.course.build import build

if sys.platform != "linux":
    pytest.skip("sessions need Linux", allow_module_level=True)

TOKEN = "a-token"
EXTENSIONS = {"nbgrader.server_extensions.formgrader": True}


class Formgrader:
    """nbgrader's formgrader in a Jupyter server of its own, asked as its pages ask it."""

    def __init__(self, root):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/formgrader/api/"
        self.log = root / "server.log"
        options = [
            *("--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
            *(f"--ServerApp.root_dir={root}", f"--IdentityProvider.token={TOKEN}"),
            f"--ServerApp.jpserver_extensions={EXTENSIONS}",
        ]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyter", "server", *options],
                cwd=root,
                stdout=log,
                stderr=log,
                env={**os.environ, "JUPYTER_CONFIG_DIR": str(root / "jupyter")},
            )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                self.get("status")
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        raise AssertionError(self.log.read_text())

    def get(self, path):
        return self._ask(urllib.request.Request(self.url + path))

    def put(self, path, data):
        return self._ask(urllib.request.Request(self.url + path, json.dumps(data).encode(), method="PUT"))

    def end(self):
        self.process.terminate()
        self.process.wait()

    @staticmethod
    def _ask(request):
        request.add_header("Authorization", f"token {TOKEN}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)


@pytest.fixture
def room(make_course, classroom):
    course = make_course()
    list(build(course))
    return classroom(course)


@pytest.fixture
def formgrader(room):
    formgrader = Formgrader(room.course.root)
    yield formgrader
    formgrader.end()


def comment_on_all(formgrader, text):
    """Write a comment on every solution cell of the submissions that are graded; how many there are."""
    count = 0
    formgrader.get("submissions/small")
    for notebook in formgrader.get("submitted_notebooks/small/small"):
        for comment in formgrader.get(f"comments?submission_id={notebook['id']}"):
            formgrader.put(f"comment/{comment['id']}", {"manual_comment": text})
            count += 1
    return count


def test_a_class_is_graded_while_students_hand_in_and_an_instructor_comments(room, answer, formgrader):
    def hand_in(number):
        sources = {name: f"def {name}(x):\n    return {factor} * x" for name, factor in (("double", 2), ("triple", 3))}
        room.submit(f"s{number:02}", "small", answer(room.released("small"), **sources))

    for number in range(4):
        hand_in(number)
    grade_class(room.course.root, Wanted(), Where(1), quiet=True)
    for number in range(4, 12):
        hand_in(number)
    reports = []
    run = threading.Thread(
        target=lambda: reports.append(grade_class(room.course.root, Wanted(), Where(2), quiet=True)[0])
    )
    run.start()
    rounds = 0
    while run.is_alive():
        hand_in(12 + rounds)
        assert comment_on_all(formgrader, f"round {rounds}") >= 8, "both cells of the four that were graded before"
        rounds += 1
    run.join()
    (report,) = reports
    assert rounds > 1
    rest, _ = grade_class(room.course.root, Wanted(), Where(2), quiet=True)
    assert (report.errors, rest.errors) == ({}, {})
    assert len(report.graded) >= 8
    assert len(report.graded) + len(rest.graded) == 8 + rounds
    assert {room.score(f"s{number:02}", "small") for number in range(12 + rounds)} == {5.5}
    with room.api.gradebook as gradebook:
        kept = [
            comment.manual_comment for comment in gradebook.find_submission_notebook("small", "small", "s00").comments
        ]
    assert kept == [f"round {rounds - 1}"] * 2
    log = formgrader.log.read_text()
    assert "database is locked" not in log
    assert " 500 " not in log
