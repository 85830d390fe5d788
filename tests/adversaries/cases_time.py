"""Time-outs at every stage, asleep or busy, with and without swallowed signals."""

from case import COUNT, FULL, STEP, WHOLE, Adversary, cheat

DEAF = """\
import signal
for number in (signal.SIGALRM, signal.SIGPROF, signal.SIGTERM, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)
for timer in (signal.ITIMER_REAL, signal.ITIMER_PROF, signal.ITIMER_VIRTUAL):
    signal.setitimer(timer, 0)
signal.setitimer = lambda *a: None
signal.signal = lambda *a: None
"""
SWALLOW = """\
def double(x):
    while type(x) is int and x == 21:
        try:
            while True:
                pass
        except BaseException:
            pass
    return 2 * x
"""

CASES = [
    cheat("sleeping_cell", "a cell that sleeps is stopped", "import time\ntime.sleep(10**6)"),
    cheat("busy_cell", "a cell that never ends is stopped", "while True:\n    pass"),
    cheat("deaf_cell", "a cell that ignores its alarm is given up", DEAF + "while True:\n    pass"),
    cheat(
        "swallowing_cell",
        "a cell that swallows its alarm is given up",
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
    ),
    cheat(
        "sleeping_import",
        "an import that never ends is stopped",
        "import my_slow",
        files={"my_slow.py": b"import time\ntime.sleep(10**6)\n"},
    ),
    Adversary(
        "sleeping_call",
        "a call that sleeps is stopped by the clock",
        expected=FULL - WHOLE,
        double="import time\ndef double(x):\n    if type(x) is int and x == 21:\n        time.sleep(10**6)\n"
        "    return 2 * x\n",
    ),
    Adversary(
        "busy_call",
        "a call that never ends is stopped",
        expected=FULL - WHOLE,
        double="def double(x):\n    while type(x) is int and x == 21:\n        pass\n    return 2 * x\n",
    ),
    Adversary(
        "busy_in_c",
        "a call that never ends in C is stopped",
        expected=FULL - WHOLE,
        double="def double(x):\n    return sum(iter(int, 1)) if type(x) is int and x == 21 else 2 * x\n",
    ),
    Adversary(
        "deaf_call",
        "a call that switches its limit off is stopped",
        expected=FULL - WHOLE,
        double=DEAF + "def double(x):\n    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\n"
        "    while type(x) is int and x == 21:\n        pass\n    return 2 * x\n",
    ),
    Adversary("swallowing_call", "a call that swallows its limit is stopped", expected=FULL - WHOLE, double=SWALLOW),
    Adversary(
        "slow_generator",
        "a generator that stops yielding is stopped",
        expected=FULL - COUNT,
        count="import time\ndef count(n, tell):\n    tell(0)\n    yield 0\n    time.sleep(10**6)\n",
    ),
    Adversary(
        "endless_generator",
        "a generator without end is stopped",
        expected=FULL - COUNT,
        count="def count(n, tell):\n    while True:\n        yield 0\n",
    ),
    Adversary(
        "endless_callbacks",
        "a function that calls back without end is stopped",
        expected=FULL - COUNT,
        count="def count(n, tell):\n    while True:\n        tell(0)\n    yield 0\n",
    ),
    Adversary(
        "slow_attribute",
        "an object whose attributes never come is stopped",
        expected=FULL - STEP,
        step="import time\nclass Slow:\n    def __getattr__(self, name):\n        time.sleep(10**6)\n"
        "    def __call__(self, *a):\n        time.sleep(10**6)\nstep = Slow()\n",
    ),
    Adversary(
        "slow_repr",
        "an error whose text never comes is stopped",
        expected=FULL - STEP,
        step="import time\nclass Slow(Exception):\n    def __str__(self):\n        while True: pass\n"
        "def step(params, lr):\n    raise Slow\n",
    ),
]
