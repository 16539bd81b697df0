"""Lines and leaves: the flow that is read from a text renders to that text, and its leaves have the right roles."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from akn.blocks import canonical, read, render
from akn.lang import codes, load
from akn.model import Flow
from akn.roles import CELL
from akn.tables import BAR
from akn.testing import Resolution, resolutions, texts
from akn.text import BLANK

LANGUAGES = st.sampled_from(codes())


@given(texts(), LANGUAGES)
def test_what_is_read_renders_to_the_text(text: str, language: str) -> None:
    """Whatever the language is taken for."""
    flow, findings = read(text, load(language))
    assert render(flow) == text
    assert all(finding.line >= 1 and finding.message and finding.rule for finding in findings)


@given(resolutions(layout="wrapped"))
def test_a_printed_resolution_renders_to_its_text(resolution: Resolution) -> None:
    flow, _ = read(resolution.text, load(resolution.language))
    assert render(flow) == resolution.text


def characters(flow: Flow) -> int:
    """How many characters the fields of a flow hold."""
    pages = [piece for page in flow.page_ends for piece in page.pieces]
    labels = sum(len(note.label) for note in flow.notes)
    bodies = sum(len(leaf.gap) + len(leaf.string) for note in flow.notes for leaf in note.body)
    leaves = sum(len(leaf.gap) + len(leaf.string) + len(leaf.close) for leaf in flow.leaves)
    furniture = sum(len(piece.gap) + len(piece.text) + (piece.kind == "feed") for piece in pages)
    return (
        leaves + labels + bodies + furniture + sum(len(page.after) for page in flow.page_ends)
        + len(flow.facts.tail) + flow.facts.bom
    )  # fmt: skip


@given(texts(), LANGUAGES)
def test_every_character_is_in_one_field(text: str, language: str) -> None:
    flow, _ = read(text, load(language))
    assert characters(flow) == len(text)


@given(texts(), LANGUAGES)
def test_leaves_are_what_the_model_promises(text: str, language: str) -> None:
    flow, _ = read(text, load(language))
    before, lines = 0, len(re.findall(r"\r\n|\r|\n", text)) + 1
    for leaf in flow.leaves:
        assert leaf.string == leaf.string.strip(BLANK)
        assert not leaf.gap.strip(BLANK + BAR * (leaf.role == CELL))
        assert not leaf.close.strip(BLANK + "|-:" * (leaf.role == CELL))
        assert leaf.role
        assert max(before, 1) <= leaf.line <= lines
        before = leaf.line
        assert all(0 <= mark.start <= mark.end <= len(leaf.string) for mark in leaf.marks)
    hung = [mark for leaf in flow.leaves for mark in leaf.marks if mark.tag == "eop"]
    assert [dict(mark.attributes)["page"] for mark in hung] == [str(n) for n in range(len(flow.page_ends))]


@given(texts(), LANGUAGES)
@example("\n\na", "en")
@example("\ufeff\r\na\r\n\r\nb", "en")
def test_a_leaf_has_the_line_that_it_starts_on(text: str, language: str) -> None:
    flow, _ = read(text, load(language))
    assume(not flow.page_ends)
    place = int(flow.facts.bom)
    for leaf in flow.leaves:
        place += len(leaf.gap)
        assert leaf.line == len(re.findall(r"\r\n|\r|\n", text[:place])) + 1
        place += len(leaf.string) + len(leaf.close)


@given(texts(), LANGUAGES)
def test_the_canonical_text_has_no_layout(text: str, language: str) -> None:
    flow, _ = read(text, load(language))
    plain = canonical(flow)
    assert not {"\r", "\f"} & set(plain)
    assert "\n\n\n" not in plain
    assert plain == plain.strip(BLANK) + ("\n" if plain else "")
    assert not set("".join(plain.split())) - set(text)


WHOLE = """A/RES/79/1

General Assembly

Seventy-ninth session
Agenda item 9

Resolution adopted by the General Assembly on 13 October 2024

[without reference to a Main Committee (A/79/L.1)]

79/1. Water

The General Assembly,

Recalling its resolution 78/1 of 3 October 2023,

1. *Decides*:

(a) To act;

(b) To report;

and to meet again;

Some unknown words.

27th plenary meeting
13 October 2024

Annex

Guidelines

1. Water is a common good.
"""


UNKNOWN = WHOLE[: WHOLE.index("Some unknown")].count("\n") + 1  # the line that no rule knows


def test_roles() -> None:
    flow, findings = read(WHOLE, load("en"))
    assert [(leaf.role, leaf.tag, leaf.string[:12]) for leaf in flow.leaves] == [
        ("masthead", "p", "A/RES/79/1"),
        ("masthead", "p", "General Asse"),
        ("info", "p", "Seventy-nint"),
        ("publication", "p", "Resolution a"),
        ("publication", "p", "[without ref"),
        ("number", "p", "79/1. Water"),
        ("formula", "p", "The General "),
        ("preambular", "p", "Recalling it"),
        ("label", "num", "1."),
        ("text", "p", "*Decides*:"),
        ("label", "num", "(a)"),
        ("text", "p", "To act;"),
        ("label", "num", "(b)"),
        ("text", "p", "To report;"),
        ("wrapUp", "p", "and to meet "),
        ("unknown", "p", "Some unknown"),
        ("closing", "p", "27th plenary"),
        ("annex", "p", "Annex"),
        ("annex", "p", "Guidelines"),
        ("label", "num", "1."),
        ("text", "p", "Water is a c"),
    ]
    assert [(finding.rule, finding.line) for finding in findings] == [("unrecognised", UNKNOWN)]
    assert {leaf.string[:5]: leaf.line for leaf in flow.leaves}["Some "] == UNKNOWN


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_facts(newline: str, start: str) -> None:
    text = start + WHOLE.replace("\n", newline) + newline
    flow, findings = read(text, load("en"))
    assert (flow.facts.newline, flow.facts.bom, flow.facts.tail) == (newline, bool(start), newline * 2)
    assert render(flow) == text
    assert [finding.line for finding in findings] == [UNKNOWN]
    assert canonical(flow) == canonical(read(WHOLE, load("en"))[0])


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "\n", " \r\n\t", "\f", "\f\f\n", "a", "\ufeff\ufeffa", "1.", "(a)", "*"]
)
def test_small_texts(text: str) -> None:
    for code in codes():
        flow, _ = read(text, load(code))
        assert render(flow) == text
        assert all(leaf.line == 1 for leaf in flow.leaves)


@pytest.mark.parametrize(("lines_before", "is_its_own"), [(0, True), (7, True), (8, False), (30, False)])
def test_the_symbol_that_running_heads_repeat_stands_in_the_first_lines(lines_before: int, is_its_own: bool) -> None:
    """What is cited farther down is the symbol of another document, and text at the head of a page too."""
    paragraphs = "".join(f"{number}. Acts.\n" for number in range(1, 41))
    cut = paragraphs.index(f"{lines_before + 1}. ")
    text = f"{paragraphs[:cut]}A/67/280\n{paragraphs[cut:]}\fA/67/280\n41. Acts.\n"
    flow, _ = read(text, load("en"))
    furniture = [piece.text for page in flow.page_ends for piece in page.pieces if piece.kind == "runningHead"]
    assert furniture == ["A/67/280"] * is_its_own
