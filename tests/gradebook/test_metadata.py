"""What nbgrader's own check says of the metadata, ours says too, whatever it has seen before."""

import copy

import pytest
from nbformat import v4
from nbgrader.preprocessors import CheckCellMetadata

from autograder.gradebook.metadata import CheckMetadata

GRADE = {"grade": True, "grade_id": "f-test", "locked": True, "solution": False, "task": False, "points": 3}
SOUND = {**GRADE, "schema_version": 3, "cell_type": "code", "checksum": "0" * 32}


def notebook(*metadata, kind="code"):
    make = v4.new_code_cell if kind == "code" else v4.new_markdown_cell
    return v4.new_notebook(cells=[make("pass", metadata={"nbgrader": copy.deepcopy(each)}) for each in metadata])


def says(step, nb):
    try:
        step().preprocess(nb, {})
    except Exception as error:
        return type(error), str(error)
    return None


SPOILT = [
    {**SOUND, "points": "many"},
    {**SOUND, "points": -1},
    {**SOUND, "grade_id": ""},
    {**SOUND, "grade": "yes"},
    {**SOUND, "schema_version": 2},
    {**SOUND, "schema_version": 4},
    {**SOUND, "more": 1},
    {key: value for key, value in SOUND.items() if key != "points"},
    {key: value for key, value in SOUND.items() if key != "grade_id"},
]


@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_is_wrong_is_told_as_nbgrader_tells_it_each_time(spoilt):
    told = says(CheckCellMetadata, notebook(spoilt))
    assert says(CheckMetadata, notebook(SOUND)) is None
    assert [says(CheckMetadata, notebook(spoilt)) for _ in range(2)] == [told, told]


def test_sound_metadata_in_a_cell_of_another_kind_is_still_looked_at():
    assert says(CheckMetadata, notebook(SOUND)) is None
    prose = notebook(SOUND, kind="markdown")
    told = says(CheckCellMetadata, prose)
    assert told is not None
    assert says(CheckMetadata, prose) == told


def test_an_id_that_two_cells_have_is_told():
    twice = notebook(SOUND, SOUND)
    assert says(CheckMetadata, twice) == says(CheckCellMetadata, twice) is not None


def test_a_cell_without_metadata_is_sound():
    assert says(CheckMetadata, v4.new_notebook(cells=[v4.new_code_cell("1")])) is None


def test_the_schema_is_read_once_for_all_cells_of_a_kind(monkeypatch):
    import jsonschema

    asked = []
    validate = jsonschema.validate
    monkeypatch.setattr(jsonschema, "validate", lambda *args: asked.append(args) or validate(*args))
    new = {**SOUND, "grade_id": "never-seen-before"}
    for _ in range(3):
        assert says(CheckMetadata, notebook(new)) is None
    assert len(asked) == 1
