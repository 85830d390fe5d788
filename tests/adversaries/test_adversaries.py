"""Each adversary scores exactly what it earned, no honest neighbour's grade changes, and nothing is left.

``ADVERSARIES_TABLE=adversaries.md`` writes what each was to score and what it scored.
"""

import os
import re
import site
import socket
import sqlite3
import time
import uuid
from pathlib import Path

import nbformat
import pytest
from case import FULL, HONEST, MARKER
from cases import CASES
from course import NAME, SCRIPT

from autograder.course.build import build

pytestmark = pytest.mark.cycle

#: nbgrader takes the students by name: these are spread between the adversaries.
HONEST_STUDENTS = [f"{letter}_honest" for letter in "adhmrt"]


class Listeners:
    """Sockets of this test, on this machine only, that no session should reach."""

    def __init__(self, folder):
        self.unix, self.abstract = str(folder / "named.sock"), f"canary-{uuid.uuid4().hex}"
        self.sockets = {
            "tcp": socket.create_server(("127.0.0.1", 0)),
            "udp": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            "unix": socket.socket(socket.AF_UNIX),
            "abstract": socket.socket(socket.AF_UNIX),
        }
        self.sockets["udp"].bind(("127.0.0.1", 0))
        for name, address in (("unix", self.unix), ("abstract", "\0" + self.abstract)):
            self.sockets[name].bind(address)
            self.sockets[name].listen()
        os.chmod(self.unix, 0o777)

    def port(self, name):
        return str(self.sockets[name].getsockname()[1])

    def heard(self):
        """The names of the sockets that something has come to."""
        found = []
        for name, listener in self.sockets.items():
            listener.setblocking(False)
            try:
                listener.recv(100) if name == "udp" else listener.accept()
                found.append(name)
            except BlockingIOError:
                pass
        return found


def hand_in(room, adversary, words, answer):
    """Put a submission, and what lies beside it, into ``submitted/``."""

    def fill(text):
        return re.sub("|".join(words), lambda match: words[match[0]], text)

    sources = {name: fill(source) for name, source in adversary.sources().items()}
    notebook = answer(room.released(NAME), **sources)
    room.submit(adversary.name, NAME, adversary.mutate(notebook) if adversary.mutate else notebook)
    folder = room.course.root / "submitted" / adversary.name / NAME
    for name, data in adversary.files.items():
        (folder / name).write_bytes(data)
    for name, target in adversary.links.items():
        (folder / name).unlink(missing_ok=True)
        os.mkfifo(folder / name) if target == "fifo:" else (folder / name).symlink_to(fill(target))


@pytest.fixture(scope="module")
def room(make_course, classroom, answer, tmp_path_factory):
    """One class of all adversaries and some honest students, graded by one call of nbgrader's autograde."""
    course = make_course()
    for name in ("small", "other"):
        (course.solutions / f"{name}.py").unlink()
        (course.solutions / "answers" / f"{name}.py").unlink(missing_ok=True)
    (course.solutions / f"{NAME}.py").write_text(SCRIPT)
    with open(course.root / "nbgrader_config.py", "a") as config:
        config.write("\nc.Judge.cell_timeout = 4\n")
    list(build(course))
    room = classroom(course)
    listeners = Listeners(tmp_path_factory.mktemp("sockets"))
    room.canary = f"canary-{uuid.uuid4().hex}"
    words = {
        "@TCP@": listeners.port("tcp"),
        "@UDP@": listeners.port("udp"),
        "@UNIX@": listeners.unix,
        "@ABSTRACT@": listeners.abstract,
        "@COURSE@": str(course.root),
        "@CANARY@": room.canary,
        "@HOME@": str(Path.home()),
    }
    for student in HONEST_STUDENTS:
        room.submit(student, NAME, answer(room.released(NAME), **HONEST))
    for adversary in CASES:
        hand_in(room, adversary, words, answer)
    began = time.monotonic()
    room.done, room.log = room.autograde(NAME)
    room.seconds = time.monotonic() - began
    print(f"{len(CASES)} adversaries in {room.seconds:.0f} s")
    room.processes = left_running()
    room.heard = listeners.heard()
    room.pages = room.feedback(NAME)
    if "ADVERSARIES_TABLE" in os.environ:
        write_table(room, Path(os.environ["ADVERSARIES_TABLE"]))
    return room


