"""What changes of metadata are made of: properties and blocks, put where the schema wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from lxml import etree

from akn.rules.naming import component, format_of, formed, read, without_format
from akn.rules.survey import Level, Part, survey
from akn.schema import NAMESPACE
from akn.testing.defects import Defect, Judged, kind
from akn.testing.placing import insert

_NS = f"{{{NAMESPACE}}}"
_OF_UN = f"{_NS}meta/{_NS}identification/{_NS}FRBRWork/{_NS}FRBRcountry[@value='un']"


def is_of_un(document: etree._Element) -> bool:
    """Whether a document (`statement`, `act`, ...) is one of the United Nations."""
    return document.find(_OF_UN) is not None


@dataclass(frozen=True, slots=True)
class File:
    """One document of a file (`part`) that is to be broken, whose three levels are there."""

    document: Judged
    part: Part
    work: Level
    expression: Level
    manifestation: Level

    @property
    def levels(self) -> tuple[Level, Level, Level]:
        """The three levels."""
        return self.work, self.expression, self.manifestation

    @property
    def is_named(self) -> bool:
        """Whether its identifiers follow the convention."""
        named = formed(self.work) and read(self.work.uri).country == self.part.country
        return named and self.expression.uri.startswith(f"{self.work.uri}/") and component(self.work) is not None

    @property
    def agent(self) -> str:
        """A reference to somebody."""
        return self.expression.value("FRBRauthor", "href")

    @property
    def shares(self) -> bool:
        """Whether another document of the file belongs to the same Work."""
        others = (other for other in files(self.document) if other.part.element is not self.part.element)
        return any(other.work.uri == self.work.uri for other in others)

    @property
    def is_cited(self) -> bool:
        """Whether something in the file leads to the Work by its IRI, as a translation or a step does."""
        return any(element.get("href", "").startswith(self.work.uri) for element, _ in self.document)

    def has(self, *names: str) -> bool:
        """Whether the metadata hold an element of one of these names."""
        meta = self.part.element.find(f"{_NS}meta")
        return meta is not None and next(meta.iter(*(f"{_NS}{name}" for name in names)), None) is not None


def files(document: Judged, *, of_un: bool = False) -> list[File]:
    """The documents in a file that are named by the convention, outermost first: the United Nations', or all others."""
    found = survey(document.root.getroottree()).parts
    every = [
        File(document, part, part.work, part.expression, part.manifestation)
        for part in found
        if part.work is not None and part.expression is not None and part.manifestation is not None
    ]
    return [one for one in every if one.is_named and is_of_un(one.part.element) == of_un]


def files_of_un(document: Judged) -> list[File]:
    """The documents of the United Nations in a file."""
    return files(document, of_un=True)


def attached(document: Judged) -> Iterator[File]:
    """The last of those that are attached and have nothing attached to them, where it belongs to the same Work."""
    found = [one for one in files(document) if one.part.is_attachment]
    known = {one.part.element: one for one in files(document)}
    for one in found[-1:]:
        host = known.get(one.part.host)
        if host is not None and host.work.uri == one.work.uri:
            yield one


def kind_of_file(
    name: str, make: Callable[[File], Iterator[Defect]], of: Callable[[Judged], Iterable[File]] = files
) -> None:
    """Enters a kind of defect that is made in one document of a file."""

    def made(document: Judged) -> Iterator[Defect]:
        for file in of(document):
            yield from make(file)

    kind(name, "naming")(made)


def defect(element: etree._Element, change: str, *steps: Callable[[], object]) -> Defect:
    """A defect that takes several steps."""
    return Defect(element, change, lambda: [step() for step in steps])


def new(name: str, attributes: Mapping[str, str] | None = None, *children: etree._Element) -> etree._Element:
    """An element that stands nowhere yet."""
    element = etree.Element(f"{_NS}{name}", dict(attributes or {}), {None: NAMESPACE})
    element.extend(children)
    return element


def add(file: File, holder: etree._Element, element: etree._Element) -> Callable[[], None]:
    """The step that puts an element at the last place where the schema allows it."""
    return partial(insert, holder, element, file.document.grammar)


def add_block(file: File, element: etree._Element) -> Callable[[], None]:
    """The step that puts a block into the metadata."""
    meta = file.part.element.find(f"{_NS}meta")
    assert meta is not None
    return add(file, meta, element)


def put(file: File, level: Level, name: str, /, **attributes: str) -> Defect:
    """Sets attributes of the first property of that name, which is added where there is none."""
    found = level.first(name)
    if found is None:
        return added(file, level, name, **attributes)
    steps = [partial(found.set, key, value) for key, value in attributes.items()]
    return defect(found, f"set {name} to {attributes}", *steps)


def added(file: File, level: Level, name: str, /, **attributes: str) -> Defect:
    """Adds a property."""
    element = new(name, attributes)
    return defect(element, f"added {name} {attributes}", add(file, level.element, element))


def moved(file: File, old: str, to: str, *names: str, alone: bool = False) -> Callable[[], None]:
    """The step that writes `to` for `old` at the start of addresses in elements of these names, or in all for no names:
    of the whole file, or of the three levels of this document alone.
    """

    def step() -> None:
        holders = [level.element for level in file.levels] if alone else [file.document.root]
        for element in (one for holder in holders for one in holder.iter(*(f"{_NS}{name}" for name in names or "*"))):
            for key, value in element.items():
                if value == old or value.startswith((f"{old}/", f"{old}.", f"{old}@")):
                    element.set(key, to + value[len(old) :])

    return step


def called(file: File, name: str) -> Callable[[], None]:
    """The step that gives a document another component in its three FRBRthis."""

    def step() -> None:
        for level in file.levels:
            this = level.first("FRBRthis")
            if this is not None and component(level) is not None:
                end = format_of(level, level.this)
                this.set("value", f"{without_format(level, level.uri)}/!{name}{end}")

    return step
