"""Footnotes and their calls: each note at its first call, once, and where nothing calls it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.blocks import read, render
from akn.lang import codes, load
from akn.model import Flow
from akn.notes import place
from akn.testing import Resolution, resolutions, texts


def placed(text: str, language: str = "en") -> tuple[list[str], list[str]]:
    """The calls of a text, as `label of the note @ what stands before the call`, and the rules of the findings."""
    flow, findings = place(read(text, load(language))[0], load(language))
    notes = {note.key: note for note in flow.notes}
    calls = []
    for leaf in flow.leaves:
        for mark in leaf.marks:
            if mark.tag in ("authorialNote", "noteRef"):
                sign = "" if mark.tag == "authorialNote" else "="
                words = leaf.string[: mark.start].split() or [""]
                shown = leaf.string[mark.start : mark.end]
                calls.append(
                    f"{sign}{notes[dict(mark.attributes)['note']].label}:{words[-1]}{'|' + shown if shown else ''}"
                )
    return calls, [finding.rule for finding in findings]


ONE, TWO, THREE = "\u00b9\u00b2\u00b3"


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        (f"Water{ONE} and land.\n\n{ONE} See A.", [f"{ONE}:Water|{ONE}"]),
        (
            f"Water{ONE} and land,{TWO} air.\n\n{ONE} See A.\n\n{TWO} See B.",
            [f"{ONE}:Water|{ONE}", f"{TWO}:land,|{TWO}"],
        ),
        (
            f"Water{ONE} again{ONE}.\n\n{ONE} See A.\n\nAnd{ONE} so on.",
            [f"{ONE}:Water|{ONE}", f"={ONE}:again|{ONE}", f"={ONE}:And|{ONE}"],
        ),
        (f"Water{ONE}.\n\n{ONE} See A.\n\nLand{ONE}.\n\n{ONE} See B.", [f"{ONE}:Water|{ONE}", f"{ONE}:Land|{ONE}"]),
        (f"Water* and air.\n\n* Asterisk.\n\n{ONE} See A.\n\nLand{ONE}.", ["*:Water|*", f"{ONE}:Land|{ONE}"]),
        ("Water,1 land.\n\n_______\n1\nSee A.\n\f", ["1:Water,|1"]),
        ("Water 1 and land, 2 too.\n\n_______\n1\nSee A.\n2\nSee B.\n\f", ["1:Water|1", "2:land,|2"]),
        ("Of 1 May 2020,1 water.\n\n_______\n1\nSee A.\n\f", ["1:2020,|1"]),
        ("Paragraph 3 of water.3\n\n_______\n3\nSee A.\n\f", ["3:water.|3"]),
        (f"Water{ONE}{TWO} is one sign.\n\n{ONE}{TWO} See A.", [f"{ONE}{TWO}:Water|{ONE}{TWO}"]),
    ],
)  # fmt: skip
def test_places(text: str, calls: list[str]) -> None:
    assert placed(text) == (calls, [])


def test_a_note_that_nothing_calls_hangs_on_its_page_and_is_told() -> None:
    assert placed(f"Water.\n\n{THREE} See A.\n\nLand.") == ([f"{THREE}:Water."], ["note-without-call"])


def test_an_asterisk_that_nothing_calls_hangs_on_the_masthead() -> None:
    text = (
        f"General Assembly\n\n79/1. Water{ONE}\n\nThe General Assembly,\n\n* Reissued.\n\n{ONE} See A.\n\n1. Decides."
    )
    assert placed(text) == (["*:Assembly", f"{ONE}:Water|{ONE}"], [])


def calls_of(flow: Flow) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {note.key: [] for note in flow.notes}
    for leaf in flow.leaves:
        for mark in leaf.marks:
            if mark.tag in ("authorialNote", "noteRef"):
                found[dict(mark.attributes)["note"]].append(mark.tag)
    return found


@given(texts(), st.sampled_from(codes()))
def test_every_note_has_one_first_place(text: str, language: str) -> None:
    """And its marker is what stands there, or its label where nothing calls it. The text stays what it is."""
    pack = load(language)
    flow, _ = read(text, pack)
    with_calls, findings = place(flow, pack)
    assert render(with_calls) == text
    for key, tags in calls_of(with_calls).items():
        assert tags.count("authorialNote") == 1, key
    notes = {note.key: note for note in with_calls.notes}
    for leaf in with_calls.leaves:
        spans = sorted((mark.start, mark.end) for mark in leaf.marks if mark.tag in ("authorialNote", "noteRef"))
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
        for mark in leaf.marks:
            if mark.tag == "authorialNote":
                note = notes[dict(mark.attributes)["note"]]
                assert note.marker == (leaf.string[mark.start : mark.end] or note.label)
    assert {finding.rule for finding in findings} <= {"note-without-call"}


@given(resolutions("en") | resolutions("fr"))
def test_every_note_of_a_resolution_is_called_as_often_as_it_was_printed(resolution: Resolution) -> None:
    pack = load(resolution.language)
    flow, _ = place(read(resolution.text, pack)[0], pack)
    printed = sorted(max(len(note.places), 1) for note in resolution.notes)
    assert sorted(map(len, calls_of(flow).values())) == printed
