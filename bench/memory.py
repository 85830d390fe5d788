"""What grading one notebook takes of memory: the judge, the warm zygote, and the student's processes.

``python bench/memory.py [NAME…]`` from the course's root. While a lane judges the reference, the processes below this
one are looked at every 20 ms (what lives for less may be missed). A student's process shares the zygote's pages until
it writes to them; what it then has alone is its private memory.

- judge, zygote: private megabytes of these two, which serve one notebook after another (of the judge's own fork for
  a notebook, if it has more);
- session: the most private megabytes that a student's process had (the notebook's own, or a fork for a test);
- of: the megabytes that this process saw, those that it shares among them;
- at once: the most that all together took, each shared page counted once (the sum of their proportional sizes).
"""

import os
import sys
import threading
from pathlib import Path

from thousand import sizes, work_of

from autograder.course.folder import Course
from autograder.judge.lane import Lane
from autograder.session.sandbox.tree import descendants


class Watch(threading.Thread):
    """Looks at all processes below this one, until it is told that there is no more to see."""

    def __init__(self, lane: Lane) -> None:
        super().__init__(daemon=True)
        self._judge = lane._process.pid
        (self._zygote,) = descendants(self._judge)
        self._done = threading.Event()
        self.most = dict.fromkeys(("judge", "zygote", "session", "of", "at once"), 0.0)

    def run(self) -> None:
        while not self._done.wait(0.02):
            now = {pid: sizes(pid) for pid in descendants(os.getpid())}
            now = {pid: each for pid, each in now.items() if each}
            self._note("at once", sum(each["proportional"] for each in now.values()))
            students = set(descendants(self._zygote))
            for pid, each in now.items():
                kind = "session" if pid in students else "zygote" if pid == self._zygote else "judge"
                if kind == "session" and each["private"] > self.most["session"]:
                    self.most["of"] = each["resident"]
                self._note(kind, each["private"])

    def _note(self, what: str, megabytes: float) -> None:
        self.most[what] = max(self.most[what], megabytes)

    def stop(self) -> dict[str, float]:
        self._done.set()
        self.join()
        return self.most


def main(names: list[str]) -> None:
    course = Course.at(Path())
    lane = Lane([])
    lane.judge(work_of(course, "zero_init"))  # the zygote is there now
    for name in names or course.names():
        watch = Watch(lane)
        watch.start()
        lane.judge(work_of(course, name))
        print(f"{name:28}", ", ".join(f"{what} {value:5.0f} MB" for what, value in watch.stop().items()), flush=True)
    lane.close()


if __name__ == "__main__":
    main(sys.argv[1:])
