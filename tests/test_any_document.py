"""Akoma Ntoso of other makers: the library takes any valid document, keeps it as it is, and gives all its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hypothesis import given
from lxml import etree
from sample import NAMESPACE

import akn
from akn.testing import documents

META = f"{{{NAMESPACE}}}meta"


def printed(element: etree._Element) -> Iterator[str]:
    """The text nodes of a document, but for those of its metadata and comments."""
    if not isinstance(element.tag, str) or element.tag == META:
        return
    yield element.text or ""
    for child in element:
        yield from printed(child)
        yield child.tail or ""


def canonical(xml: bytes) -> bytes:
    """Canonical XML 2.0: the same for documents that mean the same."""
    return etree.tostring(etree.fromstring(xml), method="c14n2")


@given(documents(max_elements=80))
def test_the_text_has_every_word(tree: etree._ElementTree) -> None:
    text = akn.load(tree).to_text()
    nodes = list(printed(tree.getroot()))
    missing = Counter("".join("".join(nodes).split())) - Counter("".join(text.split()))
    assert not missing
    folded = " ".join(text.split())
    assert all(" ".join(node.split()) in folded for node in nodes)


@given(documents(max_elements=80))
def test_a_document_that_is_loaded_and_written_means_the_same(tree: etree._ElementTree) -> None:
    xml = etree.tostring(tree)
    document = akn.load(xml)
    document.to_text()
    document.to_text(layout=False)
    assert canonical(document.to_xml()) == canonical(xml)


@given(documents())
def test_reading_and_checking_change_nothing(tree: etree._ElementTree) -> None:
    before = etree.tostring(tree)
    akn.load(tree).to_text()
    akn.validate(tree)
    assert etree.tostring(tree) == before
