"""Who, what and when: the identity of a resolution at its FRBR levels, and the `meta` that states it."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from akn.diagnostics import Finding, TextError, UsageError
from akn.elements import name
from akn.iri import UNDATED, Expression, Manifestation, Work, number_segment, with_component
from akn.lang import Language
from akn.masthead import Reading
from akn.organs import actor_for, organs
from akn.symbols import Symbol, plain_number, resolution_year, session_year, symbol
from akn.text import FEED, check

KEYS = ("symbol", "number", "title", "body", "adoption_date", "issue_date", "session", "agenda_item", "markup_date")
_DATES = ("adoption_date", "issue_date", "markup_date")
_MASTER, _MASTER_ID = "English", "FRBRmasterExpression_1"
_CONVERTER = ("TLCOrganization", "organization", "akn", "akn, the converter")
# What the mark-up refers to beside organs: class, last segment of the ontology IRI, label.
_ENTRIES = {
    "converter": _CONVERTER,
    "agendaItem": ("TLCConcept", "concept", "agendaItem", "Agenda item"),
    "plenaryMeeting": ("TLCEvent", "event", "plenaryMeeting", "Meeting at which the text was adopted"),
    "adopted": ("TLCConcept", "concept", "adopted", "Adopted"),
    "ayes": ("TLCConcept", "concept", "ayes", "In favour"),
    "noes": ("TLCConcept", "concept", "noes", "Against"),
    "abstentions": ("TLCConcept", "concept", "abstentions", "Abstaining"),
    "preambular": ("TLCConcept", "concept", "preambularParagraph", "Preambular paragraph"),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document is: read from its text, or told by the caller."""

    name: str
    actor: str
    number: str
    symbol: str
    title: str
    told_title: str  # the one that the caller knows, which the text may not have
    adopted: str
    issued: str
    marked_up: str
    session: int | None
    agenda_item: str
    work: Work
    language: str

    @property
    def expression(self) -> Expression:
        """The language version."""
        return Expression(self.work, self.language)

    @property
    def manifestation(self) -> Manifestation:
        """The XML file."""
        return Manifestation(self.expression)


def told(metadata: Mapping[str, object] | None) -> dict[str, str]:
    """What the caller knows, by the keys of `KEYS`, dates as ISO 8601 days.

    Raises UsageError for another key, a date that is none, and an organ that is not known.
    """
    known: dict[str, str] = {}
    for key, value in (metadata or {}).items():
        plain = str(key).strip().replace(" ", "_").replace("-", "_")
        if plain not in KEYS:
            raise UsageError(f"metadata has no key {key!r}; accepted are {', '.join(KEYS)}")
        if value is None:
            continue
        known[plain] = _day(plain, value) if plain in _DATES else _said(plain, str(value).strip())
    if not known.get("session", "0").isdecimal():
        raise UsageError(f"metadata: session {known['session']!r} is no number; the number of the session is accepted")
    if known.get("body") and not actor_for(known["body"]):
        accepted = ", ".join(organ.actor for organ in organs())
        raise UsageError(f"metadata: the body {known['body']!r} is not known; accepted are {accepted}, or their names")
    return known


def _said(key: str, value: str) -> str:
    try:
        check(value)
    except TextError as error:
        raise UsageError(f"metadata: {key} {value!r}: {error}") from None
    if FEED in value:
        raise UsageError(f"metadata: {key} {value!r} holds a form feed; one line of text is accepted")
    return value


