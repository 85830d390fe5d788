"""Reading a script: kinds, names, and the place of each cell in its file."""

import pytest

from autograder.course.cells import Kind, read_script
from autograder.course.errors import CourseError, GrammarError
from autograder.judge.verdict import TestSpec


@pytest.fixture
def places(write):
    """Read a script and give (kind, name, line) of each cell."""

    def places(text):
        return [(cell.kind.value, cell.name, cell.line) for cell in read_script(write(text)).cells]

    return places


@pytest.fixture
def refused(write):
    """The problems for which reading a script is refused."""

    def refused(text):
        with pytest.raises(GrammarError) as caught:
            read_script(write(text))
        return caught.value.problems

    return refused


def test_every_kind_is_told_with_its_name_and_line(places):
    text = (
        '# %% [markdown]\n# # Title\n\n# %% setup\nx = 1\n\n# %% setup="helpers"\ny = 1\n'
        '# %% solution="f_2"\nz = 1\n\n\n# %% test="f_2"\nw = 1\n'
    )
    assert places(text) == [
        ("prose", "", 1),
        ("setup", "", 4),
        ("setup", "helpers", 7),
        ("solution", "f_2", 9),
        ("test", "f_2", 13),
    ]


def test_prose_loses_its_comment_signs_and_code_keeps_its_text(write):
    path = write("# %% [markdown]\n# # Title\n#\n# $x$ and `y`\n\n# %% setup\nx = 1  # one\n# two\n")
    prose, code = read_script(path).cells
    assert prose.source == "# Title\n\n$x$ and `y`"
    assert code.source == "x = 1  # one\n# two"


def test_a_script_is_named_by_its_stem(write, example):
    assert read_script(write(example, "ohms_law")).name == "ohms_law"


def test_of_gives_the_cells_of_one_kind_in_order(write):
    script = read_script(write('# %% setup="b"\nx = 1\n# %% solution="c"\ny = 1\n# %% setup="a"\nz = 1\n'))
    assert [cell.name for cell in script.of(Kind.SETUP)] == ["b", "a"]


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param('x = """\n# %% setup="no"\n"""\n', id="a-marker-in-a-string"),
        pytest.param("x = '''\n# %%\n# %% [markdown]\n'''\n", id="markers-in-single-quotes"),
        pytest.param('x = f"""\n# %% test="no"\n{1}\n"""\n', id="a-marker-in-an-f-string"),
        pytest.param('def f():\n    """Doc.\n\n# %% setup\n    """\n', id="a-marker-in-a-docstring"),
        pytest.param('x = """a\n\n\nb"""\n', id="a-string-of-many-lines"),
        pytest.param("x = 1  # %% setup\n", id="a-marker-behind-code"),
        pytest.param('# it\'s """ in a comment\nx = 1\n', id="quotes-in-a-comment"),
        pytest.param("\n\n\nx = 1\n\n\n", id="blank-lines-around-the-code"),
        pytest.param("import functools\n\n\n@functools.cache\n@staticmethod\ndef f(): ...\n", id="decorators"),
    ],
)
def test_a_cell_is_found_after(places, cell):
    line = 2 + cell.count("\n")
    assert places(f'# %% setup\n{cell}# %% setup="next"\ny = 1\n') == [
        ("setup", "", 1),
        ("setup", "next", line),
    ]


def test_at_turns_a_line_of_the_cell_into_a_line_of_the_file(write):
    decorated = '@decorated\ndef f():\n    """Two\n    lines."""\n    return 1\n'
    text = f'# %% setup\n\n\nx = 1\n\n# %% setup="b"\n{decorated}'
    lines = text.splitlines()
    for cell in read_script(write(text)).cells:
        for number, line in enumerate(cell.source.splitlines(), start=1):
            assert lines[cell.at(number) - 1] == line


def test_every_line_of_a_real_script_is_where_its_cell_says(real):
    lines = real.path.read_text(encoding="utf-8").splitlines()
    for cell in real.cells:
        assert lines[cell.line - 1].startswith("# %% ")
        for number, line in enumerate(cell.source.splitlines() if not cell.given else [], start=1):
            there = lines[cell.at(number) - 1]
            assert there == line if cell.is_code else there.lstrip("# ") == line.lstrip("# ")


def test_lines_are_right_in_a_script_with_windows_line_ends(tmp_path):
    path = tmp_path / "small.py"
    path.write_bytes(b'# %% setup\r\nx = 1\r\n\r\n# %% setup="b"\r\ny = 1\r\n')
    assert [(cell.line, cell.source) for cell in read_script(path).cells] == [(1, "x = 1"), (4, "y = 1")]


@pytest.mark.parametrize("broken", ["x = (1\n", "if x:\n        y\n    z\n", "x = = 1\n"])
def test_cells_are_found_in_a_script_that_is_not_python(places, broken):
    line = 2 + broken.count("\n")
    assert places(f'# %% setup\n{broken}# %% setup="b"\ny = 1\n') == [("setup", "", 1), ("setup", "b", line)]


@pytest.mark.parametrize("first", ["x = 1\n", '"""What this is."""\n', "# a comment\n"])
def test_text_before_the_first_cell_is_refused(refused, example, first):
    (problem,) = refused(first + example)
    assert problem.line == 1
    assert "text before the first cell" in problem.what
    assert "cell marker" in problem.cure


