"""Findings that a document itself excuses: `<?akn-ignore ids-required refs?>` before what it is to cover.

It names rules or families of rules, separated by blanks or commas; without any it means all. Before the root element it
covers the whole document, elsewhere the next element beside it and all within that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

from akn.diagnostics import Finding, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lxml.etree import _ElementTree, _ProcessingInstruction

    from akn.places import Places

    Select = Callable[[str | None], frozenset[str]]
    Covers = Mapping[str, Mapping[str, frozenset[str]]]

TARGET = "akn-ignore"
RULE = "xml-suppression"

_EVERYWHERE = ""
_SEPARATORS = re.compile(r"[\s,]+")


class _Instruction(NamedTuple):
    """An instruction: the path of what it covers (None for nothing), each name in it with the rules that it means."""

    node: _ProcessingInstruction
    scope: str | None
    names: Mapping[str, frozenset[str]]
    unknown: tuple[str, ...]


def instructions(data: bytes, tree: _ElementTree) -> list[_ProcessingInstruction]:
    """The instructions in a document. Its tree is not looked at where its bytes show that there is none."""
    # In ASCII and all that extends it, the target stands in the bytes as it is. UTF-16 and UTF-32 start with a
    # byte-order mark or hold a NUL, EBCDIC starts with another byte.
    extends_ascii = data[:1] in b"<\xef \t\r\n" and b"\0" not in data[:4]
    if extends_ascii and TARGET.encode() not in data:
        return []
    return cast("list[_ProcessingInstruction]", tree.xpath(f"//processing-instruction('{TARGET}')"))


def set_apart(
    found: Sequence[Finding],
    given: Sequence[_ProcessingInstruction],
    places: Places,
    checked: frozenset[str],
    select: Select,
) -> tuple[list[Finding], list[Finding]]:
    """The findings that stay, and those that instructions cover.

    Among those that stay is one of the rule `xml-suppression`, where that is `checked`, for each instruction that names
    what is no rule, or that covers nothing though its rules were checked. `select` turns a name into the ids of rules,
    and raises UsageError for what is none.
    """
    if not given:
        return [*found], []
    rules_of = cache(select)
    read = [_read(node, places, rules_of) for node in given]
    covers: defaultdict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for one in read:
        if one.scope is not None:
            covers[one.scope].update(one.names)
    scopes = _Scopes(covers)
    used: set[tuple[str | None, str]] = set()
    kept: list[Finding] = []
    excused: list[Finding] = []
    for finding in found:
        covering = scopes.covering(finding)
        used |= covering
        (excused if covering else kept).append(finding)
    if RULE in checked:
        kept += [_problem(one, places, *said) for one in read for said in _faults(one, used, checked, rules_of(None))]
    return kept, excused


class _Scopes:
    """What instructions cover: the scopes around a path. What is known of a parent is not looked up again."""

    __slots__ = ("_around", "_covers")

    def __init__(self, covers: Covers) -> None:
        self._covers = covers
        self._around: dict[str, tuple[str, ...]] = {_EVERYWHERE: (_EVERYWHERE,) if _EVERYWHERE in covers else ()}

    def covering(self, finding: Finding) -> set[tuple[str | None, str]]:
        """The scopes and names that cover a finding."""
        scopes = self._scopes(finding.path)
        return {
            (scope, name) for scope in scopes for name, rules in self._covers[scope].items() if finding.rule in rules
        }

    def _scopes(self, path: str) -> tuple[str, ...]:
        waiting = []
        while path not in self._around:
            waiting.append(path)
            path = path.rpartition("/")[0]
        around = self._around[path]
        for step in reversed(waiting):
            around = self._around[step] = (*around, step) if step in self._covers else around
        return around


def _read(node: _ProcessingInstruction, places: Places, select: Select) -> _Instruction:
    words = [word for word in _SEPARATORS.split(node.text or "") if word]
    names: dict[str, frozenset[str]] = {} if words else {"": select(None)}
    unknown = []
    for word in words:
        try:
            names[word] = select(word)
        except UsageError:
            unknown.append(word)
    return _Instruction(node, _scope(node, places), names, tuple(unknown))


def _scope(node: _ProcessingInstruction, places: Places) -> str | None:
    following = next(node.itersiblings("*"), None)
    if following is None:
        return None
    return _EVERYWHERE if node.getparent() is None else places.path(following)


def _faults(
    one: _Instruction, used: set[tuple[str | None, str]], checked: frozenset[str], every: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What is wrong with an instruction, each with a way to mend it."""
    for name in one.unknown:
        yield f"{name!r} in <?{TARGET}?> is no rule.", f"Accepted are {', '.join(_accepted(name, every))}."
    if one.scope is None:
        yield (
            f"No element follows <?{TARGET}?> beside it, so it covers nothing.",
            "Put it before the element that it is to cover, or before the root element for the whole document.",
        )
        return
    idle = [name for name, rules in one.names.items() if rules <= checked and (one.scope, name) not in used]
    if idle:
        of = f" of {', '.join(idle)}" if any(idle) else ""
        whole = len(idle) == len(one.names) and not one.unknown
        yield f"<?{TARGET}?> covers no finding{of}.", "Take it out." if whole else f"Take out {', '.join(idle)}."


def _accepted(name: str, every: frozenset[str]) -> list[str]:
    """The rules of the family that a name seems to mean, or else the families."""
    families = {rule: rule.partition("-")[0] for rule in every}
    near = [rule for rule in every if families[rule] == name.partition("-")[0]]
    return sorted(near or {*families.values()})


def _problem(one: _Instruction, places: Places, message: str, hint: str) -> Finding:
    around = one.node.getparent()
    path, eid = ("", "") if around is None else (places.path(around), places.eid(around))
    return Finding(RULE, "warning", message, places.file, one.node.sourceline or 0, path=path, eid=eid, hint=hint)
