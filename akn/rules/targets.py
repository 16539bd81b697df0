"""Rules of what a reference leads to: one for each attribute, and for refersTo one for each kind of element.

They are rows of a table. The types of the schema say in their comments what each leads to; the schema itself does not
look.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from akn.places import local_name
from akn.rules.entries import ENTRIES
from akn.rules.examples import EVENTS, history
from akn.rules.links import Link, to
from akn.rules.registry import Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akn.rules.survey import Survey

_TYPES = "AKN core part 2, {}"
_INLINE = "AKN4UN part 1, content (semantic inline elements)"

_AGENTS = ("TLCPerson", "TLCOrganization")
_ACTORS = (*_AGENTS, "TLCRole")
# AKN4UN names authors as organizations or concepts, and lets a process or an application answer for mark-up.
_SOURCES = (*_AGENTS, "TLCConcept", "TLCObject", "TLCProcess", "TLCRole")
_NAMED = (*ENTRIES, "keyword")
_BLOCKS = tuple(
    """
    analysis classification identification lifecycle mappings notes otherAnalysis otherReferences presentation
    proprietary references restrictions temporalData workflow
    """.split()
)
_GROUP = (
    '<temporalData source="#akn"><temporalGroup eId="tmpg_1"><timeInterval refersTo="#un-ga" start="{}"/>'
    "</temporalGroup></temporalData>"
)
_TIMES = history(*EVENTS) + _GROUP.format("#eref_1")
_ENTRY = '<{0} eId="{1}-1" href="/akn/ontology/{1}/un/x" showAs="X"/>'
_VOTING = (
    '<analysis source="#akn"><parliamentary><voting eId="voting_1" {0}><count eId="voting_1__count_1" value="9" '
    "{1}/></voting></parliamentary></analysis>"
)


@dataclass(frozen=True, slots=True)
class Leads:
    """What the attributes of these elements lead to: elements of the names `to`.

    `markup` holds the reference `{}`; `wrong` and `right` are what it names in the examples: the class of an entry, or
    `#` and an eId in the mark-up. Without `elements` the attribute is meant wherever no other row speaks of it.
    """

    id: str
    attributes: tuple[str, ...]
    elements: tuple[str, ...]
    to: tuple[str, ...]
    title: str
    why: str
    source: str
    markup: str
    wrong: str
    right: str

    @property
    def accepted(self) -> str:
        """What it may lead to, in words."""
        if self.to is _NAMED:
            return "an entry of the references, or a <keyword>"
        return " or ".join(f"<{name}>" for name in self.to)

    def example(self, target: str) -> str:
        """The mark-up with a reference to that, and the entries that the examples of this row have."""
        if target.startswith("#"):
            return self.markup.replace("{}", target)
        entries = "".join(_ENTRY.format(name, name[3:].lower()) for name in (self.wrong, self.right))
        reference = f"#{target[3:].lower()}-1"
        return f'<references source="#akn">{entries}</references>{self.markup.replace("{}", reference)}'


def _semantic(name: str, *to: str, why: str = "") -> Leads:
    """The row of an inline element whose refersTo leads to the entry of its own class."""
    article = "An" if name[0] in "aeiou" else "A"
    return Leads(
        f"refs-{name}",
        ("refersTo",),
        (name,),
        to or (f"TLC{name.capitalize()}",),
        f"{article} {name} in the text refers to an entry of its kind",
        why or f"The text says that this is {article.lower()} {name}; the entry in `references` has to say so too.",
        _INLINE,
        f'<p><{name} refersTo="{{}}">X</{name}></p>',
        "TLCLocation" if name != "location" else "TLCPerson",
        (to or (f"TLC{name.capitalize()}",))[0],
    )


LEADS = (
    Leads(
        "refs-by",
        ("by",),
        (),
        _ACTORS,
        "Who speaks, votes, decides or translates is a person, an organization or a role",
        "@by names the agent. The UN's own records name member States and organs.",
        _TYPES.format("agentRef"),
        '<p><vote by="{}">for</vote></p>',
        "TLCConcept",
        "TLCPerson",
    ),
    Leads(
        "refs-as",
        ("as",),
        (),
        ("TLCRole",),
        "The capacity in which someone acts is a role",
        "@as names what the agent is in this: the author, the President.",
        _TYPES.format("roleRef"),
        '<p><vote by="#un-ga" as="{}">for</vote></p>',
        "TLCConcept",
        "TLCRole",
    ),
    Leads(
        "refs-to",
        ("to",),
        (),
        _ACTORS,
        "Who is spoken to is a person, an organization or a role",
        "@to of a speech, question or answer names whom it addresses.",
        _TYPES.format("agentRef"),
        '<debate name="q"><debateBody><debateSection eId="dbsect_1" name="q"><speech by="#un-ga" to="{}"><p/></speech>'
        "</debateSection></debateBody></debate>",
        "TLCConcept",
        "TLCPerson",
    ),
    Leads(
        "refs-lawyer",
        ("empoweredBy", "for"),
        ("lawyer",),
        _ACTORS,
        "Whom a lawyer acts for is a person, an organization or a role",
        "@for names the party, and @empoweredBy the agent who gave the power.",
        _TYPES.format("agentRef"),
        '<p><lawyer refersTo="#un-ga" for="{}">X</lawyer></p>',
        "TLCConcept",
        "TLCPerson",
    ),
    Leads(
        "refs-source",
        ("source",),
        _BLOCKS,
        _SOURCES,
        "Who answers for a block of metadata is an agent",
        "@source of a block of the metadata names who wrote it: a person, an organization, a process, an application.",
        f"{_TYPES.format('source')}; AKN4UN part 1, metadata",
        '<classification source="{}"><keyword eId="peace" value="peace" showAs="Peace" dictionary="#un-ga"/>'
        "</classification>",
        "TLCLocation",
        "TLCPerson",
    ),
    Leads(
        "refs-event-source",
        ("source",),
        ("eventRef",),
        _NAMED,
        "The source of an event is an entry of the references",
        "@source of an eventRef names the document that brought the event about, or who did.",
        f"{_TYPES.format('eventRef')}; AKN4UN part 1, metadata (lifecycle)",
        history(EVENTS[0], source="{}") + _GROUP.format("#eref_1"),
        "#tmpg_1",
        "#original_1",
    ),
    Leads(
        "refs-outcome",
        ("outcome",),
        (),
        ("TLCConcept",),
        "An outcome is a concept",
        "@outcome of a voting, a recount or a step says how it ended: adopted, rejected.",
        _TYPES.format("conceptRef"),
        _VOTING.replace("{0}", 'outcome="{}"').replace(" {1}", ""),
        "TLCRole",
        "TLCConcept",
    ),
    Leads(
        "refs-choice",
        ("choice",),
        (),
        ("TLCConcept", "count", "quorum"),
        "The choice of a voter is a count of the voting, or a concept",
        "@choice of a vote says what was voted for.",
        _TYPES.format("voteRef"),
        '<p><vote by="#un-ga" choice="{}">for</vote></p>',
        "TLCRole",
        "TLCConcept",
    ),
    Leads(
        "refs-period",
        ("period",),
        (),
        ("temporalGroup",),
        "A period is a group of time intervals",
        "@period of a versioned element names the temporalGroup that says when it was in force.",
        _TYPES.format("temporalGroupRef"),
        f'{_TIMES}<paragraph eId="para_1" period="{{}}"/>',
        "#eref_1",
        "#tmpg_1",
    ),
    Leads(
        "refs-interval-event",
        ("start", "end"),
        (),
        ("eventRef", "temporalGroup"),
        "What begins or ends a time interval is an event of the life cycle",
        "@start and @end name an eventRef; those of a mapping may name a temporalGroup.",
        _TYPES.format("eventRefRef, interval"),
        history(*EVENTS) + _GROUP,
        "#un-ga",
        "#eref_1",
    ),
    Leads(
        "refs-dictionary",
        ("dictionary",),
        (),
        _NAMED,
        "The dictionary of a keyword is an entry of the references",
        "@dictionary names the entry that has the address of the thesaurus.",
        f"{_TYPES.format('referenceRef')}; AKN4UN part 1, metadata (classification)",
        '<paragraph eId="para_1"/><classification source="#akn"><keyword eId="peace" value="peace" showAs="Peace" '
        'dictionary="{}"/></classification>',
        "#para_1",
        "#un-ga",
    ),
    Leads(
        "refs-included",
        ("includedIn",),
        (),
        _NAMED,
        "What a portion is included in is an entry of the references",
        "@includedIn names the entry that has the address of the whole document.",
        _TYPES.format("referenceRef, portion"),
        '<portion includedIn="{}"><portionBody><paragraph eId="para_1"/></portionBody></portion>',
        "#para_1",
        "#un-ga",
    ),
    Leads(
        "refs-author",
        ("href",),
        ("FRBRauthor",),
        _SOURCES,
        "An author is a person, an organization or the like",
        "@href of FRBRauthor names an entry of `references`, never a name or an address.",
        "AKN core part 2, FRBRauthor; AKN4UN part 1, metadata (FRBRauthor)",
        '<FRBRExpression><FRBRauthor href="{}"/></FRBRExpression>',
        "TLCLocation",
        "TLCOrganization",
    ),
    Leads(
        "refs-voting",
        ("refersTo",),
        ("count", "quorum"),
        ("TLCConcept",),
        "What is counted in a voting is a concept",
        "@refersTo of a count or a quorum says what its figures are: votes for, votes against, abstentions.",
        "AKN4UN part 1, metadata (parliamentary)",
        _VOTING.replace(" {0}", "").replace("{1}", 'refersTo="{}"'),
        "TLCRole",
        "TLCConcept",
    ),
    *map(_semantic, "person organization event location object process role".split()),
    _semantic("concept", "TLCConcept", "TLCTerm"),
    _semantic("term", "TLCTerm", "TLCConcept", "keyword"),
    _semantic("quantity", "TLCConcept", "TLCObject", why="The entry says what is measured."),
    _semantic("def", "TLCConcept", "TLCTerm", why="A definition is one of a concept, or of the term for it."),
    Leads(
        "refs-entry",
        ("refersTo",),
        (),
        _NAMED,
        "What an element refers to is an entry of the references",
        "Two steps lead from the text to a thing of the world: refersTo leads to an entry, and its href to the thing.",
        f"{_TYPES.format('referenceRef')}; AKN4UN part 1, metadata (references)",
        '<paragraph eId="para_1"/><paragraph eId="para_2" refersTo="{}"/>',
        "#para_1",
        "#un-ga",
    ),
)
"""Every row, the particular before the general."""


def _rows() -> dict[tuple[str, str], Leads]:
    """The row of each attribute of each element; under the empty name those of all other elements."""
    return {(attribute, name): row for row in LEADS for attribute in row.attributes for name in row.elements or ("",)}


_ROWS = _rows()
_ATTRIBUTES = tuple(dict.fromkeys(attribute for attribute, _ in _ROWS))


def _misled(survey: Survey) -> Mapping[str, list[Link]]:
    """The references that lead to something else, by the rule that says so."""
    found: dict[str, list[Link]] = defaultdict(list)
    for attribute in _ATTRIBUTES:
        for link in to(survey, attribute):
            row = _ROWS.get((attribute, link.name)) or _ROWS.get((attribute, ""))
            if row is not None and not link.leads_to(*row.to):
                found[row.id].append(link)
    return found


def _enter(row: Leads) -> None:
    def check(survey: Survey) -> Iterator[Problem]:
        for link in survey.once(_misled).get(row.id, ()):
            assert link.target is not None
            yield Problem(
                link.element,
                f"@{link.attribute} of <{link.name}> leads to {link.said!r}, a <{local_name(link.target)}>; accepted is"
                f" {row.accepted}.",
            )

    bad, good = row.example(row.wrong), row.example(row.right)
    rule(row.id, row.title, severity="warning", source=row.source, bad=bad, good=good, about=row.why)(check)


for _row in LEADS:
    _enter(_row)
