"""What students get holds nothing that they must not read."""

import itertools
import json
import re
from pathlib import Path

import pytest

from autograder.course.cells import Kind, read_script
from autograder.course.rules import SOLUTION
from autograder.judge.declared import hidden_lines

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted((ROOT / "solutions").glob("*.py"))
FILES = sorted(path for path in (ROOT / "release").rglob("*") if path.is_file())


def split(script):
    """The lines that students may read and those that they may not, which are of the solutions and the hidden tests."""
    public, secret = set(), set()
    for cell in script.cells:
        inside, hidden = False, hidden_lines(cell.source) if cell.kind is Kind.TEST else set()
        for number, line in enumerate(cell.source.splitlines(), start=1):
            inside = (inside or SOLUTION[0] in line) and SOLUTION[1] not in line and cell.kind is Kind.SOLUTION
            if inside or number in hidden:
                secret.add(line.strip())
            else:
                public |= {line.strip(), line.strip().removeprefix("#").strip()}
    return public, {line for line in secret if any(char.isalnum() for char in line)}


def released_text(name):
    notebook = json.loads((ROOT / "release" / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    lines = [line.strip() for cell in notebook["cells"] for line in "".join(cell["source"]).splitlines()]
    return notebook, lines


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_no_line_of_a_solution_or_a_hidden_test_is_in_the_release(path):
    script = read_script(path)
    public, secret = split(script)
    secrets = {line for line in secret - public if not line.startswith(("@points(", SOLUTION[0]))}
    assert len(secrets) > 50
    _, lines = released_text(script.name)
    assert sorted(secrets & set(lines)) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_no_name_or_rubric_of_a_hidden_test_is_in_the_release(path):
    script = read_script(path)
    hidden = [spec for cell in script.of(Kind.TEST) for spec in cell.tests() if spec.hidden]
    assert hidden
    text = (ROOT / "release" / script.name / f"{script.name}.ipynb").read_text(encoding="utf-8")
    for spec in hidden:
        assert spec.name not in text
        assert spec.rubric not in text
    assert "HIDDEN TESTS" not in text
    assert "BEGIN SOLUTION" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_each_solution_cell_is_a_stub_that_students_can_write_in(path):
    notebook, _ = released_text(path.stem)
    solutions = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    assert solutions
    for cell in solutions:
        assert "raise NotImplementedError()" in "".join(cell["source"])
        assert not cell["metadata"]["nbgrader"]["locked"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_released_file_is_a_notebook_or_data_that_the_script_names(path):
    assert path.suffix in {".ipynb", ".csv"}
    assert "jupytext" not in path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        script = read_script(ROOT / "solutions" / f"{path.parent.name}.py")
        assert path.name in {name for name, _ in script.data_files()}


def test_every_assignment_is_released():
    assert {path.stem for path in SCRIPTS} == {path.parent.name for path in FILES if path.suffix == ".ipynb"}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_no_formula_is_broken_where_a_line_looks_like_an_item_of_a_list(path):
    notebook, _ = released_text(path.stem)
    prose = ["".join(cell["source"]).splitlines() for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    pairs = [(above, line) for lines in prose for above, line in itertools.pairwise(lines)]
    assert [line for above, line in pairs if above.count("$") % 2 and re.match(r"\s*[-+*] ", line)] == []
