"""The next test has the last one's fork where nothing was left in it, and where something was it has one of its own."""

import sys
import time

import pytest

from autograder.judge.lost import SessionLostError
from autograder.judge.remote.grade import Cell, Limits, grade
from autograder.judge.remote.link import Link
from autograder.judge.remote.process import Session
from autograder.judge.remote.setting import Setting
from autograder.judge.remote.student import RemoteStudent
from autograder.judge.verdict import Outcome
from autograder.wire import ClosedError, StudentError, WireError

if sys.platform != "linux":
    pytest.skip("sessions need Linux", allow_module_level=True)

SETUP = "import os, random, torch\nimport numpy as np\nfrom torch import nn\nfrom autograder import check, points"
#: Each of two tests calls f once; the second would see what the first has left.
TESTS = '''
@points(1)
def test_first(student):
    """Once."""
    assert student.f() == 1

@points(1)
def test_second(student):
    """Once, in a session that is new."""
    assert student.f() == 1

@points(1, seconds=1)
def test_third(student):
    """Once, in a session that is new."""
    assert student.f() == 1
check()
'''
#: Each counts its calls: somewhere else.
COUNTERS = {
    "a parameter of matplotlib": """
import matplotlib
def f():
    matplotlib.rcParams['lines.linewidth'] *= 2
    return matplotlib.rcParams['lines.linewidth'] / 3
""",
    "a hook of all modules": """
from torch.nn.modules import module
def f():
    module.register_module_forward_hook(print)
    return len(module._global_forward_hooks)
""",
    "a module that the notebook has written": """
with open('counting.py', 'w') as file:
    file.write('seen = []\\ndef f():\\n    seen.append(1)\\n    return len(seen)')
import counting
def f():
    return counting.f()
""",
    "a function of such a module": """
with open('counting2.py', 'w') as file:
    file.write('n = 0\\ndef f():\\n    global n\\n    n += 1\\n    return n')
from counting2 import f
""",
    "a class that a library has made": """
from dataclasses import field, make_dataclass
A = make_dataclass('A', [('seen', list, field(default_factory=list))])
a = A()
def f():
    a.seen.append(1)
    return len(a.seen)
""",
    "a list, vectorized by numpy": """
seen = []
def g(x):
    seen.append(1)
    return len(seen)
h = np.vectorize(g, otypes=[int])
def f():
    return int(h(0))
""",
    "a module that is imported where it is used": """
with open('counting3.py', 'w') as file:
    file.write('seen = []\\ndef f():\\n    seen.append(1)\\n    return len(seen)')
import counting3
del counting3
def f():
    import counting3
    return counting3.f()
""",
    "a class of a library, by its full name": """
def f():
    torch.nn.Linear.calls = getattr(torch.nn.Linear, 'calls', 0) + 1
    return torch.nn.Linear.calls
""",
    "a method that a library was given": """
def make():
    seen = []
    def count(self):
        seen.append(1)
        return len(seen)
    return count
torch.Tensor.count = make()
def f():
    return torch.ones(1).count()
""",
    "a metaclass": """
class M(type):
    seen = []
class A(metaclass=M):
    pass
del M
def f():
    A.seen.append(1)
    return len(A.seen)
""",
    "a list, behind a decorator of torch": """
seen = []
@torch.no_grad()
def f():
    seen.append(1)
    return len(seen)
""",
    "a default, behind a decorator of functools": """
import functools
def outer(g):
    @functools.wraps(g)
    def inner(*args):
        return g(*args)
    return inner
@outer
def f(seen=[]):
    seen.append(1)
    return len(seen)
""",
    "a list, behind a wrapper that a library made": """
seen = []
def g(x):
    seen.append(1)
    return x + len(seen) - 1
h = torch.vmap(g)
def f():
    return int(h(torch.ones(2))[0])
""",
    "a class that a decorator has made anew": """
from dataclasses import dataclass
@dataclass(slots=True)
class A:
    n: int = 0
    def __call__(self):
        self.n += 1
        return self.n
f = A()
""",
    "a function made at run time, in its place": """
def step():
    return 1
def f():
    global step
    found = step()
    space = {}
    exec(f'def step(): return {found + 1}', globals(), space)
    step = space['step']
    return found
""",
    "a context manager of a library": """
import contextlib
seen = []
@contextlib.contextmanager
def counted():
    seen.append(1)
    yield len(seen)
def f():
    with counted() as n:
        return n
""",
    "a global name": """
n = 0
def f():
    global n
    n += 1
    return n
""",
    "a new global name": """
def f():
    global n
    n = globals().get('n', 0) + 1
    return n
""",
    "a list": """
seen = []
def f():
    seen.append(1)
    return len(seen)
""",
    "a dict in a list": """
seen = [{'n': 0}]
def f():
    seen[0]['n'] += 1
    return seen[0]['n']
""",
    "a default": """
def f(seen=[]):
    seen.append(1)
    return len(seen)
""",
    "an attribute of the function": """
def f():
    f.n = getattr(f, 'n', 0) + 1
    return f.n
""",
    "a closure": """
def make():
    n = 0
    def f():
        nonlocal n
        n += 1
        return n
    return f
f = make()
""",
    "a function that another calls": """
def g(seen=[]):
    seen.append(1)
    return len(seen)
def f():
    return g()
""",
    "a class": """
class A:
    n = 0
def f():
    A.n += 1
    return A.n
""",
    "an instance": """
class A:
    pass
a = A()
a.n = 0
def f():
    a.n += 1
    return a.n
""",
    "slots": """
class A:
    __slots__ = ('n',)
a = A()
a.n = 0
def f():
    a.n += 1
    return a.n
""",
    "a method's class": """
class A:
    seen = []
    def f(self):
        self.seen.append(1)
        return len(self.seen)
f = A().f
""",
    "a callable instance": """
class A:
    n = 0
    def __call__(self):
        self.n += 1
        return self.n
f = A()
""",
    "a list of its own kind": """
class L(list):
    pass
seen = L()
def f():
    seen.append(1)
    return len(seen)
""",
    "a set": """
seen = set()
def f():
    seen.add(len(seen))
    return len(seen)
""",
    "a tensor": """
n = torch.zeros(1)
def f():
    n.add_(1)
    return int(n)
""",
    "a tensor's data": """
n = torch.zeros(1, requires_grad=True)
def f():
    n.data += 1
    return int(n.detach())
""",
    "a parameter of a net": """
net = nn.Linear(1, 1)
nn.init.zeros_(net.bias)
def f():
    with torch.no_grad():
        net.bias += 1
    return int(net.bias.detach())
""",
    "a gradient": """
w = torch.ones(1, requires_grad=True)
def f():
    w.sum().backward()
    return int(w.grad)
""",
    "a graph": """
w = torch.ones(1, requires_grad=True)
l = (w * w).sum()
def f():
    try:
        torch.autograd.grad(l, w)
    except RuntimeError:
        return 2
    return 1
""",
    "an array": """
n = np.zeros(1)
def f():
    n[0] += 1
    return int(n[0])
""",
    "a generator": """
import itertools
numbers = itertools.count(1)
def f():
    return next(numbers)
""",
    "a generator function": """
def count():
    n = 0
    while True:
        n += 1
        yield n
numbers = count()
def f():
    return next(numbers)
""",
    "a cache": """
import functools
@functools.cache
def g():
    return []
def f():
    g().append(1)
    return len(g())
""",
    "a module": """
def f():
    torch.n = getattr(torch, 'n', 0) + 1
    return torch.n
""",
    "a module that has it already": """
torch.n = 0
def f():
    torch.n += 1
    return torch.n
""",
    "a module, by setattr": """
torch.n = 0
def f():
    setattr(torch, "n", torch.n + 1)
    return torch.n
""",
    "a module's own record": """
torch.n = 0
def f():
    torch.__dict__["n"] += 1
    return torch.n
""",
    "a class of torch": """
def f():
    nn.Module.n = getattr(nn.Module, 'n', 0) + 1
    return nn.Module.n
""",
    "torch's default dtype": """
def f():
    found = 1 if torch.get_default_dtype() is torch.float32 else 2
    torch.set_default_dtype(torch.float64)
    return found
""",
    "the environment": """
def f():
    os.environ['n'] = str(int(os.environ.get('n', 0)) + 1)
    return int(os.environ['n'])
""",
    "the working directory": """
def f():
    found = 2 if os.getcwd() == '/' else 1
    os.chdir('/')
    return found
""",
    "what numpy does with errors": """
def f():
    found = 2 if np.geterr()['over'] == 'ignore' else 1
    np.seterr(over='ignore')
    return found
""",
    "a generator of random numbers": """
mine = torch.Generator()
mine.manual_seed(0)
first = torch.rand(1, generator=mine).item()
mine.manual_seed(0)
def f():
    return 1 if torch.rand(1, generator=mine).item() == first else 2
""",
    "a random.Random": """
mine = random.Random(0)
first = random.Random(0).random()
def f():
    return 1 if mine.random() == first else 2
""",
    "a figure": """
import matplotlib.pyplot as plt
def f():
    return len(plt.plot([1, 2])[0].axes.lines)
""",
    "a figure of the notebook": """
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
plt.close(fig)
def f():
    ax.plot([1, 2])
    return len(ax.lines)
""",
    "a timer": """
import signal
def f():
    found = 2 if signal.getitimer(signal.ITIMER_REAL)[0] else 1
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    signal.alarm(50)
    return found
""",
    "where modules are looked for": """
import sys
def f():
    sys.path.append("here")
    return sys.path.count("here")
""",
    "a thread": """
import threading
def f():
    n = threading.active_count()
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    return n
""",
    "a name that is looked up": """
n = 0
def f():
    globals()['n'] += 1
    return globals()['n']
""",
    "the notebook's own record": """
def f():
    space = get_ipython().user_ns
    space['n'] = space.get('n', 0) + 1
    return space['n']
""",
}
SHORT = Limits(20, 60)


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    return Setting([("setup", SETUP), ("tests", TESTS)], tmp_path_factory.mktemp("data"))


