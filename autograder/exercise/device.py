"""The device that a pipeline runs on."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def get_device() -> "torch.device":
    """The device named by the environment variable ``DEVICE``: ``cpu`` (the default) or ``cuda``.

    Raises:
        RuntimeError: when ``DEVICE`` is another word, or the device is not on this machine.
    """
    import torch

    name = os.environ.get("DEVICE", "cpu").strip().lower() or "cpu"
    kind, _, index = name.partition(":")
    if kind not in ("cpu", "cuda") or (index and not index.isdigit()):
        raise RuntimeError(f"DEVICE={name!r} is not known: use DEVICE=cpu or DEVICE=cuda (or cuda:0, cuda:1, …)")
    if kind == "cuda":
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if int(index or 0) >= count:
            raise RuntimeError(
                f"DEVICE={name} was asked for, but torch {torch.__version__} sees {count} CUDA device(s) here: "
                "run with DEVICE=cpu, or install the CUDA build of torch on a machine with that GPU"
            )
    return torch.device(name)
