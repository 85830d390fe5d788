"""The files beside a student's notebook that its session may see."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.gradebook.notes import Note

#: Bytes of one file, and of all together.
LARGEST, ALTOGETHER = 20 * 2**20, 100 * 2**20
#: What nbgrader and Jupyter leave beside a notebook.
OURS = {".ipynb", ".txt~"}
#: Modules that Python or pytest run unasked.
UNASKED = {"sitecustomize", "usercustomize", "conftest"}
REFUSED_KINDS = {".so", ".pyd", ".dll", ".pth", ".pyc", ".egg", ".whl"}


def beside(folder: Path, source: Path) -> tuple[list[Path], list[Note]]:
    """The course's own data files, and what the student handed in that does no harm; a note for what is left out."""
    own = list(_course_files(source))
    names = {file.relative_to(source).parts[0] for file in own}
    found, notes, total = list(own), [], 0
    for file in _submitted(folder):
        if file.name in names or file.name == "timestamp.txt":
            continue
        reason = _refused(file)
        if not reason:
            total += file.stat().st_size
            reason = f"the files are larger than {ALTOGETHER >> 20} MB together" if total > ALTOGETHER else ""
        if reason:
            notes.append(Note(f"the file {file.name!r} was left out: {reason}", "The notebook was graded without it"))
        else:
            found.append(file)
    return found, notes


def _course_files(source: Path) -> Iterator[Path]:
    """The course's own files, in folders too, but for notebooks and what Jupyter and Python keep for themselves."""
    for file in sorted(source.rglob("*")):
        hidden = any(part.startswith(".") or part == "__pycache__" for part in file.relative_to(source).parts)
        if file.is_file() and file.suffix != ".ipynb" and not hidden:
            yield file


def _submitted(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.glob("*")):
        if file.suffix not in OURS and not file.name.startswith(".") and not (file.is_dir() and not file.is_symlink()):
            yield file


def _refused(file: Path) -> str:
    """Why a file may not come along, or nothing."""
    if file.is_symlink():
        return "it is a link"
    if not file.is_file():
        return "it is no ordinary file"
    if file.stat().st_size > LARGEST:
        return f"it is larger than {LARGEST >> 20} MB"
    if file.suffix in REFUSED_KINDS:
        return "it is a library"
    if file.suffix == ".py" and (file.stem in UNASKED or _known(file.stem)):
        return "a library has this name"
    return ""


def _known(stem: str) -> bool:
    """Whether an installed module has the name, so that the file would stand in its place."""
    if stem in sys.stdlib_module_names or not stem.isidentifier():
        return True
    try:
        return importlib.util.find_spec(stem) is not None
    except (ImportError, ValueError):
        return True
