"""A student's error is cut to the student's own lines."""

import pytest
from nbformat import v4

from autograder.gradebook.page.errors import MOST_LINES, own_lines

DASHES = "\x1b[31m" + 75 * "-" + "\x1b[39m"
HEAD = "\x1b[31mValueError\x1b[39m                 Traceback (most recent call last)"
IN_CELL = (
    "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[4]\x1b[39m\x1b[32m, line 2\x1b[39m\n      1 a = 0\n----> 2 f(a)"
)
IN_FUNCTION = "Cell In[2], line 4, in f(x)\n      3 \n----> 4     return torch.ones(x) @ x"
IN_TORCH = (
    "File ~/env/lib/python3.11/site-packages/torch/functional.py:385, in einsum(*args)\n    384 \n--> 385 secret()"
)
LAST = "\x1b[31mValueError\x1b[39m: no"


def lines(*traceback, ename="ValueError", evalue="no"):
    return own_lines(v4.new_output("error", ename=ename, evalue=evalue, traceback=list(traceback)))


def test_frames_in_cells_and_the_last_line_are_left():
    assert lines(DASHES, HEAD, IN_CELL, IN_FUNCTION, IN_TORCH, IN_TORCH, LAST) == (
        "Cell In[4], line 2\n      1 a = 0\n----> 2 f(a)\n\n"
        "Cell In[2], line 4, in f(x)\n      3 \n----> 4     return torch.ones(x) @ x\n\n"
        "(2 more steps inside libraries)\n\nValueError: no"
    )


def test_a_callback_out_of_a_library_is_the_student_s_again():
    found = lines(DASHES, HEAD, IN_CELL, IN_TORCH, IN_FUNCTION, LAST)
    assert "secret" not in found
    assert found.index("In[4]") < found.index("In[2]") < found.index("(1 more step inside libraries)")


@pytest.mark.parametrize(
    "frame",
    [
        "File <string>:1\n----> 1 'secret'",
        "/usr/lib/python3.11/json/decoder.py in decode(s)\n--> 337 secret",
        "~/x.py:3, in g()\n----> 3 secret",
        'Traceback (most recent call last):\n  File "/x.py", line 3, in g\n    secret',
    ],
)
def test_frames_elsewhere_are_left_out_however_they_are_written(frame):
    assert "secret" not in lines(DASHES, HEAD, IN_CELL, frame, LAST)


def test_a_syntax_error_keeps_its_line_and_says_it_once():
    found = lines(
        "  \x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[3]\x1b[39m\x1b[32m, line 1\x1b[39m\n"
        "    def g(:\n          ^\nSyntaxError: invalid syntax\n",
        ename="SyntaxError",
        evalue="invalid syntax (<ipython-input-3-e6686904739b>, line 1)",
    )
    assert found == "Cell In[3], line 1\n    def g(:\n          ^\n\nSyntaxError: invalid syntax"


def test_an_error_on_the_way_out_of_another_keeps_both():
    chained = "During handling of the above exception, another exception occurred:"
    found = lines(DASHES, "KeyError   Traceback", IN_CELL, "KeyError: 'a'", f"\n{chained}\n", HEAD, IN_TORCH, LAST)
    assert found.index("KeyError: 'a'") < found.index(chained) < found.index("ValueError: no")


def test_endless_recursion_stays_short():
    found = lines(
        HEAD, IN_CELL, *(200 * [IN_FUNCTION]), "    [... skipping similar frames: f at line 2 (985 times)]", LAST
    )
    assert len(found.splitlines()) < MOST_LINES + 10
    assert "ValueError: no" in found


def test_an_error_without_a_traceback_is_its_last_line():
    said = "the cell double ended the Python process. The rest was run without it."
    assert lines(said, ename="SessionEnded", evalue=said) == f"SessionEnded: {said}"
    assert lines(ename="KeyboardInterrupt", evalue="") == "KeyboardInterrupt"


def test_nothing_of_a_terminal_is_left():
    found = lines("Cell In[1], line 1\n\x00\x07\x1b[31mred\x1b[0m", evalue="\x1b]0;title\x07 \ud800")
    assert not set(found) & set("\x00\x07\x1b\ud800")
