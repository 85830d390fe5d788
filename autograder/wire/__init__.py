"""The wire between the trusted judge and the untrusted session: typed trees and raw buffers over a socket.

No pickle: what the peer sends is only ever data, checked against `Limits`, and nothing of it is executed, imported
or evaluated. What cannot be read, or cannot be sent, is a `WireError`. Importing this imports no torch or numpy.
"""

from autograder.wire.errors import ClosedError, StudentError, WireError, decode_error, encode_error, shown
from autograder.wire.frames import Channel
from autograder.wire.limits import Limits
from autograder.wire.tensors import read_tensor, tensor_node
from autograder.wire.values import Decoder, Encoder, fields

__all__ = [
    "Channel",
    "ClosedError",
    "Decoder",
    "Encoder",
    "Limits",
    "StudentError",
    "WireError",
    "decode_error",
    "encode_error",
    "fields",
    "read_tensor",
    "shown",
    "tensor_node",
]