def _day(key: str, value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise UsageError(f"metadata: {key} {value!r} is no day; YYYY-MM-DD or a datetime.date is accepted") from None


def settle(
    reading: Reading, language: Language, known: Mapping[str, str], digest: str
) -> tuple[Identity, list[Finding]]:
    """The identity of a document; what the caller knows wins. `digest` names a document that has no number.

    Raises UsageError for metadata that cannot be said in an IRI.
    """
    printed = known.get("symbol") or reading.symbol
    meaning = symbol(printed) if printed else None
    number = known.get("number") or _number(reading, meaning, known)
    actor = _actor(reading, meaning, known, number)
    adopted = known.get("adoption_date") or reading.adopted
    # A day before that of adoption is one of something else that is printed on the page.
    printed_before = bool(adopted) and not reading.draft and reading.issued < adopted
    issued = known.get("issue_date") or ("" if printed_before else reading.issued)
    year = _year(reading, meaning, number, actor, adopted)
    day = adopted or (issued if reading.draft else "")
    session = known.get("session") or str(reading.session or "")
    work = Work(
        "statement", "deliberation", actor, day or year or UNDATED, number_segment(number or f"x-{digest[:12]}")
    )
    identity = Identity(
        name=reading.doctype + ("Draft" if reading.draft else ""),
        actor=actor,
        number=number,
        symbol=printed or _symbol(actor, number),
        title=known.get("title") or reading.title,
        told_title=known.get("title", ""),
        adopted=adopted,
        issued=issued,
        marked_up=known.get("markup_date") or issued or adopted or _epoch() or UNDATED,
        session=int(session) if session else None,
        agenda_item=known.get("agenda_item") or reading.agenda_item,
        work=work,
        language=language.alpha3,
    )
    return identity, list(_doubts(identity, day))


def _number(reading: Reading, meaning: Symbol | None, known: Mapping[str, str]) -> str:
    from_symbol = meaning.number if meaning else ""
    if known.get("symbol"):
        return from_symbol or known["symbol"]
    number = plain_number(reading.number) or reading.number if reading.number else ""
    return number or from_symbol


def _actor(reading: Reading, meaning: Symbol | None, known: Mapping[str, str], number: str) -> str:
    if known.get("body"):
        return actor_for(known["body"]) or ""
    if meaning and known.get("symbol"):
        return meaning.actor
    by_form = "un-sc" if number.endswith(")") and number[-5:-1].isdecimal() else ""
    return reading.actor or (meaning.actor if meaning else "") or by_form or "un"


def _year(reading: Reading, meaning: Symbol | None, number: str, actor: str, adopted: str) -> str:
    if adopted:
        return adopted[:4]
    year = resolution_year(number, actor) if number else None
    year = year or (meaning.year if meaning else None) or reading.year
    if year is None and reading.session:
        year = session_year(reading.session, actor)
    return str(year) if year else ""


def _symbol(actor: str, number: str) -> str:
    """The symbol that the organ's resolutions have, where it is not printed."""
    roots = {organ.actor: organ.symbols for organ in organs()}.get(actor, ())
    return f"{roots[0]}RES/{number}" if roots and number and "/RES" not in number and "/L." not in number else number


def _epoch() -> str:
    """The day of `SOURCE_DATE_EPOCH` (reproducible-builds.org), where it is set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds.isdecimal() or len(seconds) > 11:
        return ""
    return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC).date().isoformat()


def _doubts(identity: Identity, day: str) -> Iterable[Finding]:
    if not identity.number:
        yield Finding("no-number", "warning", "no number was found; one is made from the text", line=1)
    if not day:
        known = "only the year is known" if identity.work.date != UNDATED else f"it is put down as {UNDATED}"
        yield Finding("no-adoption-date", "warning", f"no day of adoption was found; {known}", line=1)
    if identity.actor == "un":
        yield Finding("no-organ", "warning", "the organ that adopted the text was not found", line=1)


def agenda_iri(identity: Identity, language: Language) -> str:
    """The IRI of the agenda of the session, with the item as a fragment that all languages share."""
    year = session_year(identity.session, identity.actor) if identity.session else None
    date = str(year) if year else identity.work.date
    words = "".join(sign if sign.isalnum() else " " for sign in identity.agenda_item).split()
    item = "-".join(language.labels.shared(f"({word})", "point") or word for word in words)
    work = Work("debateReport", "agenda", identity.actor, date, str(identity.session or date[:4]))
    return f"{work.this}#item_{item}"


def identification(identity: Identity, source: str, component: str = "main", *, shares: bool = False) -> etree._Element:
    """The element `identification` of the main document or of one of its components.

    With `shares`, some identifiers of the document are not those that it shares with the other languages: these are
    the ones of the English version.
    """
    work = with_component(identity.work, component)
    expression = Expression(work, identity.language)
    manifestation = Manifestation(expression)
    element = etree.Element(name("identification"), source=f"#{source}converter")
    levels = (
        ("FRBRWork", work, "adoption", _full(work.date), identity.actor),
        ("FRBRExpression", expression, "publication", identity.issued or _full(work.date), identity.actor),
        ("FRBRManifestation", manifestation, "markup", identity.marked_up, "converter"),
    )
    for tag, level, event, date, author in levels:
        part = etree.SubElement(element, name(tag))
        etree.SubElement(part, name("FRBRthis"), value=level.this)
        etree.SubElement(part, name("FRBRuri"), value=level.uri)
        etree.SubElement(part, name("FRBRdate"), date=date, name=event)
        etree.SubElement(part, name("FRBRauthor"), href=f"#{source}{author}")
        if tag == "FRBRWork":
            etree.SubElement(part, name("FRBRcountry"), value=work.country)
            etree.SubElement(part, name("FRBRsubtype"), value=work.subtype)
            number = etree.SubElement(part, name("FRBRnumber"), value=work.number)
            if identity.number:
                number.set("showAs", identity.number)
            if identity.told_title:
                etree.SubElement(part, name("FRBRname"), value=identity.told_title)
        elif tag == "FRBRExpression":
            if shares:
                english = Expression(work, "eng").uri
                etree.SubElement(
                    part, name("FRBRmasterExpression"), href=english, showAs=_MASTER, eId=f"{source}{_MASTER_ID}"
                )
            etree.SubElement(part, name("FRBRlanguage"), language=identity.language)
        else:
            etree.SubElement(part, name("FRBRformat"), value=manifestation.format)
    return element


def _full(date: str) -> str:
    """A date as `FRBRdate` takes it: a year alone is completed, as AKN4UN asks (part 1, section 5)."""
    return date if len(date) > 4 else f"{date}-01-01"


def publication(identity: Identity) -> etree._Element | None:
    """The element `publication`, where a day of publication or adoption is known."""
    date = identity.issued or identity.adopted
    if not date:
        return None
    shown = identity.symbol or identity.number or identity.name
    element = etree.Element(name("publication"), date=date, name=identity.name, showAs=shown)
    if identity.symbol:
        element.set("number", number_segment(identity.symbol))
    return element


def analysis(votes: Sequence[etree._Element], prefix: str) -> etree._Element:
    """The element `analysis` with the count of the vote, whose numbers are marked as these quantities in the text."""
    element = etree.Element(name("analysis"), source=f"#{prefix}converter")
    voting = etree.SubElement(etree.SubElement(element, name("parliamentary")), name("voting"))
    voting.set("eId", f"{prefix}voting_1")
    voting.set("outcome", f"#{prefix}adopted")
    for number, quantity in enumerate(votes, start=1):
        count = etree.SubElement(voting, name("count"), eId=f"{prefix}voting_1__count_{number}")
        count.set("value", quantity.get("normalized", ""))
        count.set("refersTo", quantity.get("refersTo", ""))
        count.set("href", f"#{quantity.get('eId')}")
    return element


def references(identity: Identity, used: Iterable[str], language: Language, prefix: str = "") -> etree._Element:
    """The element `references`: an entry for each organ and concept that is used, and for the converter."""
    element = etree.Element(name("references"), source=f"#{prefix}converter")
    shown = {organ.actor: organ for organ in organs()}
    for key in [*sorted({identity.actor, *used} - {"converter"}), "converter"]:
        if key in _ENTRIES:
            tag, kind, last, label = _ENTRIES[key]
        else:
            names = shown[key].names.get(language.code, ()) if key in shown else ()
            tag, kind, last, label = "TLCOrganization", "organization", key, names[0] if names else "United Nations"
        href = f"/akn/ontology/{kind}/un/{last}"
        etree.SubElement(element, name(tag), eId=f"{prefix}{key}", href=href, showAs=label)
    return element


def of_publication(identity: Identity) -> Identity:
    """The identity of the publication that carries the resolution (AKN4UN part 3, section 1.1)."""
    date = identity.issued or identity.work.date
    number = identity.symbol or identity.number
    work = Work(
        "documentCollection", "publication", identity.actor, date, number_segment(number or identity.work.number)
    )
    return replace(identity, work=work, number=number)
