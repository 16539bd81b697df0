"""Rules of AKN4UN for the identifiers of documents of the United Nations: those whose FRBRcountry is `un`.

That each part of an IRI is what the metadata say is asked of any document, in `frbr_work.py` and beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akn import iri
from akn.diagnostics import UsageError
from akn.organs import actor_for, organs
from akn.rules.examples import OTHER, WORK, attached, levels
from akn.rules.naming import IDENTIFICATION, Work, at, days, formed, host, read
from akn.rules.registry import Problem, rule
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Level, Part, Survey

_IRIS = "AKN4UN, naming (IRIs)"
_NUMBER = "AKN4UN, metadata (FRBRnumber)"
_WORK_OF = "/akn/un/statement/deliberation/{0}/2012-11-19/67-6"
_ACTOR = (
    '<references source="#akn"><TLCOrganization eId="{0}" href="/akn/ontology/organization/un/{0}" showAs="x"/>'
    "</references>"
)


def _by(actor: str) -> str:
    """A document of an organ that has this code."""
    author = f'<FRBRauthor href="#{actor}"/>'
    return levels(_WORK_OF.format(actor), work=author, expression=author) + _ACTOR.format(actor)


@rule(
    "akn4un-iri",
    "The IRI of a Work of the United Nations has every part",
    severity="error",
    source=_IRIS,
    bad=levels(WORK.replace("/deliberation", "")),
    good=levels(),
)
def whole(survey: Survey) -> Iterator[Problem]:
    """Subtype and actor before the date, and a number after it. Elsewhere these may be left out."""
    for _, level, work in _works(survey):
        if work.date and (len(work.between) != 2 or len(work.after) != 1):
            lacking = [
                name
                for name, lacks in (
                    ("a subtype and an actor between its type and its date", len(work.between) < 2),
                    ("a number after its date", not work.after),
                )
                if lacks
            ]
            more = len(work.between) > 2 or len(work.after) > 1
            told = f"lacks {' and '.join(lacking)}" if lacking else "has too many parts" if more else ""
            if told:
                yield Problem(at(level, "FRBRuri"), f"FRBRuri {level.uri!r} {told}.", f"Such as {WORK}.")


@rule(
    "akn4un-actor",
    "An actor is written in lower case, its parts joined by hyphens",
    severity="warning",
    source=_IRIS,
    bad=_by("unGa"),
    good=_by("un-ga"),
)
def actor(survey: Survey) -> Iterator[Problem]:
    """The organization, then its body, and a body of that: `un-ga-gc`."""
    for _, level, work in _works(survey):
        if len(work.between) == 2 and not re.fullmatch("[a-z][a-z0-9]*(?:-[a-z0-9]+)*", work.between[1]):
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri has the actor {work.between[1]!r}.",
                "Write such as un-ga, in lower case, with a hyphen before the body.",
            )


@rule(
    "akn4un-actor-code",
    "An organ has the code that all its documents have",
    severity="note",
    source=_IRIS,
    bad=_by("unga"),
    good=_by("un-ga"),
)
def actor_code(survey: Survey) -> Iterator[Problem]:
    """The codes are `un`, `un-ga`, `un-sc` and so on; an organ that has another name here is told so."""
    known = {organ.actor for organ in organs()}
    for _, level, work in _works(survey):
        code = work.between[1] if len(work.between) == 2 else ""
        meant = actor_for(code) if code and code == code.lower() and code not in known else None
        if meant:
            yield Problem(at(level, "FRBRuri"), f"FRBRuri calls the actor {code!r}.", f"Write {meant!r}.")


@rule(
    "akn4un-author",
    "The actor in the IRI is the author of the Work",
    severity="warning",
    source=_IRIS,
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
        if code and len(work.between) == 2 and code != work.between[1]:
            yield Problem(
                at(level, "FRBRauthor"), f"FRBRauthor leads to {code!r}, and FRBRuri says {work.between[1]!r}."
            )


@rule(
    "akn4un-day",
    "The IRI has the day of the Work, where it is known",
    severity="warning",
    source=_IRIS,
    bad=levels(WORK.replace("2012-11-19", "2012")),
    good=levels(),
)
def known_day(survey: Survey) -> Iterator[Problem]:
    """A year alone is for a Work of which no more is known; its FRBRdate is completed with -01-01."""
    for _, level, work in _works(survey):
        found = [one for one in days(level) if one.startswith(work.date) and not one.endswith("-01-01")]
        if len(work.date) == 4 and found:
            yield Problem(
                at(level, "FRBRuri"), f"FRBRuri says {work.date!r}, and FRBRdate {found[0]!r}.", f"Write {found[0]}."
            )


@rule(
    "akn4un-number",
    "The number as printed gives the number of the IRI",
    severity="error",
    source=_NUMBER,
    bad='<FRBRWork><FRBRnumber value="67-6" showAs="67/7"/></FRBRWork><preface><p/></preface>',
    good='<FRBRWork><FRBRnumber value="67-6" showAs="67/6"/></FRBRWork><preface><p/></preface>',
)
def number(survey: Survey) -> Iterator[Problem]:
    """FRBRnumber/@value is @showAs with `-` for `/` and `_` for a space."""
    for _, level, _ in _works(survey):
        printed, stated = level.value("FRBRnumber", "showAs"), level.value("FRBRnumber")
        if printed and _clean(stated) and _segment(printed) != stated:
            yield Problem(
                at(level, "FRBRnumber"),
                f"FRBRnumber is printed {printed!r}, which gives {_segment(printed)!r}, not {stated!r}.",
            )


@rule(
    "akn4un-number-sign",
    "A number has only signs that its IRI may hold",
    severity="error",
    source=_NUMBER,
    bad='<FRBRWork><FRBRnumber value="67/6" showAs="67/6"/></FRBRWork>',
    good='<FRBRWork><FRBRnumber value="67-6" showAs="67/6"/></FRBRWork>',
    assertion=(
        f"{IDENTIFICATION}/a:FRBRWork/a:FRBRnumber[1]",
        "@value = translate(@value, '/!~#@ ', '')",
    ),
)
def number_sign(survey: Survey) -> Iterator[Problem]:
    """FRBRnumber/@value has `-` for `/` and `_` for a space, and none of ! ~ # @ ; the printed number is @showAs."""
    for part in survey.of_un():
        stated = part.work.value("FRBRnumber") if part.work is not None else ""
        if part.work is not None and not _clean(stated):
            yield Problem(
                at(part.work, "FRBRnumber"),
                f"FRBRnumber {stated!r} cannot stand in an IRI.",
                f"Write {_segment(stated)!r}, and the number as printed in @showAs.",
            )


