"""What the rules of metadata have in common: IRIs of any jurisdiction read part by part, and the levels that bear them.

`akn.iri` is the grammar of what this project writes; here an IRI is read as far as it goes, so that each rule can say
which part of it is wrong.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from akn.places import local_name
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Level, Part, Survey

IDENTIFICATION = "a:meta/a:identification[1]"
"""How an assertion leads to the identification of a document."""

SPACE = " \t\r\n"
"""White space of XML."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_SEGMENT_OF_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_FORMAT = re.compile(r"(?<=[^/])\.([A-Za-z0-9]+)$")
_HOST = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//[^/]*(?=/akn/)")


@dataclass(frozen=True, slots=True)
class Work:
    """The parts of a Work's IRI: what stands between the type and the date, and after the date, as it stands there.

    Parts that are not there are empty.
    """

    country: str
    doctype: str
    between: tuple[str, ...]
    date: str
    after: tuple[str, ...]


def read(uri: str) -> Work:
    """The parts of the IRI of a Work that starts with `/akn/`."""
    country, doctype, *rest = [*uri.split("/")[2:], "", ""][: max(2, uri.count("/") - 1)]
    place = next((at for at, one in enumerate(rest) if _SEGMENT_OF_DATE.fullmatch(one)), len(rest))
    return Work(country, doctype, tuple(rest[:place]), "".join(rest[place : place + 1]), tuple(rest[place + 1 :]))


FAULTS: dict[str, str] = {
    "host": "starts with a host, {0!r}",
    "iri": "does not start with /akn/",
    "fragment": "has a fragment, {0!r}",
    "query": "has a query, {0!r}",
    "sign": "has {0!r}",
    "virtual": "asks for a version with `:`, {0!r}",
    "slash": "ends in a slash",
    "mark": "names its component with `!`, not with `/!`",
    "gap": "has an empty part",
}
"""What can be wrong with the form of an identifier, each with how it is told."""

_PATTERNS = {
    "host": _HOST,
    "iri": re.compile(r"(?!/akn/)"),
    "fragment": re.compile(r"#.*"),
    "query": re.compile(r"\?.*"),
    "sign": re.compile(r"[\s\\<>\"{}|^`]"),
    "virtual": re.compile(r"(?<=/)[a-z]{3}:[^/]*"),
    "slash": re.compile(r"/$"),
    "mark": re.compile(r"(?<=[^/])!"),
    "gap": re.compile(r"//"),
}


def fault(value: str) -> tuple[str, str] | None:
    """The first thing that is wrong with the form of an identifier, as a key of FAULTS and the place; None if none."""
    for name, pattern in _PATTERNS.items():
        # A pattern of a prefix holds at the start alone.
        found = pattern.match(value) if name in {"host", "iri"} else pattern.search(value)
        if found:
            return name, found[0]
    return None


def formed(level: Level | None) -> bool:
    """Whether a level has identifiers of the right form, so that it makes sense to look at their parts."""
    return level is not None and fault(level.uri) is None and not has_component(level.uri)


def has_component(uri: str) -> bool:
    """Whether an IRI names a component or a portion."""
    return "/!" in uri or "~" in uri


def works(survey: Survey) -> Iterator[tuple[Part, Level, Work]]:
    """The documents whose Work is named by the Akoma Ntoso naming, with the parts of its IRI."""
    for part in survey.parts:
        if part.work is not None and formed(part.work):
            yield part, part.work, read(part.work.uri)


def expressions(survey: Survey) -> Iterator[tuple[Part, Level, str]]:
    """Those whose Expression is so too, with its language and version: `fra@2012-11-19`."""
    for part, work, _ in works(survey):
        level = part.expression
        if level is not None and formed(level) and level.uri.startswith(f"{work.uri}/"):
            yield part, level, level.uri[len(work.uri) + 1 :]


def host(survey: Survey, part: Part) -> Part | None:
    """The document whose Work one belongs to: itself, or what it is attached to or embedded in."""
    return survey.once(_by_element).get(part.host)


def _by_element(survey: Survey) -> dict[_Element, Part]:
    return {part.element: part for part in survey.parts}


def must(part: Part) -> str:
    """The severity where AKN4UN makes a must of what the Naming Convention asks; that of the rule for others."""
    return "error" if part.country == "un" else ""


def at(level: Level, *names: str) -> _Element:
    """The first property of one of these names; the level where it has none."""
    return next((found for name in names if (found := level.first(name)) is not None), level.element)


def meta(part: Part, *names: str) -> Iterator[_Element]:
    """The blocks of these names in a document's metadata."""
    found = part.element.find(f"{{{NAMESPACE}}}meta")
    for child in found if found is not None else ():
        if local_name(child) in names:
            yield child


def has(part: Part, name: str) -> bool:
    """Whether a document's metadata have a block of this name."""
    return next(meta(part, name), None) is not None


def children(element: _Element, *names: str) -> Iterator[_Element]:
    """The child elements of these names."""
    return element.iterchildren(*(f"{{{NAMESPACE}}}{name}" for name in names))


def written(number: str) -> str:
    """A number as an IRI writes it, whatever its other signs."""
    return number.replace("/", "-").replace(" ", "_")


def day(value: str) -> str:
    """The day of a date or a date with a time, as it can be compared with others; empty where there is none."""
    stated = value.strip(SPACE)
    return stated[:10] if DAY.match(stated) else ""


def is_day(value: str) -> bool:
    """Whether this is a date of the calendar."""
    try:
        return bool(datetime.date.fromisoformat(value))
    except ValueError:
        return False


def days(level: Level) -> list[str]:
    """The days in the dates of a level, without the dates that say none."""
    return [stated for found in level.all("FRBRdate") if (stated := day(found.get("date", "")))]


def format_of(level: Level, iri: str) -> str:
    """The format at the end of an IRI of the Manifestation, with its dot; empty at other levels."""
    found = _FORMAT.search(iri) if local_name(level.element) == "FRBRManifestation" else None
    return found[0] if found else ""


def without_format(level: Level, iri: str) -> str:
    """An IRI without the format of the Manifestation."""
    return iri.removesuffix(format_of(level, iri))


def component(level: Level) -> str | None:
    """The component that FRBRthis names; None where it is not FRBRuri and a component."""
    if fault(level.this) is not None:
        return None
    whole, this = without_format(level, level.uri), without_format(level, level.this)
    # In a package (.akn) each component is a file of its own format.
    if format_of(level, level.this) != format_of(level, level.uri) and format_of(level, level.uri) != ".akn":
        return None
    return this.removeprefix(f"{whole}/!") or None if this.startswith(f"{whole}/!") else None
