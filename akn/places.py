"""Where an element stands, in words: its line, a readable path, the nearest identifier."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akn.diagnostics import Finding

if TYPE_CHECKING:
    from lxml.etree import _Element


def local_name(element: _Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


class Places:
    """The places of one tree. Positions among siblings are counted once for each parent, so that many are cheap."""

    __slots__ = ("_steps", "file")

    def __init__(self, file: str = "") -> None:
        self.file = file
        self._steps: dict[_Element, dict[_Element, str]] = {}

    def path(self, element: _Element) -> str:
        """A path such as `/akomaNtoso/statement/mainBody/paragraph[2]`: positions only where a name repeats."""
        steps: list[str] = []
        here: _Element | None = element
        while here is not None:
            parent = here.getparent()
            steps.append(local_name(here) if parent is None else self._children(parent)[here])
            here = parent
        return "/" + "/".join(reversed(steps))

    def _children(self, parent: _Element) -> dict[_Element, str]:
        if (known := self._steps.get(parent)) is not None:
            return known
        children = [child for child in parent if isinstance(child.tag, str)]
        total = Counter(local_name(child) for child in children)
        seen: Counter[str] = Counter()
        steps: dict[_Element, str] = {}
        for child in children:
            name = local_name(child)
            seen[name] += 1
            steps[child] = f"{name}[{seen[name]}]" if total[name] > 1 else name
        self._steps[parent] = steps
        return steps

    def finding(
        self,
        element: _Element | None,
        rule: str,
        severity: str,
        message: str,
        hint: str = "",
        expected: tuple[str, ...] = (),
    ) -> Finding:
        """A finding about an element of this tree."""
        if element is None:
            return Finding(rule, severity, message, file=self.file, hint=hint, expected=expected)
        return Finding(
            rule,
            severity,
            message,
            file=self.file,
            line=element.sourceline or 0,
            path=self.path(element),
            eid=nearest_eid(element),
            hint=hint,
            expected=expected,
        )


def nearest_eid(element: _Element) -> str:
    """The eId of the element, or of the nearest element around it that has one."""
    here: _Element | None = element
    while here is not None:
        if eid := here.get("eId"):
            return eid
        here = here.getparent()
    return ""
