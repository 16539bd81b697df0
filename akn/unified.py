"""Unified diffs of long texts in linear time: lines that stand once in both texts hold the rest in place."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher

_WIDEST = 100_000  # the most pairs of lines that are compared between two lines that hold them in place


def unified(old: Sequence[str], new: Sequence[str], before: str, after: str) -> Iterator[str]:
    """The lines of a unified diff of two texts, which are given by their lines, with the names that its head has."""
    heads = [f"--- {before}\n", f"+++ {after}\n"]
    for group in _Matcher(None, old, new, autojunk=False).get_grouped_opcodes():
        yield from heads
        heads = []
        ranges = _range(group[0][1], group[-1][2]), _range(group[0][3], group[-1][4])
        yield f"@@ -{ranges[0]} +{ranges[1]} @@\n"
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                yield from (f" {line}" for line in old[start:end])
                continue
            yield from (f"-{line}" for line in old[start:end])
            yield from (f"+{line}" for line in new[new_start:new_end])


def _range(start: int, end: int) -> str:
    count = end - start
    return f"{start + 1}" if count == 1 else f"{start + 1 if count else start},{count}"


class _Matcher(SequenceMatcher[str]):
    """Groups what differs as difflib does, but finds it in linear time."""

    a: Sequence[str]
    b: Sequence[str]

    def get_matching_blocks(self) -> list[Match]:
        """The stretches of lines that stand in both texts, and an empty one at the end."""
        blocks: list[list[int]] = []
        for first, second in _pairs(self.a, self.b):
            if blocks and (first, second) == (blocks[-1][0] + blocks[-1][2], blocks[-1][1] + blocks[-1][2]):
                blocks[-1][2] += 1
            else:
                blocks.append([first, second, 1])
        return [*(Match(*block) for block in blocks), Match(len(self.a), len(self.b), 0)]


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of lines that stay, in their order in both texts."""
    first = second = 0
    for at, new_at in [*_anchors(old, new), (len(old), len(new))]:
        yield from _between(old, new, (first, at), (second, new_at))
        if at < len(old):
            yield at, new_at
        first, second = at + 1, new_at + 1


def _between(
    old: Sequence[str], new: Sequence[str], here: tuple[int, int], there: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """The pairs in two stretches that nothing holds in place: line by line where they are as long as each other."""
    (first, last), (second, new_last) = here, there
    if last - first == new_last - second:
        yield from ((first + n, second + n) for n in range(last - first) if old[first + n] == new[second + n])
    elif (last - first) * (new_last - second) <= _WIDEST:
        for block in SequenceMatcher(None, old[first:last], new[second:new_last], autojunk=False).get_matching_blocks():
            yield from ((first + block.a + n, second + block.b + n) for n in range(block.size))


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of lines that stand once in each text: the most of them that are in the same order in both."""
    count, new_count = Counter(old), Counter(new)
    places = {line: at for at, line in enumerate(new) if new_count[line] == 1}
    once = [(at, places[line]) for at, line in enumerate(old) if count[line] == 1 and line in places]
    # The longest ascending sequence: for each length the least end so far, and to each pair the one before it.
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for number, (_, new_at) in enumerate(once):
        length = bisect_left(ends, new_at)
        ends[length : length + 1] = [new_at]
        last[length : length + 1] = [number]
        previous.append(last[length - 1] if length else -1)
    found: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(once[number])
        number = previous[number]
    return found[::-1]
