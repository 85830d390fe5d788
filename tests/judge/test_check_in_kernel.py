"""`check()` where students call it: in one real kernel, in a terminal IPython, and in a plain script."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.judge.verdict import MIME, Outcome, Verdict

pytestmark = pytest.mark.cycle

KIT = Path(__file__).parents[2]

#: The notebook: each cell's name and source, in order.
CELLS = {
    "setup": """
import random
from autograder import check, points
random.seed(1805)
""",
    "draw_before": "random.random()",
    "solution": """
def add(a, b):
    print("the student prints")
    return a + b

def synthesize_data(n): ...

def stub(x):
    raise NotImplementedError()

def broken(x):
    total = 0
    return x / total

def forever(x):
    while True:
        x += 1
""",
    "syntax_error": "def never_defined(x:\n    return x",
    "passes": '''
@points(2)
def test_it_adds(student):
    """Two numbers are added."""
    print("the test prints")
    assert student.add(1, 2) == 3

@points(3)
def test_it_adds_tensors(student):
    """Words are <b>joined</b>."""
    assert student.add("a", "b") == "ba", 'add("a", "b"): expected <ba>, yours is <ab>'

check()
''',
    "misspelt": "@points(1)\ndef test_data(student): student.synthetic_data(3)\n\ncheck()",
    "undefined": "@points(1)\ndef test_linreg(student): student.linreg(3)\n\ncheck()",
    "below_syntax_error": "@points(1)\ndef test_never(student): student.never_defined(3)\n\ncheck()",
    "stub": "@points(1)\ndef test_stub(student): student.stub(3)\n\ncheck()",
    "broken": "@points(1)\ndef test_broken(student):\n    secret = 97\n    student.broken(secret)\n\ncheck()",
    "endless": """
@points(1, seconds=1)
def test_forever(student): student.forever(3)

@points(1)
def test_after(student): assert student.add(1, 1) == 2

