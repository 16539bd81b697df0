"""What can be broken in a document of the United Nations, beside what `misworded` puts into it: its parts and names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from akn.schema import NAMESPACE
from akn.testing.defects import KINDS, Defect, Judged, kind

__all__ = ["KINDS"]

_NS = f"{{{NAMESPACE}}}"
_OF_UN = f"{_NS}meta/{_NS}identification/{_NS}FRBRWork/{_NS}FRBRcountry[@value='un']"


def _of_un(judged: Judged, name: str) -> Iterator[etree._Element]:
    """The documents of that name of the United Nations."""
    for document in judged.root.iter(f"{_NS}{name}"):
        if document.find(_OF_UN) is not None:
            yield document


@kind("akn4un-preface", "naming")
def _no_preface(judged: Judged) -> Iterator[Defect]:
    for document in _of_un(judged, "statement"):
        if (preface := document.find(f"{_NS}preface")) is not None:
            yield Defect(document, "took <preface> out", partial(document.remove, preface))


@kind("akn4un-class", "naming")
def _class(judged: Judged) -> Iterator[Defect]:
    for document in _of_un(judged, "doc"):
        parent = document.getparent()
        if parent is not None and parent.tag == f"{_NS}attachment":
            yield Defect(document, "set @name to 'resolution'", partial(document.set, "name", "resolution"))


@kind("akn4un-lifecycle", "naming")
def _lifecycle(judged: Judged) -> Iterator[Defect]:
    for document in _of_un(judged, "statement"):
        yield Defect(document, "set @contains to 'singleVersion'", partial(document.set, "contains", "singleVersion"))


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


@kind("akn4un-mod", "naming")
def _mod(judged: Judged) -> Iterator[Defect]:
    for document in _of_un(judged, "statement"):
        references, body = document.find(f"{_NS}meta/{_NS}references"), document.find(f"{_NS}mainBody")
        if references is None or body is None or document.find(f"{_NS}meta/{_NS}analysis") is not None:
            continue
        xml = (
            f'<x xmlns="{NAMESPACE}"><p><mod eId="mod_9999">For <quotedText>a</quotedText></mod></p>'
            f'<analysis source="{references.get("source")}"><activeModifications/></analysis></x>'
        )
        paragraph, analysis = etree.fromstring(xml)
        modification = etree.SubElement(analysis[0], f"{_NS}textualMod", {"type": "repeal"})
        etree.SubElement(modification, f"{_NS}source", {"href": "/akn/un/act/provision/un/1945-06-26/charter"})
        etree.SubElement(modification, f"{_NS}destination", {"href": "/akn/un/act/provision/un/1945-06-26/charter"})
        yield Defect(paragraph[0], "added <mod>", partial(_described, references, analysis, body, paragraph))


def _described(
    references: etree._Element, analysis: etree._Element, body: etree._Element, paragraph: etree._Element
) -> None:
    references.addprevious(analysis)
    body.append(paragraph)
