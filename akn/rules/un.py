"""Rules of AKN4UN for the documents of the United Nations: those whose FRBRcountry is `un`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akn import iri
from akn.diagnostics import UsageError
from akn.places import local_name
from akn.rules.registry import Problem, rule
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Level, Part, Survey

_GUIDE = "AKN4UN, naming (IRIs)"
_WORK = "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6"


@rule(
    "akn4un-iri",
    "The three IRIs of a document of the United Nations have every part",
    severity="error",
    source=_GUIDE,
    bad='<FRBRWork><FRBRuri value="/akn/un/statement/2012-11-19/67-6"/></FRBRWork>',
    good=f'<FRBRWork><FRBRuri value="{_WORK}"/></FRBRWork>',
)
def whole(survey: Survey) -> Iterator[Problem]:
    """Type, subtype, actor, date and number for the Work; then a language for the Expression, a format at the end."""
    for part in survey.of_un():
        for level, kind in zip(part.levels, (iri.Work, iri.Expression, iri.Manifestation), strict=False):
            for property in (*level.all("FRBRthis"), *level.all("FRBRuri")):
                value = property.get("value", "")
                if not isinstance(_parsed(value), kind):
                    yield Problem(
                        property,
                        f"{local_name(property)} {value!r} is not the IRI of {'an' if kind is iri.Expression else 'a'}"
                        f" {kind.__name__} of the United Nations.",
                        f"Such as {_WORK}, with /fra@ for the Expression and .xml for the Manifestation.",
                    )


@rule(
    "akn4un-agreement",
    "The parts of the IRI are what the metadata say",
    severity="error",
    source=_GUIDE,
    bad='<FRBRWork><FRBRnumber value="67-7" showAs="67/7"/></FRBRWork>',
    good='<FRBRWork><FRBRnumber value="67-6" showAs="67/6"/></FRBRWork>',
)
def agreement(survey: Survey) -> Iterator[Problem]:
    """Subtype and number in FRBRuri are those of FRBRsubtype and FRBRnumber."""
    for _, level, work in _works(survey):
        for name, used in (("FRBRsubtype", work.subtype), ("FRBRnumber", work.number)):
            stated = level.value(name)
            if stated and stated != used:
                yield Problem(_at(level, "FRBRuri"), f"FRBRuri says {used!r}, and {name} {stated!r}.")


@rule(
    "akn4un-author",
    "The actor in the IRI is the author of the Work",
    severity="warning",
    source=_GUIDE,
    bad='<FRBRWork><FRBRauthor href="#un-sc"/></FRBRWork><references source="#un-sc">'
    '<TLCOrganization eId="un-sc" href="/akn/ontology/organization/un/un-sc" showAs="SC"/></references>',
    good='<FRBRWork><FRBRauthor href="#un-ga"/></FRBRWork><references source="#un-ga">'
    '<TLCOrganization eId="un-ga" href="/akn/ontology/organization/un/un-ga" showAs="GA"/></references>',
)
def author(survey: Survey) -> Iterator[Problem]:
    """The IRI of the entry that FRBRauthor leads to ends in the actor's code."""
    for _, level, work in _works(survey):
        entry = survey.target(level.value("FRBRauthor", "href"), level.element)
        code = "" if entry is None else entry.get("href", "").rpartition("/")[2]
        if code and code != work.actor:
            yield Problem(_at(level, "FRBRauthor"), f"FRBRauthor leads to {code!r}, and FRBRuri says {work.actor!r}.")


@rule(
    "akn4un-number",
    "The number as printed gives the number of the IRI",
    severity="error",
    source="AKN4UN, metadata (FRBRnumber)",
    bad='<FRBRWork><FRBRnumber value="67-6" showAs="67/7"/></FRBRWork>',
    good='<FRBRWork><FRBRnumber value="67-6" showAs="67/6"/></FRBRWork>',
)
def number(survey: Survey) -> Iterator[Problem]:
    """FRBRnumber/@value is @showAs with `-` for `/` and `_` for a space."""
    for _, level, work in _works(survey):
        printed = level.value("FRBRnumber", "showAs")
        if printed and _segment(printed) != level.value("FRBRnumber"):
            yield Problem(
                _at(level, "FRBRnumber"),
                f"FRBRnumber is printed {printed!r}, which gives {_segment(printed)!r}, not {work.number!r}.",
            )


@rule(
    "akn4un-required",
    "A document of the United Nations has a subtype, a number and a format",
    severity="warning",
    source="AKN4UN, metadata (FRBR)",
    bad='<FRBRWork><FRBRsubtype value=""/></FRBRWork>',
    good='<FRBRWork><FRBRsubtype value="deliberation"/></FRBRWork>',
)
def required(survey: Survey) -> Iterator[Problem]:
    """The schema leaves them open, the guidelines ask for them. An attachment has those of its host."""
    for part in survey.of_un():
        if part.is_attachment or len(part.levels) < 3:
            continue
        for level, name in zip(
            (*part.levels[:1], *part.levels[::2]), ("FRBRsubtype", "FRBRnumber", "FRBRformat"), strict=True
        ):
            if not level.value(name):
                yield Problem(level.element, f"<{local_name(level.element)}> has no {name}.")


@rule(
    "akn4un-docnumber",
    "The number of the metadata is printed in the document",
    severity="warning",
    source="AKN4UN, metadata (FRBRnumber)",
    bad="<preface><p><docNumber>67/7</docNumber></p></preface>",
    good="<preface><p><docNumber>67/6</docNumber></p></preface>",
)
def docnumber(survey: Survey) -> Iterator[Problem]:
    """One docNumber of the document, if it has any, has the text of FRBRnumber/@showAs."""
    for part, level, _ in _works(survey):
        printed = level.value("FRBRnumber", "showAs")
        fronts = [child for child in part.element if str(child.tag).endswith(("}coverPage", "}preface"))]
        numbers = [number for front in fronts for number in front.iter(f"{{{NAMESPACE}}}docNumber")]
        found = {_squeezed(one): one for one in numbers}
        if printed and found and part.is_main and " ".join(printed.split()) not in found:
            yield Problem(next(iter(found.values())), f"No docNumber is {printed!r}, which FRBRnumber says.")


def _works(survey: Survey) -> Iterator[tuple[Part, Level, iri.Work]]:
    """The documents of the United Nations whose Work has a whole IRI."""
    for part in survey.of_un():
        if part.work is not None and isinstance(work := _parsed(part.work.uri), iri.Work):
            yield part, part.work, work


def _parsed(value: str) -> iri.Work | iri.Expression | iri.Manifestation | None:
    try:
        return iri.parse(value)
    except UsageError:
        return None


def _segment(printed: str) -> str:
    try:
        return iri.number_segment(printed)
    except UsageError:
        return ""


def _at(level: Level, name: str) -> _Element:
    found = level.first(name)
    return level.element if found is None else found


def _squeezed(element: _Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip().rstrip(".")
