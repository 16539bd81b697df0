"""What the rules look at: a document read once, with its identifiers and its FRBR levels."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from akn.places import local_name
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element, _ElementTree

DOCUMENTS = frozenset(
    "act amendment amendmentList bill debate debateReport doc documentCollection judgment officialGazette portion"
    " statement".split()
)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Found = TypeVar("Found")
_START = len(NAMESPACE) + 2
LEVELS = ("FRBRWork", "FRBRExpression", "FRBRManifestation")


@dataclass(frozen=True, slots=True)
class Level:
    """One FRBR level of a document: its element, and the values and elements of its properties."""

    element: _Element

    def first(self, name: str) -> _Element | None:
        """The first property of that name."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[_Element]:
        """Every property of that name."""
        return self.element.iterchildren(f"{{{NAMESPACE}}}{name}")

    def value(self, name: str, attribute: str = "value") -> str:
        """An attribute of the first property of that name, empty where there is none."""
        found = self.first(name)
        return "" if found is None else found.get(attribute, "")

    @property
    def uri(self) -> str:
        """The IRI of the whole document at this level."""
        return self.value("FRBRuri")

    @property
    def this(self) -> str:
        """The IRI of this component at this level."""
        return self.value("FRBRthis")


@dataclass(frozen=True, slots=True)
class Part:
    """A document element (`statement`, `doc`, ...) with the three levels of its identification, where it has them."""

    element: _Element
    work: Level | None
    expression: Level | None
    manifestation: Level | None

    @property
    def levels(self) -> tuple[Level, ...]:
        """Those of the three levels that are there."""
        return tuple(level for level in (self.work, self.expression, self.manifestation) if level is not None)

    @property
    def is_main(self) -> bool:
        """Whether this is the document itself, not an attachment or component."""
        parent = self.element.getparent()
        return parent is not None and local_name(parent) == "akomaNtoso"

    @property
    def is_attachment(self) -> bool:
        """Whether this is a document that is attached to another."""
        parent = self.element.getparent()
        return parent is not None and local_name(parent) == "attachment"

    @property
    def host(self) -> _Element:
        """The document whose Work this one belongs to: what it is attached to, or embedded in."""
        found = self.element
        while (parent := found.getparent()) is not None and local_name(parent) in ("attachment", "embeddedStructure"):
            around = next((above for above in parent.iterancestors() if local_name(above) in DOCUMENTS), None)
            if around is None:
                break
            found = around
        return found

    @property
    def country(self) -> str:
        """The code of the jurisdiction, such as `un`."""
        return "" if self.work is None else self.work.value("FRBRcountry")


