"""What a misconception gave is tried once for all lanes and runs, and the shelf is only a cache."""

import os
import sqlite3
import time
from dataclasses import replace

import pytest

from autograder.judge.diagnose import Misconception
from autograder.judge.remote import shelf as module
from autograder.judge.remote.known import Known
from autograder.judge.remote.shelf import Shelf

UPHILL = Misconception("step", "uphill", "Which way?", "def step(): 1", frozenset(["test_a"]), frozenset(["test_a"]))
COPIES = replace(UPHILL, name="copies", source="def step(): 2")
GAVE = {"test_a": [["call", "step", 1.5, None, "µ"], ["failed"]]}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new" / "tried.db"


def test_what_was_tried_is_known_to_the_next_who_asks(path):
    Shelf(path, "planck", []).put({UPHILL: GAVE})
    assert Shelf(path, "planck", []).take([COPIES, UPHILL]) == {UPHILL: GAVE}


def test_an_assignment_that_was_changed_is_tried_again(path, tmp_path):
    data = tmp_path / "data.csv"
    data.write_text("1,2\n")
    Shelf(path, "planck", [data]).put({UPHILL: GAVE})
    assert Shelf(path, "planck", [data]).take([UPHILL])
    assert not Shelf(path, "planck with another test", [data]).take([UPHILL])
    assert not Shelf(path, "planck", [data]).take([replace(UPHILL, source="def step(): 3")])
    data.write_text("1,3\n")
    assert not Shelf(path, "planck", [data]).take([UPHILL])


def test_a_kit_that_was_mended_tries_again(path, monkeypatch):
    Shelf(path, "planck", []).put({UPHILL: GAVE})
    monkeypatch.setattr(module, "engine", lambda: "another")
    assert not Shelf(path, "planck", []).take([UPHILL])


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_that_is_damaged_is_begun_anew(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    assert Shelf(path, "planck", []).take([UPHILL]) == {}
    Shelf(path, "planck", []).put({UPHILL: GAVE})
    assert Shelf(path, "planck", []).take([UPHILL]) == {UPHILL: GAVE}


def test_a_row_that_is_damaged_is_begun_anew(path):
    Shelf(path, "planck", []).put({UPHILL: GAVE})
    with sqlite3.connect(path) as db:
        db.execute("UPDATE tried SET transcripts = ?", (b"not compressed",))
    assert Shelf(path, "planck", []).take([UPHILL]) == {}
    Shelf(path, "planck", []).put({UPHILL: GAVE})
    assert Shelf(path, "planck", []).take([UPHILL]) == {UPHILL: GAVE}


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "file").write_text("in the way")
    shelf = Shelf(tmp_path / "file" / "tried.db", "planck", [])
    shelf.put({UPHILL: GAVE})
    assert shelf.take([UPHILL]) == {}


def test_what_was_tried_long_ago_is_dropped(path, monkeypatch):
    Shelf(path, "planck", []).put({UPHILL: GAVE})
    later = time.time() + module.OLD + 1
    monkeypatch.setattr(module.time, "time", lambda: later)
    Shelf(path, "planck", []).put({COPIES: GAVE})
    assert Shelf(path, "planck", []).take([COPIES, UPHILL]) == {COPIES: GAVE}


def test_another_lane_tries_only_what_no_lane_has_tried(path):
    def lane():
        return Known([], [UPHILL, COPIES], [], Shelf(path, "planck", []))

    first = lane()
    assert first.missing(["test_a"]) == [UPHILL, COPIES]
    first.keep([UPHILL], [GAVE])
    assert lane().missing(["test_a"]) == [COPIES]
    assert first.missing(["test_a"]) == [COPIES]


def test_two_lanes_may_write_at_the_same_time(path):
    pids = []
    for number in range(4):
        pid = os.fork()
        if not pid:
            try:
                for turn in range(10):
                    Shelf(path, f"{number} {turn}", []).put({UPHILL: GAVE})
            finally:
                os._exit(0)
        pids.append(pid)
    for pid in pids:
        os.waitpid(pid, 0)
    assert all(Shelf(path, f"{n} {t}", []).take([UPHILL]) for n in range(4) for t in range(10))
