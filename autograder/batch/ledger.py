"""What was graded, of what: so that a run does only what is new, and a run that was killed goes on where it was.

It is a cache. Who deletes it loses nothing but time: all submissions are then graded again.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS graded (
    assignment TEXT, student TEXT, key TEXT NOT NULL, PRIMARY KEY (assignment, student)
);
CREATE TABLE IF NOT EXISTS passed (
    assignment TEXT, student TEXT, base TEXT NOT NULL, tests TEXT NOT NULL, PRIMARY KEY (assignment, student)
);
CREATE TABLE IF NOT EXISTS judged (
    assignment TEXT, student TEXT, key TEXT NOT NULL, came BLOB NOT NULL, PRIMARY KEY (assignment, student)
);
"""


class Ledger:
    """The file at `path`: by assignment and student, the key of what was graded, which tests passed, and what was
    judged only.

    A key is a digest of all that a grade rests on. A file that is damaged is begun anew.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = self._open(path)
        except sqlite3.DatabaseError:
            for part in path.parent.glob(f"{path.name}*"):
                part.unlink()
            self._db = self._open(path)

    @staticmethod
    def _open(path: Path) -> sqlite3.Connection:
        db = sqlite3.connect(path, timeout=60, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.executescript(TABLES)
        db.execute("SELECT count(*), max(length(came)) FROM judged").fetchone()
        return db

    def graded(self) -> dict[tuple[str, str], str]:
        """The keys of all that was graded and written, by assignment and student."""
        return {(name, student): key for name, student, key in self._db.execute("SELECT * FROM graded")}

    def is_graded(self, assignment: str, student: str, key: str) -> None:
        """It was written; what was kept for the writing goes."""
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("INSERT OR REPLACE INTO graded VALUES (?, ?, ?)", (assignment, student, key))
            self._db.execute("DELETE FROM judged WHERE assignment = ? AND student = ?", (assignment, student))

    def have_passed(self, assignment: str, student: str, base: str, tests: Iterable[str]) -> None:
        """These tests, by their digests, passed on what `base` is the digest of."""
        row = (assignment, student, base, " ".join(tests))
        self._db.execute("INSERT OR REPLACE INTO passed VALUES (?, ?, ?, ?)", row)

    def passed(self, assignment: str, student: str, base: str) -> set[str]:
        """The digests of the tests that passed on exactly this."""
        row = self._db.execute(
            "SELECT tests FROM passed WHERE assignment = ? AND student = ? AND base = ?", (assignment, student, base)
        ).fetchone()
        return set(row[0].split()) if row else set()

    def keep(self, assignment: str, student: str, key: str, came: dict[str, Any]) -> None:
        """Keep what came of judging until it is written."""
        blob = zlib.compress(json.dumps(came).encode(), 1)
        self._db.execute("INSERT OR REPLACE INTO judged VALUES (?, ?, ?, ?)", (assignment, student, key, blob))

    def kept(self, assignment: str, student: str, key: str) -> dict[str, Any] | None:
        """What came of judging exactly this, if it was kept."""
        row = self._db.execute(
            "SELECT came FROM judged WHERE assignment = ? AND student = ? AND key = ?", (assignment, student, key)
        ).fetchone()
        if row is None:
            return None
        try:
            came: dict[str, Any] = json.loads(zlib.decompress(row[0]))
        except (zlib.error, ValueError):
            return None
        return came

    def close(self) -> None:
        self._db.close()
