"""Page ends: what is cut out of the run of lines, and that nothing gets lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.pages import SYMBOL, Cut, Hints, cut, kind_of, letters
from akn.testing import texts
from akn.text import BLANK, FEED, lines


def hints(front: int = 0) -> Hints:
    return Hints(
        symbol="A/RES/79/1",
        title=letters("Water for all"),
        is_note=lambda line: line.startswith(("See ", "Ibid", "A/", "Resolution ")),
        is_masthead=lambda line: line.startswith("Distr."),
        is_reissue=lambda line: "Reissued" in line,
        is_paragraph_number=lambda line: line == "1.",
        front=front,
    )


def pieces(text: str) -> list[str]:
    """What is cut: lines of text as they are, the pieces of a page end with their kind before them."""
    items, _ = cut(text, list(lines(text)), hints())
    found = []
    for item in items:
        if isinstance(item, Cut):
            found += [f"{span.kind}: {text[span.start : span.end]}".replace(FEED, "") for span in item.spans]
        else:
            found.append(item.text)
    return found


@given(texts(), st.integers(0, 30))
def test_lines_and_pieces_are_the_text(text: str, front: int) -> None:
    """In order, without overlap, and with nothing but white space between them."""
    items, notes = cut(text, list(lines(text)), hints(front))
    place = 0
    for item in items:
        for span in item.spans if isinstance(item, Cut) else [item]:
            assert not text[place : span.start].strip(BLANK)
            assert place <= span.start < span.end
            place = span.end
    assert not text[place:].strip(BLANK)
    spans = [span for item in items if isinstance(item, Cut) for span in item.spans]
    bodies = [span for span in spans if span.kind == "note"]
    assert [(span.start, span.end) for span in bodies] == [(note.start, note.end) for note in notes]
    assert sorted(span.note for span in bodies) == list(range(len(notes)))
    for span in spans:
        if span.kind == "label":
            assert notes[span.note].label == text[span.start : span.end]
    assert all((span.note >= 0) == (span.kind in ("note", "label")) for span in spans)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("__________________", "rule"),
        ("12-47898 (F)", "jobNumber"),
        ("12-47898", "jobNumber"),
        ("GE.14-07543 (E) 030714 030714", "jobNumber"),
        ("*1247898*", "barCode"),
        ("2/24", "pageNumber"),
        ("2/3            12-47898", "foot"),
        ("<!-- image -->", "image"),
        ("____", ""),
        ("67/6. Title", ""),
        ("A/RES/67/6", ""),
        ("2/24 of them", ""),
        ("_" * 301, ""),
        ("", ""),
    ],
)
def test_furniture(line: str, kind: str) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize("symbol", ["A/RES/67/6", "S/RES/2300 (2016)", "A/C.3/79/L.12", "A/RES/67/6*", "E/CN.4/2004/1"])
def test_symbols(symbol: str) -> None:
    assert SYMBOL.fullmatch(symbol)


@pytest.mark.parametrize("line", ["A/RES", "and/or 7", "67/6", "Point 121", "A/RES/67/6 of"])
def test_no_symbols(line: str) -> None:
    assert not SYMBOL.fullmatch(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n\u00b9 A note.\n\nb", ["a", "label: \u00b9", "note: A note.", "b"]),
        ("a\n\n* Asterisk.\n\n\u00b9 X.\n\nb", "a|label: *|note: Asterisk.|label: \u00b9|note: X.|b".split("|")),
        ("a\n\n* Reissued for a reason.\n\nb", ["a", "label: *", "note: Reissued for a reason.", "b"]),
        ("a\n\n* A bullet.\n\nb", ["a", "* A bullet.", "b"]),
        ("a\n\n4 See this.\n\nb", ["a", "label: 4", "note: See this.", "b"]),
        ("a\n\n4 persons came.\n\nb", ["a", "4 persons came.", "b"]),
        ("a\n\f\nb", ["a", "feed: ", "b"]),
        ("\f", ["feed: "]),
        ("a\n\fA/RES/79/1\n\nb", ["a", "feed: ", "runningHead: A/RES/79/1", "b"]),
        (
            "a\n\fWater\nfor all A/RES/79/1\nb",
            ["a", "feed: ", "runningHead: Water", "runningHead: for all A/RES/79/1", "b"],
        ),
        ("a\n\fWater\nfor all\n1.\nb", ["a", "feed: ", "runningHead: Water", "runningHead: for all", "1.", "b"]),
        ("a\n\fWater for everyone\nb", ["a", "feed: ", "Water for everyone", "b"]),
        (
            "a\n_______\n1\nSee one.\nSee two.\n2\n2/3\n\fb",
            "a|rule: _______|label: 1|note: See one.|note: See two.|label: 2|pageNumber: 2/3|feed: |b".split("|"),
        ),
        (
            "a\n_______\n1\nSee one, which\ngoes on.\n12-12345\n\fb",
            "a|rule: _______|label: 1|note: See one, which\ngoes on.|jobNumber: 12-12345|feed: |b".split("|"),
        ),
        ("a\n_______\n7\n\fb", ["a", "rule: _______", "line: 7", "feed: ", "b"]),
        ("a\n\nDistr.: General\n\nb", ["a", "masthead: Distr.: General", "b"]),
    ],
)  # fmt: skip
def test_cuts(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_letters_are_what_every_print_of_a_title_has() -> None:
    assert letters("Water\nfor  all: 2nd") == letters("WATER FOR ALL \u2014 2nd") == "waterforall2nd"
