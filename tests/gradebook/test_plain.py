"""What a student's JSON may hold so that a file can hold it, and code can walk through it."""

from hypothesis import given
from hypothesis import strategies as st

from autograder.gradebook.plain import plain

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
)


def test_half_a_character_is_replaced_in_texts_and_names():
    assert plain({"a\ud800": ["\udfff"]}) == {"a?": ["?"]}


def test_what_is_nested_deeper_is_left_out():
    assert plain([[["x"]]], deepest=2) == [[[]]]


@given(JSON)
def test_whole_characters_and_flat_values_stay(value):
    assert plain(value) == value
