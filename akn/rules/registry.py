"""The register of rules, and the decorator that enters one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey


class Problem(NamedTuple):
    """What a rule found: the element, what is wrong with it, and how to mend it.

    `severity` is that of the rule, where it is empty.
    """

    element: _Element
    message: str
    hint: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `check` yields its problems in a document.

    `source` names the text that says so. `bad` and `good` are the smallest fragments that break and keep it.
    """

    id: str
    family: str
    title: str
    severity: str
    source: str
    bad: str
    good: str
    check: Callable[[Survey], Iterator[Problem]]


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order in which they are told."""

FAMILIES: dict[str, str] = {
    "ids": "element identifiers",
    "refs": "references within the document",
    "frbr": "identifiers and metadata of the document",
}
"""The families of rules. A rule's id starts with its family."""


def rule(
    id: str, title: str, *, severity: str, source: str, bad: str, good: str
) -> Callable[[Callable[[Survey], Iterator[Problem]]], Callable[[Survey], Iterator[Problem]]]:
    """Enters a generator function as the rule `id`, whose first part is its family."""
    family = id.partition("-")[0]
    assert family in FAMILIES, id
    assert id not in RULES, id

    def enter(check: Callable[[Survey], Iterator[Problem]]) -> Callable[[Survey], Iterator[Problem]]:
        RULES[id] = Rule(id, family, title, severity, source, bad, good, check)
        return check

    return enter