check()
""",
    "no_tests": "check()",
    "repaired": "def synthetic_data(n): ...",
    "again": "@points(1)\ndef test_data(student): student.synthetic_data(3)\n\ncheck()",
    "draw_after": "random.random()",
    "state": "import signal; (len(In), signal.getitimer(signal.ITIMER_REAL)[0])",
    "namespace": "sorted(name for name in globals() if name.startswith(('pytest', '__student', 'student', 'cell')))",
}


@pytest.fixture(scope="module")
def kernel_environment(tmp_path_factory):
    """What a kernel needs to find the kit, and nothing of the user's own IPython."""
    home = tmp_path_factory.mktemp("home")
    path = os.pathsep.join(filter(None, [str(KIT), os.environ.get("PYTHONPATH")]))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return environment | {"PYTHONPATH": path, "IPYTHONDIR": str(home), "OMP_NUM_THREADS": "1"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder where the notebook lies."""
    return tmp_path_factory.mktemp("notebook")


@pytest.fixture(scope="module")
def outputs(kernel_environment, folder):
    """The outputs of every cell of the notebook, by its name, after one run in a real kernel."""
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    cells = [nbformat.v4.new_code_cell(source.strip("\n")) for source in CELLS.values()]
    notebook = nbformat.v4.new_notebook(cells=cells)
    client = nbclient.NotebookClient(
        notebook,
        timeout=90,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env=kernel_environment)
    return dict(zip(CELLS, (cell.outputs for cell in notebook.cells), strict=True))


@pytest.fixture(scope="module")
def verdict_of(outputs):
    """The verdict that the `check()` of a cell gave."""

    def find(name):
        (output,) = outputs[name]
        return Verdict.from_json(json.loads(json.dumps(output.data[MIME])))

    return find


CHECKED = [name for name, source in CELLS.items() if "check()" in source]


def message(verdict):
    return verdict.results[0].message


@pytest.mark.parametrize("name", CHECKED)
def test_a_test_cell_has_one_output_and_it_is_the_result(outputs, name):
    assert [output.output_type for output in outputs[name]] == ["execute_result"]


@pytest.mark.parametrize("name", CHECKED)
def test_the_result_is_a_number_a_table_and_a_verdict(outputs, name):
    assert set(outputs[name][0].data) == {"text/plain", "text/html", MIME}


@pytest.mark.parametrize("name", CHECKED)
def test_the_plain_text_is_what_the_verdict_says(outputs, verdict_of, name):
    verdict, text = verdict_of(name), outputs[name][0].data["text/plain"]
    if verdict.results and all(result.outcome is Outcome.PASSED and not result.hidden for result in verdict.results):
        assert "passed" in text
    else:
        assert float(text) == verdict.earned


def test_points_are_earned_test_by_test(outputs):
    assert outputs["passes"][0].data["text/plain"] == "2"


def test_the_table_says_what_was_tested_and_what_came_escaped(outputs):
    html = outputs["passes"][0].data["text/html"]
    assert html.startswith("<table")
    assert "Two numbers are added." in html
    assert "Words are &lt;b&gt;joined&lt;/b&gt;." in html
    assert "expected &lt;ba&gt;, yours is &lt;ab&gt;" in html


def test_a_misspelt_name_is_told_with_the_right_one(verdict_of):
    assert message(verdict_of("misspelt")) == "you defined `synthesize_data`; this cell needs `synthetic_data`"


def test_a_name_that_is_defined_later_is_found_when_the_cell_runs_again(verdict_of):
    assert verdict_of("again").lost() == []


@pytest.mark.parametrize(("cell", "name"), [("undefined", "linreg"), ("below_syntax_error", "never_defined")])
def test_a_name_that_is_not_there_is_told_with_what_to_do(verdict_of, cell, name):
    assert message(verdict_of(cell)) == (
        f"`{name}` is not defined yet: write it in the cell above and run that cell "
        "(if it ended in an error, mend the error first)"
    )


def test_a_stub_is_told_to_be_empty(verdict_of):
    assert message(verdict_of("stub")) == ("`stub` is still empty: replace `raise NotImplementedError()` by your code")


def test_an_error_names_the_students_own_line_and_no_other(verdict_of):
    assert message(verdict_of("broken")) == (
        "your code raised ZeroDivisionError: division by zero (line 12 of `broken`: `return x / total`)"
    )


def test_an_endless_loop_costs_only_its_own_test(verdict_of):
    assert [result.outcome for result in verdict_of("endless").results] == [Outcome.TIMED_OUT, Outcome.PASSED]


def test_an_endless_loop_is_told_with_its_limit_and_its_line(verdict_of):
    said = message(verdict_of("endless"))
    assert said.startswith("this test was stopped after 1 s")
    assert re.search(r"line 1[56] of `forever`", said)


def test_a_cell_without_tests_says_so(outputs):
    assert "This cell holds no test." in outputs["no_tests"][0].data["text/html"]


@pytest.mark.parametrize(
    "noise",
    [
        "Traceback",
        "/site-packages/",
        "ipykernel",
        "pytest",
        "=====",
        "cell.tests",
        "/tmp/",
        "secret",
        " prints",
        "\x1b[",
    ],
)
def test_no_test_cell_shows_anything_of_the_machinery(outputs, noise):
    shown = {name: json.dumps([dict(output) for output in outputs[name]], default=dict) for name in CHECKED}
    assert [name for name, text in shown.items() if noise in text] == []


def test_only_the_cell_with_the_syntax_error_ends_in_an_error(outputs):
    ended = [name for name, given in outputs.items() for output in given if output.output_type == "error"]
    assert ended == ["syntax_error"]


def test_the_students_random_numbers_go_on_as_if_no_test_had_run(outputs):
    import random

    mine = random.Random(1805)
    drawn = [outputs[name][0].data["text/plain"] for name in ("draw_before", "draw_after")]
    assert drawn == [repr(mine.random()), repr(mine.random())]


def test_no_alarm_is_left_and_no_cell_is_added(outputs):
    number = list(CELLS).index("state") + 2  # In[0] is empty
    assert outputs["state"][0].data["text/plain"] == str((number, 0.0))


def test_no_name_is_left_in_the_notebook(outputs):
    assert outputs["namespace"][0].data["text/plain"] == "[]"


def test_no_file_is_left_beside_the_notebook(outputs, folder):
    assert outputs
    assert list(folder.iterdir()) == []


def python(source, environment, folder):
    """What a fresh Python prints that runs that source as a file."""
    script = folder / "script.py"
    script.write_text(source)
    command = [sys.executable, str(script)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=100, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def terminal(kernel_environment, tmp_path_factory):
    """What a terminal IPython prints for the cells of the notebook that pass and fail."""
    pytest.importorskip("IPython")
    source = f"""
from IPython.terminal.interactiveshell import TerminalInteractiveShell
shell = TerminalInteractiveShell.instance(simple_prompt=True, colors="nocolor")
for cell in {[CELLS["setup"], CELLS["solution"], CELLS["passes"]]!r}:
    shell.run_cell(cell, store_history=True)
"""
    return python(source, kernel_environment, tmp_path_factory.mktemp("terminal"))


def test_in_a_terminal_the_table_is_printed_as_text(terminal):
    assert terminal.splitlines() == [
        "1 of 2 tests passed: 2 of 5 points",
        "  ✔ passed      2 / 2  Two numbers are added.",
        "  ✘ failed      0 / 3  Words are <b>joined</b>.",
        '      add("a", "b"): expected <ba>, yours is <ab>',
    ]


SCRIPT = """
import sys
from autograder import check, points

@points(1)
def test_it(student):
    raise SystemExit("the test was run")

print(check(), sorted({"pytest", "IPython", "autograder.judge"} & set(sys.modules)))
"""


def test_in_a_script_check_does_nothing_and_imports_nothing(kernel_environment, tmp_path):
    assert python(SCRIPT, kernel_environment, tmp_path) == "None []\n"


def test_in_a_script_that_imports_ipython_check_does_nothing(kernel_environment, tmp_path):
    source = SCRIPT.replace("import sys", "import sys, IPython").replace('"IPython", ', "")
    assert python(source, kernel_environment, tmp_path) == "None []\n"


def test_a_module_that_a_notebook_imports_does_nothing_at_its_check(kernel_environment, tmp_path):
    (tmp_path / "solutions_module.py").write_text(SCRIPT.replace("print(", "answer = ("))
    source = """
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.instance().run_cell("import solutions_module; print(solutions_module.answer[0])")
"""
    assert python(source, kernel_environment, tmp_path) == "None\n"
