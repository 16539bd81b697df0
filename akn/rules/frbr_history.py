"""Rules of dates, and of what happened to a document: publication, lifecycle, workflow, periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akn.iri import UNDATED
from akn.places import local_name
from akn.rules.examples import EVENTS, history
from akn.rules.naming import SPACE, at, children, day, days, has, meta, must
from akn.rules.registry import Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey

_LIFECYCLE = "AKN core part 2, lifecycle; AKN4UN, metadata"


_IN_ORDER = history(*EVENTS)
_STEPS = (
    '<workflow source="#akn">\n<step date="2012-11-01" by="#un-ga"{}/>\n'
    '<step date="2012-11-19" by="#un-ga"/></workflow>'
)


@rule(
    "frbr-date-order",
    "An Expression is not older than its Work",
    severity="warning",
    source="Functional Requirements for Bibliographic Records, 4.3.3; AKN4UN, metadata (FRBRdate)",
    bad='<FRBRExpression><FRBRdate date="2012-11-18" name="version"/></FRBRExpression>',
    good='<FRBRExpression><FRBRdate date="2012-11-19" name="version"/></FRBRExpression>',
)
def order(survey: Survey) -> Iterator[Problem]:
    """A text cannot be put into words before it is created."""
    for part in survey.parts:
        if part.work is None or part.expression is None:
            continue
        created = [one for one in days(part.work) if one != UNDATED]
        worded = [one for one in days(part.expression) if one != UNDATED]
        if created and worded and max(worded) < min(created):
            yield Problem(
                at(part.expression, "FRBRdate"),
                f"The Expression is of {max(worded)!r}, and the Work of {min(created)!r}.",
            )


@rule(
    "frbr-date-name",
    "A date says what it is the date of",
    severity="warning",
    source="AKN core part 2, FRBRdate; AKN4UN, metadata (FRBRdate)",
    bad='<FRBRManifestation><FRBRdate date="2013-01-31" name=""/></FRBRManifestation>',
    good='<FRBRManifestation><FRBRdate date="2013-01-31" name="markup"/></FRBRManifestation>',
    assertion=("a:FRBRdate", "normalize-space(@name)"),
)
def date_name(survey: Survey) -> Iterator[Problem]:
    """FRBRdate/@name is adoption, publication, markup or the like."""
    for found in survey.named("FRBRdate"):
        if not found.get("name", "").strip(SPACE):
            yield Problem(found, f"FRBRdate {found.get('date')!r} has no name.", "Such as adoption or publication.")


@rule(
    "frbr-date-twice",
    "Each date of a level has a name of its own",
    severity="warning",
    source="AKN core part 2, FRBRdate",
    bad='<FRBRWork><FRBRdate date="2012-11-19" name="adoption"/><FRBRdate date="2012-11-20" name="adoption"/>'
    "</FRBRWork>",
    good='<FRBRWork><FRBRdate date="2012-11-19" name="adoption"/><FRBRdate date="2012-11-20" name="signature"/>'
    "</FRBRWork>",
    assertion=(
        "a:FRBRdate[normalize-space(@name)]",
        "not(@name = preceding-sibling::a:FRBRdate/@name)",
    ),
)
def date_twice(survey: Survey) -> Iterator[Problem]:
    """Of two dates of one event nobody knows which to take."""
    seen: dict[tuple[_Element | None, str], str] = {}
    for found in survey.named("FRBRdate"):
        key = (found.getparent(), found.get("name", ""))
        if key in seen and key[1].strip(SPACE):
            yield Problem(found, f"FRBRdate {found.get('date')!r} is named {key[1]!r}, as {seen[key]!r} is.")
        seen.setdefault(key, found.get("date", ""))


@rule(
    "frbr-publication-date",
    "A document is not published before it is made",
    severity="warning",
    source="AKN core part 2, publication",
    bad='<publication date="2012-11-18" name="resolution" showAs="A/RES/67/6" number="A-RES-67-6"/>'
    '<FRBRExpression><FRBRdate date="2012-11-19" name="version"/></FRBRExpression>',
    good='<publication date="2012-11-19" name="resolution" showAs="A/RES/67/6" number="A-RES-67-6"/>'
    '<FRBRExpression><FRBRdate date="2012-11-19" name="version"/></FRBRExpression>',
)
def published(survey: Survey) -> Iterator[Problem]:
    """publication/@date is not earlier than every date of the Work."""
    for part in survey.parts:
        created = [one for one in days(part.work) if one != UNDATED] if part.work else []
        for found in meta(part, "publication") if created else ():
            if "" < day(found.get("date", "")) < min(created):
                yield Problem(found, f"It is published on {found.get('date')!r}, and the Work is of {min(created)!r}.")


@rule(
    "frbr-lifecycle",
    "A document that is not the original version has a lifecycle",
    severity="warning",
    source=_LIFECYCLE,
    bad='<act name="act" contains="singleVersion"><body><section><content><p/></content></section></body></act>',
    good='<act name="act" contains="originalVersion"><body><section><content><p/></content></section></body></act>',
    assertion=("a:*[@contains = 'singleVersion' or @contains = 'multipleVersions'][a:meta]", "a:meta/a:lifecycle"),
)
def lifecycle(survey: Survey) -> Iterator[Problem]:
    """@contains singleVersion or multipleVersions says that it was changed; the events that changed it are listed."""
    for part in survey.parts:
        contains = part.element.get("contains", "")
        has_meta = any(local_name(child) == "meta" for child in part.element)
        if contains in {"singleVersion", "multipleVersions"} and has_meta and not has(part, "lifecycle"):
            yield Problem(
                part.element,
                f"@contains is {contains!r}, and <meta> has no <lifecycle>.",
                "List the events by which it got its present form, or write originalVersion.",
                must(part),
            )


@rule(
    "frbr-event-order",
    "The events of a lifecycle stand in the order of their dates",
    severity="note",
    source=_LIFECYCLE,
    bad=history(("2012-12-19", "generation"), ("2012-11-19", "amendment")),
    good=_IN_ORDER,
)
def event_order(survey: Survey) -> Iterator[Problem]:
    """Whoever reads them follows what happened."""
    for holder in survey.named("lifecycle"):
        yield from _disordered(holder, "eventRef", "event")


@rule(
    "frbr-event-generation",
    "The first event of a lifecycle is the generation of the document",
    severity="note",
    source=_LIFECYCLE,
    bad=history(("2012-11-19", "amendment"), ("2012-12-19", "amendment")),
    good=_IN_ORDER,
    assertion=(
        "a:lifecycle/a:eventRef[not(preceding-sibling::a:eventRef)]",
        "not(@type) or @type = 'generation'",
    ),
)
def generation(survey: Survey) -> Iterator[Problem]:
    """Nothing is amended or repealed before it is there."""
    for holder in survey.named("lifecycle"):
        for first in list(children(holder, "eventRef"))[:1]:
            if first.get("type", "generation") != "generation":
                yield Problem(first, f"The first event is of type {first.get('type')!r}; expected is 'generation'.")


@rule(
    "frbr-event-again",
    "A document is generated once",
    severity="note",
    source=_LIFECYCLE,
    bad=history(("2012-11-19", "generation"), ("2012-12-19", "generation")),
    good=_IN_ORDER,
    assertion=("a:eventRef[@type = 'generation']", "not(preceding-sibling::a:eventRef[@type = 'generation'])"),
)
def generated_again(survey: Survey) -> Iterator[Problem]:
    """A lifecycle has one event of type generation; what comes later are amendments, or the repeal."""
    for holder in survey.named("lifecycle"):
        for found in [one for one in children(holder, "eventRef") if one.get("type") == "generation"][1:]:
            yield Problem(found, f"The event of {found.get('date')!r} is a second generation.", "Such as amendment.")


@rule(
    "frbr-step-order",
    "The steps of a workflow stand in the order of their dates",
    severity="note",
    source="AKN core part 2, workflow",
    bad=_STEPS.format("").replace("2012-11-19", "2012-10-31"),
    good=_STEPS.format(""),
)
def step_order(survey: Survey) -> Iterator[Problem]:
    """Whoever reads them follows what happened."""
    for holder in survey.named("workflow"):
        yield from _disordered(holder, "step", "step")


def _disordered(holder: _Element, name: str, told: str) -> Iterator[Problem]:
    """Those of the children whose date is earlier than that of the one before."""
    before = ""
    for found in children(holder, name):
        date = day(found.get("date", ""))
        if date and date < before:
            yield Problem(found, f"The {told} of {date!r} stands after that of {before!r}.")
        before = date or before
