"""The shapes a resolution passes through: frozen data, no behaviour.

Two laws hold for every value here. A text is the gaps, strings and closes of its leaves, joined, with each page
end spliced in where its mark stands: every character of the source is in exactly one field. And a mark is a span over
unchanged text: it says what a stretch of characters is, never what to write instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# The parts of a document that hold text, in their order; what stands in those of `FRONT` stands line by line.
PARTS = ("coverPage", "preface", "preamble", "mainBody", "conclusions", "attachments")
FRONT = ("coverPage", "preface", "conclusions")

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a leaf's string that an inline element of Akoma Ntoso covers.

    `lead` and `tail` count the characters at either end that are only its notation (the asterisks of `*Prie*`):
    they belong to the text, but not to the content of the element.
    """

    start: int
    end: int
    tag: str
    attributes: Attributes = ()
    lead: int = 0
    tail: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block whose content is running text: a paragraph, a number, a heading.

    `role` says what the leaf is in a resolution, and `line` where it starts in the source.
    `gap` is the white space between the end of the leaf before it and its own first character; before the cell of a
    table the ruling of the row stands in it too. `close` is what ends a row after its last cell: padding and ruling.
    `string` is empty or starts and ends with a character that is not a space, a tab or a line end.
    """

    tag: str
    string: str
    gap: str = ""
    marks: tuple[Mark, ...] = ()
    attributes: Attributes = ()
    role: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    close: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A block that holds other blocks: a container, a numbered paragraph, a list, a section."""

    tag: str
    children: tuple[Node | Leaf, ...]
    attributes: Attributes = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its marker as its call writes it, and the leaves of its body.

    `label` is the marker as it is written before the body (`¹`, `1.`), empty where none is.
    """

    key: str
    marker: str
    label: str
    body: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a page end: `line` (furniture), `feed`, `note` (a body), `label` (a note's number torn from it)."""

    kind: str
    gap: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageEnd:
    """What is printed between the last line of text of one page and the first of the next: notes and furniture.

    `after` is the white space between its last piece and the text that goes on in the same leaf.
    """

    pieces: tuple[Piece, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of the whole text: its line end, whether it starts with a byte-order mark, its last white space."""

    newline: str = "\n"
    bom: bool = False
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A text as a run of leaves in the order of print, with the notes and page ends their marks refer to.

    Where it holds several resolutions, `parts` has for each the index of its first leaf.
    """

    leaves: tuple[Leaf, ...]
    notes: tuple[Note, ...] = ()
    page_ends: tuple[PageEnd, ...] = ()
    facts: Facts = Facts()
    parts: tuple[int, ...] = ()
