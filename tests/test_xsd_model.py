"""The compiled schema as a judge: its verdict is that of libxml2, and it tells every violation."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from sample import CORPUS, NAMESPACE, ROOT, document

from akn import grammar, schema
from akn.source import ContentError, parse_bytes, parse_judged
from akn.testing import DEFECTS, documents, mutations
from akn.testing.values import data
from akn.xsd_model import Violation, violations

NS = f"{{{NAMESPACE}}}"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
FILES = sorted((CORPUS / "akn").rglob("*.xml")) + sorted((CORPUS / "akn").rglob("*.akn"))


def verdicts(xml: bytes) -> tuple[bool, bool, bool]:
    """What libxml2 says of a tree, what it says while it parses, and what the compiled schema says."""
    tree = parse_bytes(xml)
    return schema.official().validate(tree), parse_judged(xml, None, schema.official())[1], not told(tree)


def told(tree: etree._ElementTree) -> list[Violation]:
    return list(violations(tree.getroot()))


def agreed(tree: etree._ElementTree) -> bool:
    """The verdict that all three have."""
    xml = etree.tostring(tree)
    said = set(verdicts(xml))
    assert len(said) == 1, xml.decode()
    return said.pop()


@given(documents(max_elements=100))
def test_documents_that_are_valid_by_construction(tree: etree._ElementTree) -> None:
    assert agreed(tree)


@pytest.mark.parametrize("kind", [kind for kind, breaks in DEFECTS.items() if breaks == "xsd"])
def test_documents_with_one_defect(kind: str) -> None:
    @settings(max_examples=15)
    @given(st.data())
    def check(draw: st.DataObject) -> None:
        tree = draw.draw(documents(max_elements=80))
        try:
            made = draw.draw(mutations(tree, kinds=[kind]))
        except ValueError:  # no place for this defect
            return
        assert not agreed(made.tree), (made.path, made.change)

    check()


VALUES = [value for group in ("specimens", "invalid") for values in data()[group].values() for value in values]
NAMES = sorted(grammar.official().elements)
ATTRIBUTES = sorted({name for element in grammar.official().elements.values() for name in element.attributes})
FOREIGN = [f"{{{grammar.XML}}}{name}" for name in ("id", "lang", "space", "base", "other")] + ["{urn:y}z", f"{NS}z"]


@st.composite
def changed(draw: st.DrawFn) -> etree._ElementTree:
    """A document to which one thing or several have been done that may break it, or not."""
    tree = deepcopy(draw(documents(max_elements=60)))
    for _ in range(draw(st.integers(1, 3))):
        elements = list(tree.iter(etree.Element))
        one = draw(st.sampled_from(elements))
        what = draw(st.integers(0, 6))
        if what == 0 and one.getparent() is not None:
            one.getparent().remove(one)
        elif what == 1 and one.getparent() is not None:
            one.addnext(deepcopy(draw(st.sampled_from(elements))))
        elif what == 2:
            one.tag = NS + draw(st.sampled_from(NAMES))
        elif what == 3:
            one.set(draw(st.sampled_from([*ATTRIBUTES, *FOREIGN])), draw(st.sampled_from(VALUES)))
        elif what == 4:
            one.text = draw(st.sampled_from([" ", "x", "\u00a0", "\n", ""]))
        elif what == 5:
            one.insert(0, etree.Element(draw(st.sampled_from([f"{NS}p", "{urn:x}p", "p"]))))
        else:
            one.append(etree.Comment("c"))
            one[-1].tail = draw(st.sampled_from(["", " ", "x"]))
    return tree


@settings(max_examples=200)
@given(changed())
def test_documents_with_whatever_was_done_to_them(tree: etree._ElementTree) -> None:
    agreed(tree)


@pytest.mark.skipif(not FILES, reason="the corpus of foreign documents is not beside the checkout (AKN_CORPUS)")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_real_documents(file: Path) -> None:
    try:
        agreed(parse_bytes(file.read_bytes()))
    except ContentError as error:
        pytest.skip(f"not well-formed: {error}")


FRAGMENTS = {
    # what stands in the body, and what is wrong with it
    "<p><eol/></p>": [],
    "<p><eol><!-- c --><?x y?></eol></p>": [],
    "<p><eol> </eol></p>": ["empty"],
    "<p><eol><b/></eol></p>": ["empty"],
    "<p><eol><![CDATA[]]></eol></p>": ["empty"],
    "<foreign>\u00a0</foreign>": ["text"],
    "<foreign>\n<x xmlns='urn:x'>text<b xmlns='' eId='a' zz='1'/></x></foreign>": [],
    "<foreign><x xmlns=''/></foreign>": ["child"],
    "<foreign><x:a xmlns:x='urn:x' xml:space='bad' xml:other='any'/></foreign>": ["value"],
    "<foreign><x:a xmlns:x='urn:x' xml:base='%zz' xml:lang='fr_FR'/></foreign>": ["value", "value"],
    # Elements of Akoma Ntoso are judged wherever they stand, and their identifiers count.
    "<foreign><x:a xmlns:x='urn:x'><p zz='1'/></x:a></foreign>": ["attribute-unknown"],
    "<foreign><x:a xmlns:x='urn:x'><zz zz='1'/></x:a></foreign>": [],
    "<p eId='a'/><foreign><x:a xmlns:x='urn:x'><p eId='a'/></x:a></foreign>": ["duplicate"],
    "<p eId='a'/><foreign><x:a xmlns:x='urn:x' eId='a'/></foreign>": [],
    "<p eId='a'/><p GUID='a'/><p wId='a'/><p wId='a'/>": [],
    "<p GUID='a'/><p GUID='a'/>": ["duplicate"],
    "<p eId=''/><p eId=''/>": ["value", "value"],
    "<p xml:id='a'/><p xml:id=' a '/>": ["duplicate"],
    "<p xml:base='a'/>": [],
    f"<p xmlns:a='{NAMESPACE}' a:eId='b'/>": ["attribute-unknown"],
    f"<p {XSI} xsi:schemaLocation='urn:x x.xsd' xsi:other='a'/>": [],
    f"<p {XSI} xsi:nil='false'/>": ["nil"],
    f"<foreign><x:a xmlns:x='urn:x' {XSI} xsi:nil='true'/></foreign>": [],
    "<foo><p zz='1'/></foo><p zz='1'/>": ["child", "attribute-unknown", "attribute-unknown"],
    # The child that is missing is a <p> around the text.
    "<container name='a'>text</container>": ["text"],
    "<blockList>text</blockList>": ["text", "incomplete"],
}


@pytest.mark.parametrize("content", FRAGMENTS)
def test_fragments(content: str) -> None:
    xml = document("<p/>").replace(b"<p/>", content.encode())
    tree = parse_bytes(xml)
    assert [violation.kind for violation in told(tree)] == FRAGMENTS[content]
    assert set(verdicts(xml)) == {not FRAGMENTS[content]}


def test_identifiers_are_those_of_the_outermost_document() -> None:
    """The components beside a document have a space of their own, and what is nested has that of the whole."""
    tree = parse_bytes((ROOT / "tests/valid/minimal.xml").read_bytes())
    main = tree.getroot()[0]
    for where, count in ((tree.getroot(), 0), (main, 1)):
        whole = deepcopy(tree)
        holder = whole.getroot() if where is tree.getroot() else whole.getroot()[0]
        for body in whole.iter(f"{NS}mainBody"):
            body.append(etree.Element(f"{NS}p", {"eId": "same"}))
        component = etree.SubElement(etree.SubElement(holder, f"{NS}components"), f"{NS}component")
        component.append(deepcopy(whole.getroot()[0]))
        for inner in component.iter(f"{NS}components"):
            inner.getparent().remove(inner)
        for element in component.iter(etree.Element):
            if element.get("eId") not in {None, "same"}:
                del element.attrib["eId"]
        found = [violation for violation in told(whole) if violation.kind == "duplicate"]
        assert len(found) == count
        assert agreed(whole) == (count == 0)


# The table of docs/findings.md: what stands in the body, then who passes it: libxml2, the compiled schema, xmlschema
# (None where it raises an error of its own).
DIFFERENCES = {
    f"<p {XSI} xsi:type='inline'/>": (True, True, None),
    f"<p {XSI} xsi:type='nonsense'/>": (False, True, None),
    "<paragraph>\u00a0</paragraph>": (False, False, True),
    "<foreign>text</foreign>": (False, False, True),
    "<p><ref href='%zz'/></p>": (False, False, True),
    "<p><ref href='a#b#c'/></p>": (False, False, True),
    "<debateSection name='a'><speech by='#a' startTime=' 2012-11-19T10:00:00'><p/></speech></debateSection>": (
        False,
        False,
        True,
    ),
    "<debateSection name='a'><speech by='#a' startTime='2012-11-19T10:00:00Z '><p/></speech></debateSection>": (
        True,
        True,
        True,
    ),
    "<p><date date=' 2012-11-19 '/></p>": (True, True, True),
}


@pytest.mark.parametrize("content", DIFFERENCES)
def test_the_known_differences(content: str) -> None:
    xml = document("<p/>").replace(b"<p/>", content.encode())
    tree_says, parser_says, compiled_says = verdicts(xml)
    assert tree_says == parser_says
    assert (tree_says, compiled_says, second(parse_bytes(xml))) == DIFFERENCES[content]


def second(tree: etree._ElementTree) -> bool | None:
    try:
        return schema.second_opinion().is_valid(tree)
    except (KeyError, RecursionError):
        return None


def test_a_fragment_may_be_judged_alone() -> None:
    assert told(etree.ElementTree(etree.fromstring(f'<p xmlns="{NAMESPACE}"/>'))) == []
    [wrong] = told(etree.ElementTree(etree.fromstring("<p/>")))
    assert wrong.kind == "root"


def test_the_tree_stays_as_it_is() -> None:
    tree = parse_bytes(document('<foo/><p id="a"/>'))
    before = etree.tostring(tree)
    assert told(tree)
    assert etree.tostring(tree) == before


def test_a_deep_document() -> None:
    xml = "<x xmlns='urn:x'>" * 200 + "</x>" * 200
    assert set(verdicts(document("<p/>").replace(b"<p/>", f"<foreign>{xml}</foreign>".encode()))) == {True}


@pytest.mark.parametrize("count", [3, 300])
def test_an_element_with_many_attributes(count: int) -> None:
    """Many are read in another way, and told alike."""
    foreign = " ".join(f'n:a{number}="x"' for number in range(count))
    root = etree.fromstring(f'<p xmlns="{NAMESPACE}" xmlns:n="urn:n" {foreign} xml:lang="&lt;" b="c" eId="a b"/>')
    assert [(one.kind, one.attribute, one.value) for one in violations(root)] == [
        ("value", "{http://www.w3.org/XML/1998/namespace}lang", "<"),
        ("attribute-unknown", "b", "c"),
        ("value", "eId", "a b"),
    ]
