"""The eIds of a document, taken apart once, and sorted by what there may be to say of them.

Nearly every eId of a large document is in order. One pass with a few string operations for each tells which are not
plainly so, and the rules look at those alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from akn.ids import EID_PATTERN, element_ref
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
BODIES = frozenset("amendmentBody body collectionBody debateBody judgmentBody mainBody portionBody".split())

# Of these there is one in its context, so that it needs no number (5.4.3).
SINGLE = BODIES | frozenset(
    "conclusions content coverPage header intro listIntroduction listWrapUp preamble preface wrapUp".split()
)
# These belong to the element that holds them, and to no wider context.
ADJUNCTS = frozenset("content heading intro listIntroduction listWrapUp num subheading wrapUp".split())

_LABELLED = frozenset({"componentData", "keyword"})


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
    """The eIds of a document by the ordinary rule. What is in none of the lists below `formed` is in order.

    `formed` are those that have the form; `malformed` do not; `labels` are those with free labels (5.4.2). `misnamed`
    do not end in the short name of their element, `detached` start with what no element around them has, `adrift`
    belong to the element that holds them and do not start with its eId. `bare` have no number though they are not
    single, `overnumbered` have one though they are; `implicit` have one that no num prints.
    """

    formed: set[str] = field(default_factory=set)
    labels: list[tuple[_Element, str]] = field(default_factory=list)
    malformed: list[tuple[_Element, str]] = field(default_factory=list)
    misnamed: list[Identifier] = field(default_factory=list)
    detached: list[Identifier] = field(default_factory=list)
    adrift: list[Identifier] = field(default_factory=list)
    bare: list[Identifier] = field(default_factory=list)
    overnumbered: list[Identifier] = field(default_factory=list)
    implicit: list[Identifier] = field(default_factory=list)


class _References(dict[object, "str | None"]):
    """The short name of each element by its tag; None for those with free labels."""

    def __missing__(self, tag: object) -> str | None:
        name = str(tag).rpartition("}")[2]
        found = self[tag] = None if has_free_label(name) else element_ref(name)
        return found


_REFERENCES = _References()
_SINGLE = frozenset(f"{{{NAMESPACE}}}{name}" for name in SINGLE)
_ADJUNCTS = frozenset(f"{{{NAMESPACE}}}{name}" for name in ADJUNCTS)


def identifiers(survey: Survey) -> Identifiers:
    """The eIds of a document, sorted. To be asked for with `survey.once(identifiers)`."""
    found = Identifiers()
    formed = found.formed
    numbered = set(numbers(survey))
    for element, eid in survey.by_attribute.get("eId", ()):
        tag = element.tag
        expected = _REFERENCES[tag]
        if expected is None:
            found.labels.append((element, eid))
            continue
        prefix, cut, last = eid.rpartition("__")
        reference, _, number = last.partition("_")
        # What is plainly in form needs no regular expression.
        plain = reference == expected and (number.isalnum() or last == expected) and (not cut or prefix in formed)
        if not plain and not EID_PATTERN.fullmatch(eid):
            found.malformed.append((element, eid))
            continue
        formed.add(eid)
        if reference != expected:
            found.misnamed.append(Identifier(element, prefix, reference, number))
        holder = element.getparent()
        around = None if holder is None else holder.get("eId")
        if tag in _ADJUNCTS and around and prefix != around:
            found.adrift.append(Identifier(element, prefix, reference, number))
        if prefix and around != prefix and not _is_within(holder, prefix):
            found.detached.append(Identifier(element, prefix, reference, number))
        if tag in _SINGLE:
            if number:
                found.overnumbered.append(Identifier(element, prefix, reference, number))
        elif not number:
            found.bare.append(Identifier(element, prefix, reference, number))
        elif element not in numbered:
            found.implicit.append(Identifier(element, prefix, reference, number))
    return found


def numbers(survey: Survey) -> dict[_Element, _Element]:
    """The first num of each element that has one."""
    found: dict[_Element, _Element] = {}
    for num in survey.named("num"):
        holder = num.getparent()
        if holder is not None and holder not in found:
            found[holder] = num
    return found


def _is_within(holder: _Element | None, eid: str) -> bool:
    while holder is not None:
        if holder.get("eId") == eid:
            return True
        holder = holder.getparent()
    return False


def has_free_label(name: str) -> bool:
    """Whether the eId of an element of this name is a label that its author chooses (5.4.2)."""
    return name.startswith("TLC") or name in _LABELLED


def identified(survey: Survey) -> bool:
    """Whether any element has an eId by the ordinary rule: else the document is of conformance level 1."""
    return any(_REFERENCES[element.tag] is not None for element, _ in survey.by_attribute.get("eId", ()))


def nearest(survey: Survey, *names: str) -> Iterator[tuple[_Element, str, _Element]]:
    """Every eId in form within an element of these names that has one, with the innermost such element."""
    holders = {element for element in survey.named(*names) if element.get("eId")}
    if not holders:
        return
    formed = survey.once(identifiers).formed
    around: dict[_Element | None, _Element | None] = defaultdict(lambda: None)
    for element, eid in survey.by_attribute.get("eId", ()):
        context = _context(element.getparent(), holders, around)
        if context is not None and eid in formed and _REFERENCES[element.tag] is not None:
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
