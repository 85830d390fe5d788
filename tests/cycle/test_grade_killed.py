"""Whatever is killed while a class is graded, and whenever: the command, run again, ends with the same gradebook."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from autograder.batch.command import Wanted, Where, grade_class
from autograder.course.build import build
from autograder.course.errors import CourseError
from autograder.course.folder import Course

pytestmark = pytest.mark.cycle

STUDENTS = 4
#: Runs with a kill at a random moment; AUTOGRADER_KILLS=20 for the whole proof.
KILLS = int(os.environ.get("AUTOGRADER_KILLS", "2"))


@pytest.fixture(scope="module")
def handed_in(make_course, classroom, answer):
    """A built course, and a class of whom every second one has a mistake."""
    course = make_course()
    list(build(course))
    room = classroom(course)
    for number in range(STUDENTS):
        double = "def double(x):\n    return x * x" if number % 2 else "def double(x):\n    return 2 * x"
        room.submit(f"s{number}", "small", answer(room.released("small"), double=double))
    return room


@pytest.fixture(scope="module")
def undisturbed(handed_in, tmp_path_factory, classroom):
    root = copy_of(handed_in, tmp_path_factory.mktemp("undisturbed"))
    began = time.monotonic()
    grade_class(root, Wanted(), Where(2), quiet=True)
    return state(classroom(Course.at(root))), time.monotonic() - began


def copy_of(room, folder):
    root = folder / "course"
    shutil.copytree(room.course.root, root)
    return root


def state(room):
    """All grades, and the notebooks that were written."""
    with room.api.gradebook as gradebook:
        grades = [
            (submission.student.id, grade.cell.name, grade.auto_score, grade.needs_manual_grade)
            for submission in gradebook.assignment_submissions("small")
            for notebook in submission.notebooks
            for grade in notebook.grades
        ]
    root = room.course.root / "autograded"
    return sorted(grades), {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def start(root, *options):
    command = [sys.executable, "-m", "autograder", "grade", "--course", str(root), "--jobs", "2", "--json", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def of_kind(kind, process):
    """The processes of a run: itself, its lanes, the zygotes, or the sessions."""
    try:
        below = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    lanes, zygotes, rest = [], [], []
    for each in below:
        try:
            words = " ".join(each.cmdline())
        except psutil.Error:
            continue
        (lanes if "judge.lane" in words else zygotes if "session.zygote" in words else rest).append(each)
    return {"run": [psutil.Process(process.pid)], "lane": lanes, "zygote": zygotes, "session": rest}[kind]


def in_a_while(condition, seconds):
    """Whether the condition came to hold, if only for a moment."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("kind", ["run", "lane", "zygote", "session"])
def test_a_kill_costs_nothing(handed_in, undisturbed, classroom, tmp_path, kind, ended):
    wanted, seconds = undisturbed
    draw = random.Random(kind)
    for number in range(KILLS if kind == "run" else 1):
        root = copy_of(handed_in, tmp_path / str(number))
        process = start(root)
        assert in_a_while(lambda process=process: of_kind(kind, process) or process.poll() is not None, 240)
        time.sleep(draw.uniform(0, seconds) if kind == "run" else draw.uniform(0, 1))
        lanes = of_kind("lane", process) + of_kind("zygote", process)
        victims = of_kind(kind, process)
        if victims:
            draw.choice(victims).kill()
        process.communicate(timeout=300)
        assert in_a_while(lambda lanes=lanes: all(map(ended, lanes)), 60), "a judge outlives the run"
        report, _ = grade_class(root, Wanted(), Where(2), quiet=True)
        assert report.found == STUDENTS
        assert state(classroom(Course.at(root))) == wanted


def test_a_notebook_that_takes_its_judge_down_is_judged_twice_then_fails_closed_and_the_class_goes_on(
    handed_in, undisturbed, classroom, tmp_path, monkeypatch
):
    from autograder.batch import judges

    root = copy_of(handed_in, tmp_path)
    judge, calls = judges.judge, []

    def dies_of_a_mistake(require, work):
        if "x * x" not in str(work["cells"]):
            return judge(require, work)
        calls.append(work)
        return {"lost": "the judge ended without an answer"}

    monkeypatch.setattr(judges, "judge", dies_of_a_mistake)
    report, _ = grade_class(root, Wanted(), Where(2), quiet=True)
    wrong = {("small", f"s{number}") for number in range(1, STUDENTS, 2)}
    assert len(calls) == 2 * len(wrong)
    assert report.failed_closed.keys() == report.review.keys() == wrong
    grades = {(student, cell): grade for student, cell, *grade in state(classroom(Course.at(root)))[0]}
    for student, cell, *grade in undisturbed[0][0]:
        assert grades[student, cell] == ([0.0, True] if ("small", student) in wrong else grade)


