"""What the zygote does once, so that no child has to: imports, and the first steps of torch and matplotlib."""

import gc
import importlib
import os
import threading
from typing import Any

from autograder.session.hugepages import collapse

LIBRARIES = (
    *("numpy", "torch", "torch.utils.data", "matplotlib.pyplot", "contourpy"),
    *("autograder", "autograder.session.judged"),
)


def warm_up() -> Any:
    """Import what students use, run it once, and freeze what the garbage collector knows; the shell.

    Raises:
        RuntimeError: when a second thread has started, for a forked child would hang on its locks.
    """
    import torch

    from autograder.session.shell import make_shell, run_cell
    from autograder.wire.shared import torch_equal

    torch.set_num_threads(1)  # before any op: a pool of threads does not survive a fork
    shell = make_shell()
    for library in LIBRARIES:
        importlib.import_module(library)
    for step in STEPS:
        run_cell(shell, step, 120)
    torch_equal()
    _show_before_redrawing()
    _lighten_forks()
    shell.reset(new_session=True)
    shell.execution_count = 1
    gc.collect()
    gc.freeze()
    collapse()
    running = [thread.name for thread in threading.enumerate()]
    if len(running) > 1:
        raise RuntimeError(f"the zygote must have one thread, it has {running}")
    return shell


def _show_before_redrawing() -> None:
    """Put pyplot's redrawing after the showing, as in a kernel: what was shown is closed, and is not drawn twice."""
    from matplotlib import pyplot

    pyplot.uninstall_repl_displayhook()
    pyplot.install_repl_displayhook()


def _lighten_forks() -> None:
    """Take from each fork what others have registered to do in it and here is not needed, or better done before it."""
    import logging

    from matplotlib import font_manager

    # Matplotlib closes its fonts in each fork; who forks for a test closes them once.
    close_fonts = getattr(getattr(font_manager, "_get_font", None), "cache_clear", None)
    if close_fonts and hasattr(os, "register_at_fork"):
        os.register_at_fork(before=close_fonts)
    # The locks of what logs are made anew in a fork, for another thread may hold them. There is none here.
    handlers = getattr(logging, "_at_fork_reinit_lock_weakset", None)
    if handlers is not None:
        handlers.clear()


#: The first optimizer step, the first backward with a gradient, the first figure and the first traceback cost a
#: second each.
STEPS = (
    """\
%matplotlib inline
import matplotlib.pyplot as plt, torch
from torch import nn
net = nn.Linear(2, 1)
trainer = torch.optim.SGD(net.parameters(), lr=0.1)
nn.MSELoss()(net(torch.ones(3, 2)), torch.ones(3, 1)).backward()
trainer.step()
y = torch.ones(2, requires_grad=True) * 2
y.backward(gradient=torch.ones(2))
torch.linalg.lstsq(torch.eye(2), torch.ones(2, 1))
fig, ax = plt.subplots()
ax.semilogy([1, 2], [3, 4], label="$x_1$")
ax.legend()
fig.tight_layout()
""",
    "def fails():\n    raise ValueError('warm')\n\nfails()",
    "torch.ones(2)",
)
