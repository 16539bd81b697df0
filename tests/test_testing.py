"""The strategies of `akn.testing`: what they promise of their shape, and what importing costs."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import Phase, find, given, settings
from sample import ROOT

import akn
from akn.lang import codes, detect
from akn.testing import Paragraph, Resolution, Section, recognised, resolutions, texts
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


@pytest.mark.parametrize("layout", ["plain", "wrapped"])
def test_each_feature_is_drawn(layout: str) -> None:
    missing = dict(FEATURES)
    if layout == "wrapped":
        missing.pop("a note called twice", None)
        missing.pop("a table", None)

    @settings(max_examples=600, database=None, derandomize=True, phases=[Phase.generate])
    @given(resolutions("en", layout=layout))
    def look(resolution: Resolution) -> None:
        for feature in [feature for feature, has in missing.items() if has(resolution)]:
            del missing[feature]

    look()
    assert not missing


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
        ({"layout": "round"}, "accepted are plain, wrapped"),
        ({"body": "un-sc"}, "accepted is 'un-ga'"),
    ],
)
def test_what_is_not_made_is_refused_with_what_is(arguments: dict[str, str], message: str) -> None:
    with pytest.raises((ValueError, akn.UsageError), match=message):
        resolutions(**arguments)


def _in_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout


def test_importing_akn_imports_neither_hypothesis_nor_xmlschema() -> None:
    said = _in_python("import sys, akn; print([name for name in ('hypothesis', 'xmlschema') if name in sys.modules])")
    assert said == "[]\n"


def test_without_hypothesis_the_message_says_what_to_install() -> None:
    said = _in_python(
        "import sys\nsys.modules['hypothesis'] = None\ntry:\n    import akn.testing\n"
        "except ImportError as error:\n    print(error)"
    )
    assert "pip install akn[testing]" in said
