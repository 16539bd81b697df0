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
from akn.rules.links import internal
from akn.rules.survey import is_in_portion
from akn.rules.targets import LEADS, Leads
from akn.schema import NAMESPACE
from akn.testing.defects import KINDS, Defect, Judged, Kind, kind, setting
from akn.testing.filing import is_of_un
from akn.testing.grafts import grafted

_NS = f"{{{NAMESPACE}}}"
_NOWHERE = "#nowhere_1"

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
    """The attributes that lead to an element of the document, with its eId; no calls, without which a note is lost."""
    known = {element.get("eId") for element, _ in document}
    for element, attribute in document.attributes():
        value = element.get(attribute.name, "")
        typed = attribute.name == "href" or (attribute.type.item or attribute.type).base == "anyURI"
        called = symbol(element.tag) == "noteRef" and attribute.name == "href"
        if typed and not called and value.startswith("#") and value[1:] in known:
            yield element, attribute.name, value[1:]


@kind("refs-resolve", "naming")
def _dangling(document: Judged) -> Iterator[Defect]:
    for element, name, _ in _references(document):
        # What `a` and a portion lead to may be elsewhere.
        if symbol(element.tag) != "a" and not is_in_portion(element):
            yield setting(element, name, _NOWHERE)


@kind("refs-form", "naming")
def _form(document: Judged) -> Iterator[Defect]:
    for element, name, eid in _references(document):
        if name in internal():
            yield setting(element, name, eid)


@kind("refs-empty", "naming")
def _empty(document: Judged) -> Iterator[Defect]:
    for element, name, _ in _references(document):
        # That an author is nobody is a matter of FRBR.
        if not symbol(element.tag).startswith(("doc", "FRBR")):
            yield setting(element, name, "")


def _misled(row: Leads, document: Judged) -> Iterator[Defect]:
    """References of a row that lead to an element of another kind, in place of the right one."""
    found = False
    wrong = [element for element, _ in document if element.get("eId") and symbol(element.tag) not in row.to]
    for element, name, _ in _references(document):
        spoken_of = symbol(element.tag) in row.elements if row.elements else not _has_row(symbol(element.tag), name)
        others = [one for one in wrong if one is not element]
        if name in row.attributes and spoken_of and others:
            found = True
            yield setting(element, name, f"#{others[0].get('eId')}")
    if not found:
        yield from grafted(document, RULES[row.id].bad, *_SPOKEN_OF.get(row.id, (_holder(row), 0)))


def _has_row(element: str, attribute: str) -> bool:
    return any(attribute in row.attributes and element in row.elements for row in LEADS)


def _grafted(rule: str, document: Judged) -> Iterator[Defect]:
    """The example that breaks a rule, added to a document."""
    if rule not in _OF_UN or any(is_of_un(one) for one in document.root.iterchildren(f"{_NS}*")):
        yield from grafted(document, RULES[rule].bad, *_SPOKEN_OF.get(rule, ("ref", 0)))


def _holder(row: Leads) -> str:
    """The name of the element that holds the reference of a row."""
    markup = etree.fromstring(f"<x>{row.markup}</x>")
    return next(str(one.tag) for one in markup.iter() if "{}" in one.attrib.values())


def _enter() -> None:
    for row in LEADS:
        kind(row.id, "naming")(partial(_misled, row))
    for rule in RULES.values():
        if rule.family == "refs" and rule.id not in KINDS:
            made: Kind = partial(_grafted, rule.id)
            kind(rule.id, "naming")(made)


_enter()