@pytest.fixture
def again(monkeypatch):
    """For each snapshot that was given back and asked for again: whether it was as it had been."""
    found = []
    ask = Session._again

    def asked(session, *args):
        there = session._back is not None
        channel = ask(session, *args)
        if there:
            found.append(channel is not None)
        return channel

    monkeypatch.setattr(Session, "_again", asked)
    return found


def outcomes(zygote, setting, answer):
    found = grade([Cell(SETUP), Cell(answer), Cell(TESTS, "tests", True)], setting, zygote, [], SHORT)
    return [result.outcome for result in found.verdicts[2].results]


def test_tests_that_leave_nothing_share_a_fork(zygote, setting, again):
    assert outcomes(zygote, setting, "def f():\n    return 1") == [Outcome.PASSED] * 3
    assert again == [True, True]


@pytest.mark.parametrize("where", COUNTERS)
def test_no_test_sees_what_another_has_left_in(zygote, setting, again, where):
    assert outcomes(zygote, setting, COUNTERS[where]) == [Outcome.PASSED] * 3
    assert again == [False]


def test_the_counters_count(zygote, setting, monkeypatch):
    """Else the test above would show nothing: two calls in one test are not the same."""
    twice = TESTS.replace("assert student.f() == 1", "assert [student.f(), student.f()] == [1, 1]")
    setting = Setting([("setup", SETUP), ("tests", twice)], setting.folder)
    for where, answer in COUNTERS.items():
        found = grade([Cell(SETUP), Cell(answer), Cell(twice, "tests", True)], setting, zygote, [], SHORT)
        assert found.verdicts[2].results[0].outcome is Outcome.FAILED, where


