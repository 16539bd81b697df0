"""Phrases that open a paragraph: how packs write them, and how they are found.

A pack writes a phrase with what may vary in it: `Word(s)` has an optional part, `(its|their)` a choice, `{degree}` one
of a set of phrases each of which adds its own part to the name. Finding walks a tree of words, in which words
such as "also" may stand anywhere after the first one, or before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from akn.lang.templates import fold

_SLOT = re.compile(r"\{([a-z_]+)\}|\(([^()]*)\)")
_WORDS = re.compile(r"[\s*_\-]*((?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670])+['\u2019]?)")
_SIGNS = re.compile(r"[\s*_\-]*([^\W_])")
_REACH = 24


@dataclass(frozen=True, slots=True)
class Opening:
    """The phrase that opens a preambular paragraph: its shared name, and how many characters it covers."""

    name: str
    length: int


@dataclass(slots=True)
class _Step:
    """A place in the tree of words: where each word leads, and the name of the phrase that ends here."""

    after: dict[str, _Step] = field(default_factory=dict)
    name: str | None = None


def expand(phrase: str, name: str, sets: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Every plain phrase that a written one stands for, with its name."""
    slot = _SLOT.search(phrase)
    if slot is None:
        yield " ".join(phrase.split()), name
        return
    before, after = phrase[: slot.start()], phrase[slot.end() :]
    if slot[1]:
        for words, part in sets[slot[1]].items():
            for choice, _ in expand(words, "", sets):
                yield from expand(before + choice + after, name.replace(slot[0], part, 1), sets)
    else:
        choices = slot[2].split("|")
        for choice in choices if len(choices) > 1 else [slot[2], ""]:
            yield from expand(before + choice + after, name, sets)


class Phrases:
    """A set of phrases, found at the start of a text with the words that may stand among theirs."""

    def __init__(
        self,
        phrases: Iterable[tuple[str, str]],
        additions: Iterable[tuple[str, str]] = (),
        manners: Iterable[tuple[str, str]] = (),
        *,
        spaced: bool = True,
    ) -> None:
        self._word = _WORDS if spaced else _SIGNS
        self._phrases = self._tree(phrases)
        self._additions = self._tree(additions)
        self._manners = self._tree(manners)

    def find(self, text: str) -> Opening | None:
        """The longest phrase at the start of the text, as its name and the number of characters it covers."""
        words, ends = self._split(text)
        found = self._from(words, ends, 0, "")
        if found is None and (added := self._longest(self._additions, words, 0)):
            found = self._from(words, ends, *added)
        return found

    def _from(self, words: Sequence[str], ends: Sequence[int], position: int, addition: str) -> Opening | None:
        """The longest phrase that starts with this word, what came before it being an addition."""
        best: Opening | None = None
        step = self._phrases
        while True:
            following = step.after.get(words[position]) if position < len(words) else None
            if following is not None:
                step, position = following, position + 1
                if step.name is not None:
                    best = self._extended(words, ends, position, step.name, addition)
                continue
            added = self._longest(self._additions, words, position)
            if added is None:
                return best
            position, part = added
            addition += part if part not in addition else ""

    def _extended(self, words: Sequence[str], ends: Sequence[int], position: int, name: str, addition: str) -> Opening:
        """The phrase that ends here, with the additions and the manner that follow it."""
        manner = ""
        while True:
            found = self._longest(self._manners, words, position)
            if found is not None and not manner:
                position, manner = found
                continue
            found = self._longest(self._additions, words, position)
            if found is None:
                return Opening(name + addition + manner, ends[position - 1])
            position = found[0]
            addition += found[1] if found[1] not in addition else ""

    def _longest(self, tree: _Step, words: Sequence[str], position: int) -> tuple[int, str] | None:
        found = None
        step: _Step | None = tree
        while position < len(words):
            step = step.after.get(words[position]) if step else None
            if step is None:
                break
            position += 1
            if step.name is not None:
                found = (position, step.name)
        return found

    def _split(self, text: str) -> tuple[list[str], list[int]]:
        words: list[str] = []
        ends: list[int] = []
        position = 0
        while len(words) < _REACH and (match := self._word.match(text, position)):
            words.append(fold(match[1]))
            position = match.end()
            ends.append(position)
        return words, ends

    def _tree(self, phrases: Iterable[tuple[str, str]]) -> _Step:
        root = _Step()
        for phrase, name in phrases:
            step = root
            for word in self._word.findall(phrase):
                step = step.after.setdefault(fold(word), _Step())
            if step.name is None:
                step.name = name
        return root


@dataclass(frozen=True, slots=True)
class Numerals:
    """Numbers in words: those that are added, those that multiply what stands before, those that say nothing."""

    lead: Mapping[str, int]
    last: Mapping[str, int]
    times: Mapping[str, int]
    ignored: frozenset[str]
    word: re.Pattern[str]
    figures: re.Pattern[str]

    @classmethod
    def of(
        cls,
        lead: Mapping[str, int],
        last: Mapping[str, int],
        times: Mapping[str, int],
        ignored: Iterable[str],
        suffixes: str,
    ) -> Numerals:
        """The numerals of a language from its tables of words, and the suffixes that figures take."""
        tables = [{fold(word): value for word, value in table.items()} for table in (lead, last, times)]
        silent = frozenset(map(fold, ignored))
        words = sorted({*silent, *(word for table in tables for word in table)}, key=lambda word: (-len(word), word))
        pattern = re.compile(r"[\s\-\u2010\u2011]*(" + "|".join(map(re.escape, words)) + ")")
        return cls(
            tables[0], tables[1], tables[2], silent, pattern, re.compile(rf"(\d{{1,4}})\s?\.?(?:{suffixes})?\.?")
        )

    def value(self, text: str) -> int | None:
        """The number that these words or figures say; None if they say none, or no ordinal one."""
        text = text.strip()
        if figures := self.figures.fullmatch(text):
            return int(figures[1])
        folded = fold(text)
        total = unit = position = 0
        word = ""
        while position < len(folded) and len(folded) < 200:
            match = self.word.match(folded, position)
            if match is None:
                return None
            position = match.end()
            if match[1] in self.ignored:
                continue
            word = match[1]
            if word in self.times:
                total, unit = total + (unit or 1) * self.times[word], 0
            else:
                total, unit = total + unit, self.last.get(word, self.lead.get(word, 0))
        return total + unit if word in self.last else None
