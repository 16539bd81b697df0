"""The register of rules, and the decorator that enters one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey


class Problem(NamedTuple):
    """What a rule found: the element, what is wrong with it, and how to mend it.

    `severity` is that of the rule, where it is empty. `other` is the element whose line the message says, with
    `akn.places.OTHER_LINE` for it.
    """

    element: _Element
    message: str
    hint: str = ""
    severity: str = ""
    other: _Element | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `check` yields its problems in a document; `about` says what it asks and why, as one paragraph.

    `source` names the text that says so. `bad` and `good` are the smallest fragments that break and keep it: `bad` in
    an else valid document breaks no other rule. `naming` says that conformance level 2 asks for it. `assertion` is the
    same rule as Schematron says it, where it can: the XPath of what is looked at, and of what must hold there.
    """

    id: str
    family: str
    title: str
    severity: str
    source: str
    bad: str
    good: str
    check: Callable[[Survey], Iterator[Problem]]
    about: str
    naming: bool = False
    assertion: tuple[str, str] | None = None


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order in which they are told."""

NC = "Naming Convention 1.0, "
"""How sources of rules name the convention."""

FAMILIES: dict[str, str] = {
    "ids": "identifiers of elements",
    "refs": "references within the document and out of it",
    "frbr": "identifiers and metadata of the document",
    "text": "what is empty, lost or in the wrong place",
    "akn4un": "the profile of the United Nations, for documents whose FRBRcountry is `un`",
    "layout": "what this project writes beside the text so that it comes back",
}
"""The families of rules. A rule's id starts with its family."""

Check = Callable[["Survey"], "Iterator[Problem]"]


def rule(
    id: str,
    title: str,
    *,
    severity: str,
    source: str,
    bad: str,
    good: str,
    about: str = "",
    naming: bool = False,
    assertion: tuple[str, str] | None = None,
) -> Callable[[Check], Check]:
    """Enters a generator function as the rule `id`, whose first part is its family.

    What the rule asks and why is the docstring of the function, where `about` does not say it.
    """
    family = id.partition("-")[0]
    assert family in FAMILIES, id
    assert id not in RULES, id

    def enter(check: Check) -> Check:
        told = " ".join((about or check.__doc__ or "").split())
        RULES[id] = Rule(id, family, title, severity, source, bad, good, check, told, naming, assertion)
        return check

    return enter
