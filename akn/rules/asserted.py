"""Rules that are one assertion of XPath 1.0: a row of data each, so that Python and Schematron say the very same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from akn.places import local_name
from akn.rules.registry import Problem, rule
from akn.rules.survey import DOCUMENTS, Scope, Survey
from akn.rules.vocabulary import NAMESPACE as LAYOUT
from akn.rules.vocabulary import own_elements
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from lxml.etree import _Element

PREFIXES = {
    "a": NAMESPACE,
    "h": "http://www.w3.org/1999/xhtml",
    "l": LAYOUT,
}
"""The prefixes that assertions use."""

_SPACES = {**PREFIXES, "xml": "http://www.w3.org/XML/1998/namespace"}

# What a reader sees without any text being there.
SHOWN = (
    ".//a:img or .//a:foreign or .//a:omissis or .//a:fillIn or .//a:placeholder or .//a:noteRef or .//a:documentRef"
)
SAYS = f"normalize-space(.) or @status or {SHOWN} or .//a:componentRef"
"""The assertion that an element says something, or says by its status why not."""


def one_of(names: Sequence[str]) -> str:
    """The XPath of the elements of these names, which is a step that predicates may follow."""
    prefixed = [name if ":" in name else f"a:{name}" for name in names]
    if len(names) == 1:
        return prefixed[0]
    return f"{prefixed[0].partition(':')[0]}:*[{' or '.join(f'self::{name}' for name in prefixed)}]"


_COUNTRY = "a:meta/a:identification/a:FRBRWork/a:FRBRcountry[1]/@value"
OF_UN = f"ancestor-or-self::{one_of(sorted(DOCUMENTS))}[1]/{_COUNTRY} = 'un'"
"""The predicate of what stands in a document of the United Nations, which Schematron adds to the rules of AKN4UN."""


@dataclass(frozen=True, slots=True)
class Asserted:
    """One rule: at the elements of these names (or with this attribute) for which `where` holds, `test` must hold.

    `message` may name what is found: `{name}` of the element and `{parent}`, its `{text}`, and its attributes by their
    names (`{@name}` where that would be the element's). Names are those of Akoma Ntoso, or with `l:` of the layout.
    `sure` tells in Python, and faster, of an element that it keeps the rule: where it does not know, XPath has the
    word. Where a document's text has none of the characters `signs`, the rule has nothing to look at.
    """

    id: str
    title: str
    about: str
    test: str
    message: str
    bad: str
    good: str
    names: Sequence[str] = ()
    attribute: str = ""
    where: str = ""
    hint: str = ""
    severity: str = "warning"
    source: str = ""
    sure: Callable[[_Element], bool] | None = None
    signs: str = ""

    @property
    def context(self) -> str:
        """The XPath of what is looked at."""
        found = one_of(self.names) if self.names else "a:*"
        return found + "".join(f"[{one}]" for one in (self.attribute and f"@{self.attribute}", self.where) if one)


def enter(rows: Sequence[Asserted], source: str = "") -> None:
    """Enters rules whose source, where a row has none of its own, is this."""
    for row in rows:
        _SIGNS.update(row.signs)
        rule(
            row.id,
            row.title,
            severity=row.severity,
            source=row.source or source,
            bad=row.bad,
            good=row.good,
            about=row.about,
            assertion=(row.context, row.test),
        )(_check(row))


def _check(row: Asserted) -> Callable[[Survey], Iterator[Problem]]:
    of_un = row.id.startswith("akn4un-")

    def check(survey: Survey) -> Iterator[Problem]:
        if row.signs and survey.once(_signs).isdisjoint(row.signs):
            return
        kept = _compiled(f"not({row.where}) or ({row.test})" if row.where else row.test)
        inside = survey.once(Scope) if of_un else None
        for element in _looked_at(survey, row):
            if row.sure is not None and row.sure(element):
                continue
            if (inside is None or inside.holds(element)) and not kept(element):
                yield Problem(element, row.message.format_map(_Told(element)), row.hint)

    return check


def _looked_at(survey: Survey, row: Asserted) -> Iterator[_Element]:
    if not row.attribute:
        yield from _of_these_names(survey, row.names)
        return
    prefix, _, local = row.attribute.rpartition(":")
    for element, _, _ in survey.bearing(f"{{{_SPACES[prefix]}}}{local}" if prefix else local):
        if not row.names or local_name(element) in row.names:
            yield element


def _of_these_names(survey: Survey, names: Sequence[str]) -> Iterator[_Element]:
    if not names:
        yield from survey.root.iter(f"{{{NAMESPACE}}}*")
    elif names[0].startswith("l:"):
        yield from (own for own in survey.once(own_elements) if f"l:{local_name(own)}" in names)
    else:
        yield from survey.named(*names)


_STRING = etree.XPath("string()", smart_strings=False)


def whole_text(survey: Survey) -> str:
    """All text of a document, without comments."""
    return str(_STRING(survey.root))


_SIGNS: set[str] = set()
"""The characters that any rule looks for."""


def _signs(survey: Survey) -> frozenset[str]:
    """Those of them that stand in a document, which is read once for all rules."""
    return frozenset(re.findall(f"[{re.escape(''.join(sorted(_SIGNS)))}]", survey.once(whole_text)))


@cache
def _compiled(test: str) -> etree.XPath:
    return etree.XPath(f"boolean({test})", namespaces=PREFIXES)


_LONGEST = 60


class _Told(Mapping[str, str]):
    """What a message may name of an element."""

    def __init__(self, element: _Element) -> None:
        self._element = element

    def __getitem__(self, key: str) -> str:
        if key == "name":
            return local_name(self._element)
        if key == "parent":
            parent = self._element.getparent()
            return "" if parent is None else local_name(parent)
        if key == "text":
            text = " ".join("".join(self._element.itertext(etree.Element)).split())
            return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        return self._element.get(key.removeprefix("@"), "")

    def __iter__(self) -> Iterator[str]:
        return iter(("name", "parent", "text", *map(str, self._element.attrib)))

    def __len__(self) -> int:
        return 3 + len(self._element.attrib)


def has_element(element: _Element) -> bool:
    """Whether an element has a child element."""
    return len(element) > 0 and (isinstance(element[0].tag, str) or next(element.iterchildren("*"), None) is not None)


def has_text(element: _Element) -> bool:
    """Whether an element starts with text, which most that have any do."""
    return bool((element.text or "").strip(" \t\r\n"))