def write_table(room, path):
    lines = ["| adversary | claim | expected | got |", "|---|---|---:|---:|"]
    for adversary in CASES:
        got = room.score(adversary.name, NAME)
        lines.append(f"| {adversary.name} | {adversary.claim} | {adversary.expected:g} | {got:g} |")
    path.write_text("\n".join(lines) + "\n")


def left_running():
    """What this process's grader still runs, other than the zygote itself, and what runs as a session's user."""
    from autograder.gradebook.judge import Judge
    from autograder.session.sandbox.entry import SPARE_UIDS
    from autograder.session.sandbox.tree import descendants

    lane = Judge._lane._process.pid
    found = descendants(lane)
    users = set()
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and entry.stat().st_uid >= SPARE_UIDS and int(entry.name) in descendants(lane):
                users.add(int(entry.name))
        except OSError:
            continue
    return {"below the lane": len(found), "as a session's user": len(users)}


@pytest.mark.parametrize("adversary", CASES, ids=lambda adversary: adversary.name)
def test_scores_exactly_what_it_earned(room, adversary):
    """The claim of each adversary says what it stands for."""
    assert room.score(adversary.name, NAME) == adversary.expected, adversary.claim
    grades = room.grades(adversary.name, NAME)
    assert len(grades) == 4
    assert all(score is not None for score, _ in grades.values()), "a grade is empty"
    if adversary.leaves:
        adversary.leaves(room)


@pytest.mark.parametrize("student", HONEST_STUDENTS)
def test_honest_neighbours_keep_full_marks(room, student):
    assert room.score(student, NAME) == FULL
    assert not any(flag for _, flag in room.grades(student, NAME).values())


def test_nbgrader_says_that_all_were_graded(room):
    assert room.done, room.log[-3000:]
    assert "Traceback" not in room.log


def test_nothing_is_left_running(room):
    assert room.processes == {"below the lane": 1, "as a session's user": 0}  # the zygote itself


def test_no_socket_of_the_machine_was_reached(room):
    assert room.heard == []


def test_the_gradebook_has_no_grade_that_was_not_earned(room):
    with sqlite3.connect(room.course.root / "gradebook.db") as gradebook:
        (highest,) = gradebook.execute("select max(auto_score) from grade").fetchone()
        (by_hand,) = gradebook.execute("select count(*) from grade where manual_score is not null").fetchone()
        (rows,) = gradebook.execute("select count(*) from grade").fetchone()
    assert highest <= 128
    assert by_hand == 0
    assert rows == 4 * (len(CASES) + len(HONEST_STUDENTS))


def test_submissions_are_as_they_were_handed_in(room):
    for student in HONEST_STUDENTS:
        nbformat.read(room.course.root / "submitted" / student / NAME / f"{NAME}.ipynb", as_version=4)


def test_nothing_is_written_outside_of_a_session(room):
    time.sleep(max(0.0, 22 - room.seconds))  # a daemon of the batch would write by now
    places = [room.course.root, Path.home(), *map(Path, ("/", "/etc", "/usr", "/tmp", "/dev/shm", "/var/tmp"))]
    places += map(Path, site.getsitepackages())
    found = [str(path) for place in places for path in place.glob(f"*{room.canary}*")]
    found += [str(path) for path in room.course.root.rglob(f"*{room.canary}*")]
    assert found == []


def test_feedback_is_made_for_everyone(room):
    assert room.pages
    made = {folder.name for folder in (room.course.root / "feedback").iterdir()}
    assert made == {adversary.name for adversary in CASES} | set(HONEST_STUDENTS)


def test_no_feedback_page_holds_a_line_of_a_hidden_test_or_of_an_answer(room):
    for folder in (room.course.root / "feedback").iterdir():
        page = room.page(folder.name, NAME)
        assert MARKER not in page, folder.name
        assert "following" not in page, folder.name


def test_feedback_pages_hold_no_script_of_a_student_and_the_verdict_tables(room):
    for folder in (room.course.root / "feedback").iterdir():
        page = room.page(folder.name, NAME)
        assert "<script" not in page, folder.name
        assert "\x1b" not in page, folder.name
        assert re.search(r'<table class="verdict">.*?</table>', page, re.S), folder.name
