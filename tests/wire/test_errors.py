import builtins
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.wire import StudentError, WireError, decode_error, encode_error

WIRE = settings.get_profile("wire")


def travelled(error, place=None):
    return decode_error(json.loads(json.dumps(encode_error(error, place))))


@pytest.mark.parametrize(
    "error",
    [
        ValueError("a"),
        KeyError("k"),
        TypeError(),
        ZeroDivisionError("z"),
        RecursionError("r"),
        Exception("e"),
        OSError("o"),
    ],
    ids=repr,
)
def test_a_built_in_exception_arrives_as_itself(error):
    found = travelled(error, "cell 3, line 2")
    assert (type(found), str(found)) == (type(error), str(error))
    assert (found.from_session, found.place, found.kind) == (True, "cell 3, line 2", type(error).__name__)


def test_a_derived_exception_arrives_as_the_built_in_that_it_derives_from():
    class OwnError(ValueError):
        pass

    assert isinstance(travelled(OwnError("a")), ValueError)
    assert travelled(OwnError("a")).kind == "OwnError"
    assert type(travelled(FileExistsError(1, "a"))) is OSError
    assert type(travelled(UnicodeDecodeError("utf-8", b"a", 0, 1, "why"))) is UnicodeError


@pytest.mark.parametrize(
    "error",
    [
        StopIteration(1),
        SystemExit(0),
        KeyboardInterrupt(),
        GeneratorExit(),
        UserWarning("w"),
        SyntaxError("s"),
        pytest.fail.Exception("f"),
        pytest.skip.Exception("s"),
        type("Own", (Exception,), {})("o"),
        type("ValueError", (BaseException,), {})("not that one"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_any_other_exception_arrives_as_a_students(error):
    found = decode_error({**encode_error(error), "type": type(error).__name__})
    if type(error).__name__ != "ValueError":
        assert type(found) is StudentError
    assert isinstance(found, Exception)
    assert found.kind == type(error).__name__


@pytest.mark.parametrize("name", [name for name in dir(builtins) if isinstance(getattr(builtins, name), type)])
def test_no_name_of_a_peer_makes_anything_but_a_plain_exception(name):
    for tree in ({"type": name, "base": None}, {"type": "x", "base": name}):
        found = decode_error({**tree, "message": "m", "place": None})
        assert isinstance(found, Exception)
        assert not isinstance(found, StopIteration | Warning)


def test_what_a_peer_says_is_cut_and_cleaned():
    tree = {"type": "E<b>\n" * 1000, "base": None, "message": "m\ud800" * 9000, "place": "a\x1b[31m\n\u202e" * 900}
    error = decode_error(tree)
    assert error.kind == ("Eb" * 40)[:80]
    assert str(error) == "m?" * 1000
    assert len(error.place) == 300
    assert error.place.isprintable()


def test_an_exception_whose_message_fails_is_described_all_the_same():
    class BadError(RuntimeError):
        def __str__(self):
            raise ValueError("no")

    assert "cannot be read" in str(travelled(BadError()))


fields = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())
trees = st.fixed_dictionaries({}, optional=dict.fromkeys(("type", "base", "message", "place", "more"), fields)) | fields


@given(trees)
@WIRE
def test_any_description_gives_an_exception_or_a_wire_error(tree):
    try:
        found = decode_error(tree)
    except WireError:
        return
    assert isinstance(found, Exception)
    assert found.from_session
