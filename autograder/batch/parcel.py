"""A notebook to judge, with the files that it needs, for a machine that has no course folder."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from autograder.batch.judging import judge
from autograder.judge.engine import engine
from autograder.judge.lane import Work

#: The keys of a parcel: the course's files by their place, those of the student by their name.
COURSE, STUDENT = "course", "student"


def pack(work: Work) -> dict[str, Any]:
    """`work` and what its files hold; of the course only the files that a session sees, no notebook."""
    folder = Path(work.folder)
    parcel: dict[str, Any] = {"engine": engine(), "work": asdict(work), COURSE: {}, STUDENT: {}}
    for file in map(Path, work.files):
        if file.is_relative_to(folder):
            parcel[COURSE][str(file.relative_to(folder))] = file.read_bytes()
        else:
            parcel[STUDENT][file.name] = file.read_bytes()
    return parcel


def judge_parcel(require: tuple[str, ...], parcel: dict[str, Any]) -> dict[str, Any]:
    """What `judge` gives, on the machine where the parcel has arrived."""
    if parcel["engine"] != engine():
        return {"refused": f"the worker {os.uname().nodename} has another version of the kit than this machine"}
    folder = _course_folder(parcel[COURSE])
    with _unpacked(parcel[STUDENT]) as own:
        files = [*(folder / name for name in parcel[COURSE]), *(own / name for name in parcel[STUDENT])]
        work = replace(
            Work(**parcel["work"]),
            folder=str(folder),
            files=[str(file) for file in files],
            tried=str(folder.parent / "tried.db"),
        )
        return judge(require, asdict(work))


def _course_folder(files: dict[str, bytes]) -> Path:
    """A folder with exactly these files; it stays, so that a judge that knows them need not read them again."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name} {len(content)}\n".encode() + content)
    parent = Path(tempfile.gettempdir(), f"autograder-{os.getuid()}")
    parent.mkdir(mode=0o700, exist_ok=True)
    if parent.stat().st_uid != os.getuid():
        raise PermissionError(f"{parent} belongs to somebody else")
    place = parent / digest.hexdigest()[:32]
    if not place.is_dir():
        making = Path(tempfile.mkdtemp(dir=parent))
        _write(making, files)
        with contextlib.suppress(OSError):  # another worker was quicker
            making.rename(place)
        shutil.rmtree(making, ignore_errors=True)
    return place


@contextlib.contextmanager
def _unpacked(files: dict[str, bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        _write(Path(folder), files)
        yield Path(folder)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
