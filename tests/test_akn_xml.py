"""The tree and the XML: the reader gives what the writer wrote, and reads what others wrote."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from sample import NAMESPACE, document

import akn
from akn import notes
from akn.akn_xml import Reader
from akn.blocks import read
from akn.elements import LEAVES, append, fold, indent, name, needs_space, notation
from akn.lang import load
from akn.model import Flow
from akn.testing import Resolution, resolutions, texts

SHAPES = st.sampled_from(["statement", "publication"])


def leaves_of(flow: Flow) -> list[tuple[str, str]]:
    return [(leaf.gap, leaf.string) for leaf in flow.leaves if leaf.string or leaf.gap or leaf.marks]


def notes_of(flow: Flow) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Notes in no particular order: their label, their marker, and the leaves of their bodies."""
    return sorted((note.label, note.marker, [(leaf.gap, leaf.string) for leaf in note.body]) for note in flow.notes)


def pages_of(flow: Flow) -> list[tuple[list[tuple[str, str, str, str]], str]]:
    """Page ends, a note named by its body."""
    bodies = {note.key: "".join(leaf.string for leaf in note.body) for note in flow.notes}
    return [
        ([(piece.kind, piece.gap, piece.text, bodies.get(piece.note, "")) for piece in page.pieces], page.after)
        for page in flow.page_ends
    ]


def ends_of(flow: Flow) -> list[tuple[int, int]]:
    """Where pages end: which leaf, and how many of its characters before."""
    held = [leaf for leaf in flow.leaves if leaf.string or leaf.gap or leaf.marks]
    return [(number, mark.start) for number, leaf in enumerate(held) for mark in leaf.marks if mark.tag == "eop"]


def written_and_read(text: str, language: str, shape: str) -> tuple[Flow, Flow]:
    pack = load(language)
    flow, _ = notes.place(read(text, pack)[0], pack)
    xml = akn.convert(text, language=language, shape=shape).to_xml()
    return flow, Reader(etree.fromstring(xml)).read()


@given(texts(), st.sampled_from(["en", "fr", "zh"]), SHAPES)
def test_the_reader_gives_what_the_writer_wrote(text: str, language: str, shape: str) -> None:
    flow, again = written_and_read(text, language, shape)
    assert again.facts == flow.facts
    assert leaves_of(again) == leaves_of(flow)
    assert pages_of(again) == pages_of(flow)
    assert ends_of(again) == ends_of(flow)
    assert [(label, body) for label, _, body in notes_of(again)] == [(label, body) for label, _, body in notes_of(flow)]


@given(resolutions("en", layout="wrapped") | resolutions("fr"), SHAPES)
def test_the_reader_gives_the_leaves_of_a_resolution(resolution: Resolution, shape: str) -> None:
    flow, again = written_and_read(resolution.text, resolution.language, shape)
    assert leaves_of(again) == leaves_of(flow)
    assert pages_of(again) == pages_of(flow)


@given(texts(), SHAPES)
def test_what_is_not_content_is_foreign_or_metadata(text: str, shape: str) -> None:
    """Elements of the layout vocabulary stand in `meta` alone; on content there are attributes of it alone."""
    root = etree.fromstring(akn.convert(text, shape=shape).to_xml())
    for element in root.iter(tag=etree.Element):
        if not element.tag.startswith(f"{{{NAMESPACE}}}"):
            assert next(element.iterancestors(name("meta")), None) is not None


@pytest.mark.parametrize(
    ("tag", "content", "signs"),
    [
        ("i", "x", ("*", "*")),
        ("b", "x", ("**", "**")),
        ("sup", "e", ("^", "")),
        ("sup", "er", ("^{", "}")),
        ("ref", "x", ("", "")),
    ],
)
def test_notation(tag: str, content: str, signs: tuple[str, str]) -> None:
    assert notation(tag, content) == signs


def test_append() -> None:
    element = etree.fromstring("<p/>")
    append(element, "a")
    append(element, "")
    append(element, "b")
    etree.SubElement(element, "i").text = "c"
    append(element, "d")
    append(element, "e")
    assert etree.tostring(element) == b"<p>ab<i>c</i>de</p>"


