"""The ledger knows what was graded, of what; and it is only a cache."""

import multiprocessing
import os
import signal

import pytest

from autograder.batch.ledger import Ledger


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new" / "ledger.db"


def test_what_was_graded_is_known_in_the_next_run(path):
    ledger = Ledger(path)
    ledger.is_graded("planck", "ada", "k1")
    ledger.is_graded("planck", "ada", "k2")
    ledger.is_graded("huber", "ada", "k3")
    ledger.close()
    assert Ledger(path).graded() == {("planck", "ada"): "k2", ("huber", "ada"): "k3"}


def test_what_was_judged_is_kept_until_it_is_written(path):
    ledger = Ledger(path)
    ledger.keep("planck", "ada", "k1", {"came": [{"verdicts": {}, "text": "µ"}]})
    assert ledger.kept("planck", "ada", "k1") == {"came": [{"verdicts": {}, "text": "µ"}]}
    assert ledger.kept("planck", "ada", "k2") is None, "of another submission it says nothing"
    assert ledger.kept("planck", "bob", "k1") is None
    ledger.is_graded("planck", "ada", "k1")
    assert ledger.kept("planck", "ada", "k1") is None


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_that_is_damaged_is_begun_anew(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    ledger = Ledger(path)
    assert ledger.graded() == {}
    ledger.is_graded("planck", "ada", "k1")
    assert ledger.graded() == {("planck", "ada"): "k1"}


def test_what_was_kept_and_is_damaged_is_as_if_it_were_not_there(path):
    ledger = Ledger(path)
    ledger.keep("planck", "ada", "k1", {"came": []})
    ledger._db.execute("UPDATE judged SET came = ?", (b"cut off",))
    assert ledger.kept("planck", "ada", "k1") is None


def _writes_and_dies(path):
    ledger = Ledger(path)
    ledger.is_graded("planck", "ada", "k1")
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_was_written_before_a_kill_is_there_after_it(path):
    process = multiprocessing.get_context("spawn").Process(target=_writes_and_dies, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert Ledger(path).graded() == {("planck", "ada"): "k1"}
