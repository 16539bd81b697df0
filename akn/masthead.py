"""What the front and the back of a resolution say of it: its number, title, organ, dates, session and meeting."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from akn import front, roles
from akn.lang import Language
from akn.model import Flow, Leaf, Mark
from akn.pages import DISPLACED, symbol_at_end
from akn.shapes import plain, unemphasised
from akn.symbols import restored_number

_VOTES = ("ayes", "noes", "abstentions")
_CELL = re.compile(r"[^ \r\n](?:[^ \r\n]| (?! ))*(?<! )")  # what a line says, or one of its columns
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Reading:
    """What was read; an empty string or None where the text does not say. Dates are ISO 8601 days."""

    symbol: str = ""
    number: str = ""
    letter: str = ""  # of one of a set
    title: str = ""
    doctype: str = "resolution"
    draft: bool = False
    actor: str = ""
    adopted: str = ""
    issued: str = ""
    session: int | None = None
    year: int | None = None
    agenda_item: str = ""
    meeting: str = ""


def describe(flow: Flow, language: Language) -> tuple[Flow, list[Reading]]:
    """The flow with the marks of the front matter and the closing lines, and what these say.

    Of a set of resolutions there is a reading of what stands before them and one of each.
    """
    marked: list[Leaf] = []
    readings: list[Reading] = []
    for start, end in zip([0, *flow.parts], [*flow.parts, len(flow.leaves)], strict=True):
        describer = _Describer(language)
        marked += [replace(leaf, marks=(*leaf.marks, *describer.marks(leaf))) for leaf in flow.leaves[start:end]]
        describer.reading.title = _SPACES.sub(" ", " ".join(describer.titles)).strip()
        readings.append(describer.reading)
    displaced = " ".join(piece.text for page in flow.page_ends for piece in page.pieces if piece.kind == DISPLACED)
    readings[0].issued = readings[0].issued or next(_Describer(language).dates(displaced), "")
    return replace(flow, leaves=tuple(marked)), _completed(readings)


def _completed(readings: list[Reading]) -> list[Reading]:
    """The readings of a set with what is said once for several: organ and session, the number and day of letters."""
    first, *others = readings
    if not others:
        first.number = restored_number(first.number, first.actor, first.adopted)
        return readings
    for name in ("actor", "adopted"):
        setattr(first, name, getattr(first, name) or next(filter(None, (getattr(one, name) for one in others)), ""))
    day = first.adopted if first.number else ""  # of a set whose number is printed over all
    for reading in reversed(others):  # the closing lines of the last letter are those of all
        day = reading.adopted or (day if reading.letter else "")
        reading.adopted = day
    for reading in others:
        for name in ("actor", "issued", "session", "year", "agenda_item"):
            setattr(reading, name, getattr(reading, name) or getattr(first, name))
        reading.number = restored_number(reading.number, reading.actor, reading.adopted)
    numbers = list(dict.fromkeys(reading.number for reading in others if reading.number))
    number = first.number
    for reading in others:
        number = reading.number or number
        own = number if reading.letter else reading.number
        reading.number = " ".join(filter(None, (own, reading.letter)))
    taken: set[str] = set()
    for reading in others:
        if reading.number in taken:
            reading.number = ""  # a number that the page repeats names but one
        taken.add(reading.number)
    first.number = first.number or "-".join([*numbers[:1], *numbers[1:][-1:]])
    return readings


class _Describer:
    def __init__(self, language: Language) -> None:
        self.language = language
        self.reading = Reading()
        self.titles: list[str] = []
        self.has_vote = False

    def marks(self, leaf: Leaf) -> list[Mark]:
        """The marks of one leaf, by its role."""
        makers = {
            roles.MASTHEAD: self._masthead,
            roles.INFO: self._info,
            roles.PUBLICATION: self._publication,
            roles.NUMBER: self._number,
            roles.TITLE: self._title,
            roles.FORMULA: self._formula,
            roles.PREAMBULAR: self._formula,
            roles.CLOSING: self._closing,
            roles.ANNEX: self._annex,
        }
        maker = makers.get(leaf.role)
        if maker is None:
            return []
        if "*" not in leaf.string:
            return list(maker(leaf, plain(leaf.string)))
        bare, places = unemphasised(leaf.string)
        inner = replace(leaf, string=bare, marks=tuple(_moved_in(mark, places) for mark in leaf.marks))
        return [_moved_out(mark, places) for mark in maker(inner, plain(bare)) if mark.start < mark.end]

    def dates(self, text: str) -> Iterator[str]:
        """The days that a text says."""
        return (said for _, said in self._days(plain(text)))

    def _days(self, text: str, tag: str = "docDate") -> Iterator[tuple[Mark, str]]:
        for match in self.language.dates_of(text):
            day = self.language.day(match)
            if day is not None:
                said = day.isoformat()
                yield Mark(match.start(), match.end(), tag, (("date", said),)), said

    def _masthead(self, leaf: Leaf, text: str) -> Iterator[Mark]:
        text = _keep_lines(leaf.string, text)
        for match in _CELL.finditer(text):
            cell = match.group()
            if bare := self._symbol(cell).rstrip("*"):
                start = match.start() + cell.rindex(bare)
                self.reading.symbol = self.reading.symbol or bare
                yield Mark(start, start + len(bare), "docNumber")
                continue
            organ = self.language.organ.match(cell)
            actor = self.language.actor(organ["organ"]) if organ else None
            if organ and actor:
                self.reading.actor = self.reading.actor or actor
                yield _over(organ, "organ", match.start(), "docAuthority", (("refersTo", f"#{actor}"),))
            distribution = self.language.distribution.match(cell)
            if distribution:
                yield _over(distribution, "distribution", match.start(), "inline", (("name", "distribution"),))
            original = self.language.original.match(cell)
            if original:
                yield _over(original, "language", match.start(), "inline", (("name", "originalLanguage"),))
        for mark, said in self._days(text):
            self.reading.issued = self.reading.issued or said
            yield mark

    def _symbol(self, cell: str) -> str:
        """The symbol that a cell of the masthead is, or that stands on one line with the name of the United Nations."""
        symbol = symbol_at_end(cell)
        before = cell.removesuffix(symbol).rstrip()
        return symbol if not before or self.language.united_nations.match(before) else ""

    def _info(self, leaf: Leaf, text: str) -> Iterator[Mark]:
        place = 0
        for start, end in _lines(leaf.string):
            session = self.language.session.match(text, start, end)
            if session and self.reading.session is None and self.reading.year is None:
                place = max(place, session.end())
                yield self._session(session)
            at = max(start, place)  # on one line with the session, as converters write it
            agenda = self.language.agenda.match(text, at + (text[at : at + 1] == " "), end)
            if agenda:
                self.reading.agenda_item = self.reading.agenda_item or _item(agenda["items"])
                end = agenda.start() + len(text[agenda.start() : agenda.end("items")].rstrip())
                yield Mark(agenda.start(), end, "ref", (("href", ""), ("refersTo", "#agendaItem")))

    def _session(self, match: re.Match[str]) -> Mark:
        if match["ordinal"]:
            self.reading.session = self.language.ordinal(match["ordinal"])
            value = self.reading.session
        else:
            years = [match[name] for name in ("year", "year_of") if match.re.groupindex.get(name) and match[name]]
            value = self.reading.year = int(years[0]) if years and years[0].isdecimal() else None
        end = match.end()
        while end > match.start() and match.string[end - 1] in " *":
            end -= 1
        attributes = (("value", str(value)),) if value is not None else ()
        return Mark(match.start(), end, "session", attributes)

    def _publication(self, _leaf: Leaf, text: str) -> Iterator[Mark]:
        adoption = self.language.adoption.match(text)
        if adoption:
            yield Mark(0, len(text), "docTitle")
            if adoption["doctype"]:
                self.reading.doctype = self._doctype(adoption["doctype"])
                yield _over(adoption, "doctype", 0, "docType")
            actor = self.language.actor(adoption["authority"])
            self.reading.actor = actor or self.reading.actor
            if actor:
                yield _over(adoption, "authority", 0, "docAuthority", (("refersTo", f"#{actor}"),))
            for mark, said in self._days(text):
                self.reading.adopted = self.reading.adopted or said
                yield mark
            return
        draft = self.language.draft.match(text)
        if draft:
            self.reading.draft = True
            self.reading.doctype = self._doctype(draft["doctype"])
            yield _over(draft, "sponsors", 0, "docProponent")
            yield _over(draft, "doctype", 0, "docType")
            return
        origin = self.language.origin.match(text)
        if origin and origin["committee"]:
            yield _over(origin, "committee", 0, "docCommittee")
        if not origin:  # the date alone below the number, as the Security Council prints it
            for mark, said in self._days(text):
                self.reading.adopted = self.reading.adopted or said
                yield mark

    def _doctype(self, words: str) -> str:
        return "decision" if self.language.decision_word.search(words) else "resolution"

    def _number(self, leaf: Leaf, text: str) -> Iterator[Mark]:
        first = text[: next(_lines(leaf.string), (0, 0))[1]]
        match = front.number_line(first, self.language)
        if not (match and self._is_dated(match)):  # a title may take more lines, a date does not
            match = front.number_line(text, self.language) or match
        if not match:
            yield from self._letter(leaf, text)
            return
        groups = match.groupdict()
        if groups.get("word"):
            self.reading.doctype = self._doctype(groups["word"])
            yield _over(match, "word", 0, "docType")
        self.reading.number = self.reading.number or _SPACES.sub(" ", match["number"]).replace("/ ", "/")
        yield _over(match, "number", 0, "docNumber")
        group = "title" if groups.get("title") else "bare"
        if self._is_dated(match):
            for mark, said in self._days(text):  # `57 (1948). Resolution of 18 September 1948`
                self.reading.adopted = self.reading.adopted or said
                yield mark
        elif groups.get(group):
            yield from self._titled(leaf, match.start(group), match.end(group))

    def _is_dated(self, match: re.Match[str]) -> bool:
        """Whether what follows a number is the day of the resolution, and not its title."""
        groups = match.groupdict()
        rest = groups.get("title") or groups.get("bare") or ""
        return front.is_dated(rest, self.language)

    def _letter(self, leaf: Leaf, text: str) -> Iterator[Mark]:
        letter, end = front.letter_of(text, self.language)
        if letter:
            self.reading.letter = chr(ord("A") + letter - 1)
            yield Mark(0, end, "docNumber")
            start = next((place for place in range(end, len(text)) if not text[place].isspace()), len(text))
            if text[start:].strip("0123456789 "):
                yield from self._titled(leaf, start, len(text))

    def _title(self, leaf: Leaf, text: str) -> Iterator[Mark]:
        days = list(self._days(text))
        if days and not self.titles and len(text) - (days[0][0].end - days[0][0].start) < 8:
            self.reading.adopted = self.reading.adopted or days[0][1]  # `of 22 November 1967` below the number
            yield days[0][0]
            return
        yield from self._titled(leaf, 0, len(text))

    def _titled(self, leaf: Leaf, start: int, end: int) -> Iterator[Mark]:
        calls = [(mark.start, mark.end) for mark in leaf.marks if mark.tag in ("authorialNote", "noteRef")]
        string = leaf.string[start:end]
        for first, last in sorted(calls, reverse=True):
            if start <= first and last <= end:
                string = string[: first - start] + string[last - start :]
        self.titles.append(string.strip())
        yield Mark(start, end, "docTitle")

    def _formula(self, _leaf: Leaf, text: str) -> Iterator[Mark]:
        if not self.reading.actor:
            match = self.language.enacting.match(text) or self.language.acting.match(text)
            self.reading.actor = (self.language.actor(match["organ"]) if match else "") or ""
        return iter(())

    def _closing(self, leaf: Leaf, text: str) -> Iterator[Mark]:
        match = self.language.closing.match(text)
        if match:
            group = "meeting" if match["meeting"] else "event"
            if match[group]:
                start, end = match.span(group)
                end = start + len(text[start:end].rstrip(" \t\r\n,;"))  # the comma before a day on the next line
                self.reading.meeting = self.reading.meeting or leaf.string[start:end]
                yield Mark(start, end, "event", (("refersTo", "#plenaryMeeting"),))
        for mark, said in self._days(text):
            self.reading.adopted = self.reading.adopted or said
            yield mark
        yield from self._votes(text)

    def _votes(self, text: str) -> Iterator[Mark]:
        match = self.language.vote.search(text)
        if match is None or self.has_vote:
            return
        self.has_vote = True
        for group in _VOTES:
            if match[group]:
                value = str(self.language.tally(match[group]))
                yield _over(match, group, 0, "quantity", (("normalized", value), ("refersTo", f"#{group}")))

    def _annex(self, leaf: Leaf, text: str) -> Iterator[Mark]:
        if dict(leaf.attributes).get("part") != "label":
            yield from [Mark(0, len(text), "docTitle")]
            return
        match = next((found for pattern in self._annex_patterns() if (found := pattern.match(text))), None)
        number = match["num"] if match else None
        end = match.start("num") if match and number else len(text)
        while end and not text[end - 1].isalnum():
            end -= 1
        yield Mark(0, end, "docType")
        if match and number:
            yield _over(match, "num", 0, "docNumber")

    def _annex_patterns(self) -> list[re.Pattern[str]]:
        return [self.language.headings[kind] for kind in ("annex", "appendix") if kind in self.language.headings]


def _moved_in(mark: Mark, places: Sequence[int]) -> Mark:
    """A mark of a string as one of the string without emphasis, whose characters stood at `places`."""
    return replace(mark, start=bisect_left(places, mark.start), end=bisect_left(places, mark.end))


def _moved_out(mark: Mark, places: Sequence[int]) -> Mark:
    """The reverse. A mark over all that is emphasised takes the asterisks in."""
    start, end = places[mark.start], places[mark.end - 1] + 1
    before = places[mark.start - 1] + 1 if mark.start else 0
    after = places[mark.end]
    signs = min(start - before, after - end)
    return replace(mark, start=start - signs, end=end + signs)


def _over(
    match: re.Match[str], group: str, offset: int, tag: str, attributes: tuple[tuple[str, str], ...] = ()
) -> Mark:
    return Mark(match.start(group) + offset, match.end(group) + offset, tag, attributes)


def _keep_lines(string: str, text: str) -> str:
    """The plain text with its line ends put back."""
    return "".join(kept if kept in "\r\n" else sign for kept, sign in zip(string, text, strict=True))


def _lines(string: str) -> Iterator[tuple[int, int]]:
    """The start and the end of each line without the blanks around it."""
    for match in re.finditer(r"[^ \t\r\n](?:[^\r\n]*[^ \t\r\n])?", string):
        yield match.span()


def _item(items: str) -> str:
    """An agenda item as `121 (f)`, however it was written (`121, f`, `121 f)`)."""
    return re.sub(r"^(\d+)[, ]+\(?([a-z])\)?$", r"\1 (\2)", items.strip())
