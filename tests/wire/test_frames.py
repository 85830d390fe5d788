import contextlib
import json
import socket
import struct
import threading
import tracemalloc

import pytest

from autograder.wire import Channel, ClosedError, Limits, WireError


def frame(tree=b"null", sizes=(), body=b"", *, magic=b"AGW1", length=None, count=None, total=None):
    """The bytes of a frame, each field of which may lie."""
    length = len(tree) if length is None else length
    count = len(sizes) if count is None else count
    total = sum(sizes) if total is None else total
    return struct.pack("<4sIIQ", magic, length, count, total) + struct.pack(f"<{len(sizes)}Q", *sizes) + tree + body


@contextlib.contextmanager
def receiving(data, limits=None):
    """A channel to which a peer sends `data` and goes."""
    here, there = socket.socketpair()
    here.settimeout(20)
    thread = threading.Thread(target=_send, args=(there, data))
    thread.start()
    channel = Channel(here, limits or Limits())
    yield channel
    channel.close()
    thread.join()


def _send(sock, data):
    with sock, contextlib.suppress(OSError):
        sock.sendall(data)


@pytest.mark.parametrize("tree", [None, [], {}, {"a": [1, 2.5, "é\u2028", True]}, "x" * 100_000, -0.0, 2**53, 1e300])
def test_a_tree_arrives_as_it_was_sent(ends, tree):
    here, there = ends
    thread = threading.Thread(target=here.send, args=(tree,))
    thread.start()
    assert there.receive() == (tree, [])
    thread.join()


@pytest.mark.parametrize(
    "sizes",
    [[0], [1], [0, 3, 0], [65_000, 1000], [200_000], [17 * 2**20, 5, 0], [7] * 4096],
    ids=lambda sizes: str(sizes[:4]),
)
def test_buffers_arrive_as_they_were_sent(ends, sizes):
    here, there = ends
    buffers = [bytes([number % 251]) * size for number, size in enumerate(sizes)]
    thread = threading.Thread(target=here.send, args=("t", buffers))
    thread.start()
    tree, found = there.receive()
    thread.join()
    assert tree == "t"
    assert found == buffers
    assert {type(buffer) for buffer in found} == {bytearray}


def test_frames_follow_one_another_in_both_directions(ends):
    here, there = ends
    for number in range(3):
        here.send(number, [b"a" * number])
    there.send("back")
    assert [there.receive() for _ in range(3)] == [(0, [b""]), (1, [b"a"]), (2, [b"aa"])]
    assert here.receive() == ("back", [])


def test_memory_of_any_element_type_is_sent_as_bytes(ends):
    here, there = ends
    here.send(None, [memoryview(struct.pack("3d", 1, 2, 3)).cast("d"), bytearray(b"ab")])
    assert there.receive()[1] == [struct.pack("3d", 1, 2, 3), b"ab"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (frame(magic=b"AGW2"), "starts with"),
        (frame(magic=b"GET "), "starts with"),
        (b"\x80\x04\x95" + bytes(30), "starts with"),
        (frame(length=2**32 - 1), "too large"),
        (frame(length=8 * 2**20 + 1), "too large"),
        (frame(count=2**32 - 1), "too many"),
        (frame(count=4097), "too many"),
        (frame(total=2**64 - 1), "too large"),
        (frame(total=512 * 2**20), "too large"),
        (frame(sizes=[5], total=4, body=b"12345"), "add up"),
        (frame(sizes=[2**64 - 1, 2], total=1, body=b"1"), "add up"),
        (frame(sizes=[1], total=100_000, body=bytes(100_000)), "add up"),
        (frame(b""), "not JSON"),
        (frame(b"nul"), "not JSON"),
        (frame(b"null null"), "not JSON"),
        (frame(b"[1,]"), "not JSON"),
        (frame(b"'a'"), "not JSON"),
        (frame(b"NaN"), "NaN is not JSON"),
        (frame(b"[-Infinity]"), "-Infinity is not JSON"),
        (frame(b"1e999"), "beyond"),
        (frame(b"-1E+0400"), "beyond"),
        (frame(b"9" * 400 + b".5"), "beyond"),
        (frame(b"9" * 21), "digits"),
        (frame(b"9" * 10_000), "digits"),
        (frame(b'"\xff"'), "UTF-8 at byte 1"),
        (frame(b'"\xed\xa0\x80"'), "UTF-8"),
        (frame("[]".encode("utf-16")), "UTF-8"),
        (frame("[]".encode("utf-16-le")), "not JSON"),
        (frame(b'"\n"'), "not JSON"),
        (frame(b'"\\ud8"'), "not JSON"),
        (frame(b'{"a": 1, "a": 1}'), "twice"),
        (frame(b'[{"\\u0061": 1, "a": 1}]'), "twice"),
        (frame(b"[" * 1_000_000), "deep"),
        (frame(b"[" * 100_000 + b"]" * 100_000), "deep"),
        (frame(b'{"a":' * 1000 + b"1" + b"}" * 1000), "deep"),
        (frame(b'["]",' * 1000 + b"1" + b"]" * 1000), "deep"),
        (frame(b'["\\"]",' * 1000 + b"1" + b"]" * 1000), "deep"),
        (frame(b'["\\\\",' * 1000 + b"1" + b"]" * 1000), "deep"),
        (frame(b"[" * 89 + b"]" * 89), "deep"),
        (frame(b"[[]" * 100), "do not match"),
    ],
    ids=lambda data: ascii(data[20:50]) if isinstance(data, bytes) else data,
)
def test_a_malformed_frame_is_refused_and_ends_the_conversation(data, says):
    with receiving(data) as channel:
        with pytest.raises(WireError, match=says) as caught:
            channel.receive()
        assert not isinstance(caught.value, ClosedError)
        assert len(str(caught.value)) < 300
        with pytest.raises(ClosedError):
            channel.receive()


