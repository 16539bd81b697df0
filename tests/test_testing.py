"""The strategies of `akn.testing`: what they promise of their shape, and what importing costs."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from sample import ROOT

import akn
from akn.lang import codes, detect
from akn.testing import BODIES, LAYOUTS, Paragraph, Resolution, Section, recognised, resolutions, texts
from akn.testing.structure import Place

SCRIPTS = {"ar": ("\u0600", "\u06ff"), "ru": ("\u0400", "\u04ff"), "zh": ("\u3400", "\u9fff")}


@pytest.mark.parametrize(("language", "layout"), [("fr", "plain"), ("zh", "plain"), ("en", "wrapped")])
def test_resolutions_shrink_to_a_short_readable_one(language: str, layout: str) -> None:
    quick = settings(max_examples=20, database=None, derandomize=True)
    least = find(resolutions(language, layout=layout), lambda _: True, settings=quick)
    assert len(least.text.splitlines()) < 45
    assert len(least.text) < 700
    assert least.notes == least.annexes == least.preambular == ()
    assert len(least.operative) == 1


@pytest.mark.parametrize("language", codes())
def test_a_text_is_in_the_script_and_language_it_is_said_to_be_in(language: str) -> None:
    @settings(max_examples=20)
    @given(resolutions(language))
    def check(resolution: Resolution) -> None:
        assert resolution.language == language
        assert detect(resolution.text) == language
        first, last = SCRIPTS.get(language, ("A", "\u017f"))
        letters = [sign for sign in resolution.title if sign.isalpha()]
        assert all(first <= sign <= last for sign in letters)

    check()


@settings(max_examples=40)
@given(resolutions())
def test_the_structure_says_what_is_printed(resolution: Resolution) -> None:
    """The letters of each text of the structure are in the print, in their order."""
    print_ = "".join(filter(str.isalpha, resolution.text))
    for text in _texts(resolution):
        assert "".join(filter(str.isalpha, text)) in print_


def _texts(resolution: Resolution) -> list[str]:
    texts_ = [resolution.title, resolution.origin, resolution.formula, resolution.closing[0]]
    texts_ += [text for _, text in resolution.preambular] + [note.body for note in resolution.notes]
    for item in resolution.operative:
        paragraphs = item.paragraphs if isinstance(item, Section) else (item,)
        texts_ += [text for paragraph in paragraphs for text in _all(paragraph)]
    return texts_


def _all(paragraph: Paragraph) -> list[str]:
    return [paragraph.text, paragraph.wrap_up, *(text for point in paragraph.points for text in _all(point))]


FEATURES = {
    "points on three levels": lambda drawn: any(
        inner.points
        for item in drawn.operative
        if isinstance(item, Paragraph)
        for point in item.points
        for inner in point.points
    ),
    "text after points": lambda drawn: any(isinstance(item, Paragraph) and item.wrap_up for item in drawn.operative),
    "sections": lambda drawn: any(isinstance(item, Section) for item in drawn.operative),
    "a sole paragraph without a number": lambda drawn: drawn.operative[0] == Paragraph("", _first(drawn)),
    "a table": lambda drawn: any(isinstance(item, Paragraph) and item.table for item in drawn.operative),
    "a note called twice": lambda drawn: any(len(note.places) == 2 for note in drawn.notes),
    "a note on the title": lambda drawn: any(Place("title", len(drawn.title)) in note.places for note in drawn.notes),
    "a reissue note": lambda drawn: any(note.marker == "*" for note in drawn.notes),
    "annexes": lambda drawn: len(drawn.annexes) > 1,
}


def _first(drawn: Resolution) -> str:
    item = drawn.operative[0]
    return item.text if isinstance(item, Paragraph) else ""


NOT_MADE = {
    "plain": {},
    "wrapped": {"a note called twice", "a table"},
    "columns": {"a note called twice", "a table"},
    "markdown": {"a note called twice"},
}


def never_drawn(
    features: dict[str, Callable[[Resolution], bool]], drawn: st.SearchStrategy[Resolution], examples: int
) -> dict[str, Callable[[Resolution], bool]]:
    """The features that none of so many resolutions has."""
    missing = dict(features)

    @settings(max_examples=examples, database=None, derandomize=True, phases=[Phase.generate])
    @given(drawn)
    def look(resolution: Resolution) -> None:
        for feature in [feature for feature, has in missing.items() if has(resolution)]:
            del missing[feature]

    look()
    return missing


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_feature_is_drawn(layout: str) -> None:
    wanted = {feature: has for feature, has in FEATURES.items() if feature not in NOT_MADE[layout]}
    assert not never_drawn(wanted, resolutions("en", layout=layout), 600)


def prints(pattern: str) -> Callable[[Resolution], bool]:
    """Whether the text of a resolution has something."""
    return lambda drawn: re.search(pattern, drawn.text, re.MULTILINE) is not None


OF_BODY = {
    "un-ga": {
        "an agenda item with a letter": lambda drawn: " (" in drawn.agenda_item,
        "an origin": lambda drawn: drawn.origin.startswith("sur la base du rapport"),
        "a meeting": prints(r"^40\^e séance plénière\n\d"),
    },
    "un-sc": {
        "a number with its year and no title": prints(r"^Résolution \d{4} \(\d{4}\)$"),
        "the meeting in the adoption line": prints(r"^Adoptée par le Conseil de sécurité à sa 7366\^e séance, le"),
        "the last paragraph": prints(r"^\d+\. \*Décide\* de rester saisi de la question\.$"),
        "annexes without closing lines before them": lambda drawn: bool(drawn.annexes),
    },
    "un-ecosoc": {
        "a year for a session": lambda drawn: drawn.session == 2019 and drawn.number.startswith("2019/"),
        "an origin": lambda drawn: drawn.origin.startswith("sur la base d'une proposition"),
        "a meeting": prints(r"^40\^e séance plénière\n\d"),
    },
    "un-hrc": {
        "a session": lambda drawn: drawn.session == 41 and drawn.number.startswith("41/"),
        "a meeting that is not plenary": prints(r"^39\^e séance$"),
        "a text adopted without a vote": lambda drawn: drawn.vote is None and "[Adoptée sans vote.]" in drawn.text,
        "a vote": lambda drawn: drawn.vote is not None and f"par {drawn.vote[0]} voix contre" in drawn.text,
    },
}


@pytest.mark.parametrize("body", BODIES)
def test_each_feature_of_an_organ_is_drawn(body: str) -> None:
    assert not never_drawn(OF_BODY[body], resolutions("fr", body=body), 120)


@pytest.mark.parametrize("language", codes())
def test_what_an_organ_does_not_print_is_not_there(language: str) -> None:
    @settings(max_examples=10)
    @given(resolutions(language, body="un-sc"), resolutions(language, body="un-hrc"))
    def check(council: Resolution, rights: Resolution) -> None:
        assert (council.title, council.session, council.agenda_item, council.origin) == ("", None, "", "")
        assert (council.closing, council.vote) == (("", None), None)
        assert rights.origin == ""

    check()


OF_LAYOUT = {
    "markdown": {
        "images": prints("^<!-- image -->$"),
        "a rule": prints(r"^(?:\\_)+$"),
        "a note in a line": prints(r"^1 Résolution "),
        "a detached call": prints(r"[a-zé] 1 ,"),
        "doubled blanks": prints(r"\w  \w+  \w"),
        "a detached letter": prints(r"^a \) "),
        "a detached stop": prints(r"^L'Assemblée générale ,$"),
        "items without blank lines": prints(r"^1\. .*\n2\. "),
        "session and agenda item on one line": prints(r"session Point \d"),
        "the number alone": prints(r"^\d\d/\d+\.$"),
        "the distribution below the title": prints(r"^Distr.*\n\nL'Assemblée"),
        "the distribution below the formula": prints(r"^L'Assemblée.*\n\nDistr"),
        "a paragraph over a page end": prints(r"[a-zé]\n\n\d\d-\d{5}\n\n<!-- image -->\n\n[a-zé]"),
        "a raised sign": prints(r"^40 e séance plénière \d"),
    },
    "columns": {
        "two columns in the masthead": prints(r"^ +Nations Unies {20,}A/RES/\S+\*?\n +Assemblée générale {20,}Distr"),
        "a hanging indent": prints(r"^ {21}\S.*\n {16}\S"),
        "a number beside its text": prints(r"^ {21}2\. {4}\S"),
        "the number beside the title": prints(r"^  \d\d/\d+\. +\S"),
        "a foot of two columns": prints(r"^ 2/\d+ {20,}\d\d-\d{5}$"),
        "a running head of two columns": prints(r"^\f?A/RES/\d+/\d+ {20,}\S"),
        "closing lines on the right": prints(r"^ {60,}40e séance plénière$"),
        "a note": prints(r"^ {12}1\n {14}\S"),
    },
}


@pytest.mark.parametrize("layout", OF_LAYOUT)
def test_each_feature_of_a_layout_is_drawn(layout: str) -> None:
    assert not never_drawn(OF_LAYOUT[layout], resolutions("fr", layout=layout), 300)


def test_none_draws_from_all_of_a_kind() -> None:
    every = {
        **{body: lambda drawn, body=body: drawn.body == body for body in BODIES},
        **{code: lambda drawn, code=code: drawn.language == code for code in codes()},
        "wrapped": prints("\f"),
        "columns": prints("^ {21}"),
        "markdown": prints("^<!-- image -->$"),
        "plain": prints(r"^\d\. ?\*"),
    }
    assert not never_drawn(every, resolutions(body=None, layout=None), 400)


def test_the_same_seed_draws_the_same_texts() -> None:
    assert drawn_again() == drawn_again()


def drawn_again() -> list[str]:
    made: list[str] = []

    @settings(max_examples=20, database=None, derandomize=True, phases=[Phase.generate])
    @given(resolutions())
    def look(resolution: Resolution) -> None:
        made.append(resolution.text)

    look()
    return made


@given(texts())
def test_texts_are_what_convert_accepts(text: str) -> None:
    akn.convert(text)


def test_recognised_reads_what_is_no_resolution() -> None:
    assert recognised(akn.convert("x")).operative == (Paragraph("?", "x"),)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"language": "de"}, "de"),
        ({"layout": "round"}, "accepted are plain, wrapped, markdown, columns"),
        ({"body": "un-tc"}, "accepted are un-ga, un-sc, un-ecosoc, un-hrc"),
    ],
)
def test_what_is_not_made_is_refused_with_what_is(arguments: dict[str, str], message: str) -> None:
    with pytest.raises((ValueError, akn.UsageError), match=message):
        resolutions(**arguments)


def _in_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout


def test_without_hypothesis_the_message_says_what_to_install() -> None:
    said = _in_python(
        "import sys\nsys.modules['hypothesis'] = None\ntry:\n    import akn.testing\n"
        "except ImportError as error:\n    print(error)"
    )
    assert "pip install akn[testing]" in said
