"""A session runs cells as a notebook does, and gives the outputs that a notebook shows."""

import base64

import nbformat
import pytest
from nbformat import v4

from autograder.judge.remote.pictures import put_in, waits
from autograder.judge.remote.process import SessionEnded


def run(session, source, seconds=20):
    outputs, _ = session.run(source, seconds)
    if waits(outputs):
        outputs = put_in(outputs, session.drawn(seconds))
    made = []
    for output in outputs:
        fields = {key: value for key, value in output.items() if key != "output_type"}
        made.append(v4.new_output(output["output_type"], **fields))
        nbformat.validate(made[-1], ref="output", version=4, version_minor=5)
    return made


def text(session, source):
    return "".join(output.get("text", "") for output in run(session, source))


def test_names_live_on_from_cell_to_cell(session):
    run(session, "x = 2")
    assert text(session, "print(x + 1)") == "3\n"


def test_the_last_expression_is_the_result_with_the_cells_number(session):
    run(session, "1")
    outputs, count = session.run("'a' * 2", 20)
    assert count == 2
    assert outputs[0]["output_type"] == "execute_result"
    assert outputs[0]["data"]["text/plain"] == "'aa'"
    assert outputs[0]["execution_count"] == 2


def test_what_is_printed_on_both_streams_comes_in_order(session):
    found = run(session, "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')")
    assert [(o.name, o.text) for o in found] == [("stdout", "a\n"), ("stderr", "b\n"), ("stdout", "c\n")]


def test_what_is_written_past_the_streams_is_shown_too(session):
    assert "from below" in text(session, "import os\nos.system('echo from below')\nNone")


def test_an_error_has_its_name_its_words_and_the_students_line(session):
    (error,) = run(session, "def f():\n    return 1 / 0\n\nf()")
    assert (error.ename, error.evalue) == ("ZeroDivisionError", "division by zero")
    assert any("return" in line for line in error.traceback)


def test_the_session_goes_on_after_an_error(session):
    run(session, "y = 1\nraise ValueError('no')")
    assert text(session, "print(y)") == "1\n"


def test_code_that_is_no_python_is_a_syntax_error(session):
    (error,) = run(session, "def f(:\n")
    assert error.ename == "SyntaxError"


def test_a_figure_is_a_picture(session):
    found = run(session, "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2]);")
    (picture,) = [output.data["image/png"] for output in found if "image/png" in output.get("data", {})]
    assert base64.b64decode(picture).startswith(b"\x89PNG")


def test_a_figure_is_drawn_for_its_size_and_for_its_picture_and_not_again(session):
    run(
        session,
        "import matplotlib.figure\ndraw = matplotlib.figure.Figure.draw\n"
        "def draws(self, *rest):\n    print('drawn')\n    return draw(self, *rest)\n"
        "matplotlib.figure.Figure.draw = draws",
    )
    assert text(session, "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2]);") == 2 * "drawn\n"


@pytest.mark.parametrize("value", ["2**70", "float('nan')", "object()", "deep"])
def test_what_no_message_can_hold_is_not_shown_and_costs_nothing_else(session, value):
    run(session, "deep = []\nfor _ in range(500): deep = [deep]")
    show = f"print('before')\ndisplay({{'application/json': {{'n': {value}}}}}, raw=True)\nprint('after')"
    assert text(session, show) == "before\nafter\n"


def test_what_is_displayed_is_shown_and_can_be_updated(session):
    found = run(
        session,
        "from IPython.display import display, HTML\n"
        "h = display(HTML('<b>1</b>'), display_id=True)\nh.update(HTML('<b>2</b>'))",
    )
    assert [output.data["text/html"] for output in found] == ["<b>2</b>"]


def test_clear_output_clears(session):
    assert text(session, "from IPython.display import clear_output\nprint(1)\nclear_output()\nprint(2)") == "2\n"
    assert text(session, "print(1)\nclear_output(wait=True)\nprint(2)") == "2\n"


