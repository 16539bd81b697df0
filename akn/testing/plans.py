"""How an element may be completed within a given size and depth: worked out once for the whole grammar."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import inf

from akn.diagnostics import UsageError
from akn.grammar import OTHER, XML, Attribute, Content, Grammar, official

AIM = 1
"""The number of an element that is aimed at, in the numbers of steps to it."""

DEPTHS = range(1, 101)
"""The numbers of levels of elements that may be asked for: libxml2 reads no more than 256."""

_PLAINEST = {"p": 0, "section": 1, "paragraph": 2, "td": 3}


@dataclass(frozen=True, slots=True)
class Move:
    """A child that may come next: its name, the state after it, and how many elements more the whole will then need
    than if the content were completed in the shortest way.
    """

    name: str
    state: int
    extra: int


@dataclass(frozen=True, slots=True)
class Moves:
    """What may come next in a content model, the cheapest first, and whether the content may end here."""

    moves: tuple[Move, ...]
    extras: tuple[int, ...]
    may_end: bool

    def affordable(self, free: int) -> int:
        """How many of the moves, from the first, take no more than `free` elements more."""
        return bisect_right(self.extras, free)


class Plans:
    """The least number of elements of each element and of each rest of its content, within so many levels."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._contents = {id(one.content): one.content for one in grammar.elements.values()}
        # By number of levels, up to that from which on more levels make nothing smaller.
        self._sizes: list[dict[str, float]] = [{}]
        self._rests: list[dict[int, list[float]]] = [
            {key: [inf] * len(one.moves) for key, one in self._contents.items()}
        ]
        self._names: dict[int, tuple[list[float], list[str]]] = {}
        self._ways: dict[str, Mapping[str, int]] = {}
        self._moves: dict[tuple[int, int, int], Moves] = {}
        self._attributes: dict[str, tuple[tuple[Attribute, ...], tuple[Attribute | None, ...]]] = {}
        while len(self._sizes) < 3 or self._sizes[-1] != self._sizes[-2]:
            self._add_level()

    def _add_level(self) -> None:
        below = self._sizes[-1]
        rests = {key: _rests(one, below) for key, one in self._contents.items()}
        self._rests.append(rests)
        self._sizes.append(
            {name: 1 + rests[id(one.content)][0] for name, one in self.grammar.elements.items()} | {OTHER: 1}
        )

    def size(self, name: str, levels: int) -> float:
        """The least number of elements of an element with all it holds, in so many levels; infinite if too few."""
        return self._sizes[min(levels, len(self._sizes) - 1)].get(name, inf)

    def levels(self, name: str) -> int:
        """The least number of levels of an element with all it holds."""
        return next(levels for levels in range(len(self._sizes)) if self.size(name, levels) < inf)

    def moves(self, content: Content, state: int, levels: int) -> Moves:
        """What may come next in an element that, with all it holds, has so many levels."""
        levels = min(levels, len(self._sizes) - 1)
        key = (id(content), state, levels)
        if key not in self._moves:
            rest = self._rests[levels][id(content)]
            found = []
            for name, to in content.moves[state].items():
                extra = self.size(name, levels - 1) + rest[to] - (rest[state] if rest[state] < inf else 0)
                if extra < inf:
                    found.append(Move(name, to, int(extra)))
            found.sort(key=lambda move: (move.extra, *self._plainness(move.name)))
            extras = tuple(move.extra for move in found)
            self._moves[key] = Moves(tuple(found), extras, content.may_end(state))
        return self._moves[key]

    def _plainness(self, name: str) -> tuple[int, int, str]:
        """The order in which children are preferred: a paragraph, then what needs the fewest attributes."""
        return (_PLAINEST.get(name, len(_PLAINEST)), len(self.attributes(name)[0]) if name != OTHER else 0, name)

    def attributes(self, name: str) -> tuple[tuple[Attribute, ...], tuple[Attribute | None, ...]]:
        """The required attributes of an element and the others, where None stands for one of another namespace."""
        if name not in self._attributes:
            element = self.grammar.elements[name]
            every = sorted(element.attributes.values(), key=lambda one: (one.name.startswith(f"{{{XML}}}"), one.name))
            required = tuple(one for one in every if one.required)
            optional: tuple[Attribute | None, ...] = tuple(one for one in every if not one.required)
            self._attributes[name] = (required, optional + (None,) * element.foreign)
        return self._attributes[name]

    def least(self, name: str, levels: int, document: str | None = None) -> int:
        """The least number of elements of a tree of so many levels; `document` is what must be the first in its root.

        Raises UsageError where so many levels are too few, or more than any parser takes.
        """
        if levels not in DEPTHS:
            raise UsageError(f"max_depth is {levels!r}; accepted are {DEPTHS[0]} to {DEPTHS[-1]} levels of elements.")
        least = self.size(name, levels)
        if document is not None:
            least += self.size(document, levels - 1) - min(self.size(one, levels - 1) for one in self.grammar.documents)
        if not least < inf:
            needed = self.levels(name)
            raise UsageError(f"max_depth {levels} is too small: <{name}> needs {needed} levels of elements.")
        return int(least)

    def names(self, size: int, levels: int) -> Sequence[str]:
        """The names of all elements that need no more than `size` elements on so many levels, the smallest first."""
        if levels not in self._names:
            ordered = sorted((self.size(name, levels), name) for name in self.grammar.elements)
            self._names[levels] = ([size for size, _ in ordered], [name for _, name in ordered])
        sizes, names = self._names[levels]
        return names[: bisect_right(sizes, size)]

    @cached_property
    def aims(self) -> tuple[str, ...]:
        """The names that are worth an aim: all."""
        return tuple(sorted(self.grammar.elements))

    def ways(self, aim: str) -> Mapping[str, int]:
        """For each element that may hold another, at whatever depth, the number of steps to it, counted from `AIM`."""
        if aim not in self._ways:
            found = {aim: AIM}
            order = [aim]
            seen: set[int] = set()
            for name in order:
                # Elements share content models, so each of those is looked at once.
                for key in self._holders.get(name, set()) - seen:
                    seen.add(key)
                    for holder in self._sharers[key]:
                        if holder not in found:
                            found[holder] = found[name] + 1
                            order.append(holder)
            self._ways[aim] = found
        return self._ways[aim]

    @cached_property
    def _holders(self) -> Mapping[str, set[int]]:
        """For each name the content models (by their identity) that it stands in."""
        found: dict[str, set[int]] = {}
        for key, content in self._contents.items():
            for child in set().union(*content.moves):
                found.setdefault(child, set()).add(key)
        return found

    @cached_property
    def _sharers(self) -> Mapping[int, list[str]]:
        """For each content model the elements that have it."""
        found: dict[int, list[str]] = {}
        for name, element in sorted(self.grammar.elements.items()):
            found.setdefault(id(element.content), []).append(name)
        return found

    @cached_property
    def unique(self) -> frozenset[str]:
        """The attributes whose values are all different within a document."""
        return frozenset(name for element in self.grammar.elements.values() for name in element.unique)


def _rests(content: Content, below: dict[str, float]) -> list[float]:
    """For each state the least number of elements that completes the content, where each child has a given size."""
    rests = [0 if content.may_end(state) else inf for state in range(len(content.moves))]
    changed = True
    while changed:
        changed = False
        for state, moves in enumerate(content.moves):
            best = min((below.get(name, inf) + rests[to] for name, to in moves.items()), default=inf)
            if best < rests[state]:
                rests[state], changed = best, True
    return rests


@cache
def plans() -> Plans:
    """Those of the official schema."""
    return Plans(official())
