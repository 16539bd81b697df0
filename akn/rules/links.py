"""The references of a document: every attribute that names an element of the file, with what it leads to."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from akn.grammar import official
from akn.places import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from akn.rules.survey import Survey

ADDRESSES = ("href", "src")
"""Attributes that may name an element of the same file, or anything else."""


@cache
def referring() -> frozenset[str]:
    """The attributes that hold IRIs or references on any element of the official schema."""
    return frozenset(
        attribute.name
        for element in official().elements.values()
        for attribute in element.attributes.values()
        if (attribute.type.item or attribute.type).base == "anyURI"
    )


@cache
def internal() -> tuple[str, ...]:
    """Attributes that always name an element of the same file: `#` and its eId (XSD, the types that end in `Ref`)."""
    return tuple(sorted(referring().difference(ADDRESSES)))


class Link(NamedTuple):
    """One reference: the element and attribute that hold it, what it says, and what it leads to, if anything."""

    element: _Element
    attribute: str
    said: str
    target: _Element | None

    @property
    def name(self) -> str:
        """The name of the element that refers."""
        return local_name(self.element)

    def leads_to(self, *names: str) -> bool:
        """Whether it leads to an element of one of these names."""
        return self.target is not None and local_name(self.target) in names


def links(survey: Survey) -> Mapping[str, list[Link]]:
    """Every `#eId` of the document, by the attribute that holds it. To be asked for with `survey.once(links)`."""
    found: dict[str, list[Link]] = defaultdict(list)
    for element, attribute, value in survey.bearing(*internal(), *ADDRESSES):
        if "#" in value:
            for word in value.split():
                if word.startswith("#") and word != "#":
                    found[attribute].append(Link(element, attribute, word, _target(survey, word, element, attribute)))
    return found


def _target(survey: Survey, word: str, element: _Element, attribute: str) -> _Element | None:
    found = survey.target(word, element)
    # What was changed is named by what it was called then.
    return survey.once(_wids).get(word[1:]) if found is None and attribute == "original" else found


def _wids(survey: Survey) -> dict[str, _Element]:
    return {wid: element for element, _, wid in survey.bearing("wId")}


def to(survey: Survey, attribute: str) -> Iterator[Link]:
    """The references in attributes of that name that lead to an element."""
    return (link for link in survey.once(links).get(attribute, ()) if link.target is not None)


def within_meta(survey: Survey) -> frozenset[_Element]:
    """The elements with an eId that are metadata, not text. To be asked for with `survey.once(within_meta)`."""
    metas = list(survey.named("meta"))
    return frozenset(one for meta in metas for one in meta.iter() if one.get("eId") is not None)


def places(survey: Survey) -> Mapping[str, int]:
    """Where each eId stands in the document, for what is in an order. To be asked for with `survey.once(places)`."""
    return {eid: place for place, (_, eid) in reversed(list(enumerate(survey.pairs("eId"))))}
