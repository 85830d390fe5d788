"""The cell grammar: each rule names the file, the line and the cure."""

import pytest

from autograder.course.cells import read_script
from autograder.course.errors import GrammarError
from autograder.course.rules import check_rules

DOUBLE_AGAIN = '# %% solution="more"\n### BEGIN SOLUTION\n{}\n### END SOLUTION\n\n'


def line_of(text, part):
    """The number of the last line that holds `part`."""
    assert part in text, f"the test's own text does not hold {part!r}"
    return max(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


@pytest.fixture
def edited(example):
    """The example with one piece put in place of another."""

    def edited(old, new):
        assert example.count(old) == 1, f"{old!r} stands {example.count(old)} times in the example"
        return example.replace(old, new)

    return edited


@pytest.fixture
def problems(write, tmp_path):
    """The problems of a script, none if it holds to the grammar; each is checked for its file and line."""

    def problems(text):
        path = write(text)
        try:
            check_rules(read_script(path), tmp_path / "solutions" / "data")
        except GrammarError as error:
            for problem, line in zip(error.problems, str(error).split("\n"), strict=True):
                assert line == f"{path}:{problem.line}: {problem.what}. {problem.cure}."
            return error.problems
        return []

    return problems


def test_the_example_holds_to_every_rule(problems, example):
    assert problems(example) == []


def test_the_real_scripts_hold_to_every_rule(real):
    check_rules(real, real.path.parent / "data")


@pytest.mark.parametrize(
    ("old", "new", "at", "what", "cure"),
    [
        pytest.param(
            "# %% setup\n",
            "# %% preparation\n",
            "# %% preparation",
            "unknown kind of cell: preparation",
            "one of the kinds",
            id="unknown kind of cell",
        ),
        pytest.param(
            "# %% setup\n",
            "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py\n# ---\n# %% setup\n",
            "formats:",
            "pairs this script",
            "Delete the `formats:` line",
            id="paired header",
        ),
        pytest.param(
            "check()\n",
            'check()\n# %% solution="double"\n### BEGIN SOLUTION\n### END SOLUTION\n',
            '# %% solution="double"',
            'a second solution cell named "double" (the first is in line 4)',
            "its own name",
            id="two solution cells of one name",
        ),
        pytest.param(
            "check()\n",
            'check()\n\n# %% test="double"\n@points(1)\ndef test_b(student):\n    """B."""\ncheck()\n',
            '# %% test="double"',
            'a second test cell named "double" (the first is in line 11)',
            "its own name",
            id="two test cells of one name",
        ),
        pytest.param(
            "# %% setup\n",
            '# %% setup="a"\n# %% setup="b"\n# %% setup="a"\n',
            '# %% setup="a"',
            'a second setup cell named "a" (the first is in line 1)',
            "its own name",
            id="two setup cells of one name",
        ),
        pytest.param(
            '# %% test="double"',
            '# %% test="triple"',
            '# %% test="triple"',
            'the test cell "triple" has no solution cell before it',
            '# %% solution="triple"',
            id="a test without its solution cell",
        ),
        pytest.param(
            "check()\n",
            "",
            "def test_doubles_a",
            'the test cell "double" does not end in check()',
            "Make `check()` its last line",
            id="a test cell that ends in a test",
        ),
        pytest.param(
            "\ncheck()\n",
            "\ncheck()\nprint(1)\n",
            "print(1)",
            'the test cell "double" does not end in check()',
            "Make `check()` its last line",
            id="code after check()",
        ),
        pytest.param(
            "\ncheck()\n",
            "\nresult = check()\n",
            "result = check()",
            "does not end in check()",
            "Make `check()` its last line",
            id="the value of check() kept back",
        ),
        pytest.param(
            "    ### END SOLUTION\n",
            "",
            "### BEGIN SOLUTION",
            "### BEGIN SOLUTION is never closed",
            "Put ### END SOLUTION below",
            id="a solution that is never closed",
        ),
        pytest.param(
            "    return 2 * x\n",
            "    ### BEGIN SOLUTION\n    return 2 * x\n",
            "### BEGIN SOLUTION",
            "### BEGIN SOLUTION again before ### END SOLUTION (opened in line 7)",
            "Close the first with ### END SOLUTION",
            id="a solution inside a solution",
        ),
        pytest.param(
            "    ### END SOLUTION\n",
            "    ### END SOLUTION\n    ### END SOLUTION\n",
            "### END SOLUTION",
            "### END SOLUTION without ### BEGIN SOLUTION",
            "Put ### BEGIN SOLUTION above it",
            id="a solution closed twice",
        ),
        pytest.param(
            "### END HIDDEN TESTS\n",
            "",
            "### BEGIN HIDDEN TESTS",
            "### BEGIN HIDDEN TESTS is never closed",
            "Put ### END HIDDEN TESTS below",
            id="hidden tests that are never closed",
        ),
        pytest.param(
            "### END HIDDEN TESTS\n",
            "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS\n",
            "### BEGIN HIDDEN TESTS",
            "### BEGIN HIDDEN TESTS again before ### END HIDDEN TESTS (opened in line 16)",
            "Close the first with ### END HIDDEN TESTS",
            id="hidden tests inside hidden tests",
        ),
        pytest.param(
            "### BEGIN HIDDEN TESTS\n",
            "",
            "### END HIDDEN TESTS",
            "### END HIDDEN TESTS without ### BEGIN HIDDEN TESTS",
            "Put ### BEGIN HIDDEN TESTS above it",
            id="hidden tests that are never opened",
        ),
        pytest.param(
            "from autograder import",
            "### BEGIN SOLUTION early\nfrom autograder import",
            "### BEGIN SOLUTION early",
            "`### BEGIN SOLUTION early` in a setup cell",
            "It belongs in a solution cell",
            id="a solution in setup",
        ),
        pytest.param(
            "\ncheck()\n",
            "\n### END SOLUTION\ncheck()\n",
            "### END SOLUTION",
            "`### END SOLUTION` in a test cell",
            "It belongs in a solution cell",
            id="a solution in a test cell",
        ),
        pytest.param(
            "    return 2 * x\n",
            "    ### BEGIN HIDDEN TESTS\n    return 2 * x\n",
            "    ### BEGIN HIDDEN TESTS",
            "`### BEGIN HIDDEN TESTS` in a solution cell",
            "It belongs in a test cell",
            id="hidden tests in a solution cell",
        ),
        pytest.param(
            "# %% setup\n",
            "# %% [markdown]\n# text\n# ### BEGIN HIDDEN TESTS\n\n# %% setup\n",
            "# ### BEGIN HIDDEN TESTS",
            "`### BEGIN HIDDEN TESTS` in a prose cell",
            "It belongs in a test cell",
            id="hidden tests in prose",
        ),
        pytest.param(
            "    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n",
            "    return 2 * x\n",
            '# %% solution="double"',
            'the solution cell "double" has no ### BEGIN SOLUTION',
            "between ### BEGIN SOLUTION and ### END SOLUTION",
            id="a solution cell without a solution",
        ),
        pytest.param(
            "@points(1)\n",
            "",
            "def test_doubles_one",
            "test_doubles_one has no points",
            "`@points(2)`",
            id="a test without points",
        ),
        pytest.param(
            "@points(1)\n",
            "@points(1 + 1)\n",
            "def test_doubles_one",
            "test_doubles_one has no points",
            "a literal number",
            id="points that are not literal",
        ),
        pytest.param(
            "@points(1)\n",
            "@points(-1)\n",
            "def test_doubles_one",
            "test_doubles_one has no points",
            "a literal number",
            id="negative points",
        ),
        pytest.param(
            '    """One becomes two."""\n',
            "",
            "def test_doubles_one",
            "test_doubles_one has no docstring",
            "in one sentence",
            id="a test without a docstring",
        ),
        pytest.param(
            "test_doubles_one(student)",
            "test_doubles_one(session)",
            "def test_doubles_one",
            "test_doubles_one does not take `student`",
            "`def test_doubles_one(student):`",
            id="a test without student",
        ),
        pytest.param(
            ', "double(1) is not 2"',
            "",
            "assert student.double(1)",
            "an assert without a message in test_doubles_one",
            "`assert …",
            id="an assert without a message",
        ),
        pytest.param(
            "    assert student.double(1)",
            "    for x in []:\n        assert x\n    assert student.double(1)",
            "assert x",
            "an assert without a message in test_doubles_one",
            "`assert …",
            id="an assert without a message in a loop",
        ),
        pytest.param(
            "import check, points\n",
            "import check, points\n\ndef double(x): ...\n",
            "def double(x):",
            "`double` is defined a second time (first in line 4)",
            "another name",
            id="a function defined twice",
        ),
        pytest.param(
            "import check, points\n",
            "import check, points\nclass double: ...\n",
            "def double(x):",
            "`double` is defined a second time (first in line 3)",
            "another name",
            id="a class and a function of one name",
        ),
        pytest.param(
            "test_doubles_a_negative_number",
            "test_doubles_one",
            "def test_doubles_one",
            "`test_doubles_one` is defined a second time (first in line 13)",
            "another name",
            id="two tests of one name in a cell",
        ),
        pytest.param(
            "import check, points\n",
            "import check, points\nN = 1\n\n" + DOUBLE_AGAIN.format("N = 2"),
            "N = 2",
            "`N` is defined a second time (first in line 3)",
            "another name",
            id="a constant defined twice",
        ),
        pytest.param(
            "    return 2 * x\n",
            "    return 2 * x\n    %timeit double(2)\n",
            "%timeit",
            "a `%` or `!` line in a solution cell",
            "Write plain Python",
            id="a line magic",
        ),
        pytest.param(
            "    return 2 * x\n",
            "    return 2 * x\n!ls\n",
            "!ls",
            "a `%` or `!` line in a solution cell",
            "Write plain Python",
            id="a shell line",
        ),
        pytest.param(
            "    return 2 * x\n",
            "    return 2 * x\n?double\n",
            "?double",
            "line in a solution cell",
            "Write plain Python",
            id="a help line",
        ),
        pytest.param(
            "    return 2 * x\n",
            "    return 2 * x +\n",
            "2 * x +",
            "not Python: invalid syntax",
            "Mend the line",
            id="a syntax error",
        ),
        pytest.param(
            "    assert student.double(-2)",
            "  assert student.double(-2)",
            "  assert student.double(-2)",
            "not Python: unindent",
            "Mend the line",
            id="a wrong indent",
        ),
        pytest.param(
            "import check, points\n",
            'import check, load_data, points\n\nohm = load_data("absent.csv")\n',
            'load_data("absent.csv")',
            "the data file absent.csv is not in ",
            "Put it there",
            id="a missing data file",
        ),
    ],
)
def test_is_named_with_its_line_and_cure(problems, edited, old, new, at, what, cure):
    text = edited(old, new)
    (problem,) = problems(text)
    assert problem.line == line_of(text, at)
    assert what in problem.what
    assert cure in problem.cure


@pytest.mark.parametrize(
    "new",
    [
        pytest.param("import check, points\n\nN = 1\nN = N + 1\n", id="a constant changed in its own cell"),
        pytest.param("import check, points\n\nn = 1\n\n" + DOUBLE_AGAIN.format("n = 2"), id="a variable reused"),
        pytest.param("import check, points\n\nclass A:\n    def double(self): ...\n", id="a method of that name"),
        pytest.param("import check, points\n\nratio = 7 % 2 != 1\n", id="signs of magics inside a line"),
        pytest.param('import check, points\n\nsame = """\n# %% setup\n"""\n', id="a marker in a string"),
    ],
)
def test_is_allowed(problems, edited, new):
    assert problems(edited("import check, points\n", new)) == []


def test_a_constant_may_be_given_first_and_changed_in_the_solution(problems, example):
    given = '# %% solution="constant"\nN = None\n### BEGIN SOLUTION\nN = 2\n### END SOLUTION\n\n'
    assert problems(given + example) == []


def test_a_solution_may_have_several_regions(problems, edited):
    regions = "    a = x\n    ### END SOLUTION\n    ### BEGIN SOLUTION\n    return a + x\n"
    assert problems(edited("    return 2 * x\n", regions)) == []


def test_a_test_cell_may_hold_helpers_and_take_fixtures(problems, edited):
    helpers = "LIMIT = 1\n\ndef helper(x): assert x\n\n@points(1)\ndef test_doubles_one(tmp_path, student):"
    assert problems(edited("@points(1)\ndef test_doubles_one(student):", helpers)) == []


def test_a_test_before_its_solution_is_refused(problems, example):
    setup, solution, test = example.split("# %% ")[1:]
    (problem,) = problems(f"# %% {setup}# %% {test}\n# %% {solution}")
    assert problem.line == 4
    assert 'the test cell "double" has no solution cell before it' in problem.what


def test_a_test_name_of_another_cell_is_refused(problems, example):
    other = example.split("# %% ", 2)[2].replace("double", "triple")
    text = example + "\n# %% " + other.replace("test_triples_one", "test_doubles_one")
    (problem,) = problems(text)
    assert problem.line == line_of(text, "def test_doubles_one")
    assert problem.what == "`test_doubles_one` is defined a second time (first in line 13)"


@pytest.mark.parametrize(
    "text", ["", "# %% [markdown]\n# text\n", '# %% solution="a"\n### BEGIN SOLUTION\n### END SOLUTION\n']
)
def test_a_script_without_a_test_cell_is_refused(problems, text):
    (problem,) = problems(text)
    assert (problem.line, problem.what) == (1, "the script has no test cell")
    assert '# %% test="name"' in problem.cure


def test_a_test_cell_without_a_test_is_refused(problems, example):
    (problem,) = problems(example[: example.index("@points(1)")] + "check()\n")
    assert problem.line == 11
    assert 'the test cell "double" holds no test' in problem.what
    assert "`test_…(student)`" in problem.cure


def test_an_empty_test_cell_ends_in_no_check(problems, example):
    found = problems(example[: example.index("@points(1)")])
    assert [problem.line for problem in found] == [11, 11]
    assert "does not end in check()" in found[0].what


def test_a_data_file_beside_the_script_is_found(problems, edited, tmp_path):
    (tmp_path / "solutions" / "data").mkdir(parents=True)
    (tmp_path / "solutions" / "data" / "ohm.csv").touch()
    assert problems(edited("check, points\n", 'check, load_data, points\n\nload_data("ohm.csv")\n')) == []


def test_a_folder_is_no_data_file(problems, edited, tmp_path):
    (tmp_path / "solutions" / "data" / "ohm.csv").mkdir(parents=True)
    (problem,) = problems(edited("check, points\n", 'check, load_data, points\n\nload_data("ohm.csv")\n'))
    assert (problem.line, "ohm.csv is not in" in problem.what) == (4, True)


def test_all_problems_of_a_script_are_named_in_the_order_of_their_lines(problems, example):
    text = (
        example.replace("check, points\n", 'check, load_data, points\n\nload_data("absent.csv")\n')
        .replace('# %% test="double"', '# %% test="triple"')
        .replace("@points(1)\n", "")
        .replace(', "double(-2) is not -4"', "")
        .replace("    ### END SOLUTION\n", "")
        .replace("\ncheck()\n", "\n")
    )
    found = problems(text)
    assert [(problem.line, problem.what.split("`")[0]) for problem in found] == [
        (line_of(text, "load_data("), f"the data file absent.csv is not in {found[0].path.parent / 'data'}"),
        (line_of(text, "### BEGIN SOLUTION"), "### BEGIN SOLUTION is never closed"),
        (line_of(text, "# %% test"), 'the test cell "triple" has no solution cell before it'),
        (line_of(text, "def test_doubles_one"), "test_doubles_one has no points"),
        (line_of(text, "def test_doubles_a"), 'the test cell "triple" does not end in check()'),
        (
            line_of(text, "student.double(-2)"),
            "an assert without a message in test_doubles_a_negative_number",
        ),
    ]


def test_a_cell_that_is_not_python_does_not_silence_the_other_cells(problems, example):
    text = (
        example.replace("return 2 * x", "return 2 *")
        .replace("import check, points\n", "import check, points\n!ls\n")
        .replace(', "double(1) is not 2"', "")
    )
    assert [problem.line for problem in problems(text)] == [
        line_of(text, "!ls"),
        line_of(text, "return 2 *"),
        line_of(text, "student.double(1)"),
    ]
