"""Conformance level 2: the identifiers of Works and their like by the Naming Convention 1.0, chapter 4."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lxml import etree

from akn.grammar import Grammar, symbol
from akn.rules.naming import DAY
from akn.rules.survey import LEVELS
from akn.schema import NAMESPACE

_NS = f"{{{NAMESPACE}}}"
_COUNTRY = "fr"
_LANGUAGES = tuple("fra eng ara zho spa rus deu ita por nld pol swe fin dan ces ell hun ron bul jpn".split())
_FOREIGN = "kor"  # the language of another Expression, which none of these is
_NO_DAY = "2000-01-01"
# What properties say whose value is free. Documents have numbers of their own.
_SAID = {
    "FRBRcountry": _COUNTRY,
    "FRBRformat": "xml",
    "FRBRsubtype": "regulation",
    "FRBRname": "name",
    "FRBRalias": "alias",
    "FRBRversionNumber": "1",
    "FRBRnumber": "1",
}


@dataclass(frozen=True, slots=True)
class Named:
    """How a document is named: its Work and Expression, the day and the number of the Work, its own component."""

    work: str
    day: str
    number: str
    component: str

    @property
    def expression(self) -> str:
        """The IRI of the Expression."""
        return f"{self.work}/{_LANGUAGES[0]}@"


def name_works(root: etree._Element, grammar: Grammar) -> dict[etree._Element, Named]:
    """Names, in place, every document in a tree: an attachment as a component of the Work that it is attached to.

    Returns how each is named.
    """
    for name, value in _SAID.items():  # also where they stand within another vocabulary, out of any document's metadata
        for one in root.iter(f"{_NS}{name}"):
            one.set("value", value)
    named: dict[etree._Element, Named] = {}
    counts: Counter[tuple[str, str]] = Counter()
    documents = [element for element in root.iter(f"{_NS}*") if symbol(element.tag) in grammar.documents]
    for number, document in enumerate(documents, 1):
        identification = document.find(f"{_NS}meta/{_NS}identification")
        if identification is None:
            continue
        host = _host(document)
        found = named.get(host) if host is not None else None
        own = symbol(document.tag)
        if found is None:
            day = _day(identification)
            named[document] = Named(f"/akn/{_COUNTRY}/{own}/{day}/{number}", day, str(number), "main")
        else:
            counts[found.work, own] += 1
            component = f"{own}_{counts[found.work, own]}"
            named[document] = Named(found.work, found.day, found.number, component)
        _name(identification, named[document])
    return named


def _host(document: etree._Element) -> etree._Element | None:
    """The document that this one is attached to."""
    parent = document.getparent()
    if parent is None or symbol(parent.tag) != "attachment" or (around := parent.getparent()) is None:
        return None
    return around.getparent()


def _day(identification: etree._Element) -> str:
    dates = identification.findall(f"{_NS}FRBRWork/{_NS}FRBRdate")
    found = DAY.match(dates[0].get("date", "")) if dates else None
    return found[0] if found else _NO_DAY


def _name(identification: etree._Element, named: Named) -> None:
    for number, language in enumerate(identification.findall(f"{_NS}FRBRExpression/{_NS}FRBRlanguage")):
        language.set("language", _LANGUAGES[number % len(_LANGUAGES)])
    part = f"/!{named.component}"
    expression = named.expression
    for level, uri, this in (
        ("FRBRWork", named.work, named.work + part),
        ("FRBRExpression", expression, expression + part),
        ("FRBRManifestation", f"{expression}.xml", f"{expression}{part}.xml"),
        ("FRBRItem", f"https://example.org{expression}.xml", f"https://example.org{expression}{part}.xml"),
    ):
        said = {"FRBRuri": uri, "FRBRthis": this, "FRBRnumber": named.number}
        for name, value in said.items():
            for one in identification.findall(f"{_NS}{level}/{_NS}{name}"):
                one.set("value", value)
        _date(identification.findall(f"{_NS}{level}/{_NS}FRBRdate"), named.day, of_work=level == "FRBRWork")
    _refer(identification, named)
    for level in LEVELS:
        _tell(identification, level)


def _date(dates: list[etree._Element], day: str, *, of_work: bool) -> None:
    """Dates of one level, each with a name of its own: those of a Work its day, and of other levels none earlier."""
    names: set[str] = set()
    for number, date in enumerate(dates, 1):
        found = DAY.match(date.get("date", ""))
        if of_work or not found or found[0] < day:
            date.set("date", day)
        if of_work or not date.get("name", "").strip() or date.get("name", "") in names:
            date.set("name", f"date{number}")
        names.add(date.get("name", ""))


def _refer(identification: etree._Element, named: Named) -> None:
    """Other Expressions are those of the same Work, in another language."""
    other = f"{named.work}/{_FOREIGN}@"
    for one in identification.iter(f"{_NS}FRBRmasterExpression", f"{_NS}FRBRtranslation"):
        one.set("href", other)
    for one in identification.iter(f"{_NS}FRBRtranslation"):
        one.set("fromLanguage", _FOREIGN)
        if one.get("pivot") is not None:
            one.set("pivot", _LANGUAGES[0])


def _tell(identification: etree._Element, level: str) -> None:
    """The components of a level lead to those of the next, in their order, and those of the last one to files."""
    below = {"FRBRWork": "FRBRExpression", "FRBRExpression": "FRBRManifestation"}.get(level)
    own, next_ = (
        identification.findall(f"{_NS}{one}/{_NS}componentInfo/{_NS}componentData") if one else []
        for one in (level, below)
    )
    for number, one in enumerate(own):
        name = "main" if number == 0 else f"annex_{number}"
        one.set("name", name)
        one.set("href", f"#{next_[number].get('eId')}" if next_ else f"{name}.xml")
