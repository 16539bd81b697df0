"""Where an element stands: line and column of its start tag, a readable path, the nearest identifier."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akn.diagnostics import Finding
from akn.positions import start_tags

if TYPE_CHECKING:
    from lxml.etree import _Element

    from akn.positions import StartTags


def local_name(element: _Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


OTHER_LINE = "\0"
"""Stands in a message for the line of the other element that it speaks of. No document holds this character."""


class Places:
    """The places of one tree, which was parsed from `data`. Whatever is read or counted for a place is so once."""

    __slots__ = ("_data", "_encoding", "_numbers", "_steps", "_tags", "file")

    def __init__(self, file: str = "", data: bytes = b"", encoding: str | None = None) -> None:
        self.file = file
        self._data = data
        self._encoding = encoding
        self._tags: StartTags | None = None
        self._numbers: dict[_Element, int] = {}
        self._steps: dict[_Element, dict[_Element, str]] = {}

    def position(self, element: _Element) -> tuple[int, int]:
        """Line and column of the start tag of an element.

        Where expat cannot read the document, the column is 0, and the line the one that lxml knows, of the tag's end.
        """
        if self._tags is None:
            self._tags = start_tags(self._data, self._encoding)
            elements = element.getroottree().getroot().iter("*")
            self._numbers = {one: number for number, one in enumerate(elements)} if self._tags else {}
        if len(self._numbers) != len(self._tags) or element not in self._numbers:
            return element.sourceline or 0, 0
        return self._tags.place(self._numbers[element])

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
        other: _Element | None = None,
    ) -> Finding:
        """A finding about an element of this tree, and maybe an `other` whose line the message says (OTHER_LINE)."""
        if element is None:
            return Finding(rule, severity, message, file=self.file, hint=hint, expected=expected)
        line, column = self.position(element)
        if other is not None:
            message = message.replace(OTHER_LINE, str(self.position(other)[0]))
        return Finding(
            rule,
            severity,
            message,
            file=self.file,
            line=line,
            column=column,
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
