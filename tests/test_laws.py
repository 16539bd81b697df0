"""The laws of the contract (docs: section 4), each as properties of arbitrary texts and of invented resolutions.

AKN_HYPOTHESIS_PROFILE=deep runs ten thousand examples of each; tests/conftest.py has the profiles.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import takewhile

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from sample import NAMESPACE, ROOT

import akn
from akn import layout
from akn.akn_xml import Reader
from akn.lang import codes
from akn.testing import BODIES, LAYOUTS, Resolution, recognised, resolutions, texts

SEED = (ROOT / "examples" / "fr-A-RES-67-6.txt").read_bytes().decode("utf-8")
NAMES = {"a": NAMESPACE, "l": layout.NAMESPACE}
SHAPES = st.sampled_from(["statement", "publication"])
LETTERS = re.compile(r"[^\W\d_]+")
UNUSED = "\u2588\u2591\u2592\u2593"  # characters of which no language makes words


def printed() -> st.SearchStrategy[Resolution]:
    """Resolutions of every organ, in every language and layout."""
    return st.one_of(resolutions(), resolutions(body=None, layout=None))


def anything() -> st.SearchStrategy[str]:
    """All kinds of texts."""
    return st.one_of(texts(), printed().map(lambda resolution: resolution.text))


def some(fraction: int) -> settings:
    """Fewer examples, for a property whose examples are slow or many-sided."""
    return settings(max_examples=max(4, settings.default.max_examples // fraction))


# 1. Lossless.


@given(texts(), SHAPES)
def test_any_text_comes_back_to_the_byte(text: str, shape: str) -> None:
    assert akn.load(akn.convert(text, shape=shape).to_xml()).to_text() == text


@given(printed(), SHAPES)
def test_a_resolution_comes_back_to_the_byte(resolution: Resolution, shape: str) -> None:
    assert akn.load(akn.convert(resolution.text, shape=shape).to_xml()).to_text() == resolution.text


@given(anything(), SHAPES)
def test_a_pretty_printer_does_no_harm(text: str, shape: str) -> None:
    """The XML may be printed anew by lxml, which leaves its indentation alone."""
    tree = etree.fromstring(akn.convert(text, shape=shape).to_xml())
    assert akn.load(etree.tostring(tree, pretty_print=True, encoding="UTF-8")).to_text() == text


@given(anything(), SHAPES)
@example("Резолюция 60/288.", "statement")  # a blank between two elements, and no text before them
@example("*59/50 64/256* du 2 mars 2010", "statement")
def test_a_pretty_printer_that_makes_new_indentation_does_no_harm(text: str, shape: str) -> None:
    """The indentation may be stripped by lxml and made again, even within elements that hold elements alone.

    A tool that folds blanks in running text in spite of `xml:space="preserve"` does change it.
    """
    tree = etree.fromstring(akn.convert(text, shape=shape).to_xml(), etree.XMLParser(remove_blank_text=True))
    assert akn.load(etree.tostring(tree, pretty_print=True, encoding="UTF-8")).to_text() == text


@given(anything(), SHAPES)
def test_canonical_xml_does_no_harm(text: str, shape: str) -> None:
    assert akn.load(etree.tostring(akn.convert(text, shape=shape).tree, method="c14n")).to_text() == text


# 2. Honest.


def content_texts(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Each text of the content, as the element and the property that holds it."""
    for element in root.iter(tag=etree.Element):
        if next(element.iterancestors(f"{{{NAMESPACE}}}meta"), None) is not None or element.tag.endswith("}meta"):
            continue
        for which in ("text", "tail"):
            if (getattr(element, which) or "").strip():
                yield element, which


def is_raised(element: etree._Element, which: str) -> bool:
    """Whether a text stands in an element whose notation says how long it is (`^e`, `^{er}`)."""
    start = element if which == "text" else element.getparent()
    return any(ancestor.tag == f"{{{NAMESPACE}}}sup" for ancestor in (start, *start.iterancestors()))


