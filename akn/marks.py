"""Citations and dates in running text, as spans over the unchanged text.

A citation is the number of a resolution, the symbol of a document, the Charter, a place in the treaty series; its mark
covers that alone and carries the identifier of the Work. The organ and the date come from the words around it; the
date else from another place that cites the same Work, else from data, else it is the year that the number says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from akn.citations import Citation, actor_of, session_of
from akn.lang import Language
from akn.lang.labels import roman
from akn.model import Mark
from akn.organs import actor_for
from akn.symbols import (
    CHARTER,
    consistent,
    known_date,
    plain_number,
    resolution_year,
    symbol,
    treaty_iri,
    work_iri,
)

# A symbol or the number of a resolution. The look-behind stands after the first character, so that the search can
# skip from capital to capital and from digit to digit. A letter of a script without capitals or spaces may adjoin.
_WORD = r"0-9A-Za-z_\u00c0-\u024f\u0400-\u04ff"
_CANDIDATE = re.compile(
    rf"[A-Z\d](?<![{_WORD}/.\-\u2013^{{].)(?:"
    r"(?<=[A-Z])[A-Z]{0,5}(?P<symbol>(?:/[A-Z0-9](?:[A-Za-z0-9.\-\u2013]|\([^()\s]{1,12}\))*)+)"
    r"|(?P<number>"
    r"(?:(?<=S)-\d{1,2}|(?<=E)S-\d{1,2}|(?<=\d)\d{0,3})/\s?\d{1,4}(?![\d/])"
    rf"(?:\s?[A-H](?:[-\u2013][A-H])?(?![{_WORD}'\u2019./]))?"
    r"|(?<=\d)\d{0,3}(?:\s{0,3}[A-H])?\s{0,4}[(\uff08]\s?"
    r"(?:(?:19|20)\d\d|(?:E?S-)?[IVXLC]{1,9})(?:\s[A-H])?\s?[)\uff09]"
    rf"(?:\s?[A-H](?![{_WORD}'\u2019./]))?"
    r"))"
)
_RESOLUTION_TAIL = re.compile(rf"\s?\((?:(?:19|20)\d\d|[IVXLC]{{1,9}})\)(?:\s?[A-H](?![{_WORD}'\u2019./]))?")
_CALL = re.compile(r"[\s*_]*[\u00b9\u00b2\u00b3\u2070-\u2079]+")
_YEAR = re.compile(r"(?<!\d)(?P<year>19[4-9]\d|20[0-4]\d)(?!\d)[^.;:]{0,30}\Z")
_GAP = 72
_WINDOW = 110


@dataclass(slots=True)
class _Series:
    """Citations that share a word: where the last one ends, what the word's surroundings say, which lack a date."""

    end: int
    organ: str = ""
    near: str = ""
    short: bool = False
    own: bool = False
    undated: list[Citation] = field(default_factory=list)


@dataclass(slots=True)
class _Leaf:
    """What was found in one string."""

    dates: dict[int, tuple[int, str]]
    citations: list[Citation] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    charters: list[tuple[int, int]] = field(default_factory=list)
    says_charter: bool = False


def cite(
    strings: Sequence[str],
    language: Language,
    *,
    actor: str = "un-ga",
    year: int | None = None,
    known: Mapping[tuple[str, str], str] | None = None,
) -> list[tuple[Mark, ...]]:
    """The citations and dates in each of the strings, in order, none over another.

    The strings are the running text of one document, adopted by `actor` in `year`. `known` gives the days of
    resolutions by organ and number, such as that of the document itself: `{("un-ga", "67/6"): "2012-11-19"}`.
    """
    leaves = [_reader(language).read(string, actor, year) for string in strings]
    _agree([citation for leaf in leaves for citation in leaf.citations])
    dates = {**_stated(leaves), **(known or {})}
    cited = {citation.number for leaf in leaves for citation in leaf.citations if citation.sure}
    has_charter = any(leaf.says_charter for leaf in leaves)
    return [_settled(leaf, dates, cited, has_charter) for leaf in leaves]


def stated_dates(
    strings: Sequence[str], language: Language, *, actor: str = "un-ga", year: int | None = None
) -> dict[tuple[str, str], str]:
    """The days that the sentences of a document say of the resolutions they cite, by organ and number."""
    return _stated(_reader(language).read(string, actor, year) for string in strings)


def _stated(leaves: Iterable[_Leaf]) -> dict[tuple[str, str], str]:
    dates: dict[tuple[str, str], str] = {}
    for citation in (citation for leaf in leaves for citation in leaf.citations):
        if citation.sure and citation.date:
            dates.setdefault((citation.actor, citation.number), citation.date)
    return dates


def _agree(citations: Sequence[Citation]) -> None:
    """Give a number that stands without an organ the one that is named with it elsewhere in the document."""
    named = {citation.number: citation.actor for citation in citations if citation.organ and citation.actor}
    for citation in citations:
        if not citation.organ:
            citation.actor = named.get(citation.number, citation.actor)


