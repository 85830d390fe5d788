"""Neither the session's memory nor its files hold a line of a hidden test or of the reference answer."""

import pytest
from case import HONEST
from course import SCRIPT, notebook, trusted

from autograder.judge.lane import Judged
from autograder.judge.remote.grade import Limits, judge_cells
from autograder.judge.remote.link import Link
from autograder.judge.remote.playthrough import Playthrough
from autograder.judge.remote.process import Zygote
from autograder.judge.remote.setting import Setting
from autograder.judge.remote.student import RemoteStudent

#: Patterns that their own sources do not match: of lines of the hidden tests and the answers, of a hidden test's name
#: and message, and of what the student wrote, which must be found.
SEARCH = r'''
import os, re, sys

# a class of two characters: of one alone, the compiled pattern would hold the very text
PATTERNS = {
    "marker": "quartz[-=]heron[-=]5511", "test": "test_double_of[_=]many", "line": "wanted_next = x[.=]clone",
    "comment": "the answer[,=]", "rubric": "Twice any tensor is[ =]right", "own": "copper[-=]otter[-=]7",
}
OWN = "copper-otter-7"
FOUND = set()


def _forms(pattern):
    """A plain beginning to look for first, and the pattern, for text of one, two and four bytes a character."""
    for width, coding in ((1, "utf-8"), (2, "utf-16-le"), (4, "utf-32-le")):
        parts = re.findall(r"\[..\]|.", pattern)
        whole = (r"\x00" * (width - 1)).join(parts) if width > 1 else pattern
        yield pattern.partition("[")[0].encode(coding), re.compile(whole.encode())


FORMS = {name: list(_forms(pattern)) for name, pattern in PATTERNS.items()}
SEARCHED = []


def _look(place, data):
    for name, forms in FORMS.items():
        if any(beginning in data and form.search(data) for beginning, form in forms):
            FOUND.add((name, place))


def _memory():
    for line in open("/proc/self/maps"):
        span, mode, _, _, inode = line.split()[:5]
        if "r" not in mode or "[v" in line or ("w" not in mode and inode != "0"):
            continue  # what is mapped from a file and cannot be written is a library as it was installed
        first, last = (int(part, 16) for part in span.split("-"))
        with open("/proc/self/mem", "rb", 0) as memory:
            tail = b""
            while first < last:
                try:
                    memory.seek(first)
                    data = memory.read(min(last - first, 4 << 20))
                except (OSError, ValueError):
                    break
                if not data:
                    break
                _look("memory", tail + data)
                tail, first = data[-400:], first + len(data)


def _files():
    for top in (".", "/tmp", "/dev/shm", "/var/tmp", "@COURSE@"):
        for folder, folders, names in os.walk(top):
            folders[:] = [name for name in folders if os.path.join(folder, name) != sys.prefix]
            for name in names:
                _read(os.path.join(folder, name))
    for number in os.listdir("/proc/self/fd"):
        try:
            _look("descriptor", os.pread(int(number), 8 << 20, 0))
        except OSError:
            pass


def _read(path):
    try:
        if os.path.isfile(path) and not path.endswith("found.txt"):
            with open(path, "rb") as file:
                _look(path, file.read(8 << 20))
    except OSError:
        pass


def search():
    _memory()
    _files()
    return sorted(f"{name} in {place}" for name, place in FOUND)


def double(x):
    """It searches while a hidden test waits for its answer."""
    if getattr(x, "shape", None) == (3, 4) and not SEARCHED:
        SEARCHED.append(True)
        with open("found.txt", "a") as file:
            file.write("\n".join(search()) + "\n")
    return 2 * x


def found_in_calls():
    with open("found.txt") as file:
        return sorted(set(file.read().split("\n")) - {""})
'''


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    """What a session finds after its notebook was graded, and during the calls of the tests."""
    import torch

    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("course")
    (folder / "assignment.py").write_text(SCRIPT)
    setting = Setting([(name, source.replace("seconds=1", "seconds=60")) for name, source in trusted()], folder)
    source = SEARCH.replace("@COURSE@", str(folder))
    cells = notebook({**HONEST, "double": source})
    with Zygote() as zygote, Playthrough(cells, zygote, [], Limits(60, 600), Judged()) as play:
        verdicts = judge_cells(cells, setting, play).values()
        with play.snapshot(len(cells), 60) as channel:
            student = RemoteStudent(Link(channel))
            yield verdicts, student.search(), student.found_in_calls()


def test_the_search_is_graded_as_any_right_answer(searched):
    verdicts, _, _ = searched
    assert len(verdicts) == 4
    assert not any(verdict.lost() for verdict in verdicts)


def test_neither_memory_nor_files_hold_a_line_of_a_test_or_of_an_answer_afterwards(searched):
    _, after, _ = searched
    assert {find.partition(" in ")[0] for find in after} == {"own"}, after


def test_nor_while_a_test_waits_for_its_answer(searched):
    _, _, during = searched
    assert {find.partition(" in ")[0] for find in during} == {"own"}, during


def test_the_search_finds_what_is_there(searched):
    """The student's own line is in memory, so the search works."""
    _, after, during = searched
    assert "own in memory" in after
    assert "own in memory" in during
