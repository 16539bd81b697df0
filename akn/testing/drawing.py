"""Strategies that draw the structure of a resolution, the simplest first, so that examples shrink to short texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

from akn.testing.specimens import Specimens, bodies
from akn.testing.structure import Annex, Note, Paragraph, Resolution, Section, call, mapped

_T = TypeVar("_T")
_SLOT = "¤"
_HOLE = re.compile(r"(?<!\^)\{(\w+)\}")
_SHORT = 50  # characters
_USUAL = 40  # the phrases at the head of a pack, which are the frequent ones
_ROMAN = ("I", "II", "III", "IV")
_FIRST_DAY = date(1996, 1, 1)


class Draw(Protocol):
    """What Hypothesis gives to a composite strategy: makes a value of a strategy."""

    def __call__(self, strategy: st.SearchStrategy[_T], /) -> _T:
        """A value of the strategy."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a layout lets be told: whether it prints the symbol; whether a note may have two calls (a plain number
    between two words may just be a number); whether it has tables; whether text that follows points can be told from
    text that belongs to the last one even after a full line.
    """

    symbol: bool = False
    calls_again: bool = True
    tables: bool = True
    wrap_ups: bool = True


def structure(draw: Draw, specimens: Specimens, traits: Traits) -> Resolution:
    """The structure of a resolution, with a private character in its texts for each call."""
    return _Drawer(draw, specimens, traits).resolution()


def _is_short(point: Paragraph) -> bool:
    """Whether the last line of a point is well short of a full line."""
    while point.points:
        point = point.points[-1]
    return len(point.text) < _SHORT


class _Drawer:
    """Draws the parts of one resolution."""

    def __init__(self, draw: Draw, specimens: Specimens, traits: Traits) -> None:
        self._draw = draw
        self._traits = traits
        self._specimens = specimens
        self._year = 0
        self._session = 0  # of the General Assembly, whose documents are cited

    def resolution(self) -> Resolution:
        here = self._specimens
        session = self._one_of("sessions")[0] if "sessions" in here else None
        adopted = self._adopted(session)
        self._year, self._session = adopted.year, adopted.year - 1945
        parts = {"session": session, "year": adopted.year, "n": self._integer(*here["numbers"])}
        number = str(here["number"]).format(**parts)
        symbol = str(here["symbol"]).format(number=bodies()[here.body]["number"].format(**parts))
        drawn = Resolution(
            language=here.language.code,
            body=here.body,
            number=number,
            title=self._one_of("titles") + _SLOT if "titles" in here else "",
            symbol=symbol if self._traits.symbol else None,
            session=session,
            agenda_item=self._item() if "agenda" in here else "",
            adopted=adopted,
            issued=adopted + timedelta(self._integer(1, 90)),
            origin=self._filled(self._one_of("origins")) if "origins" in here else "",
            formula=here["formula"],
            preambular=tuple(self._preambular() for _ in range(self._count(5))),
            operative=self._operative(),
            closing=(self._one_of("meetings"), adopted) if "meetings" in here else ("", None),
            annexes=self._annexes(),
            vote=self._vote() if "votes" in here else None,
        )
        return self._annotated(drawn, reissued=self._chance(4))

    def _adopted(self, session: int | None) -> date:
        """The day, in the session or, where there is none, in any year of the organ."""
        years = self._specimens["years"]
        if session is None:
            year = self._integer(years["from"], years["to"])
        else:
            year = years["before"] + session // years["sessions"]
        return date(year, *self._specimens["opens"]) + timedelta(self._integer(0, self._specimens["days"]))

    def _item(self) -> str:
        item = self._integer(1, 170)
        lettered = any("{a}" in line for line in self._specimens["agenda"])
        return f"{item} ({self._one_of('agenda_letters')})" if lettered and self._chance(2) else str(item)

    def _vote(self) -> tuple[int, int, int] | None:
        """The figures of a vote, of which no language needs the singular."""
        return (self._integer(24, 30), self._integer(5, 10), self._integer(5, 9)) if self._chance(2) else None

    # Choices.

    def _integer(self, least: int, most: int) -> int:
        return self._draw(st.integers(least, most))

    def _chance(self, times: int) -> bool:
        """True once in so many times; shrinks to False."""
        return self._integer(1, times) == times

    def _count(self, most: int) -> int:
        return self._integer(0, most)

    def _one_of(self, key: str) -> Any:
        return self._draw(st.sampled_from(self._specimens[key]))

    def _day(self) -> str:
        return self._specimens.written(_FIRST_DAY + timedelta(self._integer(0, 9000)))

    # Sentences.

    def _filled(self, template: str) -> str:
        return _HOLE.sub(lambda hole: self._hole(hole[1]), template)

    def _hole(self, name: str) -> str:
        number = self._integer(1, 300)
        if name == "date":
            return self._day()
        if name == "adopted":
            return str(self._year)
        if name == "year":
            return str(1990 + number % 35)
        if name == "resolution":
            of_council = str(self._specimens.get("of_council", "{n} ({year})"))
            council = of_council.format(n=1540 + number, year=2004 + number % 10)
            return council if number % 4 == 0 else f"{50 + number % 29}/{number}"
        if name == "symbol":
            return f"A/{50 + number % 29}/{number}" + ("/Add.1" if number % 3 == 0 else "")
        return str(self._session if name == "session" else number)

    def _sentence(self, lead: str, first: str, stop: str, more: str = "clauses") -> str:
        """A sentence of a lead, a first phrase and perhaps more clauses, with the slots of calls at their stops."""
        here = self._specimens
        parts = [self._one_of(first), *(self._one_of(more) for _ in range(self._count(2) if more else 0))]
        text = ""
        for number, part in enumerate(parts):
            last = number == len(parts) - 1
            text += self._stopped(self._filled(part), stop if last else here["join"].strip())
            text += "" if last or not here["between_words"] else " "
        return lead + here["between_words"] + text if lead else text

    def _stopped(self, phrase: str, stop: str) -> str:
        if phrase.endswith(_SLOT) and self._specimens["calls"] == "after" and stop:
            return phrase[: -len(_SLOT)] + stop + _SLOT
        return phrase + stop

    def _preambular(self) -> tuple[str, str]:
        here = self._specimens
        usual = here.openings[:_USUAL] if not self._chance(3) else here.openings
        phrase, name = self._draw(st.sampled_from(usual))
        if self._chance(3):
            added, more = self._draw(st.sampled_from(here.additions[:4]))
            if more not in name:
                pair = (added, phrase) if here.get("additions_first", default=False) else (phrase, added)
                phrase, name = here["between_words"].join(pair), name + more
        return name, self._sentence(phrase, "objects", here["preambular_stop"])

    # Paragraphs.

    def _operative(self) -> tuple[Paragraph | Section, ...]:
        if self._chance(4):
            return self._sections()
        count = 1 + self._count(5)
        paragraphs = [self._paragraph(number, last=number == count) for number in range(1, count + 1)]
        if count == 1 and self._chance(2):
            paragraphs[0] = Paragraph("", self._task(self._specimens["last_stop"]))
        elif "last" in self._specimens and self._chance(2):
            last = self._specimens["last"] + self._specimens["last_stop"]
            paragraphs[-1] = Paragraph(self._label(count), last)
        return tuple(paragraphs)

    def _sections(self) -> tuple[Paragraph | Section, ...]:
        """Sections, perhaps after a first paragraph; numbers run through them or start again in each."""
        items: list[Paragraph | Section] = []
        through, number = self._chance(2), 1
        if through and self._chance(2):
            items.append(self._paragraph(number))
            number += 1
        count = 2 + self._count(2)
        for order in range(count):
            paragraphs = []
            number = number if through else 1
            inner = 1 + self._count(2)
            for place in range(inner):
                paragraphs.append(self._paragraph(number, last=order == count - 1 and place == inner - 1))
                number += 1
            items.append(Section(_ROMAN[order], self._one_of("headings"), tuple(paragraphs)))
        return tuple(items)

    def _label(self, number: int) -> str:
        return str(self._specimens["paragraph"]).format(n=number)

    def _task(self, stop: str) -> str:
        verbs = self._specimens.verbs
        verb = self._draw(st.sampled_from(verbs[:_USUAL] if not self._chance(3) else verbs))
        return self._sentence(f"*{verb}*", "tasks", stop)

    def _paragraph(self, number: int, *, last: bool = False) -> Paragraph:
        here = self._specimens
        stop = here["last_stop"] if last else here["operative_stop"]
        if not self._chance(4):
            return Paragraph(self._label(number), self._task(stop))
        task = self._task(here["colon"])
        if self._traits.tables and self._chance(4):
            return Paragraph(self._label(number), task, table=self._table())
        if self._chance(3):
            points = self._points(0, here["operative_stop"])
            if self._traits.wrap_ups or _is_short(points[-1]):
                return Paragraph(self._label(number), task, points, self._stopped(self._one_of("wrap_ups"), stop))
        return Paragraph(self._label(number), task, self._points(0, stop))

    def _table(self) -> tuple[tuple[str, ...], ...]:
        """A head and one row or more, of two columns or more; cells but the first of each row may be empty."""
        columns = 2 + self._count(2)
        rows = [tuple(self._one_of("headings") for _ in range(columns))]
        for _ in range(1 + self._count(3)):
            amounts = (self._draw(st.sampled_from(["", "12", "1 250", "-"])) for _ in range(columns - 1))
            rows.append((self._one_of("annex_titles"), *amounts))
        return tuple(rows)

    def _points(self, level: int, stop: str) -> tuple[Paragraph, ...]:
        """The points of one level, the last with this stop; one of them may hold points of the next level."""
        here = self._specimens
        labels = self._draw(st.sampled_from(here["points"][level]))
        count = min(2 + self._count(3 if level else 8), len(labels))
        points = []
        for number in range(count):
            own = stop if number == count - 1 else here["operative_stop"]
            if level < 2 and self._chance(4 + 2 * level):
                text = self._sentence("", "point_texts", here["colon"], "")
                points.append(Paragraph(labels[number], text, self._points(level + 1, own)))
            else:
                points.append(Paragraph(labels[number], self._sentence("", "point_texts", own)))
        return tuple(points)

    def _annexes(self) -> tuple[Annex, ...]:
        count = self._draw(st.sampled_from([0, 0, 0, 1, 2, 3]))
        return tuple(self._annex(number, count) for number in range(count))

    def _annex(self, number: int, count: int) -> Annex:
        here = self._specimens
        label = here["annex"] if count == 1 else here["annexes"][number]
        title = self._one_of("annex_titles")
        stop = here["last_stop"]
        paragraphs = (
            Paragraph(self._label(inner), self._sentence("", "provisions", stop, ""))
            for inner in range(1, 2 + self._count(3))
        )
        return Annex(label, title, tuple(paragraphs))

    # Notes.

    def _annotated(self, drawn: Resolution, *, reissued: bool) -> Resolution:
        """The resolution with calls in some of its slots, and the notes they call. No note is called thrice."""
        here = self._specimens
        notes: list[Note] = []
        calls: dict[int, int] = {}
        if reissued:
            body = str(here["reissue"]).format(date=self._day())
            notes.append(Note("*", body))

        def one(path: str) -> str:
            """What stands in a slot: nothing, the call of a new note, or that of one called before."""
            choice = self._integer(0, 9 if path != "title" else 30)
            again = [note for note, times in calls.items() if times < 2]
            if choice in (7, 8):
                calls[len(notes)] = 1
                notes.append(Note(str(len(calls)), self._filled(self._one_of("note_bodies"))))
                return call(len(notes) - 1)
            if choice == 9 and again and path != "title" and self._traits.calls_again:
                note = self._draw(st.sampled_from(again))
                calls[note] += 1
                return call(note)
            return ""

        def change(path: str, text: str) -> str:
            starred = call(0) if path == "symbol" and reissued else ""
            return "".join(one(path) if sign == _SLOT else sign for sign in text) + starred

        called = mapped(drawn, change)
        return replace(called, notes=tuple(notes))
