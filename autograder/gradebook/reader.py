"""Read whatever a student submitted as a notebook; what cannot be read is graded as untouched, and said so."""

import functools
import json
import re
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import v4

from autograder.gradebook.notes import SOURCE, SUBMITTED, Note, add_note, log_line
from autograder.gradebook.plain import DEEPEST, plain

AGAIN = "It is graded as an untouched notebook: submit it again"
#: What nbformat takes as the id of a cell; another one is replaced.
CELL_ID = re.compile("[A-Za-z0-9_-]{1,64}")
KINDS = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell, "raw": v4.new_raw_cell}


class SubmissionReader(NotebookExporter):  # type: ignore[misc]  # nbconvert ships no types
    """nbgrader's exporter, which reads the file too: ``c.Autograde.exporter_class``."""

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> Any:
        """Read a submitted file, log what is wrong with it, and run the preprocessors on its notebook.

        A file that is not a submission (nbgrader's own, from ``autograded/``) is read as nbconvert reads it.
        """
        coursedir = self.parent.coursedir
        about = resources["nbgrader"]
        path = Path(coursedir.root, filename)
        source = coursedir.format_path(coursedir.source_directory, ".", about["assignment"])
        resources[SOURCE] = source
        resources[SUBMITTED] = coursedir.format_path(
            coursedir.submitted_directory, about["student"], about["assignment"]
        )
        if not path.is_relative_to(Path(coursedir.root, coursedir.submitted_directory)):
            return super().from_filename(filename, resources=resources, **options)
        notebook, notes = read_notebook(path)
        for note in [*notes, *missing_files(path, Path(source))]:
            self.log.warning(log_line(resources, note))
            add_note(notebook, note)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(notebook, resources=resources, **options)


def read_notebook(path: Path) -> tuple[Any, list[Note]]:
    """The notebook at `path` in the newest format, and what has to be said about it.

    A file that is missing, empty or no notebook gives a notebook without cells.
    """
    if not path.is_file():
        return _instead(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return _empty(Note(f"{path.name} cannot be read ({error})", AGAIN))
    if not text.strip():
        return _empty(Note(f"{path.name} is empty ({path.stat().st_size} bytes)", AGAIN))
    try:
        data = json.loads(text)
    except ValueError as error:
        return _empty(Note(f"{path.name} is not JSON ({error})", AGAIN))
    except RecursionError:
        return _empty(Note(f"{path.name} is nested too deeply", AGAIN))
    data = plain(data, DEEPEST)
    if not isinstance(data, dict) or not isinstance(data.get("nbformat"), int):
        return _empty(Note(f"{path.name} is JSON but no Jupyter notebook", AGAIN))
    return _convert(path, data)


def _convert(path: Path, data: dict[str, Any]) -> tuple[Any, list[Note]]:
    version = data["nbformat"]
    if version > 4:
        return _empty(Note(f"{path.name} has the unknown notebook format {version}", AGAIN))
    notes = []
    if version < 4:
        cure = "It was converted and graded; save it in a current JupyterLab before the next submission"
        notes.append(Note(f"{path.name} has the old notebook format {version}", cure))
    try:
        notebook = nbformat.convert(nbformat.from_dict(data), 4)
        cells = list(notebook.cells)
    except Exception as error:  # whatever nbformat meets in a file that only claims to be a notebook
        return _empty(Note(f"{path.name} is a damaged notebook ({type(error).__name__}: {error})", AGAIN))
    clean = v4.new_notebook(cells=[made for cell in cells if (made := _cell(cell)) is not None])
    if len(clean.cells) < len(cells):
        cure = "They were left out; open the notebook in JupyterLab, save it and submit it again"
        notes.append(Note(f"{path.name} has {len(cells) - len(clean.cells)} damaged cells", cure))
    return clean, notes


def _cell(cell: Any) -> Any:
    """A clean copy of a cell, without outputs, or None when it is not one."""
    try:
        kind, source = cell["cell_type"], cell["source"]
        made = KINDS[kind]("".join(source))
        if isinstance(cell.get("metadata"), dict):
            made.metadata = cell["metadata"]
        if isinstance(cell.get("id"), str) and CELL_ID.fullmatch(cell["id"]):
            made.id = cell["id"]
        if kind == "markdown" and isinstance(cell.get("attachments"), dict):
            made.attachments = _attachments(cell["attachments"])
        if kind == "markdown" and not _renders(made):
            made.source = "\n".join(f"    {line}" for line in made.source.splitlines())
        return made
    except (KeyError, TypeError, AttributeError):
        return None


def _renders(cell: Any) -> bool:
    """Whether nbconvert can show a markdown cell: it stops at an attachment that is not there."""
    if "attachments" in cell:
        return _text_renders(cell.source, cell.attachments)
    return _bare_text_renders(cell.source)


@functools.lru_cache(256)  # most prose of a class is the instructor's, the same in every notebook
def _bare_text_renders(source: str) -> bool:
    return _text_renders(source, {})


def _text_renders(source: str, attachments: Any) -> bool:
    renderer = IPythonRenderer(escape=False, attachments=attachments)
    try:
        MarkdownWithMath(renderer=renderer).render(source)
    except Exception:  # whatever a renderer meets in a student's text
        return False
    return True


def _attachments(value: Any) -> Any:
    """What nbformat takes of a cell's attachments."""
    kept = {
        name: {mime: data for mime, data in bundle.items() if isinstance(data, str)}
        for name, bundle in value.items()
        if isinstance(bundle, dict)
    }
    return nbformat.from_dict(kept)


def _instead(path: Path) -> tuple[Any, list[Note]]:
    """The one other notebook of a submission whose notebook was renamed."""
    others = sorted(path.parent.glob("*.ipynb"))
    if len(others) == 1:
        notebook, notes = read_notebook(others[0])
        cure = f"It was graded; name it {path.name} the next time"
        return notebook, [Note(f"the notebook was submitted as {others[0].name}", cure), *notes]
    found = ", ".join(other.name for other in others) or "no notebook at all"
    return _empty(Note(f"{path.name} was not submitted (there is: {found})", AGAIN))


def missing_files(path: Path, source: Path) -> list[Note]:
    """The course's files that are not beside the notebook: a note for each, as its student may wonder."""
    wanted = [file for file in sorted(source.glob("*")) if file.is_file() and file.suffix != ".ipynb"]
    return [
        Note(f"the file {file.name} was not submitted", "The course's own copy was used, nothing is lost")
        for file in wanted
        if not (path.parent / file.name).is_file()
    ]


def _empty(note: Note) -> tuple[Any, list[Note]]:
    return v4.new_notebook(), [note]
