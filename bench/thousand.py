"""Grade one reference many times in a row: the same verdict each time, and nothing that grows.

``python bench/thousand.py [NAME [COUNT]]`` from the course's root (default: gradient_access, 1000). After each tenth
of the gradings it prints the processes below the grader, its open files, and the memory of the judge and of the
zygote; it ends with status 1 when a verdict differs or something has been left.
"""

import os
import sys
import time
from pathlib import Path

from autograder.course.folder import Course
from autograder.course.judged import cells_to_judge, cells_to_trust
from autograder.judge.lane import Lane, Work
from autograder.session.sandbox.tree import descendants


def work_of(course: Course, name: str) -> Work:
    """The reference of `name` as a lane takes it."""
    script = course.script(name)
    cells = [list(cell) if cell else None for cell in cells_to_judge(script)]
    data = course.solutions / "data"
    return Work(cells, cells_to_trust(script), str(data), [str(file) for file in sorted(data.iterdir())])


def sizes(pid: int) -> dict[str, float]:
    """Private, resident and proportional megabytes of a process; nothing of one that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return {}
    found = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    private = found.get("Private_Clean", 0) + found.get("Private_Dirty", 0)
    return {"private": private, "resident": found.get("Rss", 0), "proportional": found.get("Pss", 0)}


def state(lane: Lane) -> dict[str, float]:
    """What there is now of processes, open files and memory."""
    judge = lane._process.pid
    below = sorted(descendants(os.getpid()))
    megabytes = {pid: sizes(pid).get("private", 0.0) for pid in below}
    return {
        "processes": len(below),
        "files": len(os.listdir("/proc/self/fd")) + sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in below),
        "judge MB": megabytes[judge],
        "all MB": sum(megabytes.values()),
    }


def main(name: str, count: int) -> int:
    """Grade and tell; the exit status."""
    lane = Lane([])
    work = work_of(Course.at(Path()), name)
    first = lane.judge(work).to_json()["verdicts"]
    before, began, differ = state(lane), time.monotonic(), 0
    print(f"{name}: {before}", flush=True)
    for number in range(1, count + 1):
        differ += lane.judge(work).to_json()["verdicts"] != first
        if number % max(1, count // 10) == 0:
            now = {key: round(value, 1) for key, value in state(lane).items()}
            print(f"{number:5} gradings, {(time.monotonic() - began) / number:.2f} s each: {now}", flush=True)
    after = state(lane)
    lane.close()
    grown = after["all MB"] - before["all MB"]
    left = after["processes"] != before["processes"] or after["files"] != before["files"] or grown > 50
    print(f"{differ} verdicts differ; {'something was LEFT' if left else 'nothing is left'}; memory {grown:+.1f} MB")
    return 1 if differ or left else 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(arguments[0] if arguments else "gradient_access", int(arguments[1]) if len(arguments) > 1 else 1000))
