"""Whose resolution a number is: the organ that is named beside it, if its numbers look like this; else by the form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from akn.lang.labels import roman
from akn.symbols import consistent, resolution_year

# The Commission on Human Rights, which numbered by year as its parent Council does, met in these months until 2006; the
# Council adopts its resolutions after them.
_CHR_SPRING = re.compile(r"(?:19\d\d|200[0-6])-0[2-4]-")


@dataclass(slots=True)
class Citation:
    """A number of a resolution where it stands, with what the words around it say."""

    start: int
    end: int
    number: str
    word: bool = False
    organ: str = ""
    near: str = ""
    short: bool = False
    own: bool = False
    date: str = ""
    sure: bool = True
    annex: re.Match[str] | None = None
    actor: str = ""


def session_of(number: str) -> str:
    """What two numbers share that were adopted on one day: the session or the year."""
    return number.partition("/")[0] if "/" in number else number.partition("(")[2]


def actor_of(citation: Citation, actor: str, year: int | None) -> str:
    """The organ that adopted a resolution: the one that is named, if its numbers look like this; else by the form."""
    number, organ = citation.number, citation.organ
    if "(" in number and number[-5:-1].isdecimal():
        return "un-sc"
    if "(" in number or "S-" in number:
        return _by_session(citation, actor)
    session = int(number.partition("/")[0])
    if session > 1900:
        if organ not in ("", "un-ga", "un-sc", "un-commission"):
            return organ
        if actor == "un-chr" or _CHR_SPRING.match(citation.date):
            return "un-chr"
        return organ if organ == "un-commission" else "un-ecosoc"
    if organ and organ != "un-sc":
        return organ
    return _by_figure(citation, session, actor, year)


def _by_session(citation: Citation, actor: str) -> str:
    """The organ of a number with its session in Roman numerals, or of a special session."""
    if "/" in citation.number:
        return "un-hrc" if "un-hrc" in (citation.organ, "" if citation.organ else actor) else "un-ga"
    if citation.organ and citation.organ != "un-sc":
        return citation.organ
    if citation.own and actor not in ("un", "un-sc", "un-hrc"):
        return actor
    fits = consistent(citation.number, "un-ga", citation.date) if citation.date else True
    session = citation.number.partition("(")[2].rstrip(")").rpartition("-")[2]
    return "un-ga" if fits and (roman(session.lower()) or 0) <= 30 else "un-ecosoc"


def _by_figure(citation: Citation, session: int, actor: str, year: int | None) -> str:
    """The organ of a number with its session in figures; empty where nothing says it.

    The General Assembly counts from 31 on, so that a lower session must be that of another organ.
    """
    fitting = [
        organ
        for organ in ("un-ga", "un-hrc")
        if citation.date
        and consistent(citation.number, organ, citation.date)
        and (session > 30 if organ == "un-ga" else resolution_year(citation.number, organ))
    ]
    if len(fitting) == 1:
        return fitting[0]
    if actor not in ("un", "un-ga", "un-sc", "un-ecosoc", "un-tc") and (
        actor != "un-hrc" or citation.own or citation.short
    ):
        council_year = resolution_year(citation.number, actor)
        if council_year is None or year is None or council_year <= year:
            return actor
    if session > 30:
        return "un-ga"
    if citation.short or actor == "un-hrc":
        return "un-hrc"
    return citation.near if citation.near not in ("un-ga", "un-sc", "un-ecosoc") else ""
