"""Generated documents that tests share: drawn once, always the same ones, so that a test need not draw its own."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from sample import NAMESPACE, document

import akn
from akn import grammar
from akn.rules import RULES
from akn.testing import documents, naming, resolutions
from akn.testing.defects import KINDS, Judged
from akn.testing.placing import insert

NS = f"{{{NAMESPACE}}}"
Drawn = TypeVar("Drawn")
# Families whose kinds are made in page ends and documents of the United Nations, and in nothing that is generated.
NOT_GENERATED = ("layout", "akn4un")


def draw(strategy: st.SearchStrategy[Drawn], count: int) -> list[Drawn]:
    """So many examples, the same ones each time."""
    drawn: list[Drawn] = []

    @settings(max_examples=count, database=None, derandomize=True, phases=[Phase.generate])
    @given(strategy)
    def collect(one: Drawn) -> None:
        drawn.append(one)

    collect()
    return drawn


def _largest(trees: list[etree._ElementTree], count: int) -> list[etree._ElementTree]:
    """The largest, which have most places for something."""
    return sorted(trees, key=lambda tree: -sum(1 for _ in tree.getroot().iter(f"{NS}*")))[:count]


@cache
def of_level_2(doctype: str) -> list[etree._ElementTree]:
    """Documents of level 2 of a type."""
    return _largest(draw(documents(doctype, level=2, max_elements=90), 60), 8)


@cache
def attached() -> list[etree._ElementTree]:
    """Acts of level 2 to which documents are attached, and with a component beside each."""
    return [_attached(tree, 1 + at % 2) for at, tree in enumerate(draw(documents("act", level=2, max_elements=60), 4))]


def _attached(tree: etree._ElementTree, count: int) -> etree._ElementTree:
    act = tree.getroot().find(f"{NS}act")
    assert act is not None
    holder = act.find(f"{NS}attachments")
    if holder is None:
        holder = etree.Element(f"{NS}attachments")
        insert(act, holder, grammar.official())
    for _ in range(count):
        meta = act.find(f"{NS}meta/{NS}identification")
        copied = etree.fromstring(etree.tostring(meta, with_tail=False))
        for element in copied.iter(f"{NS}*"):
            element.attrib.pop("eId", None)
            element.attrib.pop("GUID", None)
        attachment = etree.SubElement(holder, f"{NS}attachment", eId="x")
        doc = etree.SubElement(attachment, f"{NS}doc", name="annex")
        etree.SubElement(doc, f"{NS}meta").append(copied)
        etree.SubElement(etree.SubElement(doc, f"{NS}mainBody"), f"{NS}p")
    beside = tree.getroot().find(f"{NS}components")
    if beside is None:
        beside = etree.SubElement(tree.getroot(), f"{NS}components")
    inner: etree._Element = beside
    for name in ("component", "interstitial", "p"):
        inner = etree.SubElement(inner, f"{NS}{name}", eId="x")
    inner.text = "x"
    naming.name(tree, grammar.official())
    return tree


@cache
def renumbered() -> list[etree._ElementTree]:
    """Statements of level 2 with provisions whose identifiers were others in another Expression."""
    return [_renumbered(tree) for tree in draw(documents("statement", level=2, max_elements=60), 4)]


def _renumbered(tree: etree._ElementTree) -> etree._ElementTree:
    for expression in tree.getroot().iter(f"{NS}FRBRExpression"):
        if expression.find(f"{NS}FRBRmasterExpression") is None:
            master = etree.Element(f"{NS}FRBRmasterExpression", eId="x", href="/akn", showAs="x")
            insert(expression, master, grammar.official())
    body = tree.getroot().find(f"{NS}statement/{NS}mainBody")
    assert body is not None
    for _ in range(3):
        section = etree.SubElement(body, f"{NS}section", eId="x")
        etree.SubElement(etree.SubElement(section, f"{NS}content", eId="x"), f"{NS}p").text = "x"
    section.set("wId", "x")
    naming.name(tree, grammar.official())
    return tree


@cache
def converted(layout: str, shape: str = "statement") -> list[etree._ElementTree]:
    """Resolutions of all organs and languages as XML."""
    drawn = draw(resolutions(body=None, layout=layout), 24)
    texts = sorted((one.text for one in drawn), key=len)
    texts = [*texts[:3], *texts[-6:]]  # short ones, which have a single page, and long ones
    return [etree.ElementTree(etree.fromstring(akn.convert(text, shape=shape).to_xml())) for text in texts]


@cache
def generated() -> list[etree._ElementTree]:
    """Documents of level 2 of all types."""
    return [tree for doctype in grammar.official().documents for tree in of_level_2(doctype)]


@cache
def resolved() -> list[etree._ElementTree]:
    """Resolutions with page ends and without, each as a statement and in a publication."""
    return [
        tree
        for layout in ("plain", "wrapped")
        for shape in ("statement", "publication")
        for tree in converted(layout, shape)
    ]


@cache
def recorded() -> list[etree._ElementTree]:
    """The record of a meeting of the United Nations, which no converter makes."""
    return [etree.ElementTree(etree.fromstring(document(RULES["akn4un-speech"].good)))]


SOURCES = (generated, attached, renumbered, resolved, recorded)


def with_a_place(kind: str) -> list[etree._ElementTree]:
    """The documents in which a kind can be made, from the first source that has any."""
    sources = SOURCES[-2:] if RULES[kind].family in NOT_GENERATED else SOURCES
    found = ([tree for tree in source() if has_place(kind, tree)] for source in sources)
    return next(filter(None, found), [])


def has_place(kind: str, tree: etree._ElementTree) -> bool:
    _, make = KINDS[kind]
    return next(make(Judged(tree.getroot(), grammar.official())), None) is not None
