"""Code that ends or kills: what it stands in is lost, the rest is judged."""

from case import COUNT, FULL, HONEST, LAST, LOOK, MANY, REST, WHOLE, Adversary, cheat


def _dies(name, claim, death, expected=REST):
    """A `double` that dies when it is called."""
    return Adversary(
        name,
        claim,
        double=f"import ctypes, os, signal, sys\ndef double(x):\n    {death}\n    return 2 * x\n",
        expected=expected,
    )


CASES = [
    cheat("exit_in_cell", "os._exit in a cell costs that cell", "import os\nos._exit(0)"),
    cheat("exit_in_cell_with_success", "sys.exit(0) in a cell is no pass", "import sys\nsys.exit(0)"),
    cheat("quit_in_cell", "quit() in a cell is no pass", "quit()"),
    cheat(
        "kills_its_parent",
        "a signal to the keeper and to all processes ends none but its own",
        "import os, signal\nfor pid in (os.getppid(), 1, -1):\n"
        "    try:\n        os.kill(pid, signal.SIGKILL)\n    except OSError as error:\n        print(error)",
    ),
    _dies("exit_in_function", "os._exit(0) in a function is no pass", "os._exit(0)"),
    _dies(
        "exit_for_numbers",
        "a death in one test costs that test only",
        "os._exit(0) if isinstance(x, int) else None",
        FULL - WHOLE - LAST,
    ),
    _dies("system_exit", "SystemExit(0) in a function is no pass", "raise SystemExit(0)"),
    _dies("keyboard_interrupt", "KeyboardInterrupt stops no run", "raise KeyboardInterrupt"),
    _dies("generator_exit", "GeneratorExit is no pass", "raise GeneratorExit"),
    _dies("kill_by_signal", "SIGKILL of itself costs its tests", "os.kill(os.getpid(), signal.SIGKILL)"),
    _dies(
        "stop_itself",
        "SIGSTOP of itself is found by the clock",
        "os.kill(os.getpid(), signal.SIGSTOP) if type(x) is int and x == 21 else None",
        FULL - WHOLE,
    ),
    _dies("segfault", "a segfault costs its tests", "ctypes.string_at(0)"),
    _dies("pytest_skip", "pytest.skip says nothing over the wire", "import pytest; pytest.skip('done')"),
    _dies("pytest_exit", "pytest.exit stops no run", "import pytest; pytest.exit('done', returncode=0)"),
    Adversary(
        "deep_recursion",
        "recursion without end costs its tests",
        expected=REST,
        double="def double(x):\n    return double(x) + 0\n",
    ),
    Adversary(
        "stack_overflow",
        "a stack overflow in C costs its tests",
        expected=REST,
        double="import sys\nsys.setrecursionlimit(10**8)\n"
        "def double(x):\n    return max([x], key=lambda y: double(y))\n",
    ),
    cheat(
        "exit_at_import",
        "a submitted module that ends the process when it is imported costs that cell",
        "import my_helper",
        files={"my_helper.py": b"import os\nos._exit(0)\n"},
    ),
    Adversary(
        "exit_in_generator",
        "a death between two items of a generator costs its test",
        expected=FULL - COUNT,
        count="import os\ndef count(n, tell):\n    tell(0)\n    yield 0\n    os._exit(0)\n",
    ),
    Adversary(
        "exit_after_callback",
        "a death behind a callback costs its test",
        expected=FULL - COUNT,
        count="import os\ndef count(n, tell):\n    tell(0)\n    os.kill(os.getpid(), 9)\n    yield 0\n",
    ),
    Adversary(
        "exit_at_exit",
        "what is to die at the end of the process costs nothing that was right",
        double="import atexit, os\nclass Bomb:\n    def __del__(self):\n        os._exit(0)\n"
        "bomb = Bomb()\natexit.register(os._exit, 0)\n" + HONEST["double"],
    ),
    Adversary(
        "many_exits",
        "a notebook with six cells that die is judged without them",
        expected=FULL,
        mutate=lambda nb: _with_extras(nb, ["import os\nos._exit(0)"] * 6),
    ),
    Adversary(
        "raises_for_tensors",
        "an error costs the tests that meet it",
        expected=FULL - LOOK - MANY - LAST,
        double="def double(x):\n    if hasattr(x, 'shape'):\n        raise ValueError('no')\n    return 2 * x\n",
    ),
]


def _with_extras(nb, sources):
    from nbformat import v4

    nb.cells[1:1] = [v4.new_code_cell(source) for source in sources]
    return nb
