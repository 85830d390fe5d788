"""A gradebook on a real PostgreSQL server gets the same grades, and a server that restarts loses none."""

import getpass
import os
import shutil
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from autograder.batch.command import Wanted, Where, grade_class
from autograder.course.build import build
from autograder.course.folder import Course

pytestmark = pytest.mark.cycle

PLACES = [*os.environ.get("PATH", "").split(os.pathsep), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]


class Server:
    """A server of its own in `folder`; root lets the user postgres run it, for a server refuses root."""

    def __init__(self, folder, bin):
        self.folder, self._bin = folder / "db", bin
        self.user = "postgres" if os.getuid() == 0 else getpass.getuser()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder.mkdir()
        if os.getuid() == 0:
            for place in [self.folder, *folder.parents, folder]:
                if place.owner() == "root" and place.is_relative_to("/tmp/"):
                    place.chmod(place.stat().st_mode | 0o711)
            shutil.chown(self.folder, self.user)
        self._run("initdb", "--auth=trust", "--username=grader", "--encoding=UTF8", "--no-sync")
        self.start()

    @property
    def url(self):
        return f"postgresql+psycopg://grader@127.0.0.1:{self.port}/postgres"

    def start(self):
        options = f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "--log", str(self.folder / "log"), "--options", options)

    def stop(self, mode="fast"):
        self._run("pg_ctl", "stop", "--wait", "--mode", mode)

    def _run(self, program, *arguments):
        user = {"user": self.user, "group": self.user, "extra_groups": []} if os.getuid() == 0 else {}
        command = [self._bin / program, "--pgdata", str(self.folder), *arguments]
        # what the server prints must not hold this process's pipes open
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **user)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    pytest.importorskip("psycopg", reason="no driver for PostgreSQL: pip install 'autograder[postgresql]'")
    bin = next((Path(place) for place in PLACES if Path(place, "initdb").exists()), None)
    if bin is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    server = Server(tmp_path_factory.mktemp("postgresql"), bin)
    yield server
    server.stop("immediate")


@pytest.fixture(scope="module")
def rooms(make_course, classroom, bad_class, server, tmp_path_factory):
    """The class with every kind of bad submission: one gradebook is SQLite, the other is on the server."""
    lite = make_course()
    other = Course(tmp_path_factory.mktemp("on-postgresql") / "course")
    shutil.copytree(lite.root, other.root)
    with (other.root / "nbgrader_config.py").open("a") as config:
        config.write(f"c.CourseDirectory.db_url = {server.url!r}\n")
    found = []
    for course in (lite, other):
        list(build(course))
        room = classroom(course)
        bad_class(room)
        report, _ = grade_class(course.root, Wanted(), Where(2), quiet=True)
        assert (len(report.graded), report.errors) == (20, {})
        found.append(room)
    assert not (other.root / "gradebook.db").exists()
    return found


def grades(room):
    with room.api.gradebook as gradebook:
        return {
            (submission.student.id, grade.cell.name): (grade.auto_score, grade.needs_manual_grade, submission.score)
            for submission in gradebook.assignment_submissions("small")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def test_the_grades_are_those_of_sqlite(rooms):
    lite, post = rooms
    assert grades(post) == grades(lite)
    assert len(grades(post)) == 40


def test_a_second_run_grades_nothing(rooms):
    report, _ = grade_class(rooms[1].course.root, Wanted(), Where(1), quiet=True)
    assert (report.graded, report.unchanged) == ([], 20)


def test_nbgraders_autograde_works_on_it_too(rooms):
    done, log = rooms[1].autograde("small", "right")
    assert done, log


def test_a_server_that_restarts_in_the_middle_loses_nothing(rooms, server):
    _, post = rooms
    before = grades(post)
    stopped = threading.Event()

    def restart():
        server.stop()
        stopped.set()
        threading.Event().wait(5)
        server.start()

    killer = threading.Timer(1.0, restart)
    killer.start()
    report, _ = grade_class(
        post.course.root, Wanted(again=True), Where(2), quiet=True, tell=lambda report: stopped.wait(60)
    )
    killer.join()
    assert (len(report.graded), report.errors) == (20, {})
    assert grades(post) == before
