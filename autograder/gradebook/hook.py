"""Before a submission is converted: what nbgrader cannot copy is set aside, and the notebooks that it should hold are
graded, whether it holds them or not."""

import logging
import shutil
from datetime import datetime
from pathlib import Path

from autograder.gradebook.notes import printable

#: Beside ``submitted/``, with the same folders: what a submission held that is no ordinary file.
ASIDE = "set_aside"
TIMESTAMP = "timestamp.txt"

log = logging.getLogger("traitlets")


def prepare(*, assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's ``pre_convert_hook``, called in the course folder.

    nbgrader follows links and would copy what they show; at one to nowhere, a pipe or a timestamp that is none it
    stops. These go to ``set_aside/``. Notebooks that the assignment has are added to `notebooks`: nbgrader skips one
    of another name and then stops at a submission without a known one; the reader says instead what is there.
    (nbgrader passes the list it works on; `assignment` may be a pattern.)
    """
    for folder in {Path(notebook).parent for notebook in notebooks if "submitted" in Path(notebook).parts}:
        _set_aside(folder)
        for source in sorted(Path("source", folder.name).glob("*.ipynb")):
            wanted = str(folder / source.name)
            if wanted not in notebooks:
                notebooks.append(wanted)


def _set_aside(folder: Path) -> None:
    """Move what is no ordinary file or folder out of a submission; nothing is lost."""
    submitted = folder.parents[1]
    for path in sorted(folder.rglob("*")):
        reason = _unfit(path)
        if not reason:
            continue
        place = submitted.with_name(ASIDE) / path.relative_to(submitted)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_symlink() or place.exists():
            place.unlink()
        shutil.move(path, place)
        log.warning(f"{printable(path)} {reason}: it was moved to {printable(place)}, and is not graded")


def _unfit(path: Path) -> str:
    if path.is_symlink():
        return "is a link"
    if not path.is_file() and not path.is_dir():
        return "is no ordinary file"
    if path.name == TIMESTAMP and not _is_timestamp(path):
        return "holds no time"
    return ""


def _is_timestamp(path: Path) -> bool:
    """Whether nbgrader can read the time: ``2026-01-31 23:59:59.000000 UTC``; an empty file means none."""
    from nbgrader.utils import parse_utc

    try:
        text = path.read_text(encoding="utf-8").strip()
        return not text or isinstance(parse_utc(text), datetime)
    except Exception:  # whatever a parser of dates raises
        return False
