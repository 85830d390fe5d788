"""Whatever a peer sends is a value or a `WireError`, and comes to an end. AUTOGRADER_FUZZ sets the number of cases."""

import contextlib
import json
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.wire import Channel, Decoder, Encoder, Limits, WireError

WIRE = settings.get_profile("fuzz")
LIMITS = Limits(frame=2**20, tree=2**16, items=1000, text=1000)

tags = st.sampled_from(
    [
        "i",
        "f",
        "s",
        "c",
        "b",
        "l",
        "t",
        "d",
        "e",
        "z",
        "r",
        "y",
        "...",
        "A",
        "n",
        "T",
        "S",
        "D",
        "V",
        "do",
        "dd",
        "dc",
        "q",
        "nt",
    ]
)
names = st.sampled_from(
    [
        "float32",
        "bool",
        "int64",
        "bfloat16",
        "complex64",
        "uint16",
        "object",
        "cpu",
        "cuda:0",
        "nan",
        "-inf",
        "20000000000001",
    ]
)
numbers = st.integers(-2, 5) | st.integers() | st.floats()
scalars = st.none() | st.booleans() | numbers | st.text(st.characters(), max_size=5) | names
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.tuples(tags, st.lists(inner, max_size=4)).map(lambda node: [node[0], *node[1]]),
        st.tuples(st.sampled_from("AT"), names, st.lists(st.integers(-1, 3), max_size=3), st.integers(-1, 3)).map(list),
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    max_leaves=20,
)
blocks = st.lists(st.binary(max_size=16).map(bytearray), max_size=4)


def frame_of(tree, buffers):
    """The bytes that a channel sends for this message."""
    here, there = socket.socketpair()
    channel = Channel(here)
    channel.send(tree, buffers)
    channel.close()
    with there:
        return there.recv(2**20, socket.MSG_WAITALL)


def sent():
    encoder = Encoder()
    value = [{"a": (1, 2.5, b"xyz")}, 2**70, float("nan"), "é\ud800", 1j, {1}, range(3), slice(1), [[[]]], ...]
    tree = encoder.encode(value)
    return tree, [bytes(buffer) for buffer in encoder.buffers]


@pytest.fixture(scope="module")
def good():
    return frame_of(*sent())


def read_all(data):
    """Receive and decode what a peer sends that goes afterwards; give the number of messages."""
    here, there = socket.socketpair()
    here.settimeout(20)
    channel = Channel(here, LIMITS)
    with there:
        there.sendall(data)
    count = 0
    try:
        with contextlib.suppress(WireError):
            while True:
                tree, buffers = channel.receive()
                count += 1
                with contextlib.suppress(WireError):
                    decoder = Decoder(buffers, LIMITS)
                    decoder.decode(tree)
                    decoder.finish()
    finally:
        channel.close()
    return count


@given(trees, blocks)
@WIRE
def test_any_tree_is_a_value_or_an_error(tree, buffers):
    decoder = Decoder(buffers, LIMITS)
    try:
        value = decoder.decode(tree)
        decoder.finish()
    except WireError as error:
        value = str(error)[:400].encode()  # a message can be printed, and so can a value
    repr(value)


@given(trees, blocks)
@WIRE
def test_any_tree_in_a_frame_comes_to_an_end(tree, buffers):
    text = json.dumps(tree)  # with NaN, with 2**1000, with lone surrogates
    data = bytearray(frame_of("?" * (len(text) - 2), buffers))
    start = data.index(b'"?') if b'"?' in data else len(data)
    data[start : start + len(text)] = text.encode()
    assert read_all(bytes(data)) in (0, 1)


edits = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "insert", "repeat", "set"]),
        st.floats(0, 1, exclude_max=True),
        st.binary(min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=4,
)


def edited(data, edits):
    data = bytearray(data)
    for edit, where, extra in edits:
        # half of the edits hit the header and the lengths, where they matter most
        at = int(where * 2 * 36) % (len(data) or 1) if where < 0.5 else int(where * len(data))
        if edit == "flip" and data:
            data[at] ^= extra[0] or 1
        elif edit == "cut":
            del data[at : at + extra[0] % 40 + 1]
        elif edit == "insert":
            data[at:at] = extra
        elif edit == "repeat":
            data[at:at] = data[at : at + extra[0]]
        else:
            data[at : at + len(extra)] = extra
    return bytes(data)


@given(edits)
@WIRE
def test_any_damage_to_a_frame_is_an_error_or_another_message(good, edits):
    read_all(edited(good + good, edits))


@given(st.binary(max_size=200))
@WIRE
def test_any_bytes_are_refused(data):
    assert read_all(data) == 0


def test_the_frame_without_damage_is_read(good):
    assert read_all(good + good) == 2
