"""Bombs, each with a bound of its own, so that it does little harm where a layer is missing."""

from case import COUNT, FULL, HONEST, LAST, LOOK, MANY, REST, WHOLE, Adversary, cheat

FORK = """\
import os, time
for _ in range(300):
    try:
        if not os.fork():
            time.sleep(60)
            os._exit(0)
    except OSError:
        break
"""
DAEMON = """\
import os, time
if not os.fork():
    os.setsid()
    if not os.fork():
        for number in range(3, 50):
            try: os.close(number)
            except OSError: pass
        time.sleep(20)
        for place in ('@COURSE@', '@HOME@', '/tmp', '/dev/shm', '/var/tmp'):
            try: open(place + '/@CANARY@-daemon', 'w').close()
            except OSError: pass
        time.sleep(100)
    os._exit(0)
"""
DISK = """\
data, written = b'x' * (1 << 20), 0
try:
    for number in range(8):
        with open(f'fill-{number}', 'wb') as file:
            for _ in range(50):
                written += file.write(data)
except OSError as error:
    print(error)
"""


def _noisy(nb):
    from nbformat import v4

    nb.cells.insert(2, v4.new_code_cell("while True:\n    print('spam ' * 1000)"))
    return nb


CASES = [
    cheat("fork_bomb", "a bomb of 300 processes costs its own session at most", FORK, REST),
    Adversary(
        "fork_bomb_in_call",
        "a fork bomb in a call leaves the right answers alone",
        expected=FULL - WHOLE - LAST,
        double=FORK.replace("import os, time\n", "import os, time\ndef bomb():\n")
        .replace("\n", "\n    ")
        .replace("    def bomb", "def bomb")
        .rstrip()
        + "\n"
        "def double(x):\n    if type(x) is int:\n        bomb()\n        return 0\n    return 2 * x\n",
    ),
    Adversary(
        "thread_bomb",
        "300 threads that sleep cost nobody anything",
        expected=FULL - WHOLE - LAST,
        double="import threading, time\ndef double(x):\n    if type(x) is int:\n        for _ in range(300):\n"
        "            threading.Thread(target=time.sleep, args=(30,), daemon=True).start()\n"
        "        return 0\n    return 2 * x\n",
    ),
    cheat(
        "memory_bomb",
        "a cell that wants 6 GB loses that cell",
        "hoard = []\nfor _ in range(60):\n    hoard.append(bytearray(100 << 20))",
    ),
    Adversary(
        "memory_bomb_in_call",
        "a call that wants 6 GB loses its tests",
        expected=FULL - LOOK - MANY - LAST,
        double="import torch\ndef double(x):\n    if hasattr(x, 'shape'):\n"
        "        hoard = [torch.ones(25 << 20) for _ in range(60)]\n    return 2 * x\n",
    ),
    Adversary(
        "large_answers",
        "large answers, one after the other, fill no memory of the judge",
        expected=FULL - COUNT,
        count="import torch\ndef count(n, tell):\n    for i in range(60):\n"
        "        yield torch.full((25 << 20,), float(i))\n",
    ),
    Adversary("disk_fill", "400 MB on the disk cost nobody anything", double=DISK + HONEST["double"]),
    Adversary(
        "giant_output",
        "50 MB of output are cut off",
        double="print('x' * (50 << 20))\n" + HONEST["double"],
        leaves=lambda room: _small(room, "giant_output"),
    ),
    Adversary(
        "giant_raw_output",
        "50 MB past the streams are cut off",
        leaves=lambda room: _small(room, "giant_raw_output"),
        double="import os\nfor _ in range(50):\n    os.write(1, b'y' * (1 << 20))\n" + HONEST["double"],
    ),
    Adversary(
        "endless_output",
        "output without end is stopped and cut",
        mutate=_noisy,
        leaves=lambda room: _small(room, "endless_output"),
    ),
    cheat(
        "forged_outputs",
        "outputs beyond the limit, past the limit, are cut by the grader",
        "import sys\nshell = get_ipython()\nshell.outputs.limit = shell.outputs._left = 10**9\n"
        "from IPython.display import display\n"
        "for _ in range(7):\n    display({'text/plain': 'z' * 900_000}, raw=True)",
        leaves=lambda room: _small(room, "forged_outputs"),
    ),
    Adversary(
        "del_loop",
        "a __del__ that never ends costs its tests",
        expected=FULL - WHOLE,
        double="import time\nclass Loop:\n    def __del__(self):\n        while True: time.sleep(1)\n"
        "def double(x):\n    if type(x) is int and x == 21: Loop()\n    return 2 * x\n",
    ),
    Adversary(
        "atexit_loop",
        "an exit handler that never ends costs nothing",
        expected=FULL,
        double="import atexit\n@atexit.register\ndef loop():\n    while True: pass\n" + HONEST["double"],
    ),
    Adversary("daemon_from_cell", "a daemon does not outlive the notebook", double=DAEMON + HONEST["double"]),
    Adversary(
        "daemon_from_call",
        "a daemon that a call starts does not outlive the notebook",
        double="SOURCE = '''" + DAEMON + "'''\ndef double(x):\n    exec(SOURCE, {})\n    return 2 * x\n",
    ),
    Adversary(
        "subprocess_left",
        "a program that is left behind is ended",
        double="import subprocess\nsubprocess.Popen(['/bin/sleep', '1000'], start_new_session=True)\n"
        + HONEST["double"],
    ),
]


def _small(room, name):
    path = room.course.root / "autograded" / name / "cheats" / "cheats.ipynb"
    assert path.stat().st_size < 5_000_000, "the autograded notebook is huge"
