"""Rules of notes and of what calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akn.places import local_name
from akn.rules.links import Link, to
from akn.rules.registry import Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akn.rules.survey import Survey

_NOTES = ("authorialNote", "note")
_CALLED = '<p><authorialNote eId="ftn_1" marker="1"><p/></authorialNote><noteRef marker="{}" href="#ftn_1"/></p>'


@rule(
    "refs-note",
    "A noteRef leads to a note",
    severity="error",
    source="AKN core part 2, noteRef",
    bad='<p eId="p_1"><noteRef marker="1" href="#p_1"/></p>',
    good=_CALLED.format("1"),
)
def note(survey: Survey) -> Iterator[Problem]:
    """The target of a noteRef is an authorialNote in the text or a note of the metadata."""
    for link in _calls(survey):
        if not link.leads_to(*_NOTES) and link.target is not None:
            yield Problem(link.element, f"<noteRef> leads to a <{local_name(link.target)}>, which is no note.")


@rule(
    "refs-note-self",
    "A note does not call itself",
    severity="warning",
    source="AKN core part 2, noteRef",
    bad='<p><authorialNote eId="ftn_1" marker="1"><p><noteRef marker="1" href="#ftn_1"/></p></authorialNote></p>',
    good='<p><authorialNote eId="ftn_1" marker="1"><p/></authorialNote></p>',
)
def note_self(survey: Survey) -> Iterator[Problem]:
    """A reader of the note is sent to the note."""
    for link in _calls(survey):
        if link.leads_to(*_NOTES) and link.target in tuple(link.element.iterancestors()):
            yield Problem(link.element, f"<noteRef> stands in the note {link.said!r} that it calls.")


@rule(
    "refs-marker",
    "A noteRef shows the marker of its note",
    severity="warning",
    source="AKN core part 2, noteRef",
    bad=_CALLED.format("2"),
    good=_CALLED.format("1"),
)
def marker(survey: Survey) -> Iterator[Problem]:
    """A reader who meets the marker looks for the note that bears it."""
    for link in _calls(survey):
        shown = link.element.get("marker")
        borne = None if link.target is None else link.target.get("marker")
        if link.leads_to(*_NOTES) and shown is not None and borne is not None and shown != borne:
            yield Problem(link.element, f"<noteRef> shows the marker {shown!r}, and its note bears {borne!r}.")


@rule(
    "refs-uncalled",
    "A note of the metadata is called somewhere",
    severity="warning",
    source="AKN4UN part 1, metadata (notes)",
    bad='<notes source="#akn"><note eId="note_1"><p/></note><note eId="note_2"><p/></note></notes>'
    '<p><noteRef href="#note_1"/></p>',
    good='<notes source="#akn"><note eId="note_1"><p/></note></notes><p><noteRef href="#note_1"/></p>',
)
def uncalled(survey: Survey) -> Iterator[Problem]:
    """An editorial note that no noteRef calls is never shown."""
    called = {link.target for link in _calls(survey)}
    for element in survey.named("note"):
        if element.get("eId") and element not in called:
            yield Problem(element, f"No <noteRef> calls the note {element.get('eId')!r}.")


def _calls(survey: Survey) -> Iterator[Link]:
    """Every noteRef whose target is in the document."""
    return (link for link in to(survey, "href") if link.name == "noteRef")