def test_two_runs_at_once_are_refused_with_words(handed_in, tmp_path):
    root = copy_of(handed_in, tmp_path)
    process = start(root)
    try:
        assert in_a_while(lambda: of_kind("lane", process), 60)
        with pytest.raises(
            CourseError, match=rf"another `autograder grade` is at work in .* \(process {process.pid}\)"
        ):
            grade_class(root, Wanted(), Where(1), quiet=True)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_a_full_disk_stops_the_run_with_words_and_the_next_one_finishes(
    handed_in, undisturbed, classroom, tmp_path, monkeypatch
):
    from autograder.batch.desk import Desk

    root = copy_of(handed_in, tmp_path)
    write, calls = Desk.write_single_notebook, []

    def full(self, *arguments):
        calls.append(arguments)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return write(self, *arguments)

    monkeypatch.setattr(Desk, "write_single_notebook", full)
    with pytest.raises(CourseError, match=r"No space left on device.*run the command again"):
        grade_class(root, Wanted(), Where(2), quiet=True)
    grades, _ = state(classroom(Course.at(root)))
    assert len({student for student, *_ in grades}) == 2
    grade_class(root, Wanted(), Where(2), quiet=True)
    assert state(classroom(Course.at(root))) == undisturbed[0]


class Dask:
    """A real scheduler and real workers on this machine."""

    def __init__(self, folder):
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.workers = [self.worker() for _ in range(2)]
        assert in_a_while(self.file.exists, 60)

    @property
    def address(self):
        import json

        return json.loads(self.file.read_text())["address"]

    def worker(self):
        return self._start("worker", "--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1")

    def _start(self, what, *options):
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, "--scheduler-file", str(self.file), *options]
        if what == "worker":
            command += ["--local-directory", str(self.folder)]
        with Path(self.folder, f"{what}.log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log)

    def end(self):
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


@pytest.fixture
def dask(tmp_path_factory):
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'autograder[cluster]'")
    cluster = Dask(tmp_path_factory.mktemp("dask"))
    yield cluster
    cluster.end()


def test_dask_workers_give_the_same_gradebook_though_one_is_killed(handed_in, undisturbed, classroom, tmp_path, dask):
    import threading

    root = copy_of(handed_in, tmp_path)
    victim = dask.workers[0]

    def kill():
        in_a_while(lambda: psutil.Process(victim.pid).children(recursive=True)[3:], 120)
        victim.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    report, _ = grade_class(root, Wanted(), Where(cluster=dask.address), quiet=True)
    killer.join()
    assert victim.wait(10) == -signal.SIGKILL
    assert not report.errors
    assert not report.failed_closed
    assert state(classroom(Course.at(root))) == undisturbed[0]


def test_a_scheduler_that_is_killed_ends_the_run_with_words_and_nothing_is_lost(
    handed_in, undisturbed, classroom, tmp_path, dask
):
    import threading

    root = copy_of(handed_in, tmp_path)

    def kill():
        in_a_while(lambda: (root / "autograded").is_dir(), 120)
        dask.scheduler.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(CourseError, match="the workers are gone"):
        grade_class(root, Wanted(), Where(cluster=dask.address), quiet=True)
    killer.join()
    grade_class(root, Wanted(), Where(2), quiet=True)
    assert state(classroom(Course.at(root))) == undisturbed[0]


def test_an_address_where_no_scheduler_is_says_so(handed_in, tmp_path, monkeypatch):
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'autograder[cluster]'")
    monkeypatch.setattr("autograder.batch.judges.ANSWER", 1)
    with pytest.raises(CourseError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        grade_class(copy_of(handed_in, tmp_path), Wanted(), Where(cluster="tcp://127.0.0.1:9"), quiet=True)