@pytest.mark.parametrize("answer", ["return 2", "raise ValueError(f)", "return g", "f.__code__.no", "return 1 / 0"])
def test_a_test_that_fails_and_leaves_nothing_gives_its_fork_to_the_next(zygote, setting, again, answer):
    lost = outcomes(zygote, setting, f"def f():\n    {answer}")
    assert set(lost) <= {Outcome.FAILED, Outcome.ERROR}
    assert again == [True, True]


def test_a_test_that_ends_its_fork_ends_no_other(zygote, setting, again):
    answer = "import pathlib\ndef f():\n    if pathlib.Path('once').exists():\n        return 1\n"
    answer += "    pathlib.Path('once').touch()\n    os._exit(0)"
    assert outcomes(zygote, setting, answer) == [Outcome.CRASHED, Outcome.PASSED, Outcome.PASSED]
    assert again == [True]


def test_a_test_that_never_ends_ends_no_other(zygote, setting, again):
    answer = "import pathlib\ndef f():\n    if pathlib.Path('once').exists():\n        return 1\n"
    answer += "    pathlib.Path('once').touch()\n    while True:\n        pass"
    quick = TESTS.replace("@points(1)", "@points(1, seconds=1)")
    setting = Setting([("setup", SETUP), ("tests", quick)], setting.folder)
    found = grade([Cell(SETUP), Cell(answer), Cell(quick, "tests", True)], setting, zygote, [], SHORT)
    assert [result.outcome is Outcome.PASSED for result in found.verdicts[2].results] == [False, True, True]


