"""Rules of a Work: each part of its IRI is what the metadata say (Naming Convention 1.0, 4.5), for any jurisdiction.

For a document of the United Nations AKN4UN makes agreement a must, so there they are errors; what else it demands
stands in `un.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akn.codes import is_country
from akn.iri import UNDATED
from akn.places import local_name
from akn.rules.examples import OTHER, WORK, levels
from akn.rules.naming import at, days, is_day, must, works, written
from akn.rules.registry import NC, Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akn.rules.survey import Level, Survey

_SECTION = NC + "4.5"
_GOOD = f'<FRBRWork><FRBRuri value="{WORK}"/></FRBRWork>'
_ACT = (
    '<act name="act"><meta><identification source="#akn">{}</identification><references source="#akn">'
    '<TLCOrganization eId="parliament" href="/akn/ontology/organization/za/za.{}" showAs="Parliament"/>'
    '<TLCOrganization eId="akn" href="/akn/ontology/organization/un/akn" showAs="akn"/></references></meta>'
    "<body><section><content><p/></content></section></body></act>"
)


@rule(
    "frbr-country",
    "The country in the IRI is that of the metadata",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(WORK.replace("/un/", "/fr/")),
    good=levels(),
)
def country(survey: Survey) -> Iterator[Problem]:
    """The second part of FRBRuri is FRBRcountry."""
    for part, level, work in works(survey):
        code = level.value("FRBRcountry")
        if code and code.lower() != work.country.lower():
            yield Problem(
                at(level, "FRBRuri"), f"FRBRuri says {work.country!r}, and FRBRcountry {code!r}.", severity=must(part)
            )


@rule(
    "frbr-country-case",
    "The country is in lower case",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad='<FRBRWork><FRBRcountry value="UN"/></FRBRWork>',
    good='<FRBRWork><FRBRcountry value="un"/></FRBRWork>',
)
def country_case(survey: Survey) -> Iterator[Problem]:
    """IRIs tell upper case from lower, and those of Akoma Ntoso have the code of the country in lower case."""
    for _, level, work in works(survey):
        for name, code in (("FRBRcountry", level.value("FRBRcountry")), ("FRBRuri", work.country)):
            if code != code.lower():
                yield Problem(at(level, name), f"{name} has the country {code!r}.", f"Write {code.lower()!r}.")


@rule(
    "frbr-country-code",
    "The country is a code of ISO 3166",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(WORK.replace("/un/", "/xx/", 1), work='<FRBRcountry value="xx"/>'),
    good=levels(),
)
def country_code(survey: Survey) -> Iterator[Problem]:
    """Two letters, `un` and `eu` among them, and for a part of a country its own code after a hyphen: `us-ca`."""
    for part in survey.parts:
        if part.work is not None and part.country and not is_country(part.country.lower()):
            yield Problem(
                at(part.work, "FRBRcountry"),
                f"FRBRcountry {part.country!r} is no code of ISO 3166.",
                "Expected are two letters, such as za or un, and a subdivision where there is one, such as us-ca.",
            )


@rule(
    "frbr-doctype",
    "The type in the IRI is that of the document",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(WORK.replace("statement", "act")),
    good=levels(),
)
def doctype(survey: Survey) -> Iterator[Problem]:
    """FRBRuri names the element of the document; that of an attachment names the document it is attached to, and that
    of a portion the document of which it is a part.
    """
    for part, level, work in works(survey):
        # The document of which a portion is a part may be of any type.
        if work.doctype not in (known := {local_name(part.host), local_name(part.element)}) and "portion" not in known:
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri says {work.doctype!r}, and the document is a <{local_name(part.host)}>.",
                severity=must(part),
            )


@rule(
    "frbr-subtype",
    "The subtype in the IRI is that of the metadata",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(WORK.replace("deliberation", "instruction")),
    good=levels(),
)
def subtype(survey: Survey) -> Iterator[Problem]:
    """Where both subtype and actor stand before the date, the first is FRBRsubtype; one alone may be either."""
    for part, level, work in works(survey):
        stated = level.value("FRBRsubtype")
        if stated and work.date and len(work.between) > 1 and work.between[0] != stated:
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri says {work.between[0]!r}, and FRBRsubtype {stated!r}.",
                severity=must(part),
            )


@rule(
    "frbr-actor",
    "The actor in the IRI is the author of the Work",
    severity="note",
    source=_SECTION,
    bad=_ACT.format(
        levels(
            "/akn/za/act/regulation/cabinet/2012-11-19/6",
            work='<FRBRdate date="2012-11-19" name="made"/><FRBRauthor href="#parliament"/><FRBRcountry value="za"/>',
            expression='<FRBRdate date="2012-11-19" name="made"/><FRBRauthor href="#parliament"/>'
            '<FRBRlanguage language="fra"/>',
            manifestation='<FRBRdate date="2012-11-19" name="made"/><FRBRauthor href="#akn"/>',
        ),
        "parliament",
    ),
    good=_ACT.format(
        levels(
            "/akn/za/act/regulation/parliament/2012-11-19/6",
            work='<FRBRdate date="2012-11-19" name="made"/><FRBRauthor href="#parliament"/><FRBRcountry value="za"/>',
            expression='<FRBRdate date="2012-11-19" name="made"/><FRBRauthor href="#parliament"/>'
            '<FRBRlanguage language="fra"/>',
            manifestation='<FRBRdate date="2012-11-19" name="made"/><FRBRauthor href="#akn"/>',
        ),
        "parliament",
    ),
)
def actor(survey: Survey) -> Iterator[Problem]:
    """The emanating actor is the eId, or the end of the IRI, of an entry that FRBRauthor leads to. AKN4UN asks more."""
    for part, level, work in works(survey):
        if not work.date or len(work.between) < 2 or part.country == "un":
            continue
        known = {name for found in level.all("FRBRauthor") for name in _names(survey, level, found.get("href", ""))}
        if known and work.between[1].lower() not in known:
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri says the actor {work.between[1]!r}, and FRBRauthor leads to {' or '.join(sorted(known))}.",
            )


def _names(survey: Survey, level: Level, reference: str) -> Iterator[str]:
    """What the entry that a reference leads to may be called in an IRI."""
    entry = survey.target(reference, level.element) if reference.startswith("#") else None
    if entry is not None:
        last = entry.get("href", "").rpartition("/")[2].lower()
        yield from (one for one in (reference[1:].lower(), last, last.rpartition(".")[2]) if one)


@rule(
    "frbr-dated",
    "The IRI of a Work has a date",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(WORK.replace("/2012-11-19", "")),
    good=levels(),
)
def dated(survey: Survey) -> Iterator[Problem]:
    """A year or a day, as YYYY-MM-DD, stands before the number."""
    for part, level, work in works(survey):
        if not work.date:
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri {level.uri!r} has no date.",
                "Write the day of the Work as YYYY-MM-DD, or its year, before the number.",
                must(part),
            )


@rule(
    "frbr-day",
    "The date in an IRI is a year or a day of the calendar",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(WORK.replace("2012-11-19", "2012-11-31")),
    good=levels(),
)
def calendar(survey: Survey) -> Iterator[Problem]:
    """The schema sees to the dates of the metadata, not to those within an IRI."""
    for part, level, work in works(survey):
        if len(work.date) > 4 and not is_day(work.date):
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri has the date {work.date!r}, which is no day of the calendar.",
                "Expected is YYYY-MM-DD or YYYY.",
                must(part),
            )


@rule(
    "frbr-date",
    "The date in the IRI is that of the Work",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(WORK.replace("2012-11-19", "2012-11-18")),
    good=levels(),
)
def date(survey: Survey) -> Iterator[Problem]:
    """It is an FRBRdate of the Work, or the year of one. A Work without a date bears 1900-01-01."""
    for part, level, work in works(survey):
        stated = days(level)
        known = len(work.date) == 4 or is_day(work.date)
        if known and stated and stated[0] != UNDATED and not any(one.startswith(work.date) for one in stated):
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri says {work.date!r}, and FRBRdate {stated[0]!r}.",
                severity=must(part),
            )


@rule(
    "frbr-number",
    "The number in the IRI is that of the metadata",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(OTHER),
    good=levels(),
)
def number(survey: Survey) -> Iterator[Problem]:
    """What follows the date is FRBRnumber, or holds it or FRBRname; for the United Nations it is FRBRnumber."""
    for part, level, work in works(survey):
        used = "/".join(work.after)
        numbers = [written(found.get("value", "")) for found in level.all("FRBRnumber")]
        names = [written(found.get("value", "")) for found in level.all("FRBRname")]
        if not used or not any(numbers):
            continue
        fits = used in numbers
        if part.country != "un":
            fits = any(one.lower() in used.lower() or used.lower() in one.lower() for one in numbers + names if one)
        if not fits:
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri says {used!r}, and FRBRnumber {level.value('FRBRnumber')!r}.",
                severity=must(part),
            )