def _settled(leaf: _Leaf, dates: dict[tuple[str, str], str], cited: set[str], has_charter: bool) -> tuple[Mark, ...]:
    """The marks of a leaf, now that the whole document is known."""
    marks = leaf.marks
    marks += [Mark(start, end, "date", (("date", date),)) for start, (end, date) in leaf.dates.items()]
    for citation in leaf.citations:
        if not citation.sure and citation.number not in cited:
            continue
        key = (citation.actor, citation.number)
        iri = _resolution_iri(*key, citation.date or dates.get(key, ""))
        if iri is None:
            continue
        marks.append(_ref(citation.start, citation.end, iri))
        if citation.annex is not None:
            part = _part(citation.annex["num"])
            marks.append(_ref(citation.annex.start("word"), citation.annex.end("word"), f"{iri}/!annex_{part}"))
    if has_charter:
        marks += [_ref(start, end, CHARTER) for start, end in leaf.charters]
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    kept: list[Mark] = []
    for mark in marks:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def _ref(start: int, end: int, iri: str) -> Mark:
    return Mark(start, end, "ref", (("href", iri),))


def _part(number: str | None) -> str:
    """The number of an annex in figures; a letter stays one."""
    if not number:
        return "1"
    return str(roman(number.lower()) or number)


def _resolution_iri(actor: str, number: str, date: str) -> str | None:
    segment = date or known_date(actor, number) or str(resolution_year(number, actor) or "")
    return work_iri(actor, segment, number) if segment and actor else None


@cache
def _reader(language: Language) -> _Reader:
    return _Reader(language)


