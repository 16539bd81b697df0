"""What can be broken in a document of the United Nations, beside what `misworded` puts into it: its parts and names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from akn.rules import RULES
from akn.schema import NAMESPACE
from akn.testing.defects import KINDS, Defect, Judged, kind
from akn.testing.grafts import grafts, put

__all__ = ["KINDS"]

_NS = f"{{{NAMESPACE}}}"
_OF_UN = f"{_NS}meta/{_NS}identification/{_NS}FRBRWork/{_NS}FRBRcountry[@value='un']"


def _of_un(judged: Judged, name: str) -> Iterator[etree._Element]:
    """The documents of that name of the United Nations."""
    for document in judged.root.iter(f"{_NS}{name}"):
        if document.find(_OF_UN) is not None:
            yield document


@kind("akn4un-collection", "naming")
def _collection(judged: Judged) -> Iterator[Defect]:
    for collection in _of_un(judged, "documentCollection"):
        components = collection.findall(f"{_NS}collectionBody/{_NS}component")
        if len(components) == 1 and next(collection.iter(f"{_NS}eop"), None) is None:
            yield Defect(collection, "took the document out", partial(_emptied, components[0]))


def _emptied(component: etree._Element) -> None:
    for child in list(component):
        component.remove(child)
    etree.SubElement(etree.SubElement(component, f"{_NS}interstitial"), f"{_NS}p").text = "a"


@kind("akn4un-html-list-other", "naming")
def _list(judged: Judged) -> Iterator[Defect]:
    for collection in _of_un(judged, "documentCollection"):
        preface = collection.find(f"{_NS}preface")
        if preface is not None:
            made = etree.Element(f"{_NS}ul")
            etree.SubElement(made, f"{_NS}li").text = "a"
            yield Defect(made, "added <ul>", partial(preface.append, made))


@kind("akn4un-mmod", "naming")
def _mmod(judged: Judged) -> Iterator[Defect]:
    for _ in _of_un(judged, "statement"):
        made = grafts(judged.root, judged.grammar, RULES["akn4un-mmod"].bad)
        for new in made:
            for element in new.element.iter(f"{_NS}mmod"):
                yield Defect(element, "added a <mod> beside an <mmod>", partial(put, made))
