"""What can be broken in the references of a document of level 2, so that one rule of the family `refs` finds it.

Each kind bears the id of that rule. Where documents have such a reference it is changed; where hardly any has, the
example of the rule is grafted into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from akn.grammar import symbol
from akn.rules import RULES
from akn.rules.survey import is_in_portion
from akn.rules.targets import LEADS, Leads
from akn.schema import NAMESPACE
from akn.testing.defects import KINDS, Defect, Judged, Kind, kind
from akn.testing.grafts import grafts, put

__all__ = ["KINDS"]

_NS = f"{{{NAMESPACE}}}"
_NOWHERE = "#nowhere_1"
_INTERNAL = frozenset(
    "alternativeTo as by choice dictionary empoweredBy end for includedIn outcome period placementBase refersTo source"
    " start to".split()
)

# The element of each rule's example that the rule speaks of: by its name, and which of those.
_SPOKEN_OF = {
    "refs-many": ("organization", 0),
    "refs-alternative": ("paragraph", 0),
    "refs-range": ("rref", 0),
    "refs-interval": ("timeInterval", 0),
    "refs-interval-order": ("timeInterval", 0),
    "refs-note": ("noteRef", 0),
    "refs-note-self": ("noteRef", 0),
    "refs-marker": ("noteRef", 0),
    "refs-uncalled": ("note", 1),
    "refs-expression": ("step", 0),
    "refs-characters": ("img", 0),
    "refs-file": ("img", 0),
    "refs-a": ("a", 0),
    "refs-ontology": ("TLCPerson", 0),
    "refs-ontology-class": ("TLCPerson", 0),
    "refs-entity": ("TLCPerson", 1),
    "refs-showas": ("TLCPerson", 0),
    "refs-mapping": ("mapping", 0),
    "refs-entry": ("paragraph", 1),
    "refs-mod": ("mod", 1),
    "refs-figures": ("count", 0),
}
# Rules of the United Nations' own documents.
_OF_UN = {"refs-many", "refs-mod"}


def _references(document: Judged) -> Iterator[tuple[etree._Element, str, str]]:
    """The attributes that lead to an element of the document, with its eId."""
    known = {element.get("eId") for element, _ in document}
    for element, attribute in document.attributes():
        value = element.get(attribute.name, "")
        typed = attribute.name == "href" or (attribute.type.item or attribute.type).base == "anyURI"
        if typed and value.startswith("#") and value[1:] in known:
            yield element, attribute.name, value[1:]


def _set(element: etree._Element, name: str, value: str) -> Defect:
    return Defect(element, f"set @{name} to {value!r}", partial(element.set, name, value))


@kind("refs-resolve", "naming")
def _dangling(document: Judged) -> Iterator[Defect]:
    for element, name, _ in _references(document):
        # What `a` and a portion lead to may be elsewhere.
        if symbol(element.tag) != "a" and not is_in_portion(element):
            yield _set(element, name, _NOWHERE)


@kind("refs-form", "naming")
def _form(document: Judged) -> Iterator[Defect]:
    for element, name, eid in _references(document):
        if name in _INTERNAL:
            yield _set(element, name, eid)


@kind("refs-empty", "naming")
def _empty(document: Judged) -> Iterator[Defect]:
    for element, name, _ in _references(document):
        # That an author is nobody is a matter of FRBR.
        if not symbol(element.tag).startswith(("doc", "FRBR")):
            yield _set(element, name, "")


def _misled(row: Leads, document: Judged) -> Iterator[Defect]:
    """References of a row that lead to an element of another kind, in place of the right one."""
    found = False
    wrong = [element for element, _ in document if element.get("eId") and symbol(element.tag) not in row.to]
    for element, name, _ in _references(document):
        spoken_of = symbol(element.tag) in row.elements if row.elements else not _has_row(symbol(element.tag), name)
        others = [one for one in wrong if one is not element]
        if name in row.attributes and spoken_of and others:
            found = True
            yield _set(element, name, f"#{others[0].get('eId')}")
    if not found:
        yield from _grafted(row.id, document)


def _has_row(element: str, attribute: str) -> bool:
    return any(attribute in row.attributes and element in row.elements for row in LEADS)


def _grafted(rule: str, document: Judged) -> Iterator[Defect]:
    """The example that breaks a rule, added to a document."""
    if rule in _OF_UN and not _is_of_un(document):
        return
    made = grafts(document.root, document.grammar, RULES[rule].bad)
    name, which = _SPOKEN_OF.get(rule) or (_holder(rule), 0)
    named = [one for new in made for one in new.element.iter(f"{_NS}{name}")]
    if named:
        yield Defect(named[which], f"added {RULES[rule].bad}", partial(put, made))


def _is_of_un(document: Judged) -> bool:
    country = document.root.find(f"*/{_NS}meta/{_NS}identification/{_NS}FRBRWork/{_NS}FRBRcountry")
    return country is not None and country.get("value") == "un"


def _addressed(document: Judged) -> Iterator[Defect]:
    """Hardly any speech says whom it addresses."""
    entry = next((one for one, _ in document if symbol(one.tag) == "TLCConcept" and one.get("eId")), None)
    wrong = entry if entry is not None else next((one for one, _ in document if one.get("eId")), None)
    for element, declared in document:
        if "to" in declared.attributes and wrong is not None and wrong is not element:
            yield _set(element, "to", f"#{wrong.get('eId')}")


def _holder(rule: str) -> str:
    """The name of the element that holds the reference of a row, and of a link for all other rules."""
    row = next((row for row in LEADS if row.id == rule), None)
    if row is None:
        return "ref"
    markup = etree.fromstring(f"<x>{row.markup}</x>")
    return next(str(one.tag) for one in markup.iter() if "{}" in one.attrib.values())


def _enter() -> None:
    for row in LEADS:
        kind(row.id, "naming")(partial(_misled, row))
    for rule in RULES.values():
        if rule.family == "refs" and rule.id not in KINDS:
            made: Kind = partial(_grafted, rule.id)
            kind(rule.id, "naming")(made)
    kind("refs-to", "naming")(_addressed)


_enter()
