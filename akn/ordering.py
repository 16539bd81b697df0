"""An order in which the very same children are what a content model takes."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akn.grammar import Content

# A search that long is given up. In the official schema one step is enough for each child.
_STEPS = 10_000


def ordered(content: Content, names: Sequence[str]) -> list[int] | None:
    """The indexes of children, by their names, in an order that the content model accepts; None where there is none.

    Those of one name stay in their order, and of those that may come next the one that stands first does.
    """
    waiting: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        waiting.setdefault(name, []).append(index)
    left = Counter(names)
    found = list[int]()
    tried: list[list[str]] = []
    states = [0]
    for _ in range(_STEPS + 2 * len(names)):
        if len(found) == len(names) and content.may_end(states[-1]):
            return found
        if len(tried) < len(states):
            tried.append(_next(content, states[-1], left, waiting))
        if tried[-1]:
            name = tried[-1].pop()
            to = content.step(states[-1], name)
            assert to is not None, "it may come next"
            found.append(waiting[name][len(waiting[name]) - left[name]])
            left[name] -= 1
            states.append(to)
        elif found:
            tried.pop()
            states.pop()
            left[names[found.pop()]] += 1
        else:
            return None
    return None


def _next(content: Content, state: int, left: Counter[str], waiting: dict[str, list[int]]) -> list[str]:
    """The names that may come next so that all others still may follow; that of the first child is the last."""
    rest = {name for name, count in left.items() if count}
    fitting = [
        name
        for name in rest
        if (to := content.step(state, name)) is not None
        and (rest if left[name] > 1 else rest - {name}) <= _reachable(content, to)
    ]
    return sorted(fitting, key=lambda name: waiting[name][len(waiting[name]) - left[name]], reverse=True)


@lru_cache(maxsize=4096)
def _reachable(content: Content, state: int) -> frozenset[str]:
    """Every name that may come, now or later."""
    seen, order = {state}, [state]
    for here in order:
        for to in content.moves[here].values():
            if to not in seen:
                seen.add(to)
                order.append(to)
    return frozenset(name for here in order for name in content.moves[here])