@pytest.mark.parametrize("header", ["#!/usr/bin/env python\n", "# -*- coding: utf-8 -*-\n"])
def test_a_line_for_the_machine_may_stand_first(places, header):
    assert places(header + "# %% setup\nx = 1\n") == [("setup", "", 2)]


def test_a_header_that_pairs_nothing_is_accepted(places):
    header = "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n#       extension: .py\n# ---\n\n"
    assert places(header + "# %% setup\nx = 1\n") == [("setup", "", 8)]


def test_a_header_that_pairs_the_script_is_refused_at_its_line(refused, example):
    header = "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:percent\n# ---\n\n"
    (problem,) = refused(header + example)
    assert problem.line == 4
    assert "pairs" in problem.what
    assert "`formats:`" in problem.cure


@pytest.mark.parametrize(
    ("marker", "what"),
    [
        ("# %%", "it names none"),
        ("# %% foo", "foo"),
        ("# %% solution", "solution"),
        ("# %% [raw]", "raw"),
        ('# %% solution="a" points=3', "points=3"),
        ('# %% setup tags=["hide"]', "tags"),
        ('# %% Solution="a"', "Solution"),
        ('# %% solution="a" test="a"', "test='a'"),
        ('# %% [markdown] title="a"', "a prose cell takes no option"),
        ('# %% solution="A"', "'A' is no name"),
        ('# %% solution="a-b"', "'a-b' is no name"),
        ('# %% solution="2a"', "'2a' is no name"),
        ('# %% solution=""', "'' is no name"),
        ("# %% test=3", "3 is no name"),
    ],
)
def test_an_unknown_kind_of_cell_is_refused_at_its_marker(refused, marker, what):
    (problem,) = refused(f'# %% setup\nx = 1\n\n{marker}\n# y\n\n# %% setup="b"\nz = 1\n')
    assert problem.line == 4
    assert what in problem.what
    assert '# %% solution="name"' in problem.cure.replace("\\", "")


def test_all_unknown_cells_are_named_at_once(refused):
    assert [problem.line for problem in refused("# %% one\nx = 1\n# %% setup\nx = 1\n# %% two\nx = 1\n")] == [
        1,
        5,
    ]


def test_a_script_that_is_not_utf8_is_named(tmp_path):
    path = tmp_path / "latin.py"
    path.write_bytes("# %% setup\nx = 'Ω'\n".encode("utf-16"))
    with pytest.raises(CourseError, match=r"latin\.py.*UTF-8"):
        read_script(path)


def test_a_script_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CourseError, match=r"absent\.py"):
        read_script(tmp_path / "absent.py")


def test_tests_give_points_rubric_and_whether_they_are_hidden(write, example):
    (cell,) = read_script(write(example)).of(Kind.TEST)
    assert cell.tests() == [
        TestSpec("test_doubles_one", "One becomes two.", 1.0, hidden=False),
        TestSpec("test_doubles_a_negative_number", "A negative number stays negative.", 2.0, hidden=True),
    ]


def specs(write, source):
    (cell,) = read_script(write(f'# %% test="a"\n{source}')).cells
    return cell.tests()


def test_the_rubric_of_a_test_without_a_docstring_is_its_name(write):
    assert [spec.rubric for spec in specs(write, "def test_a(student): ...\n")] == ["test_a"]


@pytest.mark.parametrize(
    ("decorators", "worth"),
    [
        ("@points(2.5)\n", 2.5),
        ("@points(3, seconds=60)\n", 3.0),
        ("@other\n@points(4)\n", 4.0),
        ("@points(5)\n@other(1)\n", 5.0),
        ("@other(6)\n", 0.0),
        ("@points(WORTH)\n", 0.0),
        ("", 0.0),
    ],
)
def test_points_are_the_literal_number_of_the_decorator(write, decorators, worth):
    assert [spec.points for spec in specs(write, f"{decorators}def test_a(student): ...\n")] == [worth]


def test_only_functions_named_test_at_the_top_level_are_tests(write):
    source = "def helper(): ...\nclass T:\n    def test_b(self): ...\ndef test_c(student): ...\ntest_d = 1\n"
    assert [spec.name for spec in specs(write, source)] == ["test_c"]


def test_a_test_is_hidden_by_the_region_that_its_first_decorator_stands_in(write):
    source = (
        "@points(1)\ndef test_a(student): ...\n"
        "### BEGIN HIDDEN TESTS\n@other\n@points(1)\ndef test_b(student): ...\n### END HIDDEN TESTS\n"
        "def test_c(student): ...\n"
        "### BEGIN HIDDEN TESTS\ndef test_d(student): ...\n### END HIDDEN TESTS\n"
    )
    assert [(spec.name, spec.hidden) for spec in specs(write, source)] == [
        ("test_a", False),
        ("test_b", True),
        ("test_c", False),
        ("test_d", True),
    ]


def test_data_files_are_those_that_the_code_loads_each_with_its_line(write):
    text = (
        '# %% [markdown]\n# `load_data("prose.csv")`\n\n# %% setup\nimport math\n\na = load_data("a.csv")\n'
        '# %% solution="f"\ndef f(name):\n    # load_data("comment.csv")\n    load_data(name)\n'
        '    return [load_data("b.csv")], "load_data(\'string.csv\')"\n'
    )
    assert read_script(write(text)).data_files() == [("a.csv", 7), ("b.csv", 12)]
