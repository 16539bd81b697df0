"""The layout vocabulary: written, read again, and valid by its own schema."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sample import ROOT

import akn
from akn import layout
from akn.layout import HOUSE, Habits, facts_element, line_ends, page_element, read_facts, read_page, size
from akn.model import Facts, PageEnd, Piece
from akn.testing import Resolution, resolutions, texts

XSD = "{http://www.w3.org/2001/XMLSchema}"
SOURCE = etree.parse(str(ROOT / "schemas" / "akn-layout.xsd"))
SCHEMA = etree.XMLSchema(SOURCE)

GAPS = st.text(st.sampled_from(" \t\r\n"), max_size=6)
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
HABITS = st.builds(Habits, **dict.fromkeys(Habits.__dataclass_fields__, GAPS))
FACTS = st.builds(Facts, newline=NEWLINES, bom=st.booleans(), tail=GAPS)
FURNITURE = "rule image barCode jobNumber pageNumber dateCode foot runningHead masthead line".split()
LINES = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12)


@given(FACTS, HABITS)
def test_facts_are_read_as_they_were_written(facts: Facts, habits: Habits) -> None:
    element = facts_element(facts, habits)
    assert read_facts(element) == (facts, habits)
    assert read_facts(etree.fromstring(etree.tostring(element))) == (facts, habits)
    SCHEMA.assertValid(element)


def test_what_is_usual_is_not_written() -> None:
    element = facts_element(Facts(tail="\n"), HOUSE)
    assert not element.attrib
    assert read_facts(element) == (Facts(tail="\n"), HOUSE)


@st.composite
def pages(draw: st.DrawFn) -> PageEnd:
    """Page ends as readers make them: a label may stand right before its note, or anywhere else."""
    pieces: list[Piece] = []
    count = draw(st.integers(0, 3))
    apart = []
    for note in range(count):
        key = f"ftn_{note}"
        how = draw(st.sampled_from(["together", "apart", "none"]))
        if how == "together":
            pieces.append(Piece("label", draw(GAPS), note=key))
        pieces.append(Piece("note", draw(GAPS), note=key))
        if how == "apart":
            apart.append(Piece("label", draw(GAPS), note=key))
    pieces += apart
    for _ in range(draw(st.integers(0 if pieces else 1, 4))):
        kind = draw(st.sampled_from([*FURNITURE, "feed"]))
        piece = Piece(kind, draw(GAPS), "" if kind == "feed" else draw(LINES))
        at = draw(st.integers(0, len(pieces)))
        whole = 0 < at < len(pieces) and (pieces[at - 1].kind, pieces[at - 1].note) == ("label", pieces[at].note)
        pieces.insert(at - whole, piece)
    return PageEnd(tuple(pieces), draw(GAPS))


@given(pages(), HABITS, NEWLINES, st.integers(1, 999))
def test_page_ends_are_read_as_they_were_written(page: PageEnd, habits: Habits, newline: str, number: int) -> None:
    element = page_element(page, number, habits, newline, str)
    again = etree.fromstring(etree.tostring(element))
    assert element.get("n") == str(number)
    assert read_page(again, habits, newline) == page
    SCHEMA.assertValid(again)


def attribute_types() -> etree.XMLSchema:
    """A schema of one element that has every attribute of the vocabulary that content may bear."""
    source = etree.fromstring(etree.tostring(SOURCE))
    element = etree.SubElement(source, f"{XSD}element", name="content")
    complex_type = etree.SubElement(element, f"{XSD}complexType")
    for attribute in source.findall(f"{XSD}attribute"):
        etree.SubElement(complex_type, f"{XSD}attribute", ref=f"l:{attribute.get('name')}")
    return etree.XMLSchema(source)


ATTRIBUTES = attribute_types()


def assert_layout_is_valid(xml: bytes) -> None:
    for element in etree.fromstring(xml).iter(tag=etree.Element):
        if element.tag in (layout.name("facts"), layout.name("pageEnd")):
            SCHEMA.assertValid(etree.fromstring(etree.tostring(element, with_tail=False)))
        own = {key: value for key, value in element.attrib.items() if key.startswith(f"{{{layout.NAMESPACE}}}")}
        if own:
            ATTRIBUTES.assertValid(etree.Element(layout.name("content"), own))


@given(texts(), st.sampled_from(["statement", "publication"]))
def test_the_layout_of_any_document_is_valid(text: str, shape: str) -> None:
    assert_layout_is_valid(akn.convert(text, shape=shape).to_xml())


@given(resolutions(layout="wrapped"))
def test_the_layout_of_a_resolution_is_valid(resolution: Resolution) -> None:
    assert_layout_is_valid(akn.convert(resolution.text).to_xml())


@pytest.mark.parametrize(
    "attributes",
    [{"gap": "2"}, {"gap": "x"}, {"gap": "\n"}, {"page": "0"}, {"page": "a"}, {"call": "yes"}, {"other": "n"}],
)
def test_the_schema_can_fail(attributes: dict[str, str]) -> None:
    """Were it to accept anything, the tests above would prove nothing."""
    element = etree.Element(layout.name("content"), {layout.name(key): value for key, value in attributes.items()})
    assert not ATTRIBUTES.validate(element)


@pytest.mark.parametrize(
    "xml", ["<l:facts newline='x'/>", "<l:facts block='a'/>", "<l:pageEnd/>", "<l:pageEnd n='1'/>"]
)
def test_the_schema_of_elements_can_fail(xml: str) -> None:
    assert not SCHEMA.validate(etree.fromstring(xml.replace("/>", f" xmlns:l='{layout.NAMESPACE}'/>")))


def test_everything_in_the_schema_is_explained() -> None:
    for declared in SOURCE.iter(f"{XSD}attribute", f"{XSD}element", f"{XSD}simpleType", f"{XSD}complexType"):
        if declared.getparent() is SOURCE.getroot() and declared.get("name"):
            assert declared.findtext(f"{XSD}annotation/{XSD}documentation"), declared.get("name")


@given(texts())
def test_line_ends_are_where_the_string_is_cut(text: str) -> None:
    pieces = list(line_ends(text))
    assert "".join(pieces) == text
    assert len(pieces) % 2 == 1
    assert all(piece in ("\n", "\r\n", "\r") for piece in pieces[1::2])
    assert not any(set(piece) & {"\n", "\r"} for piece in pieces[::2])


def test_size_counts_names_and_values() -> None:
    root = etree.fromstring(f'<a xmlns:l="{layout.NAMESPACE}" x="1234567"><b l:gap="2n"/><l:facts tail="n"/></a>')
    assert size(root) == len("l:gap") + len("2n") + len("tail") + len("n")


def test_a_text_in_the_house_style_needs_no_layout() -> None:
    text = "The General Assembly,\n\nNoting it,\n\n1. Acts:\n\n(a) One;\n\n(b) Two.\n"
    assert size(akn.convert(text).tree.getroot()) == 0
