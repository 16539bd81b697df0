"""Strategies for texts that need not be resolutions: any characters, and what looks like parts of one."""

from __future__ import annotations

from hypothesis import strategies as st

from akn.testing.specimens import data, fragments

_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\f\r"]


def characters() -> st.SearchStrategy[str]:
    """Every character that XML 1.0 can hold, and the form feed."""
    return st.characters(codec="utf-8", exclude_characters=[*_CONTROLS, "\ufffe", "\uffff"])


def arbitrary() -> st.SearchStrategy[str]:
    """Strings of any such characters, half of them white space, digits and signs."""
    frequent = st.sampled_from(" \n\n\r\t\f.;:,()*^_{}[]12aIA¹\u00e9")
    return st.text(st.one_of(frequent, characters()), max_size=80)


@st.composite
def provoking(draw: st.DrawFn) -> str:
    """Fragments of all languages, with all kinds of white space between them."""
    pieces = draw(st.lists(st.tuples(st.sampled_from(data()["neutral"]["glue"]), fragment()), max_size=24))
    start = draw(st.sampled_from(["", "", "\ufeff"]))
    return (
        start + "".join(text for pair in pieces for text in pair) + draw(st.sampled_from(["", "\n", "\r\n", " ", "\f"]))
    )


def fragment() -> st.SearchStrategy[str]:
    """One provoking fragment, a short arbitrary string, or a table."""
    return st.one_of(st.sampled_from(fragments()), st.text(characters(), max_size=6), table())


@st.composite
def table(draw: st.DrawFn) -> str:
    """Rows of a table, padded or not, some broken, some apart, with lines of dashes below some of them."""
    blanks = st.sampled_from([" ", "", "  ", "      ", "\t"])
    cell = st.one_of(st.sampled_from(["", "a", "12"]), st.sampled_from(fragments()), st.text("|\\- :a¹", max_size=3))
    dashes = st.sampled_from(["|---|", "| --- | :-: |", "|-|----:|---|", "|---"])
    parts: list[str] = []
    for row in draw(st.lists(st.lists(cell, max_size=4), min_size=1, max_size=4)):
        parts.append("|" + "".join(draw(blanks) + text + draw(blanks) + "|" for text in row))
        parts.append(draw(st.sampled_from(["\n", "\n\n", "\r\n", " \n", "\n\f\n", " "])))
        if draw(st.integers(0, 3)) == 3:
            parts += [draw(dashes), "\n"]
    return "".join(parts)


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[str]) -> str:
    """A text with a stretch taken out, something put in its place, and perhaps other line ends."""
    text = draw(whole)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 400)))
    glue = data()["neutral"]["glue"]
    put: str = draw(st.sampled_from(glue)) + draw(fragment()) + draw(st.sampled_from(glue))
    newline = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    return (text[:start] + put + text[end:]).replace("\n", newline)
