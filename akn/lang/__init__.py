"""The languages: what each of them writes where a resolution has a date, a session, an enacting phrase, a verb.

All words are in the data, one file for each language with the same keys. Nothing is read before it is asked for, and
nothing is compiled before it is used.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from akn.diagnostics import UsageError
from akn.lang.labels import Labels
from akn.lang.phrases import Numerals, Opening, Phrases, expand
from akn.lang.scans import restored
from akn.lang.templates import alternatives, fill, fold, nameless, relax
from akn.organs import actor_for, organs

__all__ = ["LONGEST_FORMULA", "Language", "Opening", "codes", "detect", "load"]

_BEFORE_DATE = 24  # characters before a date in which another day of its month may stand
_SAMPLE = 20_000
_SHORTEST_FORMULA, LONGEST_FORMULA = 12, 60  # characters of an enacting formula that a scanner may have damaged
_SAME = 0.86  # the share of letters that two formulas have in common where one is the other, badly scanned
_WORD = re.compile(r"[^\W\d_]+")
_COMMA = re.compile(r",\s+(?=[^\W\d_])")
_FIRST_LETTER = re.compile(r"[\s*_]*[^\W\d_]")


def codes() -> tuple[str, ...]:
    """The ISO 639-1 codes of the languages, in alphabetical order."""
    return tuple(sorted(_index()))


def load(code: str) -> Language:
    """The language with this ISO 639-1 or 639-2 code."""
    wanted = code.strip().lower() if isinstance(code, str) else ""
    for name, row in _index().items():
        if wanted in row["codes"]:
            return _language(name)
    accepted = ", ".join(known for row in _index().values() for known in row["codes"])
    raise UsageError(f"language {code!r} is not one of the official languages; accepted codes are {accepted}")


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the language that the start of the text is in; None when nothing there tells."""
    sample = text[:_SAMPLE]
    letters = sum(map(len, _WORD.findall(sample)))
    for code, row in _index().items():
        if row["script"] and 4 * len(re.findall(row["script"], sample)) > letters > 0:
            return code
    counts = Counter(_WORD.findall(sample.casefold()))
    scores = {code: sum(counts[word] for word in row["words"]) for code, row in _index().items()}
    first, second = sorted(scores, key=lambda code: (-scores[code], code))[:2]
    return first if scores[first] > scores[second] else None


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() > _SAME and matcher.ratio() > _SAME


@cache
def _index() -> Mapping[str, Mapping[str, Any]]:
    return _read("data", "languages.toml")


@cache
def _shapes() -> Mapping[str, str]:
    """The patterns that all languages share, each with those it names filled in."""
    shapes: dict[str, str] = {}
    for name, row in _read("data", "shapes.toml").items():
        shapes[name] = fill(row["pattern"], shapes)
    return shapes


def _read(folder: str, file: str) -> Mapping[str, Any]:
    return tomllib.loads((files("akn") / folder / file).read_text("utf-8"))


@cache
def _language(code: str) -> Language:
    row = _index()[code]
    return Language(code, row["alpha3"], row["direction"], row["name"], _read("lang", f"{code}.toml"))


def _line(name: str) -> cached_property[re.Pattern[str]]:
    """An attribute of a language: the compiled pattern for a kind of line, by its name in the pack."""

    def compiled(language: Language) -> re.Pattern[str]:
        return language.compiled(language.pack["lines"][name]["pattern"])

    return cached_property(compiled)


