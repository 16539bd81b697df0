"""Generated documents that tests share: drawn once, always the same ones, so that a test need not draw its own."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from sample import NAMESPACE

import akn
from akn import grammar
from akn.testing import documents, naming, resolutions

NS = f"{{{NAMESPACE}}}"
Drawn = TypeVar("Drawn")


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
    """Acts of level 2 to which documents are attached."""
    return [_attached(tree, 1 + at % 2) for at, tree in enumerate(draw(documents("act", level=2, max_elements=60), 4))]


def _attached(tree: etree._ElementTree, count: int) -> etree._ElementTree:
    act = tree.getroot().find(f"{NS}act")
    assert act is not None
    holder = act.find(f"{NS}attachments")
    if holder is None:
        holder = etree.Element(f"{NS}attachments")
        beside = act.find(f"{NS}components")
        act.append(holder) if beside is None else beside.addprevious(holder)
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
    naming.name(tree, grammar.official())
    return tree


@cache
def converted(layout: str, shape: str = "statement") -> list[etree._ElementTree]:
    """Resolutions of all organs and languages as XML."""
    drawn = draw(resolutions(body=None, layout=layout), 24)
    texts = sorted((one.text for one in drawn), key=len)
    texts = [*texts[:3], *texts[-6:]]  # short ones, which have a single page, and long ones
    return [etree.ElementTree(etree.fromstring(akn.convert(text, shape=shape).to_xml())) for text in texts]
