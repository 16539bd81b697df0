"""The eIds of a document, taken apart once, and sorted by what there may be to say of them.

Nearly every eId of a large document is in order. One pass with a few string operations for each tells which are not
plainly so, and the rules look at those alone: all of them would take time for each eId.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from akn.ids import ALONE, EID_PATTERN, PLAIN_ENDS, element_ref, has_free_label
from akn.places import local_name
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey

HIERARCHY = frozenset(
    """
    alinea article book chapter clause division hcontainer indent level list paragraph part point proviso rule section
    subchapter subclause subdivision sublist subparagraph subpart subrule subsection subtitle title tome transitional
    """.split()
)
# What a num may stand in.
NUMBERED = HIERARCHY | frozenset(
    """
    address adjournment administrationOfOath answer attachment blockContainer citation citations communication component
    crossHeading debateSection declarationOfVote item ministerialStatements nationalInterest noticesOfMotion
    oralStatements papers personalStatements petitions pointOfOrder prayers proceduralMotions question questions recital
    recitals resolutions rollCall speech speechGroup tblock writtenStatements
    """.split()
)
# Of these there is one in its context, so that it needs no number. Of headings the schema admits several, and each
# document of a file may have its components.
SINGLE = ALONE - {"components", "heading", "subheading"}
# These belong to the element that holds them, and to no wider context.
ADJUNCTS = frozenset("content heading intro listIntroduction listWrapUp num subheading wrapUp".split())

_NUM = f"{{{NAMESPACE}}}num"


class Identifier(NamedTuple):
    """An eId that has the form of one, taken apart: what stands before its last part, the short name, the number."""

    element: _Element
    prefix: str
    reference: str
    number: str

    @property
    def eid(self) -> str:
        """The whole identifier."""
        return self.element.get("eId", "")

    @property
    def name(self) -> str:
        """The name of the element."""
        return local_name(self.element)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The eIds of a document by the ordinary rule; one that is in none of the lists is in order.

    `labels` are those with free labels (5.4.2); `counts` says how many elements of a name have an eId. `malformed` do
    not have the form. `misnamed` do not end in the short name of their element, `detached` start with what no element
    around them has, `adrift` belong to the element that holds them and do not start with its eId. `unlike` are to be
    compared with a num, `bare` have none though they are not single, `overnumbered` have one
    though they are; `implicit` have one, and no num prints any. The misnamed are in none of the last three.
    """

    labels: list[tuple[_Element, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    malformed: dict[str, _Element] = field(default_factory=dict)
    misnamed: list[Identifier] = field(default_factory=list)
    detached: list[Identifier] = field(default_factory=list)
    adrift: list[Identifier] = field(default_factory=list)
    unlike: list[tuple[Identifier, _Element]] = field(default_factory=list)
    bare: list[Identifier] = field(default_factory=list)
    overnumbered: list[Identifier] = field(default_factory=list)
    implicit: list[Identifier] = field(default_factory=list)


class _Kind:
    """What the eIds of one kind of element are like, and how many of them there are."""

    __slots__ = ("adjunct", "count", "expected", "free", "numbered", "single")

    def __init__(self, name: str) -> None:
        self.expected = element_ref(name)
        self.free = has_free_label(name)
        self.single = name in SINGLE
        self.adjunct = name in ADJUNCTS
        self.numbered = name in NUMBERED
        self.count = 0


class _Kinds(dict[object, _Kind]):
    def __missing__(self, tag: object) -> _Kind:
        found = self[tag] = _Kind(str(tag).rpartition("}")[2])
        return found


def identifiers(survey: Survey) -> Identifiers:
    """The eIds of a document, sorted. To be asked for with `survey.once(identifiers)`."""
    found = Identifiers()
    kinds = _Kinds()
    for element, eid in survey.pairs("eId"):
        kind = kinds[element.tag]
        kind.count += 1
        if kind.adjunct:
            holder = element.getparent()
            if holder is not None and eid == f"{holder.get('eId')}__{kind.expected}":
                continue
        elif kind.numbered and (num := _number(element)) is not None and not len(num):
            word = (num.text or "").strip(PLAIN_ENDS)
            if eid == f"{kind.expected}_{word}" and word.isascii() and word.isalnum():
                continue
        if kind.free:
            found.labels.append((element, eid))
        else:
            _sort(found, survey, kind, element, eid)
    found.counts.update({str(tag).rpartition("}")[2]: kind.count for tag, kind in kinds.items()})
    return found


def _sort(found: Identifiers, survey: Survey, kind: _Kind, element: _Element, eid: str) -> None:
    """Puts an eId that is not the plainest of all into the lists where it belongs, if any."""
    prefix, cut, last = eid.rpartition("__")
    reference, _, number = last.partition("_")
    expected = kind.expected
    # What is plainly in form needs no regular expression; a prefix that is an eId is looked at where it is one.
    plain = reference == expected and (number.isalnum() or last == expected) and (not cut or prefix in survey.eids)
    if not plain and not EID_PATTERN.fullmatch(eid):
        found.malformed.setdefault(eid, element)
        return
    one = Identifier(element, prefix, reference, number)
    if reference != expected:
        found.misnamed.append(one)
    holder = element.getparent()
    around = None if holder is None else holder.get("eId")
    if kind.adjunct and around and prefix != around:
        found.adrift.append(one)
    if cut and prefix != around and not _is_within(holder, prefix):
        found.detached.append(one)
    _sort_by_number(found, kind, one)


def _sort_by_number(found: Identifiers, kind: _Kind, one: Identifier) -> None:
    if kind.numbered and (num := _number(one.element)) is not None:
        found.unlike.append((one, num))
    elif one.reference != kind.expected:
        return  # what it counts is not this element
    elif kind.single:
        if one.number:
            found.overnumbered.append(one)
    elif one.number:
        found.implicit.append(one)
    else:
        found.bare.append(one)


def _number(element: _Element) -> _Element | None:
    """The first num of an element, which is nearly always its first child."""
    if not len(element):
        return None
    first = element[0]
    return first if first.tag == _NUM else next(element.iterchildren(_NUM), None)


def _is_within(holder: _Element | None, eid: str) -> bool:
    while holder is not None:
        if holder.get("eId") == eid:
            return True
        holder = holder.getparent()
    return False


def identified(survey: Survey) -> bool:
    """Whether any element has an eId by the ordinary rule: else the document is of conformance level 1."""
    return any(not has_free_label(name) for name in survey.once(identifiers).counts)


def nearest(survey: Survey, *names: str) -> Iterator[tuple[_Element, str, _Element]]:
    """Every eId in form within an element of these names that has one, with the innermost such element."""
    holders = {element for element in survey.named(*names) if element.get("eId")}
    if not holders:
        return
    malformed = survey.once(identifiers).malformed
    around: dict[_Element | None, _Element | None] = defaultdict(lambda: None)
    for element, eid in survey.pairs("eId"):
        context = _context(element.getparent(), holders, around)
        if context is not None and eid not in malformed and not has_free_label(local_name(element)):
            yield element, eid, context


def _context(
    holder: _Element | None, holders: set[_Element], around: dict[_Element | None, _Element | None]
) -> _Element | None:
    """The innermost of the holders that is `holder` or around it; `around` remembers what was found."""
    passed: list[_Element] = []
    while holder is not None and holder not in around and holder not in holders:
        passed.append(holder)
        holder = holder.getparent()
    found = holder if holder in holders else around[holder]
    for one in passed:
        around[one] = found
    return found