@given(anything(), SHAPES, st.data())
def test_a_word_that_is_changed_changes_there_and_nowhere_else(text: str, shape: str, data: st.DataObject) -> None:
    """A word of letters in any text of the content becomes another; the text differs by that word alone.

    In a raised element the other word is as long as the first, since the notation depends on the length.
    """
    document = akn.load(akn.convert(text, shape=shape).to_xml())
    found = [
        (element, which, match.span())
        for element, which in content_texts(document.tree.getroot())
        for match in LETTERS.finditer(getattr(element, which))
    ]
    sign = next((sign for sign in UNUSED if sign not in text), "")
    assume(found and sign)
    element, which, (start, end) = data.draw(st.sampled_from(found))
    before = getattr(element, which)
    length = end - start if is_raised(element, which) else data.draw(st.integers(1, 12))
    setattr(element, which, before[:start] + sign * length + before[end:])
    changed = document.to_text()
    assert changed.count(sign) == length
    assert changed.replace(sign * length, before[start:end]) == text


def remove(element: etree._Element) -> None:
    """Take an element out, and leave the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def alnum(text: str) -> Counter[str]:
    """The letters and digits of a text."""
    return Counter(filter(str.isalnum, text))


def is_called(note: etree._Element) -> bool:
    return note.get(layout.name("call")) != "none"


def label_of(note: etree._Element) -> str:
    """The marker before the body of a note: as it is called, unless the layout says otherwise."""
    return note.get(layout.name("label"), note.get("marker", ""))


def said(element: etree._Element) -> str:
    """What an element of the content says: its texts, the markers of calls, and the labels of the notes in it."""
    parts = list(element.itertext())
    for child in element.iter(f"{{{NAMESPACE}}}noteRef", f"{{{NAMESPACE}}}authorialNote"):
        parts.append(child.get("marker", "") if is_called(child) else "")
        parts.append(label_of(child) if child.tag.endswith("}authorialNote") else "")
    return "".join(parts)


def removable(path: str, resolution: Resolution, data: st.DataObject) -> tuple[akn.Document, etree._Element]:
    document = akn.load(akn.convert(resolution.text).to_xml())
    found = document.tree.getroot().xpath(path, namespaces=NAMES)
    assume(found)
    return document, data.draw(st.sampled_from(found))


def is_within(shorter: str, longer: str) -> bool:
    """Whether a text is another one with characters taken out."""
    rest = iter(longer)
    return all(sign in rest for sign in shorter)


def taken_out(shorter: str, longer: str) -> str | None:
    """The one stretch that was taken out of a text; None where more than one was."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(shorter, longer, strict=False))
    start = sum(1 for _ in same)
    end = start + len(longer) - len(shorter)
    return longer[start:end] if longer[:start] + longer[end:] == shorter else None


BLOCKS = "//a:mainBody//a:paragraph | //a:mainBody//a:point | //a:preamble/a:container"


@given(printed(), st.data())
def test_a_block_that_is_removed_is_gone_and_all_else_stays(resolution: Resolution, data: st.DataObject) -> None:
    """An operative paragraph, a point or a preambular paragraph is taken out.

    The text loses its letters and digits, those of the notes whose first call it held, and no others; what is left
    stands in the same order. Where it held no note, the text loses one stretch. Only the furniture of a page that
    ended in it has no place any more, and moves to the next page end.
    """
    document, element = removable(BLOCKS, resolution, data)
    gone, whole = said(element), document.to_text(layout=False)
    held = {etree.QName(found).localname for found in element.iter(tag=etree.Element)}
    remove(element)
    text = document.to_text()
    assert alnum(resolution.text) - alnum(text) == alnum(gone)
    assert not alnum(text) - alnum(resolution.text)
    assert is_within(document.to_text(layout=False), whole)
    assert "eop" in held or is_within(text, resolution.text)
    if not held & {"eop", "authorialNote"}:
        stretch = taken_out(text, resolution.text)
        assert stretch is not None
        assert alnum(stretch) == alnum(gone)


