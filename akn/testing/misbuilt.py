"""What can be broken in a document of the United Nations, beside what `misworded` puts into it: its parts and names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from akn.rules import RULES
from akn.schema import NAMESPACE
from akn.testing.defects import Defect, Judged, kind
from akn.testing.filing import is_of_un
from akn.testing.grafts import grafted

_NS = f"{{{NAMESPACE}}}"


def _of_un(judged: Judged, name: str) -> Iterator[etree._Element]:
    """The documents of that name of the United Nations."""
    for document in judged.root.iter(f"{_NS}{name}"):
        if is_of_un(document):
            yield document


@kind("akn4un-collection", "naming")
def _collection(judged: Judged) -> Iterator[Defect]:
    for collection in _of_un(judged, "documentCollection"):
        components = collection.findall(f"{_NS}collectionBody/{_NS}component")
        # What is left must not name pages, or identifiers of another Expression, that went with it.
        held = next(collection.iter(f"{_NS}eop", f"{_NS}FRBRmasterExpression"), None)
        if len(components) == 1 and held is None:
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
        yield from grafted(judged, RULES["akn4un-mmod"].bad, "mmod")


@kind("akn4un-speech", "naming")
def _speech(judged: Judged) -> Iterator[Defect]:
    for record in _of_un(judged, "debate"):
        for speaker in record.iter(f"{_NS}from"):
            speech = speaker.getparent()
            if speech is not None:
                yield Defect(speech, "took the speaker out", partial(speech.remove, speaker))


@kind("akn4un-adjournment", "naming")
def _adjournment(judged: Judged) -> Iterator[Defect]:
    for record in _of_un(judged, "debate"):
        for body in record.iterchildren(f"{_NS}debateBody"):
            found = list(body.iter(f"{_NS}adjournment"))
            if len(found) == 1 and found[0].getparent() is body:
                yield Defect(body, "took the adjournment out", partial(body.remove, found[0]))
