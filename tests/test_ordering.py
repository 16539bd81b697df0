"""Orders that a content model accepts, against all permutations."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.grammar import Content, official
from akn.ordering import ordered

ELEMENTS = official().elements


def test_those_of_one_name_stay_in_their_order() -> None:
    names = ["FRBRcountry", "FRBRauthor", "FRBRdate", "FRBRuri", "FRBRauthor", "FRBRthis"]
    assert ordered(ELEMENTS["FRBRWork"].content, names) == [5, 3, 2, 1, 4, 0]


@pytest.mark.parametrize("names", [[], ["FRBRthis"], ["FRBRthis", "p"], ["FRBRthis", "FRBRthis", "FRBRuri"]])
def test_other_children_than_are_allowed_have_no_order(names: list[str]) -> None:
    assert ordered(ELEMENTS["FRBRWork"].content, names) is None


@given(st.sampled_from(sorted(ELEMENTS)), st.data())
def test_an_order_is_found_where_there_is_one(name: str, data: st.DataObject) -> None:
    content = ELEMENTS[name].content
    alphabet = sorted({one for row in content.moves for one in row})
    names = data.draw(st.lists(st.sampled_from(alphabet), max_size=5)) if alphabet else []
    found = ordered(content, names)
    accepted = any(content.accepts(one) for one in permutations(names))
    assert (found is not None) == accepted
    if found is not None:
        assert content.accepts([names[index] for index in found])
        assert sorted(found) == list(range(len(names)))
        for one in set(names):
            assert [index for index in found if names[index] == one] == [
                n for n, other in enumerate(names) if other == one
            ]


def test_a_search_that_leads_nowhere_ends() -> None:
    """(a | a b)* c with too few of them: every way has to be tried."""
    content = Content(({"a": 1, "b": 0}, {"a": 0, "c": 2, "b": 1}, {}), frozenset({2}))
    assert ordered(content, ["a", "b"] * 200 + ["c"]) is None
