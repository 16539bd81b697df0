"""Rules of AKN4UN for the metadata of documents of the United Nations beside their identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from akn.codes import is_language, is_short_language, terminological
from akn.places import local_name
from akn.rules.examples import WORK, attached
from akn.rules.naming import IDENTIFICATION, at, children, day, days, has, meta
from akn.rules.registry import Problem, rule
from akn.rules.survey import LANG, LEVELS, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Part, Survey

_METADATA = "AKN4UN part 1, metadata"
_LANG = "AKN4UN part 1, content (xml:lang) and annexes"
_DATES = ("adoption", "publication", "markup", "generation", "enacted", "signature", "version")
_PERSON = (
    '<references source="#akn"><TLCPerson eId="clerk" href="/akn/ontology/person/un.x.y.1970-01-01" showAs="X Y"/>'
    "</references>"
)
_CLERK = f'<FRBRManifestation><FRBRauthor href="#clerk"/></FRBRManifestation>{_PERSON}'
_EVENT = (
    '<lifecycle source="#akn"><eventRef date="2012-11-19" source="#{}"{}/></lifecycle><references source="#akn">'
    f'<original eId="original_1" href="{WORK}" showAs="67/6"/></references>'
)


@dataclass(frozen=True, slots=True)
class _Required:
    """A property that the schema leaves open: its level by number, and what stands before it."""

    id: str
    level: int
    name: str
    before: tuple[str, ...]
    title: str
    about: str


_REQUIRED = (
    _Required(
        "akn4un-subtype-required",
        0,
        "FRBRsubtype",
        ("FRBRcountry",),
        "A document of the United Nations has a subtype",
        "It says to which class of documents this one belongs.",
    ),
    _Required(
        "akn4un-number-required",
        0,
        "FRBRnumber",
        ("FRBRsubtype", "FRBRcountry"),
        "A document of the United Nations has a number",
        "One that has none gets one, which no other document of the day has.",
    ),
    _Required(
        "akn4un-format-required",
        2,
        "FRBRformat",
        ("preservation", "componentInfo", "FRBRauthor"),
        "A document of the United Nations has a format",
        "It is what stands after the last dot of the IRI, usually xml.",
    ),
)


def _enter(required: _Required) -> None:
    def check(survey: Survey) -> Iterator[Problem]:
        for part in survey.of_un():
            if part.is_attachment or len(part.levels) < 3:
                continue
            level = part.levels[required.level]
            if level.first(required.name) is None:
                yield Problem(at(level, *required.before), f"<{local_name(level.element)}> has no {required.name}.")

    level = LEVELS[required.level]
    good = {
        "FRBRsubtype": '<FRBRsubtype value="deliberation"/>',
        "FRBRnumber": '<FRBRnumber value="67-6" showAs="67/6"/>',
        "FRBRformat": '<FRBRformat value="xml"/>',
    }[required.name]
    rule(
        required.id,
        required.title,
        severity="warning",
        source="AKN4UN, metadata (FRBR)",
        about=f"The schema leaves {required.name} open. {required.about} An attachment may have that of its host.",
        bad=f"<{level}><!-- no {required.name} --></{level}>",
        good=f"<{level}>{good}</{level}>",
        assertion=(
            (
                f"a:*[not(parent::a:attachment)]/{IDENTIFICATION}"
                f"[a:FRBRWork and a:FRBRExpression and a:FRBRManifestation]/a:{level}[1]"
            ),
            f"a:{required.name}",
        ),
    )(check)


for _one in _REQUIRED:
    _enter(_one)


@rule(
    "akn4un-references",
    "A document has references",
    severity="error",
    source=_METADATA + " (references)",
    bad="<!-- no references -->"
    + attached(WORK, "annex_1").replace(
        "</identification>",
        '</identification><references source="#akn">'
        '<TLCOrganization eId="un-ga" href="/akn/ontology/organization/un/un-ga" showAs="General Assembly"/>'
        '<TLCOrganization eId="akn" href="/akn/ontology/organization/un/akn" showAs="akn"/></references>',
    ),
    good=attached(WORK, "annex_1"),
    assertion=("a:akomaNtoso/a:*/a:meta", "a:references"),
)
def references(survey: Survey) -> Iterator[Problem]:
    """Whom the metadata name stands in the <references> of the document; an attachment may use those."""
    for part in survey.of_un():
        if part.is_main and part.work is not None and not has(part, "references"):
            yield Problem(_last_of_meta(part), "<meta> has no <references>.", "Name there its author and its editor.")


@rule(
    "akn4un-source",
    "Who answers for the identification is who marked up the document",
    severity="warning",
    source="AKN4UN part 2, identification",
    bad='<FRBRManifestation><FRBRauthor href="#un-ga"/></FRBRManifestation>',
    good='<FRBRManifestation><FRBRauthor href="#akn"/></FRBRManifestation>',
)
def source(survey: Survey) -> Iterator[Problem]:
    """identification/@source is the FRBRauthor of the Manifestation."""
    for part in survey.of_un():
        for found in meta(part, "identification"):
            level = part.manifestation
            authors = [one.get("href") for one in level.all("FRBRauthor")] if level is not None else []
            if level is not None and authors and found.get("source") not in authors:
                yield Problem(
                    at(level, "FRBRauthor"),
                    f"identification/@source is {found.get('source')!r}, and FRBRauthor of the Manifestation"
                    f" {authors[0]!r}.",
                )


@rule(
    "akn4un-author-class",
    "An author is an organization",
    severity="warning",
    source=_METADATA + " (FRBRauthor)",
    bad=_CLERK.replace("<FRBRauthor", '<FRBRauthor href="#akn"/><FRBRauthor', 1),
    good=_CLERK.replace("#clerk", "#akn"),
)
def author_class(survey: Survey) -> Iterator[Problem]:
    """FRBRauthor leads to a TLCOrganization, or a TLCConcept."""
    for part in survey.of_un():
        for level in part.levels:
            for found in level.all("FRBRauthor"):
                entry = _entry(survey, found, "href")
                # What is no agent at all is a matter of the rules of references.
                if entry is not None and local_name(entry) == "TLCPerson":
                    yield Problem(found, "FRBRauthor leads to a <TLCPerson>; accepted is a TLCOrganization.")


@rule(
    "akn4un-author-entry",
    "An author is an entry of the references",
    severity="error",
    source=_METADATA + " (FRBRauthor)",
    bad='<FRBRExpression><FRBRauthor href="/akn/ontology/organization/un/un-ga"/></FRBRExpression>',
    good='<FRBRExpression><FRBRauthor href="#un-ga"/></FRBRExpression>',
    assertion=(
        f"{IDENTIFICATION}/*[self::a:FRBRWork or self::a:FRBRExpression or self::a:FRBRManifestation]/a:FRBRauthor",
        "starts-with(@href, '#') or not(contains(@href, '/') or contains(@href, ':'))",
    ),
)
def author_entry(survey: Survey) -> Iterator[Problem]:
    """FRBRauthor/@href is `#` and an eId, and the entry of references has the IRI."""
    for part in survey.of_un():
        for level in part.levels:
            for found in level.all("FRBRauthor"):
                href = found.get("href", "")
                if not href.startswith("#") and ("/" in href or ":" in href):
                    yield Problem(found, f"FRBRauthor leads to {href!r}.", "Put that into an entry of <references>.")


@rule(
    "akn4un-date-name",
    "A date is named as others are",
    severity="note",
    source=_METADATA + " (FRBRdate)",
    bad='<FRBRManifestation><FRBRdate date="2013-01-31" name="encoding"/></FRBRManifestation>',
    good='<FRBRManifestation><FRBRdate date="2013-01-31" name="markup"/></FRBRManifestation>',
)
def date_name(survey: Survey) -> Iterator[Problem]:
    """No list is prescribed; in use are adoption, publication, markup, generation, enacted, signature, version."""
    for part in survey.of_un():
        for level in part.levels:
            for found in level.all("FRBRdate"):
                said = found.get("name", "")
                if said.strip() and said.lower() not in _DATES:
                    yield Problem(found, f"FRBRdate is named {said!r}.", f"In use are {', '.join(_DATES)}.")


@rule(
    "akn4un-event-type",
    "An event of the lifecycle has a type",
    severity="warning",
    source=_METADATA + " (lifecycle)",
    bad=_EVENT.format("original_1", ""),
    good=_EVENT.format("original_1", ' type="generation"'),
    assertion=("a:meta/a:lifecycle/a:eventRef", "@type"),
)
def event_type(survey: Survey) -> Iterator[Problem]:
    """generation, amendment or repeal."""
    for found in _events(survey):
        if found.get("type") is None:
            yield Problem(found, "<eventRef> has no @type.", "Accepted are generation, amendment and repeal.")


@rule(
    "akn4un-event-source",
    "An event of the lifecycle leads to the document that brought it about",
    severity="warning",
    source=_METADATA + " (lifecycle)",
    bad=_EVENT.format("un-ga", ' type="generation"'),
    good=_EVENT.format("original_1", ' type="generation"'),
)
def event_source(survey: Survey) -> Iterator[Problem]:
    """eventRef/@source is `#` and the eId of original, passiveRef or another document in references. What is no entry
    of theirs at all is a matter of any document (`refs-event-source`).
    """
    for found in _events(survey):
        entry = _entry(survey, found, "source")
        if entry is not None and local_name(entry).startswith("TLC"):
            yield Problem(
                found, f"@source leads to a <{local_name(entry)}>, which is no document.", "Such as <original>."
            )


@rule(
    "akn4un-event-future",
    "A version does not know what happens after it",
    severity="warning",
    source="AKN4UN part 1, overview (@contains)",
    bad=_EVENT.format("original_1", ' type="generation"').replace("2012-11-19", "2014-11-19", 1),
    good=_EVENT.format("original_1", ' type="generation"'),
)
def event_future(survey: Survey) -> Iterator[Problem]:
    """The lifecycle goes up to the date of the Expression; only multipleVersions may look further."""
    for part in survey.of_un():
        known = [one for level in (part.expression, part.manifestation) if level for one in days(level)]
        for holder in meta(part, "lifecycle") if known else ():
            for found in children(holder, "eventRef"):
                if day(found.get("date", "")) > max(known) and part.element.get("contains") != "multipleVersions":
                    yield Problem(found, f"The event is of {found.get('date')!r}, and the text of {max(known)!r}.")


@rule(
    "akn4un-xml-lang",
    "The language of an element is given by a tag of that language",
    severity="error",
    source=_LANG,
    bad='<p xml:lang="esp">Uno</p>',
    good='<p xml:lang="es">Uno</p>',
)
def tag(survey: Survey) -> Iterator[Problem]:
    """It starts with a code of ISO 639-1, such as `es`; one of 639-2/T, `spa`, is borne with."""
    of_un = survey.once(Scope)
    for found, _, value in survey.bearing(LANG):
        code = value.partition("-")[0].lower()
        known = not value or code in {"x", "i"} or is_short_language(code) or is_language(code)
        if not known and of_un.holds(found):
            hint = f"Write {terminological(code)!r}." if terminological(code) else "Such as es."
            yield Problem(found, f"xml:lang {value!r} is no tag of a language.", hint)


@rule(
    "akn4un-xml-lang-repeated",
    "The language of an element is given where it changes",
    severity="note",
    source=_LANG,
    bad='<blockContainer xml:lang="es">\n<p xml:lang="es">Uno</p></blockContainer>',
    good='<blockContainer xml:lang="es">\n<p xml:lang="en">One</p></blockContainer>',
)
def tag_repeated(survey: Survey) -> Iterator[Problem]:
    """An element has the language of the one around it."""
    of_un = survey.once(Scope)
    for found, _, value in survey.bearing(LANG):
        parent = found.getparent()
        if value and parent is not None and parent.get(LANG) == value and of_un.holds(found):
            yield Problem(found, f"xml:lang {value!r} is that of the element around it.", "Leave it out.")


def _events(survey: Survey) -> Iterator[_Element]:
    for part in survey.of_un():
        for holder in meta(part, "lifecycle"):
            yield from children(holder, "eventRef")


def _entry(survey: Survey, element: _Element, attribute: str) -> _Element | None:
    """What an attribute leads to within the document."""
    reference = element.get(attribute, "")
    return survey.target(reference, element) if reference.startswith("#") else None


def _last_of_meta(part: Part) -> _Element:
    """The last block of a document's metadata, or the document where it has none."""
    return [part.element, *(one for child in part.element if local_name(child) == "meta" for one in child)][-1]
