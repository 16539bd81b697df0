"""Unified diffs: they lead from one text to the other, look like those of difflib, and take linear time."""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from akn.unified import unified

texts = st.lists(st.sampled_from([f"{sign}\n" for sign in "abcdefghijklmnop"]), max_size=40)


def applied(old: Sequence[str], diff: Sequence[str]) -> list[str]:
    """What a text becomes by a diff, each line of which is looked for where the diff says that it is."""
    found: list[str] = []
    at = 0
    for line in diff[2:]:
        if head := re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", line):
            start = int(head[1]) - (head[2] != "0")
            found += old[at:start]
            at = start
            assert len(found) == int(head[3]) - (head[4] != "0")
            continue
        if line[0] in " -":
            assert old[at] == line[1:]
            at += 1
        if line[0] in " +":
            found.append(line[1:])
    return found + list(old[at:])


@given(texts, texts)
def test_it_leads_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    diff = list(unified(old, new, "a", "b"))
    assert applied(old, diff) == new
    assert bool(diff) == (old != new)


@given(texts, st.lists(st.integers(0, 39), max_size=4))
def test_lines_that_change_in_their_places_are_told_as_by_difflib(old: list[str], places: list[int]) -> None:
    old = [f"{number} {line}" for number, line in enumerate(old)]
    new = [f"new {line}" if number in places else line for number, line in enumerate(old)]
    assert list(unified(old, new, "a", "b")) == list(difflib.unified_diff(old, new, "a", "b"))


def test_the_time_is_linear() -> None:
    old = [f"{number}\n" for number in range(100_000)]
    new = [line if number % 2 else f"new {line}" for number, line in enumerate(old)] + ["more\n"]
    started = time.process_time()
    diff = list(unified(old, new, "a", "b"))
    assert time.process_time() - started < 5
    assert applied(old, diff) == new
