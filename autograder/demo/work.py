"""Do a student's work: fill in the notebook that was fetched."""

import json
from pathlib import Path
from typing import Any

import nbformat

from autograder.course.answers import with_answers
from autograder.course.cells import Kind, Script
from autograder.course.notebook import cell_ids
from autograder.course.rules import SOLUTION
from autograder.demo.pupils import Work

CRASH = "import ctypes\n\nctypes.string_at(0)  # reads where nothing may be read\n\n\n"


def do_work(work: Work, script: Script, path: Path) -> None:
    """Change the fetched notebook at `path` into what is handed in."""
    if work.untouched:
        return
    notebook = nbformat.read(path, as_version=4)
    fill_in(notebook, script, work)
    if work.executed:
        _execute(notebook, path)
    text = nbformat.writes(notebook)
    path.write_text(text[: len(text) // 2] if work.cut_off else text, encoding="utf-8")


def fill_in(notebook: Any, script: Script, work: Work) -> None:
    """Put the answers of `work`, and the reference's for all else, into the solution cells of `notebook`."""
    cells = with_answers(script, list(work.answers))
    sources = {
        identity: _without_markers(cell.source)
        for identity, cell in zip(cell_ids(script), cells, strict=True)
        if cell.kind is Kind.SOLUTION
    }
    for cell in notebook.cells:
        if cell.id in sources:
            cell.source = sources.pop(cell.id)
    if sources:
        raise ValueError(f"the notebook has no cell {', '.join(sources)}")
    if work.crashes:
        answered = [cell for cell in notebook.cells if cell.get("id", "").endswith("-solution")]
        middle = answered[len(answered) // 2]
        middle.source = CRASH + middle.source


def _without_markers(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if line.strip() not in SOLUTION)


def _execute(notebook: Any, path: Path) -> None:
    """Run the notebook as a student does, with cells of their own, and keep its outputs."""
    from nbclient import NotebookClient
    from traitlets.config import Config

    new_code, new_prose = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    notebook.cells.insert(2, new_code('import sys\n\nprint("Python", sys.version.split()[0])\nlist(range(6))'))
    notebook.cells += [new_prose("My notes: look at the shapes first."), new_code("sum(i * i for i in range(10))")]
    quiet = Config({"KernelManager": {"transport_encryption": "auto"}})
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, config=quiet, timeout=300, resources=where).execute()
    json.dumps(notebook)  # what a save in JupyterLab could not write must not be handed in either