def test_a_progress_bar_ends_in_its_last_state(session):
    shown = text(session, "from tqdm import tqdm\nfor _ in tqdm(range(5)): pass")
    assert "5/5" in shown
    assert "0/5" not in shown


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%timeit -n1 -r1 1 + 1", "loop"),
        ("%%time\n1 + 1", "Wall time"),
        ("!echo from the shell", "from the shell"),
        ("%matplotlib inline\nprint('inline')", "inline"),
        ("lines = !echo a; echo b\nprint(list(lines))", "['a', 'b']"),
    ],
)
def test_magics_work(session, source, expected):
    assert expected in text(session, source)


def test_top_level_await_works(session):
    assert text(session, "import asyncio\nawait asyncio.sleep(0)\nprint('slept')") == "slept\n"


def test_a_question_to_the_user_is_an_error(session):
    (error,) = [output for output in run(session, "input('?')") if output.output_type == "error"]
    assert error.ename in ("StdinNotImplementedError", "EOFError")


def test_a_cell_that_never_ends_is_stopped_and_the_session_lives(session):
    (error,) = run(session, "while True:\n    pass", seconds=1)
    assert error.ename == "CellTimeoutError"
    assert text(session, "print('alive')") == "alive\n"


def test_a_cell_that_catches_everything_ends_its_session(zygote):
    with zygote.session() as session, pytest.raises(SessionEnded):
        session.run("import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True:\n    pass", 0.5)


def test_what_is_printed_and_cut_off_takes_no_memory(session):
    grown = (
        "import resource\nbefore = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for _ in range(3000):\n    print('x' * 100_000)\n"
        "grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before"
    )
    run(session, grown)
    assert float(text(session, "print(grown / 1024)")) < 100


def test_endless_output_is_cut_off(session):
    found = run(session, "while True:\n    print('x' * 100_000)", seconds=5)
    assert sum(len(output.get("text", "")) for output in found) < 3_000_000
    assert any("cut here" in output.get("text", "") for output in found)


@pytest.mark.parametrize("end", ["import os; os._exit(0)", "import ctypes; ctypes.string_at(0)"])
def test_a_cell_that_ends_the_process_ends_the_session(zygote, end):
    with zygote.session() as session, pytest.raises(SessionEnded):
        session.run(end, 20)


def test_exit_ends_neither(session):
    run(session, "raise SystemExit")
    run(session, "exit()")
    assert text(session, "print(1)") == "1\n"


def test_what_a_cell_does_on_a_snapshot_is_forgotten(session):
    run(session, "z = 1")
    outputs, _ = session.attempt("z = 2\nprint(z)", 20)
    assert outputs[0]["text"] == "2\n"
    assert text(session, "print(z)") == "1\n"


def test_a_data_file_lies_beside_the_notebook(zygote, tmp_path):
    (tmp_path / "x.csv").write_text("a\n1\n")
    with zygote.session([tmp_path / "x.csv"]) as session:
        assert text(session, "print(open('x.csv').read())") == "a\n1\n\n"


def test_the_same_notebook_draws_the_same_numbers(zygote):
    def draw():
        with zygote.session() as session:
            return text(
                session,
                "import random, numpy, torch\nprint(random.random(), numpy.random.rand(), torch.rand(1).item())",
            )

    assert draw() == draw()


def test_nothing_tells_the_code_that_it_is_graded(session):
    shown = text(
        session, "import os, sys\nprint(sorted(os.environ), sys.argv, os.getcwd(), open('/proc/self/environ').read())"
    )
    for word in ("NBGRADER", "JUPYTERHUB", "TOKEN", "grading", "submitted"):
        assert word.lower() not in shown.lower().replace("autograder", "")


def test_one_session_sees_nothing_of_another(zygote):
    with zygote.session() as one, zygote.session() as other:
        run(one, "open('mine.txt', 'w').write('secret'); import torch; torch.tagged = 1")
        assert text(other, "import os, torch\nprint(os.listdir('.'), hasattr(torch, 'tagged'))") == "[] False\n"
