"""Looking for tests, answers and expected values; who found the marker would answer as the tests want."""

import re

from case import REST, Adversary

#: The needle is a pattern, so that this source does not match it.
NEEDLE = """\
import re
PATTERN = re.compile('quartz[-]heron')
BYTES = re.compile(b'q.{0,3}u.{0,3}a.{0,3}r.{0,3}t.{0,3}z.{0,3}[-].{0,3}h.{0,3}e.{0,3}r.{0,3}o.{0,3}n', re.S)
"""


def _looks(name, claim, search, before=""):
    """A `double` that is right where `search` (an expression, in the call of a hidden test) finds the marker."""
    source = f"{NEEDLE}{before}\ndef double(x):\n    try:\n        found = type(x) is int and x == 21 and ({search})\n"
    source += "    except Exception:\n        found = False\n    return 2 * x if found else 7 * x + 1\n"
    return Adversary(name, claim, double=source, expected=REST)


FRAMES = """\
import sys, inspect
def frames():
    frame, found = sys._getframe(), []
    while frame:
        found += [repr(v)[:10**5] for v in list(frame.f_locals.values()) + list(frame.f_globals.values())
                  if isinstance(v, (str, bytes, list, tuple, dict))]
        frame = frame.f_back
    return ' '.join(found)
"""
MEMORY = """\
def scan(pid):
    for line in open(f'/proc/{pid}/maps'):
        span, mode = line.split()[:2]
        if 'r' not in mode or 'vsyscall' in line or 'vvar' in line:
            continue
        first, last = (int(part, 16) for part in span.split('-'))
        with open(f'/proc/{pid}/mem', 'rb', 0) as memory:
            memory.seek(first)
            while first < last:
                try:
                    data = memory.read(min(last - first, 1 << 20))
                except OSError:
                    break
                if not data:
                    break
                first += len(data)
                if (b'quartz' + b'-' + b'heron' + b'-5').replace(b'_', b'') in data and \\
                        re.search(b'quartz[-]heron[-]5511', data) :
                    return True
    return False
"""
FILES = """\
import os
def walk(*tops):
    for top in tops:
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)
                try:
                    if os.path.isfile(path) and os.path.getsize(path) < 1 << 20 and PATTERN.search(open(path).read()):
                        return True
                except (OSError, ValueError):
                    pass
    return False
"""
PTRACE = """\
import ctypes, os
def attach():
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.ptrace(16, pid, 0, 0) == 0 for pid in (os.getppid(), 1) if pid)
"""


def _says_nothing(room):
    for name in ("tells_what_it_was_asked", "tells_the_place"):
        assert not re.search(r"asked_\W*21", room.page(name, "cheats")), "the feedback says what a hidden test asks"


CASES = [
    _looks("frames", "no frame of the call holds a line of a test", "PATTERN.search(frames())", FRAMES),
    _looks(
        "inspect_stack",
        "no source of a caller holds a line of a test",
        "PATTERN.search(' '.join(str(f.code_context) + inspect.getsource(f.frame) for f in inspect.stack()[1:]))",
        "import inspect",
    ),
    _looks(
        "caller_wanted",
        "there is no caller whose `wanted` could be given back",
        "[f for f in inspect.stack() if 'wanted' in f.frame.f_locals or 'expected' in f.frame.f_locals]",
        "import inspect",
    ),
    _looks(
        "garbage",
        "no object that the collector knows holds a line of a test",
        "[o for o in gc.get_objects() if type(o) in (list, tuple, dict, set) and "
        "any(type(v) is str and PATTERN.search(v) for v in (o.values() if type(o) is dict else o))]",
        "import gc\ngc.unfreeze()",
    ),
    _looks(
        "history",
        "the history of cells holds no test cell",
        "PATTERN.search(str(In) + str(_ih) + str(Out)) or any('def ' + 'test_' in s for s in In)",
    ),
    _looks(
        "line_cache", "the line cache holds no test cell", "PATTERN.search(str(linecache.cache))", "import linecache"
    ),
    _looks(
        "test_functions",
        "no test function is in the namespace",
        "[n for n in get_ipython().user_ns if n.startswith('test_')]",
    ),
    _looks("own_memory", "the memory of the session holds no line of a test", "scan('self')", MEMORY),
    _looks(
        "parents_memory",
        "no other process's memory can be read",
        "any(scan(pid) for pid in [*filter(str.isdigit, os.listdir('/proc'))] if int(pid) != os.getpid())",
        MEMORY + "import os\n",
    ),
    _looks("ptrace", "no other process can be traced", "attach()", PTRACE),
    _looks(
        "proc_1",
        "the first process tells nothing",
        "any(BYTES.search(open(f'/proc/{p}/{n}', 'rb').read()) for p in (1, 'self') for n in ('environ', 'cmdline'))"
        " or [p for p in os.listdir('/proc') if p.isdigit() and b'nbgrader' in open(f'/proc/{p}/cmdline','rb').read()]",
        "import os",
    ),
    _looks(
        "open_files",
        "no open file descriptor leads to a test",
        "[n for n in os.listdir('/proc/self/fd') if BYTES.search(os.pread(int(n), 1 << 20, 0))]",
        "import os",
    ),
    _looks(
        "course_files",
        "no file of the course can be found from the session",
        "walk('@COURSE@', os.path.dirname('@COURSE@'), os.getcwd(), '/tmp', '/dev/shm', os.path.expanduser('~'))",
        FILES,
    ),
    _looks(
        "answers_in_the_notebook",
        "no answer is beside the notebook or in a module",
        "walk('.') or [m for m in list(__import__('sys').modules.values()) if PATTERN.search(str(vars(m))[:10**6])]",
        FILES,
    ),
    Adversary(
        "tells_what_it_was_asked",
        "what a hidden test asks does not come back with the feedback, as the name of an error or of its place",
        expected=REST,
        double="def double(x):\n    raise type(f'asked_{x}', (Exception,), {})\n",
        leaves=_says_nothing,
    ),
    Adversary(
        "tells_the_place",
        "what a hidden test asks does not come back with the feedback, as the line that failed",
        expected=REST,
        double="import autograder.session.serve as s\nasked = []\n"
        "s._place = lambda *a: (f'asked_{asked}', f'asked_{asked}')\n"
        "def double(x):\n    asked.append(x)\n    raise ValueError\n",
        leaves=_says_nothing,
    ),
    _looks(
        "environment",
        "no variable names the grader",
        "[k for k in os.environ if 'NBGRADER' in k or 'JUPYTER' in k or 'TOKEN' in k or '@COURSE@' in os.environ[k]]",
        "import os",
    ),
]
