"""What misconceptions gave to an assignment's tests, kept for the next run and for other lanes.

It is a cache. Who deletes it loses nothing but time: what is missing is tried again.
"""

import contextlib
import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from autograder.judge.diagnose import Misconception
from autograder.judge.engine import digest, engine
from autograder.judge.transcript import Transcript

#: What was tried so many seconds ago is dropped.
OLD = 200 * 24 * 3600
TABLE = "CREATE TABLE IF NOT EXISTS tried (key TEXT PRIMARY KEY, made REAL NOT NULL, transcripts BLOB NOT NULL)"


class Shelf:
    """The file at `path`, as far as it is about one `assignment` with the data `files`.

    A file that is damaged is begun anew; one that cannot be read or written keeps nothing.
    """

    def __init__(self, path: Path, assignment: str, files: Sequence[Path]) -> None:
        self._path = path
        self._base = "\n".join((engine(), digest(files), assignment))

    def take(self, some: Sequence[Misconception]) -> dict[Misconception, dict[str, Transcript]]:
        """What is known of `some`."""
        found: dict[Misconception, dict[str, Transcript]] = {}

        def read(db: sqlite3.Connection) -> None:
            for one in some:
                row = db.execute("SELECT transcripts FROM tried WHERE key = ?", (self._key(one),)).fetchone()
                if row is not None:
                    found[one] = json.loads(zlib.decompress(row[0]))

        self._open_for(read)
        return found

    def put(self, tried: Mapping[Misconception, dict[str, Transcript]]) -> None:
        """Keep what these gave."""
        now = time.time()
        rows = [(self._key(one), now, _packed(transcripts)) for one, transcripts in tried.items()]

        def write(db: sqlite3.Connection) -> None:
            db.executemany("INSERT OR REPLACE INTO tried VALUES (?, ?, ?)", rows)
            db.execute("DELETE FROM tried WHERE made < ?", (now - OLD,))
            db.commit()

        self._open_for(write)

    def _key(self, one: Misconception) -> str:
        about = json.dumps([self._base, one.function, one.name, one.source, sorted(one.loses)])
        return hashlib.sha256(about.encode()).hexdigest()

    def _open_for(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do `work` on a connection of its own: judges are forked, and no connection may live in two processes."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self._path, timeout=10)) as db:
                db.execute(TABLE)
                work(db)
        except (OSError, sqlite3.OperationalError):  # it is locked, or may not be written
            pass
        except (sqlite3.DatabaseError, zlib.error, ValueError):
            with contextlib.suppress(OSError):
                self._path.unlink()


def _packed(transcripts: dict[str, Transcript]) -> bytes:
    return zlib.compress(json.dumps(transcripts).encode(), 1)
