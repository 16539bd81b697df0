"""Conformance level 2: the identifiers of Works and their like by the Naming Convention 1.0, chapter 4."""

from __future__ import annotations

import re

from lxml import etree

from akn.grammar import Grammar, symbol
from akn.schema import NAMESPACE

_NS = f"{{{NAMESPACE}}}"
_COUNTRY = "fr"
_LANGUAGES = ("fra", "eng", "ara", "zho")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_NO_DAY = "2000-01-01"


def name_works(root: etree._Element, grammar: Grammar) -> None:
    """Names, in place, every document in a tree: an attachment as a component of the Work that it is attached to."""
    works: dict[etree._Element, tuple[str, str]] = {}
    documents = [element for element in root.iter(f"{_NS}*") if symbol(element.tag) in grammar.documents]
    for number, document in enumerate(documents, 1):
        identification = document.find(f"{_NS}meta/{_NS}identification")
        if identification is None:
            continue
        host = _host(document)
        found = works.get(host) if host is not None else None
        own = symbol(document.tag)
        work, day = found or (f"/akn/{_COUNTRY}/{own}/{{day}}/{number}", "")
        day = day or _day(identification)
        work = work.format(day=day)
        works[document] = (work, day)
        main = host is None and document.getparent() is root
        _name(identification, work, day, "main" if main else f"{own}_{number}")


def _host(document: etree._Element) -> etree._Element | None:
    """The document that this one is attached to."""
    parent = document.getparent()
    if parent is None or symbol(parent.tag) != "attachment" or (around := parent.getparent()) is None:
        return None
    return around.getparent()


def _day(identification: etree._Element) -> str:
    dates = identification.findall(f"{_NS}FRBRWork/{_NS}FRBRdate")
    found = _DAY.match(dates[0].get("date", "")) if dates else None
    return found[0] if found else _NO_DAY


def _name(identification: etree._Element, work: str, day: str, component: str) -> None:
    languages = identification.findall(f"{_NS}FRBRExpression/{_NS}FRBRlanguage")
    for number, language in enumerate(languages):
        language.set("language", _LANGUAGES[number % len(_LANGUAGES)])
    expression = f"{work}/{_LANGUAGES[0]}@"
    part = f"/!{component}"
    for level, uri, this in (
        ("FRBRWork", work, work + part),
        ("FRBRExpression", expression, expression + part),
        ("FRBRManifestation", f"{expression}.xml", f"{expression}{part}.xml"),
        ("FRBRItem", f"https://example.org{expression}.xml", f"https://example.org{expression}{part}.xml"),
    ):
        for name, value in (("FRBRuri", uri), ("FRBRthis", this), ("FRBRcountry", _COUNTRY), ("FRBRformat", "xml")):
            for one in identification.findall(f"{_NS}{level}/{_NS}{name}"):
                one.set("value", value)
    for date in identification.findall(f"{_NS}FRBRWork/{_NS}FRBRdate")[:1]:
        date.set("date", day)
