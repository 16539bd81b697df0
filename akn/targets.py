"""Where a document names an element of its own: `#eId`, and `~eId` in an IRI of this very document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from akn.datatypes import WHITE
from akn.places import local_name
from akn.rules.links import referring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules import Survey


@dataclass(frozen=True, slots=True)
class Reference:
    """An eId in an attribute's value, from character `start` to `end` of it; `origin` is where it is looked up from."""

    element: _Element
    attribute: str
    start: int
    end: int
    eid: str
    origin: _Element

    def target(self, survey: Survey) -> _Element | None:
        """The element that is meant; None where there is none."""
        return survey.target(f"#{self.eid}", self.origin)

    @property
    def is_free(self) -> bool:
        """Whether it may lead to an element of any kind."""
        return self.attribute == "href" and local_name(self.element) == "ref"


def references(survey: Survey) -> Iterator[Reference]:
    """Every reference to an eId of this document, whether an element has it or not."""
    documents = _documents(survey)
    wids = {one.get("wId") for one in survey.elements}
    for element in survey.elements:
        for name, value in element.attrib.items():
            if name in referring() and ("#" in value or "~" in value):
                for match in _WORD.finditer(str(value)):
                    # A mapping starts from a wId, which is the eId only where an element has no other.
                    if name != "original" or match[0].removeprefix("#") not in wids:
                        yield from _in_word(element, str(name), match.start(), match[0], documents)


_WORD = re.compile(f"[^{WHITE}]+")
_LONG = re.compile(r"(?P<document>[^~#]*?)(?:/?~(?P<first>[^~#]+?)(?:->(?P<last>[^~#]+))?)?(?:#(?P<fragment>[^#]+))?")


def _in_word(
    element: _Element, attribute: str, at: int, word: str, documents: dict[str, _Element]
) -> Iterator[Reference]:
    if word.startswith("#"):
        if len(word) > 1:
            yield Reference(element, attribute, at + 1, at + len(word), word[1:], element)
        return
    found = _LONG.fullmatch(word)
    if found is None or not (found["first"] or found["fragment"]):
        return
    origin = documents.get(found["document"].rstrip("/")) if found["document"] else element
    if origin is None:  # another document
        return
    for group in ("first", "last", "fragment"):
        if found[group]:
            start, end = found.span(group)
            yield Reference(element, attribute, at + start, at + end, found[group], origin)


def _documents(survey: Survey) -> dict[str, _Element]:
    """The IRIs of this document and its components, and the local names of those, each with its element."""
    found: dict[str, _Element] = {}
    for part in survey.parts:
        for level in part.levels:
            for iri in (level.this, level.uri if part.is_main else ""):
                if iri := iri.strip(WHITE).rstrip("/"):
                    found.setdefault(iri, part.element)
                    found.setdefault(f"!{iri.rpartition('/!')[2]}" if "/!" in iri else iri, part.element)
    return found