@dataclass(frozen=True, eq=False, repr=False)
class Language:
    """A language: its codes and name, and what its pack says, compiled where it is asked for.

    The patterns are for one line each (or the start of one, where more may follow it), whose line ends are spaces.
    """

    code: str
    alpha3: str
    direction: str
    name: str
    pack: Mapping[str, Any]

    united_nations = _line("united_nations")
    organ = _line("organ")
    distribution = _line("distribution")
    original = _line("original")
    language_line = _line("language_line")
    session = _line("session")
    agenda = _line("agenda")
    adoption = _line("adoption")
    origin = _line("origin")
    number = _line("number")
    draft = _line("draft")
    resolution_word = _line("resolution_word")
    decision_word = _line("decision_word")
    enacting = _line("enacting")
    closing = _line("closing")
    note_words = _line("note_words")
    reissue = _line("reissue")

    def __repr__(self) -> str:
        return f"<Language {self.code}>"

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """A pattern of the pack, with the sub-patterns it names filled in."""
        return re.compile(relax(fill(pattern, self.shapes)))

    @cached_property
    def shapes(self) -> Mapping[str, str]:
        """The sub-patterns that patterns of the pack may name."""
        shapes = dict(_shapes())
        shapes["month"] = alternatives(self.months)
        shapes["organ"] = alternatives(name for organ in organs() for name in organ.names[self.code])
        shapes["ordinal"] = self._ordinal_pattern()
        shapes["date"] = nameless(self._date_pattern())
        for name, pattern in self.pack["shapes"].items():
            shapes[name] = fill(pattern, shapes)
        return shapes

    @property
    def months(self) -> Mapping[str, int]:
        """Every spelling of a month, and its number."""
        months: Mapping[str, int] = self.pack["months"]
        return months

    @cached_property
    def date(self) -> re.Pattern[str]:
        """A full date in running text, with groups `day`, `month` and `year`."""
        return re.compile(relax(self._date_pattern()))

    def day(self, match: re.Match[str]) -> datetime.date | None:
        """The day that a match of `date` says; None when there is no such day."""
        day, month, year = self._figure(match["day"]), self._month(match["month"]), self._figure(match["year"])
        if day is None or month is None or year is None:
            return None
        try:
            return datetime.date(year, month, day)
        except ValueError:
            return None

    def dates_of(self, line: str) -> list[re.Match[str]]:
        """The dates in a line of the front or back matter; where none can be read, those that it had before a scanner
        took some letters for others.
        """
        return list(self.date.finditer(line)) or list(self.date.finditer(restored(line, self.months)))

    @cached_property
    def vote(self) -> re.Pattern[str]:
        """The count of a vote in a line, with groups `ayes`, `noes` and `abstentions`."""
        row = self.pack["votes"]
        tally = rf"(?:\d{{1,3}}|{alternatives(row['words'])})"
        return re.compile(relax(fill(row["pattern"], {"tally": tally})))

    def tally(self, figure: str) -> int:
        """The number that a figure or word in the count of a vote says."""
        return int(figure) if figure.isdecimal() else int(self.pack["votes"]["words"][" ".join(figure.split()).lower()])

    def resembles_enacting(self, line: str) -> bool:
        """Whether a line is an enacting formula in which a scanner has mistaken some letters: it is as long as one of
        the examples in the pack, starts and ends like it, and differs in few letters.
        """
        if not _SHORTEST_FORMULA <= len(line) <= LONGEST_FORMULA or not (line[-1] in ",.;:،，" or line[0].isupper()):
            return False
        key = _letters(line)
        return any(
            key[:1] == form[:1] and abs(len(key) - len(form)) < 3 and _alike(key, form) for form in self._enacting_forms
        )

    @cached_property
    def _enacting_forms(self) -> frozenset[str]:
        examples = self.pack["lines"]["enacting"]["examples"]
        return frozenset(_letters(example) for example in examples if len(example) >= _SHORTEST_FORMULA)

    @property
    def has_capitals(self) -> bool:
        """Whether a paragraph starts with a capital, so that a small letter goes on with a sentence."""
        return bool(self.pack["openings"]["capital"])

    @cached_property
    def labels(self) -> Labels:
        """How the language numbers paragraphs, points and sections."""
        return Labels(self.pack["labels"])

    @cached_property
    def conjunctions(self) -> frozenset[str]:
        """Words that end a line before the next sub-paragraph of a list."""
        return frozenset(self.pack["words"]["conjunctions"])

    @cached_property
    def number_words(self) -> frozenset[str]:
        """Words after which a plain number is a number, and no call of a note; in lower case."""
        return frozenset(self.pack["words"]["before_number"])

    @cached_property
    def counted_words(self) -> frozenset[str]:
        """Words before which a plain number is a number, and no call of a note; in lower case."""
        return frozenset(self.pack["words"]["after_number"])

    @property
    def is_spaced(self) -> bool:
        """Whether blanks stand between words."""
        return bool(self.pack["openings"]["spaced"])

    def days(self, text: str) -> Iterator[tuple[int, int, datetime.date]]:
        """The dates in a text, each with its start and its end; a day that shares the month of the next is one too."""
        for match in self.date.finditer(text):
            day = self.day(match)
            if day is None:
                continue
            start = max(0, match.start() - _BEFORE_DATE)
            shared = self._shared_month.search(text, start, match.start()) if self._shared_month else None
            if shared and 0 < int(shared["day"]) < day.day:
                yield *shared.span("day"), day.replace(day=int(shared["day"]))
            yield match.start(), match.end(), day

    @cached_property
    def _shared_month(self) -> re.Pattern[str] | None:
        joins = self.pack["date"]["joins"]
        return re.compile(rf"(?<![\w/.])(?P<day>\d{{1,2}})\s*(?:{alternatives(joins)})\s*\Z") if joins else None

    def ordinal(self, words: str) -> int | None:
        """The number that an ordinal says, in words or figures."""
        return self._numerals.value(words)

    def actor(self, organ: str) -> str | None:
        """The code of the organ with this name."""
        return actor_for(organ)

    def opening(self, text: str) -> Opening | None:
        """The preambular phrase that opens this paragraph: its shared name, and how many characters it covers."""
        return self._preambular.find(text) if self._may_open(text) else None

    def opening_after_formula(self, text: str) -> Opening | None:
        """The phrase that opens the first preambular paragraph where the enacting formula stands on the same line, with
        or without more about the organ between them.
        """
        formula = self.enacting.match(text)
        starts = [formula.end()] if formula else []
        if not formula and self.has_capitals and self.acting.match(text):
            starts = [match.end() for match in _COMMA.finditer(text)]  # `The Commission, meeting in 1975, Recalling`
        for start in starts:
            inner = self.opening(text[start:]) if start < len(text) else None
            if inner:
                return replace(inner, length=inner.length + start)
        return None

    def operative(self, text: str) -> bool:
        """Whether this paragraph opens with an operative verb, or with the organ and such a verb."""
        return self._may_open(text) and self._operative.find(self.after_organ(text) or text) is not None

    def operative_opening(self, text: str) -> Opening | None:
        """The verb that opens this operative paragraph, with or without the organ before it.

        Its name is the one that the same verb has in the preamble: `recalling` for `Recalls`.
        """
        if not self._may_open(text):
            return None
        after = self.after_organ(text)
        found = self._verbs.find(after or text)
        return replace(found, length=found.length + len(text) - len(after)) if found and after else found

    def adopts(self, text: str) -> bool:
        """Whether an operative paragraph opens with a verb that may present the text that is adopted."""
        return self._may_open(text) and self._adopting.find(text) is not None

    def after_organ(self, text: str) -> str:
        """What follows the name of an organ at the start of a text (`decides` in `The General Assembly decides`)."""
        match = self.acting.match(text)
        return text[match.end() :] if match else ""

    @cached_property
    def acting(self) -> re.Pattern[str]:
        """The name of an organ at the start of a text, with its article, before something else; the group `organ`."""
        return self.compiled(r"(?:[^\W\d_]{1,3}(?: |'))?(?P<organ>(?i:{organ})),? (?=\w)")

    @cached_property
    def headings(self) -> Mapping[str, re.Pattern[str]]:
        """For each kind of part that has a heading, the pattern for it, with the group `num`."""
        return {kind: self.compiled(row["pattern"]) for kind, row in self.pack["headings"].items()}

    def _date_pattern(self) -> str:
        pattern: str = self.pack["date"]["pattern"]
        return fill(pattern, {"month": alternatives(self.months)})

    def _figure(self, text: str) -> int | None:
        if text.isdecimal():
            return int(text)
        known = self.pack["date"]["figures"]
        if text in known:
            return int(known[text])
        digits = [str(known[char]) for char in text if char in known]
        if len(digits) == len(text) == 4:
            return int("".join(digits))
        return self._numerals.value(text)

    def _month(self, text: str) -> int | None:
        words = " ".join(fold(text).split())
        if words in self._folded_months:
            return self._folded_months[words]
        first = re.split(r"\s*[/(]", words)[0]
        return self._folded_months.get(first) or self._figure(text)

    @cached_property
    def _folded_months(self) -> Mapping[str, int]:
        return {" ".join(fold(name).split()): number for name, number in self.months.items()}

    @cached_property
    def _numerals(self) -> Numerals:
        row = self.pack["ordinal"]
        return Numerals.of(row["lead"], row["last"], row["times"], row["ignored"], row["suffixes"])

    def _ordinal_pattern(self) -> str:
        row = self.pack["ordinal"]
        words = alternatives([*row["lead"], *row["last"], *row["times"], *row["ignored"]])
        return rf"(?i:(?:{words}[ -]?){{1,8}}(?<![ -])|\d{{1,3}} ?(?:{row['suffixes']})\.?)"

    @cached_property
    def _preambular(self) -> Phrases:
        row = self.pack["openings"]
        return self._phrases(row["preambular"].items(), row["manners"].items())

    @cached_property
    def _operative(self) -> Phrases:
        return self._phrases((phrase, "operative") for phrase in self.pack["openings"]["operative"])

    @cached_property
    def _verbs(self) -> Phrases:
        row = self.pack["openings"]
        return self._phrases(row["verbs"].items(), row["manners"].items())

    @cached_property
    def _adopting(self) -> Phrases:
        return self._phrases((phrase, "adopting") for phrase in self.pack["openings"]["adopting"])

    def _phrases(self, phrases: Any, manners: Any = ()) -> Phrases:
        row = self.pack["openings"]
        sets = row["sets"]

        def written(pairs: Any, lower: bool = False) -> list[tuple[str, str]]:
            found = [plain for phrase, name in pairs for plain in expand(phrase, name, sets)]
            return [(phrase, name[:1].lower() + name[1:]) for phrase, name in found] if lower else found

        return Phrases(
            written(phrases, True), written(row["additions"].items()), written(manners), spaced=row["spaced"]
        )

    def _may_open(self, text: str) -> bool:
        """Whether a text starts as a paragraph does in this language: with a capital, where it has them."""
        if not self.has_capitals:
            return True
        first = _FIRST_LETTER.match(text)
        return first is not None and first[0][-1].isupper()