@given(printed(), st.data())
def test_a_call_that_is_removed_is_gone_and_all_else_stays(resolution: Resolution, data: st.DataObject) -> None:
    """A further call takes its marker along; the first call takes the body of the note and its label along too."""
    document, element = removable("//a:noteRef | //a:authorialNote", resolution, data)
    gone = said(element)
    remove(element)
    text = document.to_text()
    assert alnum(resolution.text) - alnum(text) == alnum(gone)
    assert is_within(text, resolution.text)
    if element.tag.endswith("}noteRef"):
        assert taken_out(text, resolution.text) is not None


@given(resolutions())
def test_layout_is_small(resolution: Resolution) -> None:
    """Under two per cent of an ordinary resolution, which has pages of some length, not a note to each line, and more
    text than tables, whose padding is layout.
    """
    root = akn.convert(resolution.text).tree.getroot()
    pages = 1 + sum(1 for _ in root.iter(layout.name("pageEnd")))
    ruled = sum(len(line) for line in resolution.text.splitlines() if line.startswith("|"))
    assume(len(resolution.text) - 8 * ruled >= max(2500, 1200 * pages, 400 * len(resolution.notes)))
    assert layout.size(root) < 0.02 * len(resolution.text.encode("utf-8"))


def test_layout_of_the_example_is_small() -> None:
    assert layout.size(akn.convert(SEED).tree.getroot()) < 0.02 * len(SEED)


CODES = frozenset("nlrstbhc")  # the letters of a code of white space and ruling
KEYWORDS = {"true", *etree.parse(ROOT / "schemas" / "akn-layout.xsd").xpath("//*[local-name()='enumeration']/@value")}


@given(anything(), SHAPES)
def test_no_copy_of_the_source_is_stored(text: str, shape: str) -> None:
    """No value of the layout vocabulary has a word in it: codes of white space, signs, keywords, the eIds of notes.

    Furniture alone is text, and that is whole lines.
    """
    root = akn.convert(text, shape=shape).tree.getroot()
    ids = set(root.xpath("//@eId"))
    lines = {line.strip(" \t") for line in re.split(r"[\r\n\f]", text.removeprefix("\ufeff"))}
    for element in root.iter(tag=etree.Element):
        own = element.tag.startswith(f"{{{layout.NAMESPACE}}}")
        for key, value in element.attrib.items():
            if own or key.startswith(f"{{{layout.NAMESPACE}}}"):
                words = set(value.split()) - ids if key == "ref" else set(re.findall(r"[^\W\d_]{3,}", value))
                assert all(word in KEYWORDS or set(word) <= CODES for word in words), f"{key}={value!r}"
        assert not own or not (element.text or "").strip() or element.text in lines


# 3. Valid.


@given(anything(), SHAPES)
def test_the_xml_is_valid(text: str, shape: str) -> None:
    report = akn.validate(akn.convert(text, shape=shape).to_xml())
    assert not report.errors


@some(10)
@given(anything(), SHAPES)
def test_xmlschema_finds_the_xml_valid_too(text: str, shape: str) -> None:
    report = akn.validate(akn.convert(text, shape=shape).to_xml(), rules="xsd", engine="xmlschema")
    assert not report.errors


# 4. Complete.


def stated(document: akn.Document) -> Counter[str]:
    """The letters and digits that a document states of its text.

    They are those of the content, of the markers of calls (which the content does not hold as text), of the
    furniture in `meta/presentation`, and of the label that a page end prints before the body of a note or apart.
    """
    root = document.tree.getroot()
    notes = {note.get("eId"): note for note in root.iter(f"{{{NAMESPACE}}}authorialNote")}
    parts = [getattr(element, which) for element, which in content_texts(root)]
    parts += [call.get("marker", "") for call in root.iter(f"{{{NAMESPACE}}}noteRef")]
    parts += [note.get("marker", "") for note in notes.values() if is_called(note)]
    parts += [piece.text or "" for piece in root.xpath("//a:presentation//l:*", namespaces=NAMES)]
    pieces = [piece for page in Reader(root).read().page_ends for piece in page.pieces]
    parts += [label_of(notes[piece.note]) for piece in pieces if piece.kind == "label"]
    return alnum("".join(parts))


