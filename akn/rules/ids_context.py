"""Rules of where an eId begins: with its context (Naming Convention 1.0, 5.4.1)."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from akn.places import local_name
from akn.rules.identifiers import Identifier, identifiers, nearest
from akn.rules.registry import NC, Problem, rule
from akn.rules.survey import is_in_portion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akn.rules.survey import Survey

_SOURCE = NC + "5.4.1"
_ACT = (
    '<act name="act"><body><section eId="sec_1"><content eId="sec_1__content"><p>{}</p></content></section></body>'
    "</act>"
)
_MARKERS = frozenset({"eol", "eop"})


@rule(
    "ids-prefix",
    "What stands before the last part of an eId is the eId of an element around it",
    severity="warning",
    naming=True,
    source=_SOURCE,
    bad='<section eId="sec_1"><paragraph eId="sec_2__para_1"/></section>',
    good='<section eId="sec_1"><paragraph eId="sec_1__para_1"/></section>',
)
def prefix(survey: Survey) -> Iterator[Problem]:
    """The prefix names the context within which the rest is unique."""
    for one in survey.once(_detached):
        yield Problem(one.element, f"eId {one.eid!r} starts with {one.prefix!r}, which no element around it has.")


def _detached(survey: Survey) -> list[Identifier]:
    # A line break is counted within the page that starts before it and does not hold it; what is around a portion, and
    # lends it the start of its eIds, is in another file.
    return [
        one
        for one in survey.once(identifiers).detached
        if not (one.name in _MARKERS if one.prefix in survey.eids else is_in_portion(one.element))
    ]


@rule(
    "ids-parent",
    "The content, the heading and the like of an element have its eId before theirs",
    severity="warning",
    naming=True,
    source=_SOURCE,
    bad='<section eId="sec_1"><paragraph eId="sec_1__para_1"><content eId="sec_1__content"><p/></content></paragraph>'
    "</section>",
    good='<section eId="sec_1"><paragraph eId="sec_1__para_1"><content eId="sec_1__para_1__content"><p/></content>'
    "</paragraph></section>",
)
def parent(survey: Survey) -> Iterator[Problem]:
    """Each provision has its own: only the whole identifier of the provision tells them apart."""
    detached = {one.element for one in survey.once(identifiers).detached}
    for one in survey.once(identifiers).adrift:
        holder = one.element.getparent()
        if holder is not None and one.element not in detached:
            yield Problem(
                one.element,
                f"eId {one.eid!r} is that of the <{one.name}> of {holder.get('eId')!r} and does not start with it.",
            )


class _Context(NamedTuple):
    """A kind of element within which every eId starts with that of the element."""

    id: str
    title: str
    names: tuple[str, ...]
    why: str
    bad: str
    good: str


_CONTEXTS = (
    _Context(
        "ids-context",
        "Within an attachment or a component, an eId starts with that element's eId",
        ("attachment", "component"),
        """Each document is numbered on its own, so that only the prefix keeps its provisions apart from the host's.""",
        '<components><component eId="cmp_1"><interstitial eId="interstitial_1"><p/></interstitial></component>'
        "</components>",
        '<components><component eId="cmp_1"><interstitial eId="cmp_1__interstitial"><p/></interstitial></component>'
        "</components>",
    ),
    _Context(
        "ids-quotation",
        "Within a quoted or embedded structure, an eId starts with that element's eId",
        ("quotedStructure", "embeddedStructure"),
        """What is quoted has the numbers of another document, or of the text as it will be.""",
        '<p><embeddedStructure eId="embeddedStructure_1"><paragraph eId="para_4"/></embeddedStructure></p>',
        '<p><embeddedStructure eId="embeddedStructure_1"><paragraph eId="embeddedStructure_1__para_4"/>'
        "</embeddedStructure></p>",
    ),
    _Context(
        "ids-modification",
        "Within a modification, an eId starts with that element's eId",
        ("mod",),
        """A modification is a context of its own, as the document is that it belongs to.""",
        _ACT.format('<mod eId="mod_1"><quotedText eId="qtext_1">ten</quotedText></mod>'),
        _ACT.format('<mod eId="mod_1"><quotedText eId="mod_1__qtext_1">ten</quotedText></mod>'),
    ),
)
CONTEXTS = tuple(name for context in _CONTEXTS for name in context.names)


def _astray(survey: Survey) -> dict[str, list[Problem]]:
    """The eIds that do not start with that of the innermost such element, by its name; without those of which the rules
    of the prefix speak.
    """
    found: dict[str, list[Problem]] = {name: [] for name in CONTEXTS}
    told = {one.element for one in chain(survey.once(_detached), survey.once(identifiers).adrift)}
    for element, eid, around in nearest(survey, *CONTEXTS):
        if not eid.startswith(f"{around.get('eId')}__") and element not in told:
            said = f"eId {eid!r} stands within {around.get('eId')!r} and does not start with it."
            found[local_name(around)].append(Problem(element, said))
    return found


def _enter(context: _Context) -> None:
    def check(survey: Survey) -> Iterator[Problem]:
        for name in context.names:
            yield from survey.once(_astray)[name]

    rule(
        context.id,
        context.title,
        severity="warning",
        naming=True,
        source=_SOURCE,
        bad=context.bad,
        good=context.good,
        about=context.why,
    )(check)


for _context in _CONTEXTS:
    _enter(_context)
