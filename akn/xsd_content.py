"""Where the children of an element leave its content model, all in one pass, and how the order could be mended.

After a child that may not stand where it does, the pass goes on by one rule: if what follows fits where the child
stands, the child is left out; if not, the content goes on from the nearest place where the child may stand (the fewest
children would have to be put in before it; else the first such place in the model); a child that may stand nowhere in
the element is left out. So what is missing is told once, what is out of place is told once, and what comes after is
judged again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from akn.grammar import Content


@dataclass(frozen=True, slots=True)
class Slip:
    """A child (its `index`; None for the end) that may not stand where it does.

    `expected` are all names that may, `after` is the index of the last child that was taken (None at the start).
    `missing` names the one child that would have to stand before it, and `move` says where else it may stand: `before`
    or `after` the child with that index.
    """

    index: int | None
    expected: tuple[str, ...]
    after: int | None
    missing: str = ""
    move: tuple[str, int] | None = None


def slips(content: Content, names: Sequence[str]) -> list[Slip]:
    """Every slip of a sequence of children, by their names, in time linear in their number."""
    return [] if content.accepts(names) else _recovered(content, names)


def _recovered(content: Content, names: Sequence[str]) -> list[Slip]:
    found: list[Slip] = []
    left_out: set[int | None] = set()
    state, after = 0, None
    seen: dict[int, int] = {}  # each state with the last child that was met in it
    for index, name in enumerate(names):
        to = content.step(state, name)
        if to is not None:
            seen[state] = index
        else:
            move = _earlier(content, seen, names, name)
            to = _resumed(content, state, name, names[index + 1] if index + 1 < len(names) else None)
            missing = "" if to is None else _missing(content, state, name)
            left_out |= {index} if to is None else set()
            found.append(Slip(index, content.expected(state), after, missing, move))
        if to is not None:
            state, after = to, index
    seen[state] = len(names)
    ends = [*names, None]
    found = [_later(content, seen, ends, slip) if slip.index in left_out else slip for slip in found]
    end = Slip(None, content.expected(state), after)
    if not content.may_end(state) and not _told(end, content, state, names, found):
        found.append(end)
    return found


def _resumed(content: Content, state: int, name: str, following: str | None) -> int | None:
    """The state to go on from after a child that is not allowed; None where the child is left out."""
    fits = content.may_end(state) if following is None else content.step(state, following) is not None
    return None if fits else _nearest(content, state, name)


@lru_cache(maxsize=4096)
def _nearest(content: Content, state: int, name: str) -> int | None:
    """The state after `name` where the fewest children would have to be put in before it."""
    order = [state]
    for here in order:
        if (to := content.step(here, name)) is not None:
            return to
        order += [other for other in content.moves[here].values() if other not in order]
    return next((row[name] for row in content.moves if name in row), None)


@lru_cache(maxsize=4096)
def _missing(content: Content, state: int, name: str) -> str:
    """The only child after which `name` may follow, if there is but one."""
    ways = [one for one, to in content.moves[state].items() if content.step(to, name) is not None]
    return ways[0] if len(ways) == 1 else ""


def _fits(content: Content, state: int, name: str, following: str | None) -> bool:
    """Whether `name` may be put in where `following` (None for the end) comes next."""
    to = content.step(state, name)
    if to is None:
        return False
    return content.may_end(to) if following is None else content.step(to, following) is not None


def _earlier(content: Content, seen: dict[int, int], names: Sequence[str], name: str) -> tuple[str, int] | None:
    places = [index for state, index in seen.items() if _fits(content, state, name, names[index])]
    return ("before", max(places)) if places else None


def _later(content: Content, seen: dict[int, int], ends: Sequence[str | None], slip: Slip) -> Slip:
    """The slip with the place behind it where the child may stand, if there is one and none was found before it."""
    name = None if slip.index is None else ends[slip.index]
    if slip.index is None or name is None or slip.move is not None:
        return slip
    places = [
        index for state, index in seen.items() if index > slip.index + 1 and _fits(content, state, name, ends[index])
    ]
    return replace(slip, move=("after", min(places) - 1)) if places else slip


def _told(end: Slip, content: Content, state: int, names: Sequence[str], found: list[Slip]) -> bool:
    """Whether what is missing at the end is told with another slip: a child that stands in its place, or too early."""
    if found and (found[-1].expected, found[-1].after) == (end.expected, end.after):
        return True
    last = len(names) - 1
    return any(
        slip.index is not None and slip.move == ("after", last) and _fits(content, state, names[slip.index], None)
        for slip in found
    )
