"""Where an element stands: line and column of its start tag, a readable path, the nearest identifier."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from akn.diagnostics import Finding
from akn.positions import start_tags

if TYPE_CHECKING:
    from lxml.etree import _Element

    from akn.positions import StartTags


def local_name(element: _Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


# A name or an identifier of a megabyte that is told with each of a hundred thousand errors would fill any memory.
_LONGEST, _LONGEST_STEP = 1000, 100

OTHER_LINE = "\0"
"""Stands in a message for the line of the other element that it speaks of. No document holds this character."""


class Places:
    """The places of one tree, which was parsed from `data`. Whatever is read or counted for a place is so once."""

    __slots__ = ("_above", "_data", "_eids", "_encoding", "_numbers", "_parent", "_steps", "_tags", "file")

    def __init__(self, file: str = "", data: bytes = b"", encoding: str | None = None) -> None:
        self.file = file
        self._data = data
        self._encoding = encoding
        self._tags: StartTags | None = None
        self._numbers: dict[_Element, int] = {}
        self._steps: dict[_Element, dict[_Element, str]] = {}
        self._eids: dict[_Element, str] = {}
        # The path of one parent: findings come in the order of the document, and so those of its children together.
        self._parent: _Element | None = None
        self._above = ""

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
        parent = element.getparent()
        if parent is None:
            return f"/{_step(element)}"
        if self._parent is not parent:
            self._parent, self._above = parent, self._whole_path(parent)
        return f"{self._above}/{self._children(parent)[element]}"

    def _whole_path(self, element: _Element) -> str:
        steps: list[str] = []
        here: _Element | None = element
        while here is not None:
            parent = here.getparent()
            steps.append(_step(here) if parent is None else self._children(parent)[here])
            here = parent
        return "/" + "/".join(reversed(steps))

    def eid(self, element: _Element) -> str:
        """The eId of the element, or of the nearest element around it that has one, cut as in a finding."""
        passed: list[_Element] = []
        eid: str | None = None
        for here in chain([element], element.iterancestors()):
            if (eid := self._eids.get(here)) is None:
                passed.append(here)
                eid = _cut(here.get("eId", "")) or None
            if eid is not None:
                break
        self._eids.update(dict.fromkeys(passed, eid or ""))
        return eid or ""

    def _children(self, parent: _Element) -> dict[_Element, str]:
        if (known := self._steps.get(parent)) is not None:
            return known
        children = [child for child in parent if isinstance(child.tag, str)]
        total = Counter(map(_step, children))
        seen: Counter[str] = Counter()
        steps: dict[_Element, str] = {}
        for child in children:
            name = _step(child)
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
        """A finding about an element of this tree, and maybe an `other` whose line the message says (OTHER_LINE).

        What is longer than any message or path of an honest document is cut in its middle.
        """
        if element is None:
            return Finding(rule, severity, message, file=self.file, hint=hint, expected=expected)
        line, column = self.position(element)
        if other is not None:
            message = message.replace(OTHER_LINE, str(self.position(other)[0]))
        return Finding(
            rule,
            severity,
            _cut(message),
            file=self.file,
            line=line,
            column=column,
            path=_cut(self.path(element)),
            eid=self.eid(element),
            hint=_cut(hint),
            expected=expected,
        )


def _step(element: _Element) -> str:
    return local_name(element)[:_LONGEST_STEP]


def _cut(text: str) -> str:
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}[...]{text[-half:]}"
