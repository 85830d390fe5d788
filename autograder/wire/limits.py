"""How much one message may hold."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What is received, or sent, is refused beyond these."""

    frame: int = 512 * 2**20  #: bytes of one frame, buffers included
    tree: int = 8 * 2**20  #: bytes of its JSON part
    depth: int = 40  #: values inside one another
    items: int = 200_000  #: values in a tree
    buffers: int = 4096  #: raw buffers beside it
    text: int = 2**20  #: characters of one string
    digits: int = 4300  #: decimal digits of one int
    dims: int = 16  #: dimensions of one array or tensor

    @property
    def bits(self) -> int:
        """Bits of an int that `digits` decimal digits surely hold."""
        return self.digits * 3_321_928 // 1_000_000


#: What holds where nothing else is said.
DEFAULT = Limits()
#: Names in a session's greeting.
MOST_NAMES = 256
