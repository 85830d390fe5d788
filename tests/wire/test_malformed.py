import math

import pytest

from autograder.wire import Decoder, WireError, fields


@pytest.mark.parametrize(
    "tree",
    [
        [],
        {},
        {"l": 1},
        [["l"]],
        [1],
        [None],
        ["?"],
        ["L"],
        2**53 + 1,
        -(2**60),
        math.nan,
        math.inf,
        "\ud800",
        ("l",),
        b"",
        ["i"],
        ["i", 1],
        ["i", "1"],
        ["i", "-20000000000000"],
        ["i", "0x20000000000001"],
        ["i", "+20000000000001"],
        ["i", "020000000000001"],
        ["i", "20000000000001 "],
        ["i", "2_0000000000001"],
        ["i", "\u0662" * 20],
        ["i", "f" * 4000],
        ["i", "20000000000001", 1],
        ["f"],
        ["f", 1.0],
        ["f", "1.0"],
        ["f", "NaN"],
        ["f", "infinity"],
        ["s", "61000000"],
        ["s", "6"],
        ["s", "zz"],
        ["s", 1],
        ["s", "00d8"],
        ["s", "00001100"],
        ["c"],
        ["c", 1.0],
        ["c", 1, 1.0],
        ["c", True, 1.0],
        ["c", 1.0, "1.0"],
        ["c", 1.0, math.inf],
        ["c", 1.0, ["f", "nan"]],
        ["b"],
        ["b", 1],
        ["b", -1],
        ["b", True],
        ["b", "0"],
        ["b", 0.0],
        ["b", None],
        ["b", 2**100],
        ["b", 0, 0],
        ["l", ["b", 0], ["b", 0]],
        ["d", 1],
        ["d", 1, 2, 3],
        ["d", 1, 2, 1, 3],
        ["d", 1, 2, True, 3],
        ["d", ["l"], 1],
        ["d", ["t", ["l"]], 1],
        ["e", 1, 1],
        ["e", ["l"]],
        ["z", 1, 1.0],
        ["z", ["e"]],
        ["r", 1, 2],
        ["r", 1, 2, 0],
        ["r", 1, 2, 3, 4],
        ["r", 1, 2, True],
        ["r", 1.0, 2, 1],
        ["r", None, 2, 1],
        ["y", 1, 2],
        ["y", 1, 2, 3, 4],
        ["...", 1],
    ],
    ids=lambda tree: ascii(tree)[:40],
)
def test_a_malformed_tree_is_refused(tree):
    with pytest.raises(WireError) as caught:
        Decoder([bytearray(b"x")]).decode(tree)
    assert len(str(caught.value)) < 300


def test_a_buffer_that_belongs_to_no_value_is_refused():
    decoder = Decoder([bytearray(b"a"), bytearray(b"b")])
    assert decoder.decode(["b", 1]) == b"b"
    with pytest.raises(WireError, match="1 of the buffers"):
        decoder.finish()
    assert decoder.decode(["b", 0]) == b"a"
    decoder.finish()


def test_fields_are_of_exactly_the_types_asked_for():
    assert fields(["h", 1, "a"], int, str) == [1, "a"]
    for node in (["h"], ["h", 1], ["h", True, "a"], ["h", 1, "a", None]):
        with pytest.raises(WireError, match="int, str"):
            fields(node, int, str)


def test_a_message_quotes_little_of_the_peer():
    for tree in ("x" * 2**21, ["i", "g" * 10000], ["x" * 10000], ["f", "x" * 10000]):
        with pytest.raises(WireError) as caught:
            Decoder([]).decode(tree)
        assert str(caught.value).count("x") + str(caught.value).count("g") < 200


@pytest.mark.parametrize(
    "rest",
    [
        [],
        ["float32", [2]],
        ["float32", [2], 0, 0],
        ["float33", [2], 0],
        ["torch.float32", [2], 0],
        ["qint8", [8], 0],
        ["object", [1], 0],
        ["__class__", [2], 0],
        [None, [2], 0],
        [["float32"], [2], 0],
        ["float32", 2, 0],
        ["float32", None, 0],
        ["float32", "ab", 0],
        ["float32", [3], 0],
        ["float32", [1], 0],
        ["float32", [], 0],
        ["float64", [2], 0],
        ["float32", [-2], 0],
        ["float32", [-1, -2], 0],
        ["float32", [2.0], 0],
        ["float32", [True, 2], 0],
        ["float32", [[2]], 0],
        ["float32", [1] * 16 + [2], 0],
        ["float32", [2**62, 4], 0],
        ["float32", [2**63, 2], 0],
        ["float32", [2**64 + 2], 0],
        ["float32", [0, 2**62], 1],
        ["float32", [0, 2**31, 2**31, 2**31], 1],
        ["float32", [0, 2**70], 1],
        ["float32", [0], 0],
        ["float32", [2], 1],
        ["float32", [2], 3],
        ["float32", [2], -3],
        ["float32", [2], False],
        ["float32", [2], None],
        ["bool", [8], 0],
    ],
    ids=repr,
)
@pytest.mark.parametrize("tag", ["T", "A"])
def test_a_malformed_tensor_is_refused(tag, rest):
    with pytest.raises(WireError) as caught:
        Decoder([bytearray(b"\x02" * 8), bytearray(), bytearray(4)]).decode([tag, *rest])
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "tree",
    [
        ["n"],
        ["n", "float32"],
        ["n", "float32", "00"],
        ["n", "float32", "zz"],
        ["n", "float32", 1],
        ["n", "bool", "02"],
        ["n", "bfloat16", "0000"],
        ["n", "object", "0000000000000000"],
        ["n", None, "00"],
        ["S", -1],
        ["S", 1.0],
        ["S", True],
        ["S", 2**63],
        ["S", *[1] * 17],
        ["D"],
        ["D", "ones"],
        ["D", "float32", 1],
        ["D", 1],
        ["V"],
        ["V", "cpu\n"],
        ["V", "cuda:-1"],
        ["V", "cuda:9999"],
        ["V", "privateuseone"],
        ["V", 0],
        ["d", ["A", "uint8", [1], 0], 1],
    ],
    ids=repr,
)
def test_another_malformed_value_of_a_library_is_refused(tree):
    with pytest.raises(WireError):
        Decoder([bytearray(1)]).decode(tree)