def test_a_test_that_used_much_memory_gives_its_fork_to_nobody(zygote, setting, again):
    assert outcomes(zygote, setting, "def f():\n    return int(torch.ones(25_000_000).max())") == [Outcome.PASSED] * 3
    assert again == [False]


def test_what_was_imported_meanwhile_is_nothing_left(zygote, setting, again):
    answer = "def f():\n    import fractions\n    return int(fractions.Fraction(1))"
    assert outcomes(zygote, setting, answer) == [Outcome.PASSED] * 3
    assert again == [True, True]


def test_a_test_draws_the_same_numbers_in_a_fork_of_its_own(zygote, tmp_path):
    seen = "values = []\n" + TESTS.replace("assert student.f() == 1", "values.append(student.f())")
    setting = Setting([("setup", SETUP), ("tests", seen)], tmp_path)
    setting.restore = lambda: None
    draws = "def f():\n    return float(torch.rand(1)) + float(np.random.rand()) + random.random()"
    found = []
    for more in ("", "\nseen = iter([])\ndef g():\n    return seen"):  # of an iterator nobody can tell its state
        setting.namespace["values"].clear()
        grade([Cell(SETUP), Cell(draws + more), Cell(seen, "tests", True)], setting, zygote, [], SHORT)
        found.append(list(setting.namespace["values"]))
    assert len(set(found[0])) == 3
    assert found[0] == found[1]


@pytest.fixture
def session(zygote):
    with zygote.session() as session:
        session.run(
            "import time\ndef f():\n    return 1\ndef spin(seconds):\n    t = time.process_time()\n"
            "    while time.process_time() - t < seconds:\n        pass\n    return 1",
            20,
        )
        yield session


def student(channel):
    return RemoteStudent(Link(channel, []))


def test_each_test_has_seconds_of_its_own(session):
    channel = session.snapshot(1, more=True)
    assert student(channel).spin(0.7) == 1
    session.give_back(channel)
    channel = session.snapshot(1, more=True)
    assert student(channel).spin(0.7) == 1
    session.give_back(channel)
    channel = session.snapshot(0.3)
    began = time.monotonic()
    with pytest.raises(StudentError) as caught:
        student(channel).spin(60)
    assert caught.value.kind == "CellTimeout"
    assert time.monotonic() - began < 10
    channel.close()


def test_who_had_the_snapshot_before_has_it_no_more(session):
    channel = session.snapshot(5, more=True)
    before = student(channel)
    f = before.f
    session.give_back(channel)
    after = session.snapshot(5)
    with pytest.raises(SessionLostError, match="closed"):
        f()
    assert student(after).f() == 1
    after.close()


@pytest.mark.parametrize("answer", [{"again": False}, {}, [], "again", {"again": True, "more": 1}])
def test_a_session_that_answers_otherwise_has_left_something(session, answer):
    channel = session.snapshot(5, more=True)
    session.give_back(channel)
    kept = session._back[1]
    kept.receive = lambda: (answer, [])
    fresh = session.snapshot(5)
    assert kept.broken
    assert student(fresh).f() == 1
    fresh.close()


@pytest.mark.parametrize("error", [WireError("x"), ClosedError("x"), ConnectionResetError()])
def test_a_session_that_breaks_when_it_is_asked_again_gives_a_new_snapshot(session, error):
    channel = session.snapshot(5, more=True)
    session.give_back(channel)

    def broken():
        raise error

    session._back[1].receive = broken
    fresh = session.snapshot(5)
    assert student(fresh).f() == 1
    fresh.close()


def test_a_snapshot_that_was_given_back_ends_when_another_cell_runs(session):
    channel = session.snapshot(5, more=True)
    session.give_back(channel)
    kept = session._back[1]
    session.run("def f():\n    return 2", 20)
    assert kept.broken
    fresh = session.snapshot(5)
    assert student(fresh).f() == 2
    fresh.close()
