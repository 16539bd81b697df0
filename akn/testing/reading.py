"""The structure that the mark-up of a converted resolution states: what tests compare with the one that was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from lxml import etree

from akn.document import Document
from akn.lang import codes, load
from akn.testing.structure import Annex, Note, Paragraph, Resolution, Section, call, settle

_NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_NOT_CALLED = "{urn:akn:layout:1.0}call"
_NAMES = {"a": _NAMESPACE}
_ITEM = re.compile(r"(\d+)(?:\W+([^\W\d]))?")
_VOTES = ("ayes", "noes", "abstentions")
_LEVELS = ("section", "title", "part", "division", "chapter")


def recognised(document: Document) -> Resolution:
    """The resolution that a document's mark-up describes, to be compared with a drawn one.

    Everything is read from the elements of Akoma Ntoso. What stands in a place where it is not expected comes as a
    paragraph with the number `?`. The markers of notes are given in plain figures.
    """
    return _Reader(document).resolution()


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._root = document.tree.getroot()
        self._notes = self._find("//a:authorialNote")
        self._index = {note.get("eId", ""): number for number, note in enumerate(self._notes)}

    def resolution(self) -> Resolution:
        drawn = Resolution(
            language=_short(self._document.language),
            body=self._document.work.actor or "",
            number=self._first("//a:statement/a:preface/a:p/a:docNumber"),
            title=" ".join(self._texts("//a:statement/a:preface/a:p/a:docTitle")),
            symbol=self._symbol(),
            session=next((int(value) for value in self._values("//a:statement/a:preface//a:session/@value")), None),
            agenda_item=self._item(),
            adopted=self._date("//a:container[@name='publicationHeading']//a:docDate/@date"),
            issued=self._date("//a:coverPage//a:docDate/@date") or self._published(),
            origin=next(
                (text[1:-1].strip() for text in self._texts("//a:preface/a:container/a:p") if text.startswith("[")), ""
            ),
            formula=self._first("//a:statement/a:preamble/a:formula[@name='enactingFormula']"),
            preambular=tuple(
                (element.get("name", ""), self._text(element))
                for element in self._find("//a:statement/a:preamble/a:container")
            ),
            operative=tuple(self._items(self._find("//a:statement/a:mainBody/*"))),
            closing=(self._first("//a:conclusions//a:event"), self._date("//a:conclusions//a:docDate/@date")),
            notes=tuple(self._note(note) for note in self._notes),
            annexes=tuple(self._annex(element) for element in self._find("//a:attachment/a:doc[@name='annex']")),
            vote=self._vote(),
        )
        return settle(drawn, notation=False)

    def _find(self, path: str, start: etree._Element | None = None) -> list[etree._Element]:
        found = (self._root if start is None else start).xpath(path, namespaces=_NAMES)
        return [element for element in found if isinstance(element, etree._Element)]

    def _values(self, path: str) -> list[str]:
        return [str(value) for value in self._root.xpath(path, namespaces=_NAMES)]

    def _texts(self, path: str, start: etree._Element | None = None) -> list[str]:
        return [self._text(element) for element in self._find(path, start)]

    def _first(self, path: str, start: etree._Element | None = None) -> str:
        return next(iter(self._texts(path, start)), "")

    def _date(self, path: str) -> date | None:
        return next((date.fromisoformat(value) for value in self._values(path)), None)

    def _symbol(self) -> str | None:
        """The symbol with the call of the note after it, which may share its line with more of the masthead."""
        for number in self._find("//a:coverPage//a:docNumber"):
            notes = number.xpath("following-sibling::*[1][self::a:authorialNote]", namespaces=_NAMES)
            return self._text(number) + "".join(call(self._index[note.get("eId", "")]) for note in notes)
        return None

    def _published(self) -> date | None:
        """The day of issue where its line stands among those of the text; it is no day of issue if that of adoption."""
        day = self._date("//a:meta/a:publication/@date")
        return day if day != self._date("//a:FRBRWork/a:FRBRdate[@name='adoption']/@date") else None

    def _vote(self) -> tuple[int, int, int] | None:
        counts = [self._values(f"//a:conclusions//a:quantity[@refersTo='#{name}']/@normalized") for name in _VOTES]
        if not all(counts):
            return None
        ayes, noes, abstentions = (int(values[0]) for values in counts)
        return ayes, noes, abstentions

    def _item(self) -> str:
        match = _ITEM.search(self._first("//a:statement/a:preface//a:ref[@refersTo='#agendaItem']"))
        if match is None:
            return ""
        return f"{match[1]} ({match[2]})" if match[2] else match[1]

    def _text(self, element: etree._Element) -> str:
        """The text of an element on one line, a private character for each call."""
        return " ".join("".join(self._pieces(element)).split())

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        yield element.text or ""
        for child in element.iterchildren(tag=etree.Element):
            local = etree.QName(child).localname
            if local in ("authorialNote", "noteRef"):
                key = child.get("eId" if local == "authorialNote" else "href", "").lstrip("#")
                yield "" if child.get(_NOT_CALLED) == "none" else call(self._index[key])
            elif local in ("eol", "eop"):
                yield " "
            else:
                yield from self._pieces(child)
                yield " " if local == "p" else ""
            yield child.tail or ""

    def _note(self, note: etree._Element) -> Note:
        marker = note.get("marker", "").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
        return Note(marker, self._text(note))

    def _items(self, elements: Sequence[etree._Element]) -> Iterator[Paragraph | Section]:
        for element in elements:
            local = etree.QName(element).localname
            if local in _LEVELS:
                inner = self._items(self._find("*[not(self::a:num or self::a:heading)]", element))
                paragraphs = tuple(item if isinstance(item, Paragraph) else _unexpected(item) for item in inner)
                yield Section(self._first("a:num", element), self._first("a:heading", element), paragraphs)
            elif local == "paragraph":
                yield self._paragraph(element)
            else:
                yield Paragraph("?", self._text(element))

    def _paragraph(self, element: etree._Element) -> Paragraph:
        text = " ".join(self._texts("a:content/a:p | a:list/a:intro/a:p", element))
        rows = self._find("a:content/a:table/a:tr", element)
        table = tuple(tuple(self._texts("a:th | a:td" if number else "a:th", row)) for number, row in enumerate(rows))
        points = tuple(self._paragraph(point) for point in self._find("a:list/a:point", element))
        return Paragraph(self._first("a:num", element), text, points, self._first("a:list/a:wrapUp", element), table)

    def _annex(self, element: etree._Element) -> Annex:
        label, *title = [*self._texts("a:preface/a:p", element), ""]
        items = self._items(self._find("a:mainBody/*", element))
        paragraphs = tuple(item if isinstance(item, Paragraph) else _unexpected(item) for item in items)
        return Annex(label, " ".join(filter(None, title)), paragraphs)


def _short(code: str) -> str:
    return next((short for short in codes() if load(short).alpha3 == code), code)


def _unexpected(section: Section) -> Paragraph:
    return Paragraph("?", f"{section.number} {section.heading}", section.paragraphs)
