"""Page ends: what a printed page puts between two lines of the text, and how it comes back.

Print interrupts a text at the end of each page with footnotes, a rule, the job number, the page number and the running
head of the next page. `cut` takes such lines out of the run of lines; what is left is the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from akn.shapes import squeeze
from akn.text import FEED, Line

# Language-neutral shapes of page furniture, as the United Nations print it and as converters write it down.
FURNITURE = (
    ("rule", re.compile(r"_{5,}|(?:\\_){5,}")),
    ("image", re.compile(r"<!-- [^<>]{0,40} -->")),
    ("barCode", re.compile(r"\*\d{6,8}\*")),
    ("jobNumber", re.compile(r"(?:[A-Z]{2}\.)?\d\d-\d{5}\*?(?:\s*\([A-Z]\))?(?:\s+\d{6}){0,2}")),
    ("pageNumber", re.compile(r"\d{1,3}/\d{1,3}")),
)
# What stands beside something else in the foot of a page whose columns are kept by spaces.
_PRINTED_SIDE = re.compile(r"\s*(?:\d{1,3}/\d{1,3}|\d\d-\d{5}\*?(?: ?\([A-Z]\))?|\d{6}|\*\d{6,8}\*)\s*")
_LONGEST = 300  # characters of a line that can be furniture
DISPLACED = "masthead"  # the kind of a line of the masthead that stands elsewhere
_OTHER = re.compile(r"[\W_]+")
_DATE_CODE = re.compile(r"\d{6}")
SYMBOL = re.compile(r"[A-Z]{1,4}/(?:[A-Z0-9.\-]+/)*[A-Z0-9.\-]*\d[A-Z0-9.\-]*(?: ?\(\d{4}\))?\*?")
_SYMBOL_LAST = re.compile(rf"(?:^| )({SYMBOL.pattern})$")
LABEL = re.compile(r"\d{1,3}|[¹²³⁰⁴-⁹]+|\*{1,3}")
_LABELLED = re.compile(r"([¹²³⁰⁴-⁹]+|\*{1,3}|\d{1,3})(?:[ \t]+|(?=[\u00a0\u202f]))")
_SUPERSCRIPT = re.compile(r"[¹²³⁰⁴-⁹]")
_ASTERISK = re.compile(r"\*{1,3}\s")
_END = re.compile(r"[.;:!?»”\])؛؟。；：！？）]$")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the source that is one piece of a page end; `note` numbers the notes of the document from 0."""

    kind: str
    start: int
    end: int
    note: int = -1


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces of one page end, in order."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class RawNote:
    """A note as its page end prints it: the label, where there is one, and where its body stands."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hints:
    """What the reader knows before it looks for page ends: the document's symbol, the letters of its title,
    how notes begin, which lines belong to a masthead, which are the number of a paragraph and no more, and the index of
    the first line that is no front matter.
    """

    symbol: str
    title: str
    is_note: Callable[[str], bool]
    is_masthead: Callable[[str], bool]
    is_reissue: Callable[[str], bool]
    is_paragraph_number: Callable[[str], bool]
    front: int


def kind_of(line: str) -> str:
    """The name of the furniture that a line is, or nothing."""
    if len(line) > _LONGEST:
        return ""
    kind = next((kind for kind, pattern in FURNITURE if pattern.fullmatch(line)), "")
    if not kind and "  " in line and all(_PRINTED_SIDE.fullmatch(part) for part in line.split("  ") if part.strip()):
        return "foot"
    return kind


def cut(text: str, lines: Sequence[Line], hints: Hints) -> tuple[list[Line | Cut], list[RawNote]]:
    """The lines of the text with page ends between them, and the notes that those page ends hold."""
    notes: list[RawNote] = []
    items: list[Line | Cut] = []
    kinds = _kinds(lines, hints)
    start = 0
    while start < len(lines):
        if not kinds[start]:
            items.append(lines[start])
            start += 1
            continue
        end = start
        while end < len(lines) and kinds[end]:
            end += 1
        items.append(Cut(_pieces(text, lines[start:end], kinds[start:end], notes)))
        start = end
    return items, notes


def _kinds(lines: Sequence[Line], hints: Hints) -> list[str]:
    """For each line the kind of piece it is, or nothing: `note` stands for a label, a body, or both."""
    kinds = ["feed" if line.text == FEED else kind_of(line.text) for line in lines]
    feeds = [number for number, kind in enumerate(kinds) if kind == "feed"]
    if feeds:
        for page_start, page_end in zip([-1, *feeds], [*feeds, len(lines)], strict=True):
            if page_start >= 0:
                _mark_head(lines, kinds, page_start + 1, page_end, hints)
            _mark_foot(lines, kinds, page_start + 1, page_end)
    else:
        for number, kind in enumerate(kinds):
            if kind == "pageNumber" and not {"rule", "jobNumber"} & {*kinds[max(number - 1, 0) : number + 2]}:
                kinds[number] = ""  # without pages it is the number of a resolution
    _mark_note_lines(lines, kinds, hints)
    for number in range(hints.front, len(lines)):  # converters put lines of the masthead among the paragraphs
        if not kinds[number] and len(lines[number].text) < _LONGEST and hints.is_masthead(lines[number].text):
            kinds[number] = DISPLACED
    return kinds


def symbol_at_end(line: str) -> str:
    """The symbol that a line of the masthead ends with; nothing where there is none."""
    match = _SYMBOL_LAST.search(line)
    return match[1] if match else ""


def letters(text: str) -> str:
    """Letters and digits alone, in lower case: what is left of a title in every way of printing and extracting it."""
    return _OTHER.sub("", text).lower()


def _mark_head(lines: Sequence[Line], kinds: list[str], start: int, end: int, hints: Hints) -> None:
    """The running head: the symbol and the whole title again, in whatever order and on however many lines."""
    title, so_far = hints.title, ""
    seen = start
    for number in range(start, min(end, start + 12)):
        if not kinds[number]:
            if so_far and hints.is_paragraph_number(lines[number].text):
                break  # `1.` is the first paragraph of the page, not a call at the end of the title
            so_far += letters(_without(hints.symbol, squeeze(lines[number].text)))
            if not title.startswith(so_far):
                break
        if so_far in ("", title, title.rstrip("0123456789")):
            seen = number + 1
    for number in range(start, seen):
        kinds[number] = kinds[number] or "runningHead"


def _without(symbol: str, text: str) -> str:
    """A line without the symbol, which stands beside the title."""
    return re.sub(rf"(?:^| ){re.escape(symbol)}\**(?= |$)", "", text) if symbol else text


def _mark_foot(lines: Sequence[Line], kinds: list[str], start: int, end: int) -> None:
    """The notes below the last rule of a page, where any of their numbers can be seen; with them all that follows."""
    rules = [number for number in range(start, end) if kinds[number] == "rule"]
    below = range(rules[-1] + 1, end) if rules else range(0)
    holds_notes = any(not kinds[number] and _starts_note(lines[number].text) for number in below)
    for number in below if holds_notes else range(start, end):
        if not kinds[number] and _DATE_CODE.fullmatch(lines[number].text):
            kinds[number] = "dateCode"
        elif not kinds[number] and holds_notes:
            kinds[number] = "note"


def _starts_note(text: str) -> bool:
    return LABEL.fullmatch(text) is not None or _LABELLED.match(text) is not None


def _mark_note_lines(lines: Sequence[Line], kinds: list[str], hints: Hints) -> None:
    """Notes that stand line by line between two paragraphs: a raised number, an asterisk, or a number and `See …`."""
    for number, line in enumerate(lines):
        labelled = None if kinds[number] else _LABELLED.match(line.text)
        if labelled and (_SUPERSCRIPT.match(labelled[1]) or hints.is_note(line.text[labelled.end() :])):
            kinds[number] = "note"
    for number, line in enumerate(lines):
        if not kinds[number]:
            before = kinds[number - 1] if number else ""
            after = kinds[number + 1] if number + 1 < len(lines) else ""
            if _is_loose(line.text, before, after, hints):
                kinds[number] = "note"


def _is_loose(text: str, before: str, after: str, hints: Hints) -> bool:
    """Whether a line beside page furniture or a note is (a part of) a note too; elsewhere it would be text."""
    if _ASTERISK.match(text):
        return "note" in (before, after) or hints.is_reissue(text)  # elsewhere an asterisk is a bullet
    if not before or before == DISPLACED:
        return False
    return (text.isdecimal() and len(text) < 4) or (len(text) < _LONGEST and text.endswith(".") and hints.is_note(text))


def _pieces(text: str, lines: Sequence[Line], kinds: Sequence[str], notes: list[RawNote]) -> tuple[Span, ...]:
    """The spans of one page end; each body found in it is added to `notes`."""
    spans: list[Span] = []
    for line, kind in zip(lines, kinds, strict=True):
        if kind != "note":
            spans.append(Span(kind, line.start, line.end))
        elif LABEL.fullmatch(line.text):
            spans.append(Span("label", line.start, line.end))
        elif (labelled := _LABELLED.match(line.text)) and not _under_way(text, spans):
            spans.append(Span("label", line.start, line.start + labelled.end(1)))
            spans.append(Span("body", line.start + labelled.end(), line.end))
        else:
            spans.append(Span("body", line.start, line.end))
    return _numbered(text, _whole(text, spans), notes)


def _under_way(text: str, spans: Sequence[Span]) -> bool:
    """Whether the last piece is a body whose sentence has not ended: a number that follows is a part of it."""
    return bool(spans) and spans[-1].kind == "body" and not _END.search(text[spans[-1].start : spans[-1].end])


def _whole(text: str, spans: Sequence[Span]) -> list[Span]:
    """Bodies made one piece from their lines. A line goes on with the body before it, unless that one has ended
    and there is another label that wants a body.
    """
    wanted = sum(span.kind == "label" for span in spans)
    whole: list[Span] = []
    for span in spans:
        if span.kind == "body":
            goes_on = bool(whole) and whole[-1].kind == "body" and (wanted <= 0 or _under_way(text, whole))
            if goes_on:
                whole[-1] = replace(whole[-1], end=span.end)
                continue
            wanted -= 1
        whole.append(span)
    return whole


def _numbered(text: str, spans: Sequence[Span], notes: list[RawNote]) -> tuple[Span, ...]:
    """Each body a note with its label: the one before it, else the first that is free. A label of none is a line."""
    owners: dict[int, int] = {}  # the index of a label to that of its body
    bodies = [number for number, span in enumerate(spans) if span.kind == "body"]
    loose = []
    for number in bodies:
        if number and spans[number - 1].kind == "label":
            owners[number - 1] = number
        else:
            loose.append(number)
    free = [number for number, span in enumerate(spans) if span.kind == "label" and number not in owners]
    owners.update(zip(free, loose, strict=False))
    labels = {body: label for label, body in owners.items()}
    identity = {}
    for number in bodies:
        identity[number] = len(notes)
        label = spans[labels[number]] if number in labels else None
        notes.append(RawNote(text[label.start : label.end] if label else "", spans[number].start, spans[number].end))
    result = []
    for number, span in enumerate(spans):
        if span.kind == "label":
            body = owners.get(number)
            result.append(replace(span, kind="line") if body is None else replace(span, note=identity[body]))
        elif span.kind == "body":
            result.append(replace(span, kind="note", note=identity[number]))
        else:
            result.append(span)
    return tuple(result)