@rule(
    "akn4un-number-printed",
    "A number that is written otherwise in its IRI is also there as printed",
    severity="warning",
    source=_NUMBER,
    bad='<FRBRWork><FRBRnumber value="67-6"/></FRBRWork>',
    good='<FRBRWork><FRBRnumber value="67-6" showAs="67/6"/></FRBRWork>',
)
def number_printed(survey: Survey) -> Iterator[Problem]:
    """`-` and `_` may stand for several signs, so FRBRnumber/@showAs has the number that a docNumber has."""
    for part, level, _ in _works(survey):
        stated = level.value("FRBRnumber")
        if re.search("[-_]", stated) and not level.value("FRBRnumber", "showAs") and _printed(part):
            yield Problem(at(level, "FRBRnumber"), f"FRBRnumber {stated!r} has no @showAs.", "Such as 67/6.")


@rule(
    "akn4un-number-unknown",
    "A document without a number has one made for it",
    severity="warning",
    source=_NUMBER,
    bad=levels(WORK.replace("67-6", "nn"), work='<FRBRnumber value="nn"/>'),
    good=levels(WORK.replace("67-6", "letter"), work='<FRBRnumber value="letter"/>'),
)
def number_unknown(survey: Survey) -> Iterator[Problem]:
    """The Naming Convention has `nn` for no number; AKN4UN asks for a string that no other document of that day has."""
    for _, level, work in _works(survey):
        if work.after == ("nn",):
            yield Problem(at(level, "FRBRuri"), "FRBRuri has 'nn' in the place of the number.")


@rule(
    "akn4un-docnumber",
    "The number of the metadata is printed in the document",
    severity="warning",
    source=_NUMBER,
    bad="<preface><p><docNumber>67/7</docNumber></p></preface>",
    good="<preface><p><docNumber>67/6</docNumber></p></preface>",
)
def docnumber(survey: Survey) -> Iterator[Problem]:
    """One docNumber of the document, if it has any, has the text of FRBRnumber/@showAs, or that without its year."""
    for part, level, _ in _works(survey):
        printed = "".join(level.value("FRBRnumber", "showAs").split())  # Chinese prints it without a blank
        accepted = {printed, re.sub(r"\([0-9]{4}\)$", "", printed)}
        found = _printed(part)
        if printed and found and part.is_main and not accepted & {one.replace(" ", "") for one in found}:
            told = level.value("FRBRnumber", "showAs")
            yield Problem(next(iter(found.values())), f"No docNumber is {told!r}, which FRBRnumber says.")


@rule(
    "akn4un-original",
    "An attachment that is a Work of its own names its source",
    severity="note",
    source="AKN4UN part 2, attachments",
    bad=attached(OTHER, "main", work='<FRBRnumber value="67-7"/>', copied=False),
    good=attached(WORK, "annex_1"),
)
def original(survey: Survey) -> Iterator[Problem]:
    """The metadata of what is copied from elsewhere has references/original, which leads to it."""
    for part, level, _ in _works(survey):
        around = host(survey, part)
        if not part.is_attachment or around is None or around.work is None or around.work.uri == level.uri:
            continue
        if (
            next(part.element.iterfind(f"{{{NAMESPACE}}}meta/{{{NAMESPACE}}}references/{{{NAMESPACE}}}original"), None)
            is None
        ):
            yield Problem(
                at(level, "FRBRuri"),
                f"{level.uri!r} is attached to {around.work.uri!r}, and no <original> says where it is from.",
            )


def _works(survey: Survey) -> Iterator[tuple[Part, Level, Work]]:
    """The documents of the United Nations whose Work is named by the convention."""
    for part in survey.of_un():
        if part.work is not None and formed(part.work):
            yield part, part.work, read(part.work.uri)


def _printed(part: Part) -> dict[str, _Element]:
    """The numbers that the front of a document prints."""
    fronts = [child for child in part.element if str(child.tag).endswith(("}coverPage", "}preface"))]
    return {_squeezed(one): one for front in fronts for one in front.iter(f"{{{NAMESPACE}}}docNumber")}


def _clean(number: str) -> bool:
    return re.search("[/ !~#@]", number) is None


def _segment(printed: str) -> str:
    try:
        return iri.number_segment(printed)
    except UsageError:
        return ""


def _squeezed(element: _Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip().rstrip(".")