@pytest.mark.parametrize(
    "tree", [b"[" * 88 + b"]" * 88, b'["[[[[\\"",' * 80 + b"1" + b"]" * 80, b"[" + b"[]," * 9999 + b"1]"]
)
def test_a_tree_within_the_depth_is_read(tree):
    with receiving(frame(tree)) as channel:
        assert channel.receive() == (json.loads(tree), [])


GOOD = frame(b'{"a": [1, 2]}', sizes=[3, 2], body=b"abcde")
LARGE = frame(b"null", sizes=[100_000], body=bytes(100_000))


@pytest.mark.parametrize("cut", range(len(GOOD)))
def test_a_peer_that_goes_in_the_middle_of_a_frame_is_gone(cut):
    with receiving(GOOD[:cut]) as channel, pytest.raises(ClosedError, match="start" if cut < 20 else "middle"):
        channel.receive()


def test_a_peer_that_goes_in_the_middle_of_a_large_buffer_is_gone():
    with receiving(LARGE[:-1]) as channel, pytest.raises(ClosedError, match="middle"):
        channel.receive()


@pytest.mark.parametrize(
    ("limits", "fits"),
    [
        (Limits(frame=len(GOOD)), True),
        (Limits(frame=len(GOOD) - 1), False),
        (Limits(tree=13), True),
        (Limits(tree=12), False),
        (Limits(buffers=2), True),
        (Limits(buffers=1), False),
    ],
    ids=repr,
)
def test_both_ends_hold_to_the_limits(limits, fits):
    here, there = socket.socketpair()
    sender = Channel(here, limits)
    message = ({"a": [1, 20]}, [b"abc", b"de"])
    with (
        receiving(GOOD, limits) as channel,
        contextlib.nullcontext() if fits else pytest.raises(WireError, match="too"),
    ):
        assert channel.receive() == ({"a": [1, 2]}, [b"abc", b"de"])
    with contextlib.nullcontext() if fits else pytest.raises(WireError, match="too"):
        sender.send({"a": [1, 20]} if fits else {"abcd": [1, 20]}, message[1])
    sender.send(None)  # what was refused has sent nothing
    channel = Channel(there)
    if fits:
        assert channel.receive() == message
    assert channel.receive() == (None, [])
    sender.close()
    channel.close()


@pytest.mark.parametrize(
    "tree", [{1, 2}, object(), float("nan"), b"bytes", {(1, 2): 3}], ids=["set", "object", "nan", "bytes", "tuple key"]
)
def test_a_tree_that_is_not_json_is_not_sent(ends, tree):
    here, there = ends
    with pytest.raises(WireError, match="cannot be sent"):
        here.send([tree])
    loop = []
    loop.append(loop)
    with pytest.raises(WireError, match="cannot be sent"):
        here.send(loop)
    here.send("next")
    assert there.receive() == ("next", [])


def test_an_announced_size_takes_no_memory_before_it_comes():
    big = 400 * 2**20
    with receiving(frame(sizes=[big], body=b"only this")) as channel:
        tracemalloc.start()
        with pytest.raises(ClosedError):
            channel.receive()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 20 * 2**20
