"""The IRIs of a document at its three FRBR levels, built and parsed (Naming Convention chapter 4, AKN4UN profile).

Each level is a value whose `uri` names the whole document and whose `this` names one component of it. `parse` takes
either and gives the value back: `parse(value.this) == value`, and `parse(value.uri) == value` for the main component.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from akn.diagnostics import UsageError

_PARTS = {
    "country": r"[a-z]{2,}(?:-[a-z0-9]+)*",
    "doctype": "act|bill|statement|doc|debate|debateReport|judgment|amendment|amendmentList|officialGazette"
    "|documentCollection|portion",
    "subtype": r"[a-z][A-Za-z]*",
    "actor": r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*",
    "date": r"[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?",
    "number": r"[A-Za-z0-9][A-Za-z0-9._()\-]*",
    "language": r"[a-z]{3}",
    "version": r"(?:[A-Za-z0-9][A-Za-z0-9_:+\-]*(?:;[A-Za-z0-9][A-Za-z0-9_:+\-]*)*)?",
    "component": r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9\-]+)?(?:/[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9\-]+)?)*",
    "format": r"[a-z0-9]{3,4}",
}
_GROUP = {name: f"(?P<{name}>{pattern})" for name, pattern in _PARTS.items()}
_IRI = re.compile(
    "/akn/{country}/{doctype}/{subtype}/{actor}/{date}/{number}"
    "(?P<expression>/{language}@{version})?"
    "(?:/!{component})?"
    r"(?P<manifestation>\.{format})?".format_map(_GROUP)
)

# What follows the IRI of a Work in that of its Expression: a language, and a version after `@` (`:` for a virtual one).
_EXPRESSION = re.compile(r"/[a-z]{2,3}(?:-[A-Za-z]+)?[@:][^/!~]*")
_PART = re.compile(r"/?(?=[!~])")
_FORMAT = re.compile(r"\.[a-z0-9]{3,4}\Z")
_DAY_OR_YEAR = re.compile(r"[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?")
_HOST = re.compile(r"[a-z]+://[^/]+(?=/akn/)")

# An undated Work or Expression bears this date in its metadata, which need one.
UNDATED = "1900-01-01"


@dataclass(frozen=True, slots=True)
class Work:
    """The intellectual creation, whatever its language: `/akn/un/statement/deliberation/un-ga/2012-11-19/67-6`.

    `date` is a day, or a year where only the year is known. `component` is the part that `this` names.
    """

    doctype: str
    subtype: str
    actor: str
    date: str
    number: str
    component: str = "main"
    country: str = "un"

    def __post_init__(self) -> None:
        for name in ("doctype", "subtype", "actor", "date", "number", "component", "country"):
            _check(name, getattr(self, name))
        if len(self.date) > 4:
            _check_day(self.date)

    @property
    def uri(self) -> str:
        """The IRI of the whole Work."""
        return f"/akn/{self.country}/{self.doctype}/{self.subtype}/{self.actor}/{self.date}/{self.number}"

    @property
    def this(self) -> str:
        """The IRI of this component of the Work."""
        return f"{self.uri}/!{self.component}"


@dataclass(frozen=True, slots=True)
class Expression:
    """A Work in one language (ISO 639-2/T) and one version, empty for the original: `.../fra@`."""

    work: Work
    language: str
    version: str = ""

    def __post_init__(self) -> None:
        _check("language", self.language)
        _check("version", self.version)

    @property
    def uri(self) -> str:
        """The IRI of the whole Expression."""
        return f"{self.work.uri}/{self.language}@{self.version}"

    @property
    def this(self) -> str:
        """The IRI of this component of the Expression."""
        return f"{self.uri}/!{self.work.component}"


@dataclass(frozen=True, slots=True)
class Manifestation:
    """An Expression in one format: `.../fra@.xml`."""

    expression: Expression
    format: str = "xml"

    def __post_init__(self) -> None:
        _check("format", self.format)

    @property
    def uri(self) -> str:
        """The IRI of the whole Manifestation."""
        return f"{self.expression.uri}.{self.format}"

    @property
    def this(self) -> str:
        """The IRI of this component of the Manifestation."""
        return f"{self.expression.this}.{self.format}"


Level = TypeVar("Level", Work, Expression, Manifestation)


def with_component(level: Level, component: str) -> Level:
    """The same level of the same document, for another component: `with_component(work, "annex_1")`."""
    if isinstance(level, Work):
        return replace(level, component=component)
    if isinstance(level, Expression):
        return replace(level, work=with_component(level.work, component))
    return replace(level, expression=with_component(level.expression, component))


def parse(iri: str) -> Work | Expression | Manifestation:
    """The level that an IRI names. Raises UsageError where it does not follow the grammar."""
    match = _IRI.fullmatch(iri)
    if match is None or (match["manifestation"] and not match["expression"]):
        raise UsageError(
            f"{iri!r} is not an Akoma Ntoso IRI: /akn/COUNTRY/DOCTYPE/SUBTYPE/ACTOR/DATE/NUMBER is expected, then"
            " /LANGUAGE@VERSION, /!COMPONENT and .FORMAT where they apply."
        )
    work = Work(
        doctype=match["doctype"],
        subtype=match["subtype"],
        actor=match["actor"],
        date=match["date"],
        number=match["number"],
        component=match["component"] or "main",
        country=match["country"],
    )
    if not match["expression"]:
        return work
    expression = Expression(work, match["language"], match["version"])
    return Manifestation(expression, match["format"]) if match["manifestation"] else expression


@dataclass(frozen=True, slots=True)
class Segments:
    """What the IRI of any Work says, empty where it does not say it: a naming other than that of `Work` is read too."""

    country: str = ""
    doctype: str = ""
    subtype: str = ""
    actor: str = ""
    date: str = ""
    number: str = ""


@lru_cache(maxsize=4096)
def segments(work: str) -> Segments:
    """The segments of the IRI of a Work, of whatever country: subtype and actor only where both are there, since one
    alone may be either. An IRI of another naming (a web address) has none.
    """
    country, doctype, *rest = [*work.removeprefix("/akn").strip("/").split("/"), ""]
    if not work.startswith("/") or not re.fullmatch(_PARTS["country"], country) or not doctype:
        return Segments()
    rest = [segment for segment in rest if segment]
    at = next((index for index, segment in enumerate(rest) if _DAY_OR_YEAR.fullmatch(segment)), None)
    if at is None:
        return Segments(country, doctype, number=rest[-1] if rest else "")
    subtype, actor = rest[:at] if at == 2 else ("", "")
    return Segments(country, doctype, subtype, actor, rest[at], "/".join(rest[at + 1 :]))


def work_of(iri: str) -> tuple[str, str]:
    """The IRI of the Work in an IRI of any level, and which part of the Work is meant: `!annex_1`, `~art_5`, `#art_5`.

    The host before `/akn/` is left out, as are the main component and the format. The naming of Akoma Ntoso 1.0 and 2.0
    is read too, in which a component has no sign (`/eng@/main`). Of any other address only the fragment is a part.
    """
    path, _, fragment = _HOST.sub("", iri.strip()).partition("#")
    in_document = f"#{fragment}" if fragment else ""
    if not path.startswith("/"):
        return path, in_document
    level = _EXPRESSION.search(path) or _PART.search(path)
    work, below = (path[: level.start()], path[level.end() :]) if level else (path, "")
    if not work.startswith("/akn/") and "!" not in below:  # no sign before the component
        below = below.replace("/", "!", 1)
    component, tilde, portion = _FORMAT.sub("", below).partition("~")
    component = component.partition("!")[2].strip("/")
    named = f"!{component}" if component not in ("", "main") else ""
    work = work.rstrip("/")
    if "/" in segments(work).number:
        work = work.removesuffix("/main")
    return work, f"{named}{tilde}{portion}{in_document}"


def number_segment(number: str) -> str:
    """A printed number as the IRI writes it: `67-6` for `67/6`, `2214_(2015)` for `2214 (2015)`.

    `/` and dashes become `-`, white space `_`; letters lose their accents; what the grammar has no place for is left
    out. The number as printed belongs in `FRBRnumber/@showAs`. Raises UsageError where nothing is left.
    """
    joined = re.sub(r"\s+", "_", re.sub(r"\s*/\s*", "-", number.strip()))
    dashed = "".join("-" if unicodedata.category(character) == "Pd" else character for character in joined)
    plain = unicodedata.normalize("NFKD", dashed).encode("ascii", "ignore").decode("ascii")
    segment = re.sub(r"[^A-Za-z0-9._()\-]+|^[^A-Za-z0-9]+", "", plain).lstrip("._()-")
    if not segment:
        raise UsageError(f"{number!r} holds no letter or digit that an IRI can carry.")
    return segment


def _check(name: str, value: str) -> None:
    if not re.fullmatch(_PARTS[name], value):
        raise UsageError(f"{value!r} is no {name} of an Akoma Ntoso IRI: {_PARTS[name]} is expected.")


def _check_day(date: str) -> None:
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        raise UsageError(f"{date!r} is no day of the calendar; YYYY-MM-DD or YYYY is expected.") from None
