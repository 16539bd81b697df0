"""The tree and Akoma Ntoso XML: elements written from nodes, leaves and marks, and a flow read from any document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from akn import layout, tables
from akn.elements import (
    BLOCKS,
    LEAVES,
    NOTATION,
    NSMAP,
    XML_SPACE,
    append,
    children,
    fold,
    holds_document,
    local_name,
    name,
    needs_space,
    notation,
)
from akn.model import PARTS, Facts, Flow, Leaf, Mark, Node, Note, PageEnd, Piece
from akn.text import decode, encode


@dataclass(slots=True)
class Written:
    """A tree that has been written, with what its identifiers are needed for once they are given."""

    root: etree._Element
    notes: dict[str, etree._Element] = field(default_factory=dict)
    note_refs: list[tuple[etree._Element, str]] = field(default_factory=list)
    pages: list[tuple[int, list[str]]] = field(default_factory=list)  # page ends, each with the notes since the last


class Writer:
    """Writes the nodes of one flow."""

    def __init__(self, flow: Flow) -> None:
        self._notes: Mapping[str, Note] = {note.key: note for note in flow.notes}
        self._flow = flow
        self._newline = flow.facts.newline
        self.habits = layout.HOUSE
        self._since: list[str] = []  # the notes since the last page end
        self._before: str | None = None  # the habit that the leaf before asks for; None at the start

    def write(self, node: Node) -> Written:
        """The element of a node and all below it."""
        written = Written(etree.Element(name(node.tag), dict(node.attributes), NSMAP))
        self.habits = layout.habits_of(node, self._flow.page_ends)
        self._children(written.root, node, written, "")
        return written

    def _children(self, element: etree._Element, node: Node, written: Written, part: str) -> None:
        part = node.tag if node.tag in PARTS else part
        for child in node.children:
            made = etree.SubElement(element, name(child.tag), dict(child.attributes))
            if child.tag == "tr" and isinstance(child, Node):
                self._row(made, child, written, part)
            elif isinstance(child, Node):
                self._children(made, child, written, part)
            else:
                self._leaf(made, child, written, self._usual_gap(part))
                if child.string or child.marks:  # an empty paragraph is there for the schema alone
                    self._before = layout.kind_after(child.tag, node.tag)

    def _row(self, element: etree._Element, row: Node, written: Written, part: str) -> None:
        """The row of a table, in which a cell has a gap of its own where the padding of the row does not give it."""
        leaves = layout.cells_of(row)
        usual = layout.write_row(element, leaves, self._newline)
        space = self._usual_gap(part, of_row=True)
        for cell, leaf, before in zip(row.children, leaves, usual, strict=True):
            made = etree.SubElement(etree.SubElement(element, name(cell.tag)), name(leaf.tag))
            self._leaf(made, leaf, written, space + before)
            space = ""
        self._before = layout.kind_after("p", row.tag)

    def _usual_gap(self, part: str, *, of_row: bool = False) -> str:
        if self._before is None:
            return ""
        return str(getattr(self.habits, layout.kind_of_gap(self._before, part, of_row=of_row)))

    def _leaf(self, element: etree._Element, leaf: Leaf, written: Written, usual: str) -> None:
        if leaf.gap != usual:
            element.set(layout.name("gap"), encode(leaf.gap, self._newline))
        self._fill(element, leaf.string, 0, len(leaf.string), leaf.marks, written)
        if needs_space(element):
            element.set(XML_SPACE, "preserve")

    def _fill(
        self, element: etree._Element, string: str, start: int, end: int, marks: Sequence[Mark], written: Written
    ) -> None:
        """The content of an element: the text between two offsets, with the marks that lie within them."""
        place, number = start, 0
        while number < len(marks):
            mark = marks[number]
            number += 1
            first = number
            while number < len(marks) and marks[number].end <= mark.end and marks[number].start < mark.end:
                number += 1
            self._text(element, string[place : mark.start])
            self._mark(element, string, mark, marks[first:number], written)
            place = mark.end
        self._text(element, string[place:end])

    def _mark(self, element: etree._Element, string: str, mark: Mark, inner: Sequence[Mark], written: Written) -> None:
        attributes = dict(mark.attributes)
        if mark.tag == "eop":
            self._page(etree.SubElement(element, name("eop")), int(attributes["page"]), written)
        elif mark.tag in ("authorialNote", "noteRef"):
            self._note(etree.SubElement(element, name(mark.tag)), string, mark, attributes["note"], written)
        else:
            child = etree.SubElement(element, name(mark.tag), attributes)
            start, end = mark.start + mark.lead, mark.end - mark.tail
            signs = string[mark.start : start], string[end : mark.end]
            if signs != notation(mark.tag, string[start:end]):
                child.set(layout.name("as"), " ".join(signs))
            self._fill(child, string, start, end, inner, written)

    def _page(self, element: etree._Element, number: int, written: Written) -> None:
        page = self._flow.page_ends[number]
        if not layout.is_plain(page):
            written.pages.append((number, self._since))
            self._since = []
            element.set(layout.name("page"), str(len(written.pages)))
            return
        for attribute, gap in (("gap", page.pieces[0].gap), ("after", page.after)):
            if gap:
                element.set(layout.name(attribute), encode(gap, self._newline))

    def _note(self, element: etree._Element, string: str, mark: Mark, key: str, written: Written) -> None:
        note = self._notes[key]
        called = string[mark.start : mark.end]
        if called or note.label:
            element.set("marker", called or note.label)
        if mark.tag == "noteRef":
            written.note_refs.append((element, key))
            return
        element.set("placement", "bottom")
        if not called:
            element.set(layout.name("call"), "none")
        elif note.label != called:
            element.set(layout.name("label"), note.label)
        written.notes[key] = element
        self._since.append(key)
        for number, leaf in enumerate(note.body):
            child = etree.SubElement(element, name(leaf.tag))
            self._leaf(child, leaf, written, self.habits.block if number else "")

    def _text(self, element: etree._Element, string: str) -> None:
        """Text at the end of an element, its line ends as `eol`."""
        for number, piece in enumerate(layout.line_ends(string)):
            if number % 2 == 0:
                append(element, piece)
                continue
            eol = etree.SubElement(element, name("eol"))
            if piece != self._newline:
                eol.set(layout.name("as"), encode(piece, self._newline))


class Reader:
    """Reads the flow of any Akoma Ntoso document. One that this library did not write has no layout: its white space
    is folded, and its flow has the gaps of the house style.
    """

    def __init__(self, root: etree._Element) -> None:
        self.facts, self.habits = Facts(tail="\n"), layout.HOUSE
        found = next(root.iter(layout.name("facts")), None)
        self.own = found is not None
        if found is not None:
            self.facts, self.habits = layout.read_facts(found)
        self._stored = {
            element.get("n", ""): layout.read_page(element, self.habits, self.facts.newline)
            for element in root.iter(layout.name("pageEnd"))
        }
        self._named = {piece.note for page in self._stored.values() for piece in page.pieces if piece.note}
        self._waiting = layout.orphans(root, list(self._stored))
        self._leaves: list[Leaf] = []
        self._notes: list[Note] = []
        self._pages: list[PageEnd] = []
        self._since: list[str] = []  # the notes since the last page end
        self._cell = self.part = ""
        self._ruled: str | None = None  # what is usual before the first leaf of a cell of ours
        self._before: str | None = None  # the habit that the leaf before asks for; None at the start
        self._root = root

    def read(self) -> Flow:
        """The flow of the document."""
        self.block(self._root)
        left = [self._stored[number] for number in self._waiting.pop("", ())]
        if left:
            self._hang(self._whole(left))
        return Flow(tuple(self._leaves), tuple(self._notes), tuple(self._pages), self.facts)

    def _whole(self, pages: Sequence[PageEnd]) -> PageEnd:
        """Page ends as one, in which the notes since the last one stand where it says so."""
        since, self._since = [note for note in self._since if note not in self._named], []
        pieces: list[Piece] = []
        for piece in (piece for page in pages for piece in page.pieces):
            if piece.kind == "notes":
                pieces += layout.placed(since, piece.gap, self.habits)
                since = []
            else:
                pieces.append(piece)
        return PageEnd(tuple(pieces), pages[-1].after)

    def _hang(self, page: PageEnd) -> None:
        """Put a page end whose place is gone after the last leaf."""
        self._pages.append(page)
        last = self._leaves.pop() if self._leaves else Leaf("p", "")
        mark = Mark(len(last.string), len(last.string), "eop", (("page", str(len(self._pages) - 1)),))
        self._leaves.append(replace(last, marks=(*last.marks, mark)))

    def block(self, element: etree._Element, parent: str = "") -> None:
        """Take in one block: running text, or what it holds."""
        local = local_name(element)
        if local == "meta":
            return
        texts = [element.text, *(child.tail for child in element)]
        if not holds_document(element) and (local in LEAVES or any((text or "").strip() for text in texts)):
            leaves = _Text(self, element).leaves()
            if leaves:
                self._leaves.extend(leaves)
                self._before = layout.kind_after(local, parent)
            return
        if local == "tr" and self.own:
            self._row(element)
            return
        in_cell, part = self._cell, self.part
        self.part = local if local in PARTS else self.part
        for number, child in enumerate(children(element)):
            if local == "tr":
                self._cell = "\t" if number else ""
            self.block(child, local)
        self._cell, self.part = in_cell, part

    def _row(self, row: etree._Element) -> None:
        """Take in the row of a table of ours: the ruling around its cells is what its padding says."""
        cells = list(children(row))
        usual, close = layout.read_row(row, len(cells), self.facts.newline)
        space = self._space(of_row=True)
        for number, (cell, before) in enumerate(zip(cells, usual, strict=True)):
            self._ruled, self._cell = (before, " |") if number else (space + before, "\n\n|")
            count = len(self._leaves)
            self.block(cell, "tr")
            if len(self._leaves) == count:  # somebody left out its paragraph
                given = (("separator", self.separator()),)
                self._leaves.append(Leaf("p", "", self.usual_gap(), (), given, self.part))
        self._before = layout.kind_after("p", "tr")
        if cells:
            last = self._leaves[-1]
            is_head = any(local_name(cell) == tables.HEAD for cell in cells)
            attributes = (*last.attributes, ("end", tables.end_of_row(len(cells), head=is_head)))
            self._leaves[-1] = replace(last, close=close, attributes=attributes)

    def take(self, element: etree._Element) -> list[Leaf]:
        """The leaves of a block that stands within running text."""
        kept, before, self._leaves, self._before = self._leaves, self._before, [], None
        self.block(element)
        taken, self._leaves, self._before = self._leaves, kept, before
        return taken

    def gap(self, element: etree._Element, usual: str) -> str:
        """The white space before a leaf: what its element says, else what is usual there."""
        code = element.get(layout.name("gap"))
        return usual if code is None else decode(code, self.facts.newline)

    def usual_gap(self) -> str:
        """The white space that is usual after the leaf before, and the ruling that is before the cell of a table."""
        ruled, self._ruled = self._ruled, None
        return self._space() if ruled is None else ruled

    def _space(self, *, of_row: bool = False) -> str:
        if self._before is None:
            return ""
        return str(getattr(self.habits, layout.kind_of_gap(self._before, self.part, of_row=of_row)))

    def separator(self) -> str:
        """What the canonical layout has before a leaf: a bar or a tab before a cell, a space after a number."""
        if self._cell:
            cell, self._cell = self._cell, ""
            return cell
        spaced = ("num", "point") if self.own else ("num", "point", "level")
        return " " if self._before in spaced else "\n\n"

    def note(self, element: etree._Element) -> str:
        """Take in a note; its key is its identifier, or one that is made for it."""
        key = element.get("eId") or f"note-{len(self._notes)}"
        marker = element.get("marker", "")
        part, self.part = self.part, ""
        body = tuple(self.take(element))
        self.part = part
        called = "" if element.get(layout.name("call")) == "none" else marker
        self._since.append(key)
        self._notes.append(Note(key, called, element.get(layout.name("label"), marker), body))
        return called

    def page(self, element: etree._Element) -> Mark | None:
        """Take in a page end; its mark is to be put at the end of the text so far."""
        number = element.get(layout.name("page"))
        if not self.own:
            return None
        if number is None or number not in self._stored:
            newline = self.facts.newline
            gap, after = (decode(element.get(layout.name(key), ""), newline) for key in ("gap", "after"))
            page = PageEnd((Piece("feed", gap),), after)
        else:
            earlier = [self._stored[orphan] for orphan in self._waiting.pop(number, ())]
            page = self._whole([*earlier, self._stored[number]])
        self._pages.append(page)
        return Mark(0, 0, "eop", (("page", str(len(self._pages) - 1)),))


class _Text:
    """The running text of one element: one leaf, or more where blocks stand inside it (quoted structures, lists)."""

    def __init__(self, reader: Reader, element: etree._Element) -> None:
        self._reader = reader
        self._element = element
        self._parts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._gap = reader.gap(element, reader.usual_gap())
        self._separator = reader.separator()
        self._done: list[Leaf] = []

    def leaves(self) -> list[Leaf]:
        self._inline(self._element)
        self._finish()
        return self._done

    def _finish(self) -> None:
        string = "".join(self._parts)
        if not self._reader.own:
            string = fold(string)
        if string or self._marks or (self._gap and self._reader.own):
            tag, attributes = local_name(self._element), (("separator", self._separator),)
            self._done.append(Leaf(tag, string, self._gap, tuple(self._marks), attributes, self._reader.part))
        self._parts, self._marks, self._length = [], [], 0
        self._gap, self._separator = self._reader.habits.block, "\n\n"

    def _add(self, text: str | None) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _inline(self, element: etree._Element) -> None:
        self._add_node(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child)
            self._add_node(child.tail)

    def _add_node(self, text: str | None) -> None:
        """Text as it stands in the XML. In a document of ours a line end is an `eol`: a blank one is indentation."""
        if text and not (self._reader.own and "\n" in text and text.isspace()):
            self._add(text)

    def _child(self, child: etree._Element) -> None:
        local, reader = local_name(child), self._reader
        if local == "eol":
            self._add(decode(child.get(layout.name("as"), "n"), reader.facts.newline))
        elif local == "br":
            self._add("\n")
        elif local == "eop":
            page = reader.page(child)
            if page is not None:
                self._marks.append(replace(page, start=self._length, end=self._length))
        elif local == "authorialNote":
            self._add(reader.note(child))
        elif local == "noteRef":
            self._add(child.get("marker"))
        elif local in NOTATION and reader.own:
            self._emphasis(child)
        elif local in BLOCKS:
            self._finish()
            self._done.extend(reader.take(child))
        else:
            self._inline(child)

    def _emphasis(self, child: etree._Element) -> None:
        """Emphasis with the signs that light mark-up writes it with."""
        part, marks, start = len(self._parts), len(self._marks), self._length
        self._inline(child)
        content = "".join(self._parts[part:])
        given = child.get(layout.name("as"), "")
        before, after = given.split(" ", 1) if " " in given else notation(local_name(child), content)
        self._parts[part:] = [before, content, after]
        self._length = start + len(before) + len(content) + len(after)
        self._marks[marks:] = [
            replace(mark, start=mark.start + len(before), end=mark.end + len(before)) for mark in self._marks[marks:]
        ]
