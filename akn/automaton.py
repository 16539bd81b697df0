"""Content models as deterministic automata: from the regular expression of a schema to the fewest states.

The positions of an expression (Glushkov's construction) become states, and states that cannot be told apart become one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

State = tuple[bool, dict[str, int]]
"""Whether the content may end here, and the state after each symbol that may follow."""


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a content model: a symbol, or (`kind` is `sequence` or `choice`) several parts. It may occur
    `least` (0 or 1) times, and once or, where it is `repeated`, without bound.
    """

    kind: str
    symbol: str = ""
    parts: tuple[Term, ...] = ()
    least: int = 1
    repeated: bool = False


@dataclass(slots=True)
class _Span:
    """What is known of a part: whether it may be empty, and the positions that may stand first and last in it."""

    empty: bool = True
    first: set[int] = field(default_factory=set)
    last: set[int] = field(default_factory=set)


class _Positions:
    """The positions of an expression: the symbol of each, and which may follow it."""

    def __init__(self) -> None:
        self.symbols: list[str] = []
        self.follow: list[set[int]] = []

    def span(self, term: Term) -> _Span:
        if term.kind == "symbol":
            here = len(self.symbols)
            self.symbols.append(term.symbol)
            self.follow.append(set())
            span = _Span(empty=False, first={here}, last={here})
        elif term.kind == "choice":
            spans = [self.span(part) for part in term.parts]
            span = _Span(
                empty=not spans or any(one.empty for one in spans),
                first=set().union(*(one.first for one in spans)),
                last=set().union(*(one.last for one in spans)),
            )
        else:
            span = _Span()
            for part in term.parts:
                self._append(span, self.span(part))
        if term.repeated:
            for position in span.last:
                self.follow[position] |= span.first
        span.empty = span.empty or not term.least
        return span

    def _append(self, span: _Span, after: _Span) -> None:
        for position in span.last:
            self.follow[position] |= after.first
        if span.empty:
            span.first |= after.first
        span.last = span.last | after.last if after.empty else after.last
        span.empty = span.empty and after.empty


def automaton(term: Term) -> tuple[State, ...]:
    """The states of the smallest deterministic automaton for an expression. The first is where content starts.

    Equal languages give equal results.
    """
    positions = _Positions()
    whole = positions.span(term)
    start = frozenset({-1})
    order, known, states = [start], {start: 0}, list[State]()
    for state in order:
        reached: dict[str, set[int]] = {}
        for place in state:
            for position in whole.first if place < 0 else positions.follow[place]:
                reached.setdefault(positions.symbols[position], set()).add(position)
        moves = {}
        for symbol, places in reached.items():
            target = frozenset(places)
            if target not in known:
                known[target] = len(order)
                order.append(target)
            moves[symbol] = known[target]
        states.append((any(whole.empty if place < 0 else place in whole.last for place in state), moves))
    return _numbered(states, _classes(states))


def _classes(states: list[State]) -> list[int]:
    """For each state the number of its class, where the states of one class cannot be told apart."""
    classes = [int(final) for final, _ in states]
    while True:
        marks: dict[object, int] = {}
        refined = [
            marks.setdefault(
                (classes[number], frozenset((symbol, classes[to]) for symbol, to in moves.items())), len(marks)
            )
            for number, (_, moves) in enumerate(states)
        ]
        if len(set(refined)) == len(set(classes)):
            return refined
        classes = refined


def _numbered(states: list[State], classes: list[int]) -> tuple[State, ...]:
    """One state for each class, in the order in which they are reached from the start by symbols in their order."""
    member = {number: state for state, number in reversed(list(enumerate(classes)))}
    order = [classes[0]]
    for number in order:
        for _, to in sorted(states[member[number]][1].items()):
            if classes[to] not in order:
                order.append(classes[to])
    place = {number: index for index, number in enumerate(order)}
    return tuple(
        (
            states[member[number]][0],
            {symbol: place[classes[to]] for symbol, to in sorted(states[member[number]][1].items())},
        )
        for number in order
    )
