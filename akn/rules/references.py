"""Rules of references within a document: everything that starts with `#`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akn.places import local_name
from akn.rules.registry import Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey

# Attributes that always name an element of the same file, and those that may also hold an address.
_INTERNAL = (
    "alternativeTo",
    "as",
    "by",
    "choice",
    "dictionary",
    "end",
    "for",
    "from",
    "includedIn",
    "outcome",
    "period",
    "placementBase",
    "refersTo",
    "source",
    "start",
    "to",
    "upTo",
)
_ANY = (*_INTERNAL, "href", "src")

_AGENTS = frozenset({"TLCOrganization", "TLCPerson"})
_TARGETS: dict[str, frozenset[str]] = {
    "as": frozenset({"TLCRole"}),
    "by": _AGENTS | {"TLCRole"},
    "outcome": frozenset({"TLCConcept"}),
    "period": frozenset({"temporalGroup"}),
    "start": frozenset({"eventRef"}),
    "end": frozenset({"eventRef"}),
    "to": _AGENTS | {"TLCRole"},
}
# AKN4UN names authors as organizations or concepts, and lets a process or an application answer for mark-up.
_SOURCES = _AGENTS | {"TLCConcept", "TLCObject", "TLCProcess"}
_META = frozenset(
    """
    analysis classification identification lifecycle mappings notes otherAnalysis otherReferences presentation
    proprietary references restrictions temporalData workflow
    """.split()
)
_CLASSES = {
    "concept": "TLCConcept",
    "event": "TLCEvent",
    "location": "TLCLocation",
    "object": "TLCObject",
    "organization": "TLCOrganization",
    "person": "TLCPerson",
    "process": "TLCProcess",
    "role": "TLCRole",
}
_NOTES = frozenset({"authorialNote", "note"})


@rule(
    "refs-resolve",
    "What a reference names is in the document",
    severity="error",
    source="AKN core part 2, the types of references; AKN4UN, metadata",
    bad='<p><ref href="#para_9">paragraph 9</ref></p>',
    good='<paragraph eId="para_9"/><p><ref href="#para_9">paragraph 9</ref></p>',
)
def resolve(survey: Survey) -> Iterator[Problem]:
    """A `#eId` for which there is no element leads nowhere."""
    for element, attribute, reference in _references(survey):
        if survey.target(reference, element) is None:
            yield Problem(
                element, f"@{attribute} of <{local_name(element)}> names {reference!r}, and no element has that eId."
            )


@rule(
    "refs-form",
    "A reference within the document is `#` and an eId",
    severity="warning",
    source="AKN core part 2, the types of references",
    bad='<p><role refersTo="">President</role></p>',
    good='<p><ref href="/akn/un/act/provision/un/1945-06-26/charter">Charter</ref></p>',
)
def form(survey: Survey) -> Iterator[Problem]:
    """Attributes such as refersTo and source lead to an entry of `references`, which has the address."""
    for element in survey.elements:
        for attribute in _INTERNAL:
            value = element.get(attribute)
            # A period of hours, or the origin of a portion, is written as it is.
            if value is None or (attribute in {"start", "end", "from", "upTo", "to"} and not value.startswith("#")):
                continue
            if any(not word.startswith("#") or word == "#" for word in value.split() or [""]):
                yield Problem(
                    element,
                    f"@{attribute} of <{local_name(element)}> is {value!r}; expected is `#` and the eId of an element.",
                )


@rule(
    "refs-class",
    "A reference leads to an entry of the right class",
    severity="warning",
    source="AKN core part 2, agentRef, roleRef, voteRef; AKN4UN, semantic inline elements",
    bad='<references source="#un"><TLCOrganization eId="un" href="/akn/ontology/organization/un/un" showAs="UN"/>'
    '</references><p><role refersTo="#un">President</role></p>',
    good='<references source="#un"><TLCOrganization eId="un" href="/akn/ontology/organization/un/un" showAs="UN"/>'
    '</references><p><organization refersTo="#un">UN</organization></p>',
)
def right_class(survey: Survey) -> Iterator[Problem]:
    """An agent for by and source, a role for as, a concept for outcome, and for refersTo the class of the element."""
    for element, attribute, reference in _references(survey):
        accepted = _accepted(element, attribute)
        target = survey.target(reference, element) if accepted else None
        if target is not None and local_name(target) not in accepted:
            yield Problem(
                element,
                f"@{attribute} of <{local_name(element)}> leads to a <{local_name(target)}>; accepted is"
                f" {' or '.join(sorted(accepted))}.",
            )


@rule(
    "refs-note",
    "A noteRef leads to a note",
    severity="error",
    source="AKN core part 2, noteRef",
    bad='<p eId="p_1"><noteRef marker="1" href="#p_1"/></p>',
    good='<p><authorialNote eId="ftn_1" marker="1"><p/></authorialNote><noteRef marker="1" href="#ftn_1"/></p>',
)
def note(survey: Survey) -> Iterator[Problem]:
    """The target of a noteRef is an authorialNote in the text or a note of the metadata."""
    for element, target in _note_calls(survey):
        if local_name(target) not in _NOTES:
            yield Problem(element, f"<noteRef> leads to a <{local_name(target)}>, which is no note.")


@rule(
    "refs-marker",
    "A noteRef shows the marker of its note",
    severity="warning",
    source="AKN core part 2, noteRef",
    bad='<p><authorialNote eId="ftn_1" marker="1"><p/></authorialNote><noteRef marker="2" href="#ftn_1"/></p>',
    good='<p><authorialNote eId="ftn_1" marker="1"><p/></authorialNote><noteRef marker="1" href="#ftn_1"/></p>',
)
def marker(survey: Survey) -> Iterator[Problem]:
    """A reader who meets the marker looks for the note that bears it."""
    for element, target in _note_calls(survey):
        shown, borne = element.get("marker"), target.get("marker")
        if local_name(target) in _NOTES and shown is not None and borne is not None and shown != borne:
            yield Problem(element, f"<noteRef> shows the marker {shown!r}, and its note bears {borne!r}.")


@rule(
    "refs-uncalled",
    "A note of the metadata is called somewhere",
    severity="warning",
    source="AKN4UN, metadata, notes",
    bad='<notes source="#akn"><note eId="note_1"><p/></note></notes>',
    good='<notes source="#akn"><note eId="note_1"><p/></note></notes><p><noteRef href="#note_1"/></p>',
)
def uncalled(survey: Survey) -> Iterator[Problem]:
    """An editorial note that no noteRef calls is never shown."""
    called = {id(target) for _, target in _note_calls(survey)}
    for element in survey.elements:
        if local_name(element) == "note" and element.get("eId") and id(element) not in called:
            yield Problem(element, f"No <noteRef> calls the note {element.get('eId')!r}.")


def _references(survey: Survey) -> Iterator[tuple[_Element, str, str]]:
    """Every `#eId` in the document, with the element and the attribute that hold it."""
    for element in survey.elements:
        for attribute in _ANY:
            value = element.get(attribute)
            if value is None or "#" not in value:
                continue
            for word in value.split():
                if word.startswith("#") and word != "#":
                    yield element, attribute, word


def _accepted(element: _Element, attribute: str) -> frozenset[str]:
    name = local_name(element)
    if attribute == "refersTo":
        return frozenset({_CLASSES[name]}) if name in _CLASSES else frozenset()
    if attribute == "source":
        return _SOURCES if name in _META else frozenset()
    if attribute == "href":
        return _SOURCES if name == "FRBRauthor" else frozenset()
    return _TARGETS.get(attribute, frozenset())


def _note_calls(survey: Survey) -> Iterator[tuple[_Element, _Element]]:
    """Every noteRef whose target is in the document, with that target."""
    for element in survey.elements:
        reference = element.get("href", "")
        if local_name(element) == "noteRef" and reference.startswith("#"):
            target = survey.target(reference, element)
            if target is not None:
                yield element, target
