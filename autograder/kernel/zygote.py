"""The zygote of kernels: its children are ipykernels instead of sessions.

``python -m autograder.kernel.zygote FD``, as `autograder.session.zygote`; a request has the connection, and its
descriptors are the sockets that the client bound, for a sandboxed kernel can bind none that the client would see.
"""

import errno
import importlib
import json
import os
import sys
from typing import Any

from autograder.session.zygote import close_in, main


def _become_kernel(shell: Any, request: dict[str, Any], descriptors: list[int]) -> None:
    import zmq
    from ipykernel.kernelapp import IPKernelApp
    from matplotlib_inline.backend_inline import configure_inline_support
    from matplotlib_inline.config import InlineBackend

    # As for a kernel that is started anew: the shell that warmed up, and its figures, are not the ones to use.
    type(shell).clear_instance()
    InlineBackend.clear_instance()
    vars(configure_inline_support).pop("current_backend", None)
    sys.displayhook = sys.__displayhook__
    close_in(request)
    bound = dict(zip(request["addresses"], descriptors, strict=True))
    bind = zmq.Socket.bind

    def take_over(self: Any, address: str) -> Any:
        if address.startswith("tcp:"):  # libzmq would abort; ipykernel goes on without the pipe of forked processes
            raise zmq.ZMQError(errno.EACCES, "the network is closed")
        if address in bound:
            self.setsockopt(zmq.USE_FD, bound.pop(address))
        return bind(self, address)

    setattr(zmq.Socket, "bind", take_over)  # noqa: B010 (mypy: a method is not assigned to)
    file = os.path.join(request["work"], ".connection.json")
    with open(file, "w", encoding="utf-8") as connection:
        json.dump(request["connection"], connection)
    app = IPKernelApp.instance(connection_file=file)
    app.initialize([])
    os.unlink(file)
    app.start()


if __name__ == "__main__":
    importlib.import_module("ipykernel.kernelapp")
    main(int(sys.argv[1]), _become_kernel)
