"""Global state, noise on right answers, and code that behaves only when it is not graded."""

from case import FULL, HONEST, LAST, REST, WHOLE, Adversary

DETECT = """\
import os, sys
def graded():
    names = ' '.join([*os.environ, os.path.expanduser('~'), *sys.argv, os.getcwd(), *os.listdir()]).lower()
    return 'grade' in names or 'nbclient' in sys.modules or '_pytest' in sys.modules
"""


def _right(name, claim, before, double=HONEST["double"], expected=FULL, **others):
    return Adversary(name, claim, double=before + "\n" + double, expected=expected, **others)


CASES = [
    _right(
        "default_dtype",
        "a default dtype of the student's does not reach the judge",
        "import torch\ntorch.set_default_dtype(torch.float64)",
    ),
    _right(
        "grad_disabled",
        "a grad mode that the student switched off does not reach the calls",
        "import torch\ntorch.set_grad_enabled(False)",
    ),
    _right(
        "anomaly_and_flags",
        "deterministic flags and anomaly detection change no verdict",
        "import torch\ntorch.use_deterministic_algorithms(True)\ntorch.autograd.set_detect_anomaly(True)",
    ),
    _right(
        "default_device",
        "a default device of the student's does not reach the judge",
        "import torch\ntorch.set_default_device('meta')",
    ),
    _right("two_threads", "another number of threads keeps full marks", "import torch\ntorch.set_num_threads(2)"),
    _right(
        "background_thread",
        "a thread in the background keeps full marks",
        "import threading, time\n"
        "threading.Thread(target=lambda: [time.sleep(0.05) for _ in range(10**6)], daemon=True).start()",
    ),
    _right(
        "seeds",
        "seeds that are set inside a function keep full marks",
        "import random, torch, numpy",
        "def double(x):\n    torch.manual_seed(0); random.seed(0); numpy.random.seed(0)\n    return 2 * x\n",
    ),
    _right(
        "warnings_as_errors", "warnings as errors keep full marks", "import warnings\nwarnings.simplefilter('error')"
    ),
    _right(
        "stderr_noise",
        "a right answer that writes to stderr keeps full marks",
        "import os, sys, warnings",
        "def double(x):\n    print('noise', file=sys.stderr); os.write(2, b'noise'); warnings.warn('noise')\n"
        "    return 2 * x\n",
    ),
    _right(
        "closed_streams",
        "a right answer with closed streams keeps full marks",
        "import os, sys\nsys.stdout.close()\nsys.stderr = None\nos.close(1)\nos.close(2)",
    ),
    _right(
        "plots",
        "a right answer that plots keeps full marks",
        "import matplotlib.pyplot as plt",
        "def double(x):\n    if hasattr(x, 'shape'):\n        plt.plot([1, 2]); plt.show()\n    return 2 * x\n"
        "plt.plot([1, 2]); plt.show()\n",
    ),
    _right(
        "progress",
        "a right answer with a progress bar keeps full marks",
        "import sys",
        "def double(x):\n    for i in range(50):\n        sys.stderr.write(f'\\r{i} %')\n    return 2 * x\n"
        "from IPython.display import clear_output, display, update_display\n"
        "for i in range(20):\n    clear_output(wait=True); print(i)\n"
        "h = display('a', display_id=True); h.update('b')\n",
    ),
    _right(
        "recursion_limit",
        "a low recursion limit costs nothing but what it breaks",
        "import sys\nsys.setrecursionlimit(200)",
    ),
    _right(
        "locale_and_folder",
        "another folder and environment keep full marks",
        "import os, sys\nos.makedirs('x'); os.chdir('x'); os.environ.clear(); sys.path.clear()",
    ),
    _right(
        "own_excepthooks",
        "hooks for errors and exit forge nothing",
        "import sys\nsys.excepthook = lambda *a: print('passed')\n"
        "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)",
        "def double(x):\n    if type(x) is int: raise ValueError\n    return 2 * x\n",
        FULL - WHOLE - LAST,
    ),
    Adversary(
        "grader_detector",
        "code that is right only when it is not graded does not find out",
        expected=FULL,
        double=DETECT + "def double(x):\n    return 7 * x if graded() else 2 * x\n",
    ),
    Adversary(
        "honest_only_at_home",
        "code that is wrong outside the student's machine is wrong",
        expected=REST,
        double="import os\ndef double(x):\n    return 2 * x if os.environ.get('JUPYTERHUB_USER') else 7 * x\n",
    ),
    Adversary(
        "counts_its_calls",
        "a function that is right only the first time is wrong the second",
        expected=FULL - 2 - LAST,
        double="calls = 0\ndef double(x):\n    global calls\n    calls += 1\n"
        "    return 2 * x if calls == 1 else 7 * x + 1\n",
    ),
]
