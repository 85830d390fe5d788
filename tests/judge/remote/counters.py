"""Functions that count their calls, each somewhere else: what one test counts, the next must not find."""

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
    "a module that is found by its name": """
with open('counting5.py', 'w') as file:
    file.write('seen = []')
import sys
import counting5
del counting5
def f():
    seen = sys.modules['counting5'].seen
    seen.append(1)
    return len(seen)
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
    "a module of the notebook's own, by globals()": """
with open('counting4.py', 'w') as file:
    file.write('seen = []\\ndef f():\\n    mine = globals()["se" + "en"]\\n    mine.append(1)\\n    return len(mine)')
from counting4 import f
""",
    "a function of torch that the notebook has replaced": """
import functools
from torch.nn import functional as F
def make(old):
    seen = []
    @functools.wraps(old)
    def relu(x):
        seen.append(1)
        return len(seen)
    return relu
F.relu = make(F.relu)
g = F.relu
def f():
    return g(1)
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