@pytest.mark.parametrize(
    ("xml", "needed"),
    [
        ("<p>a b</p>", False),
        ("<p>a <i>b</i> c</p>", False),
        ("<p>a <i>b</i></p>", False),
        ("<p/>", False),
        ("<p>a  b</p>", True),
        ("<p>a\tb</p>", True),
        ("<p> a</p>", True),
        ("<p><i>a</i> <i>b</i></p>", True),
        ("<p><i>a</i></p>", True),
    ],
)
def test_where_white_space_needs_protection(xml: str, needed: bool) -> None:
    assert needs_space(etree.fromstring(xml)) is needed


@settings(max_examples=20)
@given(resolutions("en"))
def test_indentation_is_no_text(resolution: Resolution) -> None:
    root = akn.convert(resolution.text).tree.getroot()
    before = leaves_of(Reader(root).read())
    for _ in range(2):
        indent(root)
        assert leaves_of(Reader(root).read()) == before


def plain(fragment: str) -> str:
    """The text of a document that somebody else wrote."""
    return akn.load(document(f"<!-- no preface -->{fragment}")).to_text()


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>One</p><p>two</p>", "One\n\ntwo\n"),
        ("<p>\n  One\n  two\n</p>", "One two\n"),
        ("<p>One<br/>two<eol/>three</p>", "One two three\n"),
        ("<p>One <i>two</i> <b>three</b><sup>4</sup></p>", "One two three4\n"),
        ("<paragraph><num>1.</num><content><p>One</p></content></paragraph>", "1. One\n"),
        (
            "<list><intro><p>One:</p></intro><point><num>(a)</num><content><p>two;</p></content></point></list>",
            "One:\n\n(a) two;\n",
        ),
        ("<p>One<!-- no text --><?no text?> two</p>", "One two\n"),
        ("<p/><p>  </p><p>One</p>", "One\n"),
        ("<table><tr><th><p>a</p></th><td><p>b</p></td></tr><tr><td><p>c</p></td></tr></table>", "a\tb\n\nc\n"),
        (
            '<p>One<authorialNote marker="1" placement="bottom"><p>The note.</p></authorialNote>, two</p>',
            "One1, two\n\n1 The note.\n",
        ),
        (
            '<p>a<authorialNote marker="1" eId="n"><p>Note.</p></authorialNote> b<noteRef marker="1" href="#n"/></p>',
            "a1 b1\n\n1 Note.\n",
        ),
        ("<ul><li>a</li><li>b <p>c</p></li></ul>", "a\n\nb\n\nc\n"),
        ('<p>He said <quotedStructure><p>this</p></quotedStructure> then</p>', "He said\n\nthis\n\nthen\n"),
        ("<p>One<eop/>two</p>", "Onetwo\n"),
    ],
)  # fmt: skip
def test_documents_of_others(fragment: str, text: str) -> None:
    assert plain(fragment) == text


def test_metadata_is_no_text() -> None:
    assert plain('<proprietary source="#akn"><x:a xmlns:x="urn:x">hidden</x:a></proprietary><p>One</p>') == "One\n"


def test_fold() -> None:
    assert fold(" a\n\t b  c ") == "a b c"


def test_the_elements_with_running_text_are_those_of_the_schema() -> None:
    """Each takes inline elements by the official schema, so that `eol` and notes can stand in it."""
    assert {"p", "num", "heading", "crossHeading", "listIntroduction", "listWrapUp"} <= LEAVES
    assert not LEAVES & {"content", "container", "paragraph", "list", "mainBody"}


def test_a_note_that_a_page_end_names_is_printed_there_alone() -> None:
    """The page end whose paragraph is taken out comes at the next one, which names its note."""
    text = (
        "The General Assembly,\n\n1. *Notes* a;\u00b9\n\n\u00b9 One.\n\n2. *Notes* b;\u00b2\n\n\u00b2  Two.\n\n"
        "3. *Notes* c.\n"
    )
    document = akn.load(akn.convert(text, language="en").to_xml())
    first = next(document.tree.iter(name("paragraph")))
    first.getparent().remove(first)
    assert document.to_text() == text.replace("1. *Notes* a;\u00b9\n\n\u00b9 One.\n\n", "")