@given(anything(), SHAPES)
def test_each_letter_and_digit_is_in_the_xml_once(text: str, shape: str) -> None:
    assert stated(akn.convert(text, shape=shape)) == alnum(text)


# 5. Recognised.

MANY = {("un-ga", "plain"), ("un-ga", "wrapped")}  # most texts are such


@pytest.mark.parametrize("form", LAYOUTS)
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("language", codes())
def test_the_structure_is_found(language: str, body: str, form: str) -> None:
    """Number, title, session, agenda item, days, origin, formula; preambular names and texts; operative numbers,
    texts and nesting; sections; notes with markers and places; meeting and vote; annexes; furniture; the Work's IRI.
    """

    @settings() if (body, form) in MANY else some(6)
    @given(resolutions(language, body=body, layout=form))
    def check(resolution: Resolution) -> None:
        document = akn.convert(resolution.text)
        assert recognised(document) == resolution
        pieces = document.tree.getroot().xpath("//a:presentation//l:*/text()", namespaces=NAMES)
        assert Counter(piece for piece in pieces if piece.strip()) == Counter(resolution.furniture)
        number = re.sub(r" ?\(", "_(", resolution.number.replace("/", "-"))  # Chinese has no blank there
        assert document.work.uri == f"/akn/un/statement/deliberation/{body}/{resolution.adopted}/{number}"

    check()


# 6. Stable.


@given(st.lists(anything(), min_size=1, max_size=3), SHAPES)
def test_the_same_text_gives_the_same_bytes_in_any_order(several: list[str], shape: str) -> None:
    first = [akn.convert(text, shape=shape).to_xml() for text in several]
    again = [akn.convert(text, shape=shape).to_xml() for text in reversed(several)]
    assert first == again[::-1]


DIGESTS = """
import hashlib, json, sys, akn
texts = json.load(sys.stdin)
print(json.dumps([hashlib.sha256(akn.convert(text).to_xml()).hexdigest() for text in texts]))
"""


def elsewhere(given_texts: list[str], **environment: str) -> list[str]:
    """The digests that another process makes of what the texts convert to."""
    kept = {key: value for key, value in os.environ.items() if key not in ("TZ", "LANG", "SOURCE_DATE_EPOCH")}
    done = subprocess.run(
        [sys.executable, "-c", DIGESTS],
        input=json.dumps(given_texts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
        check=True,
    )
    digests: list[str] = json.loads(done.stdout)
    return digests


def test_another_process_gives_the_same_bytes() -> None:
    several = [SEED, SEED.replace("\n", "\r\n"), "\ufeff1. x\n\n2. y", "a", "", "\f", *examples()]
    here = [hashlib.sha256(akn.convert(text).to_xml()).hexdigest() for text in several]
    assert elsewhere(several, PYTHONHASHSEED="0", TZ="Pacific/Kiritimati") == here
    assert elsewhere(several[::-1], PYTHONHASHSEED="4711", TZ="America/Noronha", LC_ALL="C") == here[::-1]


def test_the_build_date_counts_only_where_the_text_has_none() -> None:
    dated = [SEED, *examples()]
    assert elsewhere(dated, SOURCE_DATE_EPOCH="86400") == elsewhere(dated, SOURCE_DATE_EPOCH="1700000000")
    assert elsewhere(["a"], SOURCE_DATE_EPOCH="86400") != elsewhere(["a"], SOURCE_DATE_EPOCH="1700000000")


def examples() -> list[str]:
    """A few resolutions, the same ones each time."""
    made: list[str] = []
    collect: Callable[[], None] = settings(max_examples=8, derandomize=True, database=None)(
        given(printed())(lambda resolution: made.append(resolution.text))
    )
    collect()
    return made
