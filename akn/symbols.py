"""Numbers and symbols of United Nations documents: what they say about the document, and the identifier of the Work.

A number is written as the text has it, with single spaces: `67/6`, `217 A (III)`, `1631 (2005)`. The year is the one
that the number says or that its session implies; a day is never made up.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from akn.iri import Work, number_segment
from akn.lang.labels import roman, written_roman
from akn.lang.scans import class_of, letters_for
from akn.organs import actor_of_symbol

NUMBER = re.compile(
    r"(?:(?P<kind>E?S)-)?(?P<session>\d{1,4})/\s?(?P<serial>\d{1,4})(?:\s?(?P<part>[A-Z](?:-[A-Z])?))?"
    r"|(?P<item>\d{1,4})(?:\s?(?P<letter>[A-Z](?:-[A-Z])?))?\s*[(\uff08]\s*"
    r"(?:(?P<year>(?:19|20)\d\d)|(?:(?P<era>E?S)-)?(?P<roman>[IVXLC]{1,9}))(?:\s(?P<inner>[A-Z]))?\s*[)\uff09](?:\s?(?P<after>[A-Z]))?"
)
_SCANNED = re.compile(r"(?<=[(IVXl1])[l1i](?=[IVXl1i]*\)\Z)")  # letters that a scanner has put for a Roman one
_OPENS = 9  # the month in which a regular session opens, and the one before it ends
_JOINT = re.compile(r"[-\u2010-\u2013](?=[A-Z]{1,5}/)")
_RESOLUTION = re.compile(r"(?P<body>A/HRC|[A-Z]{1,5})/(?:RES|DEC)/(?P<number>.+)")


@dataclass(frozen=True, slots=True)
class Symbol:
    """What the symbol of a document says: its class, who issued it, its number, its year where that can be known."""

    doctype: str
    subtype: str
    actor: str
    number: str
    year: int | None

    def iri(self, date: str = "") -> str | None:
        """The identifier of the Work, with this date or else the year; None when neither is known."""
        segment = date or (str(self.year) if self.year else "")
        return work_iri(self.actor, segment, self.number, self.doctype, self.subtype) if segment else None


@lru_cache(maxsize=4096)
def work_iri(actor: str, date: str, number: str, doctype: str = "statement", subtype: str = "deliberation") -> str:
    """The identifier of a Work, by default that of a resolution or decision."""
    return Work(doctype, subtype, actor, date, number_segment(number)).uri


def plain_number(text: str) -> str | None:
    """The number of a resolution in the form that identifies it: `217 A (III)` for `217(III)A`; None for others."""
    text = " ".join(text.split())
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(char, char)) for char in text)
    match = NUMBER.fullmatch(text) or NUMBER.fullmatch(_SCANNED.sub("I", text))
    return None if match is None else number_of(match)


@cache
def damaged_session() -> str:
    """A pattern for the Roman number of a session, in parentheses, as a scanner may have damaged it."""
    return rf"\(\s?(?P<session>[IVXLC{class_of('roman')}]{{1,9}})\)?"


@cache
def _damaged() -> re.Pattern[str]:
    return re.compile(rf"(?P<item>\d{{1,4}})(?: ?{damaged_session()})?")


def restored_number(text: str, actor: str, adopted: str) -> str:
    """The number of a resolution of which a scanner has damaged or lost what stands in parentheses: `2752 (XXVI)` for
    `2752 (XXVl!`, `290 (1970)` for `290`; any other as it is.

    The day of adoption tells the session of an organ that has one a year, and the year where numbers run through the
    years; else the letters that are left do.
    """
    match = None if plain_number(text) else _damaged().fullmatch(" ".join(text.split()))
    if match is None:
        return text
    letters = (match["session"] or "").translate(letters_for("roman"))
    rows = _data("sessions.toml").get(actor, {})
    if adopted and letters and "origin" in rows:
        session = int(adopted[:4]) - int(rows["origin"]) - (int(adopted[5:7]) < _OPENS)
        letters = written_roman(session).upper() if session > 0 else letters
    elif adopted and not letters and rows.get("numbered_through"):
        letters = adopted[:4]
    return plain_number(f"{match['item']} ({letters})") or text


def number_of(match: re.Match[str]) -> str:
    """The number that a match of `NUMBER` says, written with single spaces and its letter before the session."""
    if match["session"]:
        kind = f"{match['kind']}-" if match["kind"] else ""
        part = f" {match['part']}" if match["part"] else ""
        return f"{kind}{match['session']}/{match['serial']}{part}"
    letter = match["letter"] or match["inner"] or match["after"]
    era = f"{match['era']}-" if match["era"] else ""
    return f"{match['item']}{f' {letter}' if letter else ''} ({match['year'] or era + match['roman']})"


def resolution_year(number: str, actor: str) -> int | None:
    """The year of a resolution with this number: the one it says, or the one of its session."""
    match = NUMBER.fullmatch(number)
    if match is None:
        return None
    if match["year"]:
        return int(match["year"])
    if match["roman"]:
        return session_year(roman(match["roman"].lower()) or 0, actor, match["era"] or "", 1)
    return session_year(int(match["session"]), actor, match["kind"] or "", int(match["serial"]))


def session_year(session: int, actor: str, kind: str = "", serial: int = 1) -> int | None:
    """The year of a session of an organ: a regular one, or a special (`S`) or emergency special (`ES`) one.

    The serial number of the resolution tells the year of a session that was resumed in later ones; 0 says nothing.
    """
    if session > 1900 and not kind:
        return session
    rows = _data("sessions.toml").get(actor)
    if rows is None:
        return None
    if not kind and "origin" in rows:
        return int(rows["origin"]) + session if 0 < session <= rows["last"] else None
    table = rows.get({"": "sessions", "S": "special", "ES": "emergency"}[kind], {})
    year = table.get(str(session))
    if isinstance(year, list):
        year = next((first_year for first, first_year in reversed(year) if serial and first <= serial), None)
    return None if year is None else int(year)


def symbol(text: str) -> Symbol | None:
    """What the symbol of a document says; None when this is none."""
    text = " ".join(text.split())
    root = text.partition("/")[0]
    if root not in _roots() or not any(char.isdigit() for char in text):
        return None
    resolution = _RESOLUTION.fullmatch(text)
    if resolution is not None and (number := plain_number(resolution["number"])) is not None:
        actor = actor_of_symbol(resolution["body"] + "/") or f"un-{root.lower()}"
        return Symbol("statement", "deliberation", actor, number, resolution_year(number, actor))
    parts = [part.split("/") for part in _JOINT.split(text)]
    if any(len(part) < 2 or not all(part) for part in parts):
        return None
    kind = next(row for row in _data("symbols.toml")["kinds"] for segment in parts[0] if _fits(row, segment))
    return Symbol(kind["doctype"], kind["subtype"], _issuer(text), text, _year(parts))


def _fits(row: Mapping[str, Any], segment: str) -> bool:
    return re.fullmatch(row["segment"], segment) is not None


def _issuer(text: str) -> str:
    for start, actor in _data("symbols.toml")["actors"].items():
        if text.startswith(start):
            return str(actor)
    return actor_of_symbol(text) or f"un-{text.partition('/')[0].lower()}"


def _year(parts: list[list[str]]) -> int | None:
    """The year that the symbol says, or that the session in it implies."""
    for part in parts:
        for segment in part[1:-1]:
            if len(segment) == 4 and segment.isdecimal() and 1945 < int(segment) < 2200:
                return int(segment)
    first = parts[0]
    conference = _data("symbols.toml")["conferences"].get("/".join(first[:2]))
    if conference is not None:
        return int(conference)
    if first[0] in _data("symbols.toml")["series"] and len(first) > 1 and first[1].isdecimal():
        return _year_in_series(first[0], int(first[1]))
    if first[0] != "A":
        return None
    actor = "un-hrc" if first[1] == "HRC" else "un-ga"
    for segment in first[1:-1]:
        match = re.fullmatch(r"(?:(E?S)-)?(\d{1,3})", segment)
        if match is not None:
            return session_year(int(match[2]), actor, match[1] or "", 0)
    return None


def _year_in_series(root: str, number: int) -> int | None:
    """The year of a document in a series that is numbered through the years; None between two years that are known."""
    rows = _data("symbols.toml")["series"][root]
    return next((year for first, last, year in rows if first <= number <= last), None)


@cache
def _roots() -> frozenset[str]:
    return frozenset(_data("symbols.toml")["roots"])


@cache
def _data(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("akn") / "data" / name).read_text("utf-8"))


CHARTER = "/akn/un/act/provision/un/1945-06-26/charter"


def consistent(number: str, actor: str, date: str) -> bool:
    """Whether a resolution with this number may have been adopted on this day."""
    year = resolution_year(number, actor)
    if year is None:
        return True
    later = int(date[:4]) - year
    spans_years = actor == "un-ga" and "S-" not in number
    return later == 0 or (later == 1 and spans_years and not number[-5:-1].isdecimal())


def known_date(actor: str, number: str) -> str | None:
    """The day on which a well-known resolution was adopted."""
    return known_dates().get((actor, number))


def treaty_iri(volume: str, number: str) -> str | None:
    """The identifier of a treaty by its place in the treaty series of the United Nations; None for unknown ones."""
    row = _treaties().get((volume, number))
    return None if row is None else work_iri("un", row[1], f"UNTS-{volume}-{row[0]}", "act", "provision")


@cache
def known_dates() -> Mapping[tuple[str, str], str]:
    """The days of all well-known resolutions, by organ and number."""
    return {(row[0], row[1]): row[2] for row in _table("works.tsv")}


@cache
def _treaties() -> Mapping[tuple[str, str], tuple[str, str]]:
    return {(row[0], row[1].partition("-")[0]): (row[1], row[2]) for row in _table("treaties.tsv")}


def _table(name: str) -> list[list[str]]:
    text = (files("akn") / "data" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