@dataclass(frozen=True, slots=True)
class Survey:
    """A document, read once for all rules, so that each looks only at what it is about.

    `eids` are the first user of each eId, `parts` its documents (statements, annexes). `as_un` says that it is to be
    judged as a document of the United Nations, whatever its country. What several rules need is found out `once`.
    """

    root: _Element
    eids: dict[str, _Element]
    parts: tuple[Part, ...]
    by_name: dict[str, list[_Element]]
    by_attribute: dict[str, list[_Element]]
    values: dict[str, list[str]]
    as_un: bool = False
    known: dict[object, Any] = field(default_factory=dict)

    def once(self, find: Callable[[Survey], Found]) -> Found:
        """What `find` finds in this document; it is called at the first time only."""
        if find not in self.known:
            self.known[find] = find(self)
        found: Found = self.known[find]
        return found

    @property
    def elements(self) -> tuple[_Element, ...]:
        """The elements of Akoma Ntoso in the order of the document; the indexes are faster where they will do."""
        return tuple(self.root.iter(f"{{{NAMESPACE}}}*"))

    def named(self, *names: str) -> Iterator[_Element]:
        """The elements of these names, in the order of the document for each name."""
        for name in names:
            yield from self.all(name)

    def all(self, name: str) -> list[_Element]:
        """The elements of one name, in the order of the document."""
        return self.by_name.get(name, [])

    def bearing(self, *attributes: str) -> Iterator[tuple[_Element, str, str]]:
        """The elements that bear any of these attributes, each with its name and its value."""
        for attribute in attributes:
            for element, value in self.pairs(attribute):
                yield element, attribute, value

    def pairs(self, attribute: str) -> Iterator[tuple[_Element, str]]:
        """The elements that bear an attribute, each with its value, in the order of the document."""
        holders = self.by_attribute.get(attribute, [])
        if attribute not in self.values:
            self.values[attribute] = [holder.get(attribute, "") for holder in holders]
        return zip(holders, self.values[attribute], strict=True)

    def of_un(self) -> Iterator[Part]:
        """The documents that are the United Nations'."""
        return (part for part in self.parts if self.as_un or part.country == "un")

    def target(self, reference: str, origin: _Element) -> _Element | None:
        """The element that `#eId` names, as seen from `origin`: within an attachment its prefix may be left out."""
        eid = reference.removeprefix("#")
        if (found := self.eids.get(eid)) is not None:
            return found
        for holder in origin.iterancestors(f"{{{NAMESPACE}}}attachment", f"{{{NAMESPACE}}}component"):
            if (found := self.eids.get(f"{holder.get('eId')}__{eid}")) is not None:
                return found
        return None


class Scope:
    """Which elements stand in a document of the United Nations."""

    def __init__(self, survey: Survey) -> None:
        ours = {part.element for part in survey.of_un()}
        self._known = {part.element: part.element in ours for part in survey.parts}

    def holds(self, element: _Element) -> bool:
        """Whether the nearest document around an element, or itself, is one of them."""
        passed: list[_Element] = []
        here: _Element | None = element
        while here is not None and here not in self._known:
            passed.append(here)
            here = here.getparent()
        found = here is not None and self._known[here]
        self._known.update(dict.fromkeys(passed, found))
        return found


def is_in_portion(element: _Element) -> bool:
    """Whether an element stands in a portion: what is around that, and what it refers to, may be in another file."""
    return next(element.iterancestors(f"{{{NAMESPACE}}}portion"), None) is not None


def survey(tree: _ElementTree, *, as_un: bool = False) -> Survey:
    """Reads a document once for all rules."""
    root = tree.getroot()
    by_tag: dict[object, list[_Element]] = defaultdict(list)
    by_attribute: dict[str, list[_Element]] = defaultdict(list)
    # This is done for every element, and decides how long validation takes. The values of attributes are looked up
    # where a rule asks for them; but to walk the tree again would take longer than to keep its elements.
    for element in root.iter(f"{{{NAMESPACE}}}*"):
        by_tag[element.tag].append(element)
        for attribute in element.keys():  # noqa: SIM118 - what is in an element are its children
            by_attribute[attribute].append(element)
    by_name = {str(tag)[_START:]: elements for tag, elements in by_tag.items()}
    holders = by_attribute.get("eId", [])
    values = [holder.get("eId", "") for holder in holders]
    eids = dict(zip(reversed(values), reversed(holders), strict=True))
    documents = [element for name in DOCUMENTS for element in by_name.get(name, ())]
    if len(documents) > 1:
        documents = list(root.iter(*(f"{{{NAMESPACE}}}{name}" for name in DOCUMENTS)))
    return Survey(root, eids, tuple(map(_part, documents)), by_name, dict(by_attribute), {"eId": values}, as_un)


def _part(element: _Element) -> Part:
    identification = element.find(f"{{{NAMESPACE}}}meta/{{{NAMESPACE}}}identification")
    work, expression, manifestation = (
        None if identification is None else identification.find(f"{{{NAMESPACE}}}{name}") for name in LEVELS
    )
    return Part(element, *(None if level is None else Level(level) for level in (work, expression, manifestation)))
