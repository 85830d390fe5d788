import collections
import enum
import math
import struct
import subprocess
import sys
import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.wire import Decoder, Encoder, Limits, WireError

WIRE = settings.get_profile("wire")

leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2**4000), 2**4000),
    st.floats(),
    st.text(st.characters(), max_size=8),  # every code point, surrogates too
    st.binary(max_size=8),
    st.complex_numbers(),
    st.just(...),
    st.builds(range, st.integers(), st.integers(), st.integers().filter(bool)),
    st.builds(slice, st.none() | st.integers(), st.none() | st.integers()),
)
keys = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=4), st.binary(max_size=4))
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(keys | st.tuples(keys, keys), inner, max_size=4),
        st.sets(keys, max_size=4),
        st.frozensets(keys, max_size=4),
    ),
    max_leaves=12,
)


def same(a, b):
    """Equal, of the same types, to the last bit, and in the same order."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return struct.pack("d", a) == struct.pack("d", b) or (math.isnan(a) and math.isnan(b))
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a.items()), list(b.items()))
    return a == b


@given(values)
@WIRE
def test_a_value_arrives_as_it_was_sent(there_and_back, value):
    assert same(there_and_back(value), value)


@pytest.mark.parametrize(
    "value",
    [
        0.0,
        -0.0,
        math.nan,
        math.inf,
        -math.inf,
        5e-324,
        1.7976931348623157e308,
        1e100,
        0.1,
        complex(-0.0, math.nan),
        2**53,
        2**53 + 1,
        -(2**53) - 1,
        10**4000,
        True,
        1,
        1.0,
        "\ud83d\ude00",
        "\ud800",
        "e+999 00000000000000000000000000000000",
        '"[[[[\\"',
        {1: "a", "b": {(1, (2,)): [None]}, None: ...},
        [[], (), {}, set(), frozenset(), b"", ""],
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_a_borderline_value_arrives_as_it_was_sent(there_and_back, value):
    assert same(there_and_back(value), value)


class Pair(tuple):
    __slots__ = ()

    def __new__(cls, *parts):
        return super().__new__(cls, parts)


class Colour(enum.IntEnum):
    RED = 1


Point = collections.namedtuple("Point", "x y")


class Span(typing.NamedTuple):
    low: float
    high: float = 1.0

    def width(self):
        return self.high - self.low


@pytest.mark.parametrize(
    "value",
    [
        collections.OrderedDict(b=[1], a=-0.0),
        collections.OrderedDict(),
        collections.Counter("abca"),
        collections.Counter({"a": -1, "b": 0}),
        collections.deque([1, (2,)]),
        collections.deque([1, 2], maxlen=2),
    ],
    ids=repr,
)
def test_a_container_of_the_library_arrives_as_itself(there_and_back, value):
    found = there_and_back(value)
    assert (type(found), found, repr(found)) == (type(value), value, repr(value))


def test_a_defaultdict_arrives_without_its_factory(there_and_back):
    found = there_and_back(collections.defaultdict(list, a=[1]))
    assert (type(found), found, found.default_factory) == (collections.defaultdict, {"a": [1]}, None)


def test_a_named_tuple_arrives_with_its_names(there_and_back):
    found = there_and_back(Point(1, (2.5, Point(3, None))))
    assert repr(found) == "Point(x=1, y=(2.5, Point(x=3, y=None)))"
    assert isinstance(found, tuple)
    assert found.y[1].x == 3


def test_a_named_tuple_with_methods_is_left_to_the_caller():
    with pytest.raises(WireError, match="a Span cannot be sent"):
        Encoder().encode(Span(1.0))


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (["nt"], "named tuple"),
        (["nt", "P", "x"], "as many values"),
        (["nt", "P", 1, 2], "as many values"),
        (["nt", ["l"], "x", 1], "as many values"),
        (["nt", "P", "_x", 1], "cannot be the name"),
        (["nt", "P", "class", 1], "cannot be the name"),
        (["nt", "P", "x", "x", 1, 2], "cannot be the name"),
        (["nt", "P", "x=print(1)", 1], "cannot be the name"),
        (["nt", "P Q", "x", 1], "cannot be the name"),
        (["nt", "P" * 100, "x", 1], "cannot be the name"),
        (["nt", "P", *(f"x{i}" for i in range(65)), *range(65)], "cannot be the name"),
        (["q"], "greatest length"),
        (["q", 1, 2, 3], "greatest length"),
        (["q", -1], "greatest length"),
        (["q", 2**62 * 2, 2], "stands for no value"),
        (["q", True, 2], "greatest length"),
        (["do", "a"], "without a value"),
        (["dc", ["l"], 1], "hashed"),
        (["dd", "a", 1, "a", 2], "twice"),
    ],
    ids=str,
)
def test_a_container_that_was_not_made_by_the_encoder_is_refused(tree, words):
    with pytest.raises(WireError, match=words):
        Decoder([]).decode(tree)


SUBCLASSED = [
    Colour.RED,
    Pair(1, 2),
    type("Taller", (Point,), {})(1, 2),
    type("Sorted", (collections.OrderedDict,), {})(a=1),
    type("Text", (str,), {})("a"),
    type("Number", (float,), {})(1.0),
    type("Whole", (int,), {})(1),
    type("Row", (list,), {})([1]),
    object(),
    print,
    math,
    bytearray(b"a"),
]


@pytest.mark.parametrize("value", SUBCLASSED, ids=lambda value: type(value).__name__)
def test_what_is_not_exactly_of_a_known_type_is_left_to_the_caller(value):
    with pytest.raises(WireError, match=rf"an? {type(value).__name__} cannot be sent"):
        Encoder().encode([value])
    with pytest.raises(WireError, match="cannot be sent"):
        Encoder(default=lambda value: None).encode([value])
    seen = []
    assert Encoder(default=lambda value: seen.append(value) or ["h", 7]).encode([value]) == ["l", ["h", 7]]
    assert seen == [value]


def test_a_caller_adds_tags_of_its_own():
    encoder = Encoder(default=lambda value: ["p", *map(encoder.encode, value)])
    tree = encoder.encode([Pair(1, 10**30)])
    decoder = Decoder([], extra={"p": lambda node, decoder: Pair(*map(decoder.decode, node[1:]))})
    (pair,) = decoder.decode(tree)
    assert (type(pair), list(pair)) == (Pair, [1, 10**30])
    with pytest.raises(WireError, match="'p', which is no tag"):
        Decoder([]).decode(tree)


def test_a_value_that_holds_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(WireError, match="in itself"):
        Encoder().encode(loop)
    wide = []
    wide.extend([wide] * 1000)
    with pytest.raises(WireError, match="cannot be sent"):
        Encoder().encode(wide)
    encoder = Encoder(default=lambda value: ["h", encoder.encode(value)])
    with pytest.raises(WireError, match="in itself"):
        encoder.encode(object())


def nested(depth):
    value = None
    for _ in range(depth):
        value = (value,)
    return value


def test_what_is_as_deep_as_allowed_arrives_and_what_is_deeper_does_not(there_and_back):
    assert there_and_back(nested(40)) == nested(40)
    deep = {"a": 1j}
    for _ in range(39):
        deep = [deep, math.nan]
    assert there_and_back(deep)[0] == deep[0]
    with pytest.raises(WireError, match="more than 40 deep"):
        Encoder().encode(nested(41))
    with pytest.raises(WireError, match="deep"):
        Decoder([]).decode(["t", ["t", Encoder().encode(nested(40))]])


def test_the_last_of_a_shallow_stack_is_an_error_and_no_crash():
    def sink(levels):
        return sink(levels - 1) if levels else Encoder().encode(nested(40))

    limit = sys.getrecursionlimit()
    refused = 0
    for levels in range(limit - 200, limit, 5):
        try:
            sink(levels)
        except WireError:
            refused += 1
        except RecursionError:  # before the encoder was reached
            break
    assert refused


def test_what_could_not_be_sent_leaves_the_encoder_as_it_was():
    encoder = Encoder(limits=Limits(items=10, buffers=2))
    assert encoder.encode(b"first") == ["b", 0]
    with pytest.raises(WireError):
        encoder.encode([b"second", object()])
    with pytest.raises(WireError):
        encoder.encode([1] * 20)
    assert encoder.encode((b"third", 1)) == ["t", ["b", 1], 1]
    assert encoder.buffers == [b"first", b"third"]


@pytest.mark.parametrize(
    ("limits", "value"),
    [
        (Limits(items=10), [1] * 10),
        (Limits(items=10), {1: 2, 3: 4, 5: 6, 7: 8, 9: 10}),
        (Limits(text=5), "abcdef"),
        (Limits(text=5), "abcde\ud800"),
        (Limits(digits=20), 10**20),
        (Limits(depth=1), [[1]]),
        (Limits(buffers=2), [b"", b"", b""]),
    ],
    ids=repr,
)
def test_both_ends_hold_to_the_limits(limits, value):
    encoder = Encoder()
    tree = encoder.encode(value)
    assert Decoder(encoder.buffers).decode(tree) == value
    with pytest.raises(WireError):
        Encoder(limits=limits).encode(value)
    if limits.buffers > 2:  # the channel counts these
        with pytest.raises(WireError):
            Decoder(encoder.buffers, Limits(**{**vars(limits), "depth": limits.depth - 1})).decode(tree)


def test_importing_the_wire_imports_no_library():
    code = "import sys, autograder.wire as w; w.Encoder(default=lambda v: 1).encode(object());" + (
        "print({'torch', 'numpy', 'pickle'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "set()\n"
