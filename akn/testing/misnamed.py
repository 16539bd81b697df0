"""What can be broken in a document of level 2 so that it breaks the naming convention alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from akn.grammar import symbol
from akn.ids import EID_PATTERN, IDREQ, clean_num, element_ref
from akn.schema import NAMESPACE
from akn.testing.defects import KINDS, Defect, Judged, kind
from akn.testing.naming import numbered

__all__ = ["KINDS"]

_NS = f"{{{NAMESPACE}}}"
_NOWHERE = "#nowhere_1"
# Attributes that hold `#` and an eId alone, and the classes of what they lead to.
_INTERNAL = frozenset("alternativeTo as by choice dictionary for includedIn outcome period refersTo source".split())
_CLASSES = {"as": "TLCRole", "outcome": "TLCConcept", "period": "temporalGroup"}


def _eids(document: Judged) -> dict[str, etree._Element]:
    return {element.get("eId", ""): element for element, _ in document if element.get("eId")}


def _references(document: Judged) -> Iterator[tuple[etree._Element, str, str]]:
    """The attributes that lead to an element of the document, with its eId."""
    known = _eids(document)
    for element, attribute in document.attributes():
        value = element.get(attribute.name, "")
        if attribute.name != "href" and (attribute.type.item or attribute.type).base != "anyURI":
            continue
        if value.startswith("#") and value[1:] in known:
            yield element, attribute.name, value[1:]


def _alone(document: Judged) -> Iterator[tuple[etree._Element, str, str]]:
    """Identifiers by the ordinary rule that no other value contains, cut before their last part."""
    values = [str(value) for element, _ in document for value in element.attrib.values()]
    for element, _ in document:
        eid, name = element.get("eId", ""), symbol(element.tag)
        if not eid or name.startswith("TLC") or name in {"componentData", "keyword"} or not EID_PATTERN.fullmatch(eid):
            continue
        prefix, _, last = eid.rpartition("__")
        if last.partition("_")[0] != element_ref(name):
            continue
        if not any(value == f"#{eid}" or value.startswith(f"{eid}__") for value in values):
            yield element, prefix, last


def _renamed(element: etree._Element, prefix: str, last: str) -> Defect:
    eid = f"{prefix}__{last}" if prefix else last
    return Defect(element, f"set @eId to {eid!r}", partial(element.set, "eId", eid))


@kind("reference-dangling", "naming")
def _dangling(document: Judged) -> Iterator[Defect]:
    for element, name, _ in _references(document):
        change = f"set @{name} to {_NOWHERE!r}"
        yield Defect(element, change, partial(element.set, name, _NOWHERE))


@kind("reference-form", "naming")
def _form(document: Judged) -> Iterator[Defect]:
    for element, name, eid in _references(document):
        if name in _INTERNAL:
            change = f"set @{name} to {eid!r}"
            yield Defect(element, change, partial(element.set, name, eid))


@kind("reference-class", "naming")
def _class(document: Judged) -> Iterator[Defect]:
    known = _eids(document)
    for element, name, _ in _references(document):
        accepted = _CLASSES.get(name)
        wrong = next((eid for eid, one in known.items() if symbol(one.tag) != accepted), None)
        if accepted is not None and wrong is not None:
            change = f"set @{name} to {'#' + wrong!r}"
            yield Defect(element, change, partial(element.set, name, f"#{wrong}"))


@kind("identifier-syntax", "naming")
def _syntax(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _alone(document):
        yield _renamed(element, prefix, f"{last}__")
        yield _renamed(element, prefix, f"{last}.a")


@kind("identifier-element", "naming")
def _element(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _alone(document):
        name = symbol(element.tag)
        # A component may be called after what it holds, and an hcontainer after its name.
        if name not in {"component", "attachment", "hcontainer"}:
            other = "art" if name != "article" else "sec"
            # A number of its own keeps it apart from those that are rightly called so.
            yield _renamed(element, prefix, f"{other}_{last.partition('_')[2] or '1'}_9999")


@kind("identifier-number", "naming")
def _number(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _alone(document):
        printed = element.find(f"{_NS}num")
        if printed is None or len(printed) or symbol(element.tag) not in numbered(document.grammar):
            continue
        number = clean_num(printed.text or "")
        if number and last == f"{element_ref(symbol(element.tag))}_{number}":
            yield _renamed(element, prefix, f"{last}x")


@kind("identifier-prefix", "naming")
def _prefix(document: Judged) -> Iterator[Defect]:
    for element, _, last in _alone(document):
        yield _renamed(element, "book_9999", last)


@kind("identifier-missing", "naming")
def _missing(document: Judged) -> Iterator[Defect]:
    found = list(_alone(document))
    for element, _, _ in found if len(found) > 1 else ():
        if symbol(element.tag) in IDREQ:
            yield Defect(element, "took @eId out", partial(element.attrib.pop, "eId"))


@kind("identifier-duplicate-apart", "naming")
def _apart(document: Judged) -> Iterator[Defect]:
    """The components beside a document are out of the reach of its identity constraints, and in the same file."""
    beside = document.root.find(f"{_NS}components")
    if document.root.tag != f"{_NS}akomaNtoso" or beside is None:
        return
    within = set(beside.iter(f"{_NS}*"))
    known = _eids(document)
    outside = [eid for eid, element in known.items() if element not in within]
    for element, _, _ in _alone(document):
        if element in within and outside:
            eid = outside[0]
            yield Defect(element, f"set @eId to {eid!r}", partial(element.set, "eId", eid))
