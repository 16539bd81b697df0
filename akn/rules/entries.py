"""Rules of the entries of `references`: what they are, in the words of the ontology (Naming Convention 1.0, 4.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akn.places import OTHER_LINE, local_name
from akn.rules.registry import NC, Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey

_SOURCE = NC + "4.11"
_ENTITIES = tuple(
    f"TLC{name}" for name in "Concept Event Location Object Organization Person Process Role Term".split()
)
ENTRIES = (
    *_ENTITIES,
    "TLCReference",
    *"activeRef attachmentOf hasAttachment jurisprudence original passiveRef".split(),
)
"""The elements that are entries of `references`: entities, which have classes, whatever else, and documents."""

_ENTRY = '<references source="#akn"><TLCPerson eId="x-1" href="{}" showAs="{}"/></references>'
_TWO = (
    '<references source="#akn"><TLCPerson eId="x-1" href="/akn/ontology/person/un/x" showAs="X"/><TLCPerson eId="x-2" '
    'href="/akn/ontology/person/un/{}" showAs="Y"/></references>'
)


@rule(
    "refs-ontology",
    "The address of an entity is an IRI of the ontology",
    severity="warning",
    naming=True,
    source=_SOURCE,
    bad=_ENTRY.format("https://www.example.org/x", "X"),
    good=_ENTRY.format("/akn/ontology/person/un/x", "X"),
)
def ontology(survey: Survey) -> Iterator[Problem]:
    """/akn/ontology/CLASS/...; a TLCReference may lead to anything. `/ontology/CLASS/...`, as older examples of the
    Standard have it, is accepted.
    """
    for element in _entities(survey):
        href = element.get("href", "")
        if href.strip() and _class(href) is None:
            name = local_name(element)[3:].lower()
            yield Problem(
                element,
                f"<{local_name(element)}> has the address {href!r}, which is no IRI of the ontology.",
                f"Such as /akn/ontology/{name}/un/x.",
            )


@rule(
    "refs-ontology-class",
    "The IRI of an entity has the class of its entry",
    severity="warning",
    naming=True,
    source=_SOURCE,
    bad=_ENTRY.format("/akn/ontology/concept/un/x", "X"),
    good=_ENTRY.format("/akn/ontology/person/un/x", "X"),
)
def ontology_class(survey: Survey) -> Iterator[Problem]:
    """The class is the name of the element in the singular and in lower case; the plural is in use, and a note."""
    for element in _entities(survey):
        stated, expected = _class(element.get("href", "")), local_name(element)[3:].lower()
        if stated and stated.lower() == f"{expected}s":
            yield Problem(element, f"The class {stated!r} is a plural; it is {expected!r}.", severity="note")
        elif stated and stated.lower() != expected:
            yield Problem(element, f"<{local_name(element)}> has an IRI of the class {stated!r}; it is {expected!r}.")


@rule(
    "refs-entity",
    "An entity is shown by one name",
    severity="note",
    source=_SOURCE,
    bad=_TWO.format("x"),
    good=_TWO.format("y"),
)
def entity(survey: Survey) -> Iterator[Problem]:
    """Two entries of one IRI that show different things: one of them has the wrong IRI, or the two are one."""
    first: dict[str, _Element] = {}
    for element in _entities(survey):
        href, shown = element.get("href", "").strip(), element.get("showAs")
        other = first.setdefault(href, element) if href else element
        if other.get("showAs") != shown:
            yield Problem(
                element,
                f"{href!r} is shown as {shown!r} here, and as {other.get('showAs')!r} on line {OTHER_LINE}.",
                other=other,
            )


@rule(
    "refs-showas",
    "An entry or a document that is referred to is shown as something",
    severity="warning",
    source="AKN core part 2, showAs; AKN4UN part 1, metadata (references)",
    bad=_ENTRY.format("/akn/ontology/person/un/x", " "),
    good=_ENTRY.format("/akn/ontology/person/un/x", "X"),
)
def show_as(survey: Survey) -> Iterator[Problem]:
    """The schema asks for @showAs, and lets an empty one pass."""
    for element in survey.named(*ENTRIES, "documentRef"):
        if not element.get("showAs", "x").strip():
            yield Problem(element, f"@showAs of <{local_name(element)}> is empty.")


def _entities(survey: Survey) -> Iterator[_Element]:
    return survey.named(*_ENTITIES)


def _class(href: str) -> str | None:
    """The class in an IRI of the ontology; None where it is none."""
    steps = href.split("/")
    for start in (["", "akn", "ontology"], ["", "ontology"]):
        if steps[: len(start)] == start and len(steps) > len(start) + 1:
            return "" if start[1] == "ontology" and steps[2] == "akn" else steps[len(start)]
    # A country may stand before the ontology.
    return steps[4] if len(steps) > 5 and steps[1] == "akn" and steps[3] == "ontology" else None
