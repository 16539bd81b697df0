"""Rules of which elements must have an eId: Naming Convention 1.0, 5.5.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akn.ids import IDREQ, has_free_label
from akn.places import local_name
from akn.rules.examples import EVENTS, history
from akn.rules.identifiers import HIERARCHY, identified, identifiers
from akn.rules.registry import NC, Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akn.rules.survey import Survey

_CITED = HIERARCHY | {"attachment", "component", "mod", "quotedStructure"}
_MODIFIED = (
    history(*EVENTS) + '<analysis source="#akn"><passiveModifications><textualMod type="insertion" '
    'eId="textualMod_1"><source href="/akn/un/act/provision/un/1945-06-26/charter"/><destination href="#para_1"/>'
    '</textualMod></passiveModifications></analysis><paragraph eId="para_1"><content eId="para_1__content"><p>{}</p>'
    "</content></paragraph>"
)
_ENTRIES = frozenset(name for name in IDREQ if has_free_label(name)) | {"temporalGroup"}
_OTHERS = IDREQ - _CITED - _ENTRIES
_TWO = (
    '<paragraph eId="para_1"><content eId="para_1__content"><p/></content></paragraph>'
    '<paragraph eId="para_2"><content eId="para_2__content"><p/></content></paragraph>'
)
_REFERENCE = '<TLCConcept {}href="/akn/ontology/concept/un/peace" showAs="Peace"/>'


@rule(
    "ids-required",
    "Provisions, attachments, components and modifications have an eId, where any element has one",
    severity="warning",
    naming=True,
    source=NC + "5.5.1",
    bad='<paragraph eId="para_1"/><paragraph/>',
    good='<paragraph eId="para_1"/><paragraph eId="para_2"/>',
)
def required(survey: Survey) -> Iterator[Problem]:
    """Without an identifier a provision cannot be cited. A document that uses none at all is of conformance level 1."""
    if survey.once(identified):
        yield from _lacking(survey, _CITED)


@rule(
    "ids-entry",
    "What only references lead to has an eId",
    severity="warning",
    naming=True,
    source=NC + "5.5.1; AKN4UN part 1, metadata (references)",
    bad=f'<references source="#akn">{_REFERENCE.format("")}</references>',
    good=f'<references source="#akn">{_REFERENCE.format("""eId="peace" """)}</references>',
)
def entry(survey: Survey) -> Iterator[Problem]:
    """An entry of `references`, the data of a component and a group of times are there to be named by others."""
    yield from _lacking(survey, _ENTRIES)


@rule(
    "ids-idreq",
    "Of the other elements in the group idreq, all of a name have an eId where most have one",
    severity="note",
    naming=True,
    source=NC + "5.5.1; XSD, attribute group idreq",
    bad=_TWO + '<paragraph eId="para_3"><content><p/></content></paragraph>',
    good=_TWO + '<paragraph eId="para_3"><content eId="para_3__content"><p/></content></paragraph>',
)
def idreq(survey: Survey) -> Iterator[Problem]:
    """Contents, headings, references and what carries meaning should have one. Hardly anyone gives it to all of them;
    where most of a name have one, those that lack it were forgotten. They are told together, at the first.
    """
    for name in _OTHERS:
        having = survey.once(identifiers).counts[name]
        count = len(survey.all(name))
        if having < count < 2 * having:
            first = next(one for one in survey.all(name) if one.get("eId") is None)
            yield Problem(first, f"{count - having} of {count} <{name}> have no eId, this one first.")


@rule(
    "ids-marked",
    "Insertions and deletions that modifications speak of have an eId",
    severity="warning",
    source="AKN4UN part 1, content (ins, del)",
    bad=_MODIFIED.format("<ins>new</ins>"),
    good=_MODIFIED.format('<ins eId="ins_1">new</ins>'),
)
def marked(survey: Survey) -> Iterator[Problem]:
    """Passive modifications point at what they changed."""
    if next(survey.named("passiveModifications"), None) is not None:
        for holder in survey.named("ins", "del"):
            if holder.get("eId") is None:
                yield Problem(holder, f"<{local_name(holder)}> has no eId, so no passive modification can name it.")


def _lacking(survey: Survey, names: frozenset[str]) -> Iterator[Problem]:
    """The elements of these names that have no eId."""
    counts = survey.once(identifiers).counts
    for name in names:
        holders = survey.all(name)
        for holder in holders if counts[name] < len(holders) else ():
            if holder.get("eId") is None:
                yield Problem(holder, f"<{name}> has no eId, so nothing can refer to it.")
