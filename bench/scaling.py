"""How `autograder grade` scales: with its jobs, with Dask's workers, and with the size of the class.

From the course's root:

- ``python bench/scaling.py jobs [--count N] [NAME]``: one class graded again and again, by one job and two, by one Dask
  worker and two. Seconds each are those between the first submissions that are done and the last. One job by itself
  uses a second core in part (it forks ahead and draws aside), so it is measured on one core as well.
- ``python bench/scaling.py class [--counts 100,1000,5000]``: a class that grows, of a notebook that itself takes next
  to nothing: seconds for each new submission, what one more adds to the coordinator's memory and to the files of the
  gradebook and the ledger, and the seconds of a run with nothing new.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from throughput import hand_in, new_course

from autograder.batch.command import Wanted, Where, grade_class
from autograder.cli import find_own_tools, spare_imports
from autograder.course.folder import Course

#: The assignment of a large class: one function, one visible test and one hidden.
SMALL = '''\
# %% [markdown]
# # Twice

# %% setup
from autograder import check, points

# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% test="double"
@points(1)
def test_double_of_two(student):
    """Twice two is four."""
    assert student.double(2) == 4, "double(2) is not 4"


### BEGIN HIDDEN TESTS
@points(2)
def test_double_of_any_number(student):
    """Twice any number is right."""
    assert student.double(-3) == -6, "double(-3) is not -6"


### END HIDDEN TESTS
check()
'''
ANSWERS = """\
from autograder.course.answers import misconception, right


@right
def double(x):
    return x + x


@misconception("square_for_double", loses=["test_double_of_any_number"], hint="Try 3. Is that twice 3?")
def double(x):
    return x * x
"""
#: Submissions after which the coordinator's memory is first looked at: it has then imported and opened all.
SETTLED = 30


class Watch:
    """Notes the time and this process's memory, in bytes, after each submission that is done."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.memory: list[int] = []

    def __call__(self, report: object) -> None:
        self.times.append(time.perf_counter())
        self.memory.append(resident())

    def each(self, first: int) -> float:
        """Seconds for each submission from the one numbered `first` on."""
        return (self.times[-1] - self.times[first - 1]) / (len(self.times) - first)

    def growth(self) -> float:
        """Bytes of memory for each submission, from the one at which all has settled."""
        start = min(SETTLED, len(self.memory) // 2)
        return (self.memory[-1] - self.memory[start]) / (len(self.memory) - 1 - start)


def resident() -> int:
    """Bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def graded(course: Course, where: Where, count: int, *, again: bool = False) -> Watch:
    """Grade, and see that `count` were."""
    watch = Watch()
    report, _ = grade_class(course.root, Wanted(again=again), where, quiet=True, tell=watch)
    if len(report.graded) != count:
        raise RuntimeError(f"{len(report.graded)} of {count} were graded: {report.errors or report.failed_closed}")
    return watch


@contextlib.contextmanager
def dask(folder: Path, workers: int) -> Iterator[str]:
    """The address of a scheduler with so many workers of one thread each."""
    folder.mkdir(exist_ok=True)
    file = folder / f"scheduler-{workers}.json"
    parts = [
        ["scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard"],
        *[["worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)]] * workers,
    ]
    commands = [
        [sys.executable, "-m", "distributed.cli.dask_" + what, "--scheduler-file", str(file), *options]
        for what, *options in parts
    ]
    with contextlib.ExitStack() as stack:
        for command in commands:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        from distributed import Client

        with Client(scheduler_file=str(file), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
            address = client.scheduler.address
        yield address


def jobs(name: str, count: int) -> None:
    """Print what jobs and workers bring."""
    with tempfile.TemporaryDirectory(prefix="scaling-") as folder:
        course = new_course(Course.at(Path()), name, Path(folder, "course"))
        hand_in(course, name, 0, count)
        graded(course, Where(2), count)  # what is tried once is tried now
        say(f"{name}, {count} submissions, jobs", course, count, {0: Where(1), 1: Where(1), 2: Where(2)})
        with contextlib.ExitStack() as stack:
            where = {n: Where(cluster=stack.enter_context(dask(Path(folder), n))) for n in (1, 2)}
            with on_one_core():
                where[0] = Where(cluster=stack.enter_context(dask(Path(folder, "held"), 1)))
            say(f"{name}, {count} submissions, Dask workers", course, count, where)


@contextlib.contextmanager
def on_one_core() -> Iterator[None]:
    """This process, and what it starts, on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def say(about: str, course: Course, count: int, where: dict[int, Where]) -> None:
    """Grade all again where one notebook is judged at a time, also (0) on one core, and where two are."""
    one, two = (graded(course, where[number], count, again=True).each(number) for number in (1, 2))
    with on_one_core():
        held = graded(course, where[0], count, again=True).each(1)
    print(
        f"{about}: {one:.2f} s each with one ({held:.2f} s on one core), {two:.2f} s with two: "
        f"{one / two:.2f} x ({held / two:.2f} x)",
        flush=True,
    )


def growing(counts: list[int], most_jobs: int) -> None:
    """Print what a class that grows takes."""
    with tempfile.TemporaryDirectory(prefix="scaling-") as folder:
        own = Path(folder, "own")
        (own / "solutions" / "answers").mkdir(parents=True)
        (own / "solutions" / "data").mkdir()
        (own / "solutions" / "small.py").write_text(SMALL)
        (own / "solutions" / "answers" / "small.py").write_text(ANSWERS)
        shutil.copy("nbgrader_config.py", own)
        course = new_course(Course.at(own), "small", Path(folder, "course"))
        before = 0
        for count in counts:
            hand_in(course, "small", before, count)
            watch = graded(course, Where(most_jobs), count - before)
            began = time.perf_counter()
            graded(course, Where(most_jobs), 0)
            again = time.perf_counter() - began
            files = {path.name: path.stat().st_size for path in (course.root / "gradebook.db", ledger(course))}
            sizes = ", ".join(f"{name} {size / count / 1000:.1f} kB each" for name, size in files.items())
            print(
                f"{count} submissions, {count - before} of them new: {watch.each(most_jobs):.3f} s each, the "
                f"coordinator {watch.growth() / 1000:+.1f} kB each and {watch.memory[-1] / 1e6:.0f} MB at the end, "
                f"{sizes}; again with nothing new {again:.2f} s",
                flush=True,
            )
            before = count


def ledger(course: Course) -> Path:
    """The file of what was graded."""
    return course.root / ".autograder" / "ledger.db"


def main() -> None:
    parser = argparse.ArgumentParser(description="How grading scales.")
    parser.add_argument("what", choices=("jobs", "class"))
    parser.add_argument("name", nargs="?", default="gradient_access", help="the assignment (default: gradient_access)")
    parser.add_argument("--count", type=int, default=24, help="submissions")
    parser.add_argument("--counts", default="100,1000,5000", help="sizes of the class that grows")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    spare_imports()
    find_own_tools()
    with contextlib.redirect_stderr(open(os.devnull, "w")):  # nbgrader's log
        if options.what == "jobs":
            jobs(options.name, options.count)
        else:
            growing([int(count) for count in options.counts.split(",")], options.jobs)


if __name__ == "__main__":
    main()
