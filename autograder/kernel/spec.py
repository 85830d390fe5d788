"""The kernel.json of sandboxed kernels."""

import json
import tempfile
from pathlib import Path

NAME = "autograder"
PROVISIONER = "autograder-sandbox"

SPEC = {
    "argv": ["autograder"],  # nothing is executed: the provisioner forks
    "display_name": "Python (sandboxed)",
    "language": "python",
    "interrupt_mode": "message",
    "metadata": {"kernel_provisioner": {"provisioner_name": PROVISIONER}},
}


def install(prefix: str | None, *, user: bool) -> str:
    """Write the kernel's folder below `prefix`, the user's folder or the machine's; the path that it has."""
    from jupyter_client.kernelspec import KernelSpecManager

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "kernel.json").write_text(json.dumps(SPEC, indent=1) + "\n", encoding="utf-8")
        Path(folder).chmod(0o755)
        path: str = KernelSpecManager().install_kernel_spec(folder, NAME, user=user, prefix=prefix)
    return path