class _Reader:
    """The patterns around a citation in one language, compiled, and the reading of one string with them."""

    def __init__(self, language: Language) -> None:
        row = language.pack["citation"]

        def compiled(pattern: str) -> re.Pattern[str]:
            return language.compiled(pattern or "{none}")

        self.language = language
        words = f"(?:{row['resolution']}|{row['decision']})"
        between = f"(?:{row['organ_between'] or '{none}'})?"
        self.word = compiled(rf"(?P<word>{words}){between}(?: {row['number_mark']})?[\s*_\"\u00ab\u201c(]*$")
        self.any_word = compiled(row["resolution"])
        self.organ = compiled("(?i:{organ})")
        self.organ_before = compiled(row["organ_before"])
        self.organ_after = compiled(row["organ_after"])
        self.own = compiled(row["own"])
        self.short = compiled(row["short"])
        self.date_before = compiled(f"(?:{row['date_before']})$" if row["date_before"] else "")
        self.date_after = compiled(row["date_after"])
        self.join = compiled(rf"[\s*_]*(?:\(?\d{{1,2}}\s)?(?:{row['join']}[\s*_]*){{1,4}}")
        self.letter = compiled(rf" ?{row['join']} ?(?P<letter>[A-H])(?![\w'./])")
        self.annex = compiled(row["annex"])
        self.treaty = compiled(row["treaty"])
        self.charter = compiled(rf"(?P<full>{row['charter']})|{row['charter_short']}")
        self.charter_article = compiled(row["charter_article"])
        self.works = [(compiled(phrase), tuple(work)) for phrase, work in row["works"].items()]

    def read(self, string: str, actor: str, year: int | None) -> _Leaf:
        """What stands in the string, before anything else of the document is known."""
        leaf = _Leaf({})
        for start, end, day in self.language.days(string):
            leaf.dates[start] = (end, day.isoformat())
        for found in self._numbers(string, leaf):
            found.actor = actor_of(found, actor, year)
            if found.date and not consistent(found.number, found.actor, found.date):
                found.date = ""
            leaf.citations.append(found)
        self._names(string, leaf)
        return leaf

    def _names(self, string: str, leaf: _Leaf) -> None:
        """The Charter, places in the treaty series, and works cited by their titles."""
        for match in self.charter.finditer(string):
            article = self.charter_article.search(string, max(0, match.start() - 6), match.start())
            if match["full"] or article:
                leaf.charters.append(match.span())
                leaf.says_charter = leaf.says_charter or bool(match["full"])
        for match in self.treaty.finditer(string):
            if iri := treaty_iri(match["volume"], match["first"]):
                leaf.marks.append(_ref(*match.span(), iri))
        for pattern, (organ, number) in self.works:
            for match in pattern.finditer(string):
                if iri := _resolution_iri(organ, number, ""):
                    leaf.marks.append(_ref(*match.span(), iri))

    def _numbers(self, string: str, leaf: _Leaf) -> Iterator[Citation]:
        """The numbers of resolutions in the string; symbols go straight to the marks of the leaf."""
        series: _Series | None = None
        ends = dict(leaf.dates.values())
        for match in _CANDIDATE.finditer(string):
            if match["symbol"]:
                yield from self._symbol(string, match, leaf, ends)
                continue
            number = plain_number(match[0])
            if number is None:
                continue
            citation = Citation(*match.span(), number)
            series = self._joined(string, citation, series, ends)
            *before, last = citation, *self._letters(string, citation)
            series.undated += before
            self._follow(string, last, series, leaf)
            for one in (*before, last):
                one.sure = last.sure
                yield one

    def _symbol(self, string: str, match: re.Match[str], leaf: _Leaf, ends: Mapping[int, str]) -> Iterator[Citation]:
        end = match.end()
        if "/RES/" in match[0] and (tail := _RESOLUTION_TAIL.match(string, end)):
            end = tail.end()
        text = string[match.start() : end].rstrip(".-\u2013")
        found = symbol(text)
        if found is None:
            return
        end = match.start() + len(text)
        if plain_number(found.number) is not None and found.doctype == "statement":
            citation = Citation(match.start(), end, found.number, organ=found.actor, word=True)
            self._follow(string, citation, _Series(end), leaf)
            yield citation
        else:
            date = _day_before(string, match.start(), ends) if found.doctype == "statement" else ""
            date = date if found.year and date.startswith(str(found.year)) else ""
            if iri := found.iri(date or ("" if found.year else _year_before(string, match.start()))):
                leaf.marks.append(_ref(match.start(), end, iri))

    def _joined(self, string: str, citation: Citation, series: _Series | None, ends: Mapping[int, str]) -> _Series:
        """The series that a number belongs to: the one before it, or one that it opens."""
        start = citation.start
        before = max(0, start - _GAP)
        word = self.word.search(string, before, start)
        if word is not None:
            citation.word = True
            if dated := self.date_before.search(string, before, word.start("word")):
                citation.date = ends.get(dated.start(), "")
            opened, at = _Series(citation.end), word.start("word")
            window = max(0, at - _WINDOW)
            if word.groupdict().get("organ"):
                opened.organ = actor_for(word["organ"]) or ""
            elif organ := self.organ_before.search(string, window, at):
                opened.organ = actor_for(organ["organ"]) or ""
            else:
                opened.near = next(
                    (actor_for(name) or "" for name in reversed(self.organ.findall(string, window, at))), ""
                )
            opened.own = self.own.search(string, max(0, at - 24), at) is not None
            opened.short = self.short.search(string, max(0, at - 24), at) is not None
            return opened
        if series is not None and start - series.end <= _GAP and self.join.fullmatch(string, series.end, start):
            citation.word = True
            return series
        if series is not None:
            series.undated.clear()
            return series
        return _Series(citation.end)

    def _follow(self, string: str, citation: Citation, series: _Series, leaf: _Leaf) -> None:
        """Read what follows a number: its date, its organ, its annex; and what that says of those before it."""
        position = citation.end
        organ = ""
        for _ in range(3):
            if call := _CALL.match(string, position):
                position = call.end()
            after = self.date_after.match(string, position)
            if after and after.end() in leaf.dates and not citation.date:
                position, citation.date = leaf.dates[after.end()]
            elif not organ and (named := self.organ_after.match(string, position)):
                organ = actor_for(named["organ"]) or "" if named["organ"] else ""
                citation.short = citation.short or bool(named["short"])
                position = named.end()
            else:
                break
        citation.annex = self.annex.match(string, position)
        citation.organ, citation.near = citation.organ or organ or series.organ, series.near
        citation.short = citation.short or series.short
        citation.own = series.own and not organ
        if organ or citation.date:
            for earlier in series.undated:
                earlier.organ = organ or earlier.organ
                if session_of(earlier.number) == session_of(citation.number):
                    earlier.date = citation.date
            series.undated.clear()
        if not citation.date:
            series.undated.append(citation)
        series.end = position
        citation.sure = citation.word or bool(citation.date) or "(" in citation.number or "S-" in citation.number

    def _letters(self, string: str, citation: Citation) -> Iterator[Citation]:
        """The further letters of a number: after `55/5 B`, the `C` of `and C`."""
        base, _, letter = citation.number.partition(" ")
        position = citation.end
        while len(letter) == 1 and (match := self.letter.match(string, position)):
            letter = match["letter"]
            position = match.end()
            yield replace(citation, start=match.start("letter"), end=position, number=f"{base} {letter}")


def _year_before(string: str, start: int) -> str:
    """The year that stands shortly before a place: of the letter, the report, the supplement that has the symbol."""
    match = _YEAR.search(string, max(0, start - 60), start)
    return match["year"] if match else ""


def _day_before(string: str, start: int, ends: Mapping[int, str]) -> str:
    """The day that stands right before an opening bracket here."""
    head = string[max(0, start - 4) : start]
    bare = head.rstrip("(")
    return ends.get(start - len(head) + len(bare.rstrip()), "") if bare != head else ""
