from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from autograder import load_data  # noqa: E402  # after the skip

TABLE = "# Ohm, 1826\nlength,reading,wire\n2,326.75,copper\n# a remark\n\n4,300.75,brass\n"


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Write a file where the notebook is, and stand there."""
    monkeypatch.chdir(tmp_path)

    def write(text, name="table.csv"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
        return name

    return write


def from_script(script, filename):
    """What `load_data` gives to a script of that path."""
    namespace = {"__file__": str(script), "load_data": load_data}
    return eval("load_data(name)", namespace, {"name": filename})


def test_each_heading_names_a_column(beside):
    assert list(load_data(beside(TABLE))) == ["length", "reading", "wire"]


def test_a_column_of_numbers_is_a_tensor_with_one_value_per_row(beside):
    reading = load_data(beside(TABLE))["reading"]
    assert reading.tolist() == [326.75, 300.75]
    assert reading.shape == (2,)


def test_a_column_of_words_is_a_list(beside):
    assert load_data(beside(TABLE))["wire"] == ["copper", "brass"]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_numbers_come_in_the_default_dtype(beside, dtype):
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        assert load_data(beside(TABLE))["length"].dtype == dtype
    finally:
        torch.set_default_dtype(before)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_ends_of_any_system_are_read(beside, end):
    assert load_data(beside(TABLE.replace("\n", end)))["wire"] == ["copper", "brass"]


def test_a_quoted_value_may_hold_a_comma_and_any_script(beside):
    assert load_data(beside('who,x\n"Ohm, G. S. – Köln",1\n'))["who"] == ["Ohm, G. S. – Köln"]


def test_a_table_without_rows_has_empty_columns(beside):
    assert load_data(beside("a,b\n"))["b"].shape == (0,)


@pytest.mark.parametrize("text", ["", "# only a source\n\n"])
def test_a_file_without_data_is_refused(beside, text):
    with pytest.raises(ValueError, match="holds no data: fetch the assignment again"):
        load_data(beside(text))


@pytest.mark.parametrize(("row", "count"), [("1", 1), ("1,2,3", 3)])
def test_a_ragged_row_is_refused_with_its_number(beside, row, count):
    with pytest.raises(ValueError, match=f"data row 2 has {count} values where the heading has 2"):
        load_data(beside(f"a,b\n1,2\n{row}\n"))


def test_a_missing_file_is_named_with_the_folder_where_it_was_looked_for(beside, tmp_path):
    with pytest.raises(FileNotFoundError, match="fetch the assignment again") as caught:
        load_data("nowhere.csv")
    assert f"nowhere.csv is not beside this notebook (looked in {tmp_path}" in str(caught.value)


def test_a_folder_of_that_name_is_no_data_file(beside):
    Path("table.csv").mkdir()
    with pytest.raises(FileNotFoundError):
        load_data("table.csv")


@pytest.mark.parametrize("place", ["course/data/table.csv", "course/table.csv"])
def test_a_script_finds_its_data_from_anywhere(tmp_path, monkeypatch, place):
    (tmp_path / "course" / "data").mkdir(parents=True)
    (tmp_path / place).write_text("a\n7\n")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert from_script(tmp_path / "course" / "ohm.py", "table.csv")["a"].tolist() == [7]


def test_the_file_beside_the_notebook_comes_first(beside, tmp_path):
    beside("a\n1\n")
    (tmp_path / "course" / "data").mkdir(parents=True)
    (tmp_path / "course" / "data" / "table.csv").write_text("a\n2\n")
    assert from_script(tmp_path / "course" / "ohm.py", "table.csv")["a"].tolist() == [1]
