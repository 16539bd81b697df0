"""Where children leave a content model: what is told of them, and where the pass goes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn import grammar
from akn.xsd_content import Slip, slips

GRAMMAR = grammar.official()
WORK = ["FRBRthis", "FRBRuri", "FRBRdate", "FRBRauthor", "FRBRcountry"]


def told(element: str, names: str) -> list[Slip]:
    return slips(GRAMMAR.elements[element].content, names.split())


def places(element: str, names: str) -> list[tuple[str, str, str]]:
    """Each child that slips (`-` for the end), with what is missing before it, and where it may be moved."""
    children = names.split()
    return [
        (
            "-" if slip.index is None else children[slip.index],
            slip.missing,
            f"{slip.move[0]} {children[slip.move[1]]}" if slip.move else "",
        )
        for slip in told(element, names)
    ]


@pytest.mark.parametrize(
    ("element", "names", "expected"),
    [
        ("FRBRWork", " ".join(WORK), []),
        # What is missing is told once, where the next child stands.
        ("FRBRWork", "FRBRthis FRBRuri FRBRauthor FRBRcountry", [("FRBRauthor", "FRBRdate", "")]),
        ("FRBRWork", "FRBRthis FRBRuri FRBRdate FRBRauthor", [("-", "", "")]),
        # What comes too early or too late is told once, with its place.
        ("meta", "references identification proprietary", [("references", "", "after identification")]),
        ("blockList", "listWrapUp item item", [("listWrapUp", "", "after item")]),
        ("paragraph", "content num", [("num", "", "before content")]),
        ("statement", "meta mainBody preface", [("preface", "", "before mainBody")]),
        # That the last child came too early is all that is wrong: the end lacks nothing else.
        ("FRBRWork", "FRBRthis FRBRuri FRBRcountry FRBRdate FRBRauthor", [("FRBRcountry", "", "after FRBRauthor")]),
        # Content that starts in another way goes on in that way.
        ("paragraph", "content point point point", [("point", "", "")]),
        # A child that may stand nowhere is left out, alone.
        ("paragraph", "num p heading", [("p", "", "")]),
        ("mainBody", "content", [("content", "", "")]),
        ("mainBody", "", [("-", "", "")]),
        ("mainBody", "p foo p bar", [("foo", "", ""), ("bar", "", "")]),
        ("eol", "p", [("p", "", "")]),
    ],
)
def test_slips(element: str, names: str, expected: list[tuple[str, str, str]]) -> None:
    assert places(element, names) == expected


def test_the_expected_set_is_whole() -> None:
    [slip] = told("mainBody", "")
    assert len(slip.expected) == 61
    assert set(slip.expected) == {
        name for name in GRAMMAR.elements if GRAMMAR.elements["mainBody"].content.accepts([name])
    }
    [slip] = told("FRBRWork", "FRBRthis FRBRuri FRBRauthor FRBRcountry")
    assert (slip.expected, slip.after) == (("FRBRalias", "FRBRdate", "FRBRuri"), 1)


@st.composite
def children(draw: st.DrawFn) -> tuple[str, list[str]]:
    name = draw(st.sampled_from(sorted(GRAMMAR.elements)))
    moves = GRAMMAR.elements[name].content.moves
    alphabet = sorted({one for row in moves for one in row}) or ["p"]
    return name, draw(st.lists(st.sampled_from([*alphabet, "p", "foo"]), max_size=8))


@given(children())
def test_a_slip_is_found_where_the_content_is_not_accepted(drawn: tuple[str, list[str]]) -> None:
    name, names = drawn
    content = GRAMMAR.elements[name].content
    found = slips(content, names)
    assert bool(found) != content.accepts(names)
    assert [slip.index for slip in found if slip.index is not None] == sorted({slip.index for slip in found} - {None})
    if found and found[0].index is not None:
        taken = names[: found[0].index]
        state: int | None = 0
        for one in taken:
            state = None if state is None else content.step(state, one)
        assert state is not None, "what stands before the first slip is allowed"
        assert found[0].expected == content.expected(state)


@given(children())
def test_a_child_may_stand_where_it_is_said_to(drawn: tuple[str, list[str]]) -> None:
    """Mended by a move or by what is missing, the content is whole up to that child at least."""
    name, names = drawn
    found = slips(GRAMMAR.elements[name].content, names)
    if not found or found[0].index is None or not (found[0].missing or found[0].move):
        return
    slip = found[0]
    if slip.missing:
        mended = [*names[: slip.index], slip.missing, *names[slip.index :]]
    else:
        where, index = slip.move
        mended = [one for at, one in enumerate(names) if at != slip.index]
        at = index + (where == "after") - (index > slip.index)
        mended.insert(at, names[slip.index])
    left = slips(GRAMMAR.elements[name].content, mended)
    assert not left or left[0].index is None or left[0].index > slip.index, (names, slip, mended)
