"""Whatever is handed in as a notebook becomes one that is graded. AUTOGRADER_FUZZ sets the number of cases."""

import copy
import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.api import Gradebook

from autograder.gradebook import rebuild
from autograder.gradebook.opened import SHARED
from autograder.gradebook.reader import read_notebook

FUZZ = settings.get_profile("fuzz")

WORDS = [
    "nbgrader", "grade_id", "metadata", "cells", "source", "outputs", "id", "cell_type", "code", "markdown", "raw",
    "attachments", "small-double-test", "small-double-solution", "nbformat", "worksheets", "points", "solution", "task",
]  # fmt: skip
texts = st.sampled_from(WORDS) | st.text(st.characters(), max_size=6)
scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | texts
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
edits = st.lists(
    st.tuples(
        st.lists(st.integers(0, 30), min_size=1, max_size=6),
        st.sampled_from(["replace", "delete", "double", "insert", "swap"]),
        trees,
    ),
    min_size=1,
    max_size=5,
)
cuts = st.none() | st.tuples(st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=8))


def change(data, path, how, value):
    """Do one edit at the place that `path` leads to, each number taken modulo what is there."""
    place = data
    for step in path[:-1]:
        found = place[sorted(place, key=str)[step % len(place)]] if isinstance(place, dict) and place else None
        if isinstance(place, list) and place:
            found = place[step % len(place)]
        if not (isinstance(found, dict | list) and found):
            break
        place = found
    keys = sorted(place, key=str) if isinstance(place, dict) else list(range(len(place)))
    key, other = keys[path[-1] % len(keys)], keys[(path[-1] + 1) % len(keys)]
    if how == "delete":
        del place[key]
    elif how == "double" and isinstance(place, list):
        place.append(copy.deepcopy(place[key]))
    elif how == "insert" and isinstance(place, dict):
        place[str(value)[:20]] = value
    elif how == "swap":
        place[key], place[other] = place[other], place[key]
    else:
        place[key] = value


@pytest.fixture(scope="module")
def stored(small_course):
    """The gradebook, opened once."""
    with Gradebook(f"sqlite:///{small_course.root / 'gradebook.db'}") as gradebook:
        yield gradebook


@pytest.fixture(scope="module")
def graded(small_course, stored, tmp_path_factory):
    """Write bytes to a file and put it through the steps before the student's code runs."""
    path = tmp_path_factory.mktemp("handed-in") / "small.ipynb"
    resources = {
        "nbgrader": {"student": "bob", "assignment": "small", "notebook": "small"},
        SHARED: stored,
        rebuild.SOURCE: str(small_course.source / "small"),
    }

    def run(data):
        path.write_bytes(data)
        notebook, notes = read_notebook(path)
        for note in notes:
            rebuild.log_line(resources, note)
        return rebuild.Rebuild().preprocess(notebook, resources)[0]

    return run


@pytest.fixture(scope="module")
def whole(small_course):
    return nbformat.writes(nbformat.read(small_course.release / "small" / "small.ipynb", as_version=4))


@pytest.fixture(scope="module")
def wanted(graded, whole):
    return hidden_and_visible(graded(whole.encode()))


def hidden_and_visible(notebook):
    return {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in notebook.cells
        if "nbgrader" in cell.metadata and cell.metadata.nbgrader.grade
    }


@settings(FUZZ)
@given(edits=edits, cut=cuts)
def test_any_notebook_is_graded_by_the_hidden_and_visible_the_course(graded, whole, wanted, edits, cut):
    data = json.loads(whole)
    for path, how, value in edits:
        if data:
            change(data, path, how, value)
    raw = json.dumps(data).encode()
    if cut:
        at, length, instead = cut
        at %= len(raw)
        raw = raw[:at] + instead + raw[at + length :]
    made = graded(raw)
    nbformat.validate(made)
    nbformat.writes(made).encode()
    assert hidden_and_visible(made) == wanted


@settings(FUZZ)
@given(data=st.binary(max_size=60) | trees.map(lambda tree: json.dumps(tree).encode()))
def test_any_file_is_graded_by_the_hidden_and_visible_the_course(graded, wanted, data):
    made = graded(data)
    nbformat.validate(made)
    assert hidden_and_visible(made) == wanted
