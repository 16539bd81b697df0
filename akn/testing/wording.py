"""What the rules of text ask, for documents of level 2: nothing is empty without saying so, values agree with words."""

from __future__ import annotations

import re

from lxml import etree

from akn.grammar import Grammar, symbol
from akn.schema import NAMESPACE

_NS = f"{{{NAMESPACE}}}"
# Characters that stand for no sign of the text, or that must come in pairs.
_NO_SIGNS = re.compile(
    "[\x7f-\x9f\u00ad\u180e\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]"
)
# Letters that look like Latin ones: a word of a number is in one script.
_NOT_LATIN = re.compile("[\u0370-\u052f\u1f00-\u1fff]")
_HTML, _MATH = "http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"
_BLANK = " \t\r\n"
_TEXT = "text"


def word(root: etree._Element, grammar: Grammar) -> None:
    """Brings the text of a valid document, in place, to what the rules of text ask. Adds no element."""
    for element in list(root.iter(etree.Element)):
        _clean(element)
    for element in list(root.iter(f"{_NS}*")):
        _order(element)
    for element in list(root.iter(f"{_NS}*")):
        _agree(element)
        if "status" in grammar.elements[symbol(element.tag)].attributes and _says_nothing(element, grammar):
            element.set("status", "removed")
    for table in root.iter(f"{_NS}table"):
        _level(table)


def _clean(element: etree._Element) -> None:
    """Takes out characters that are none, and HTML where it would be lost."""
    element.text = _cleaned(element.text)
    for child in element:
        child.tail = _cleaned(child.tail)
    if str(element.tag).startswith(f"{{{_HTML}}}"):
        element.tag = f"{{{_MATH}}}mtext"
    elif element.tag == f"{_NS}num":
        for own in element.iter(etree.Element):
            own.text = _NOT_LATIN.sub("", own.text or "") or None
        for child in element.iterdescendants():
            child.tail = _NOT_LATIN.sub("", child.tail or "") or None


def _cleaned(text: str | None) -> str | None:
    """Blanks that are none of XML's are a text only among others."""
    kept = _NO_SIGNS.sub("", text or "")
    return (kept if kept.strip() or not kept.strip(_BLANK) else " ") or None


def _order(element: etree._Element) -> None:
    """One num, and one heading before what is its second line; no note in a note."""
    name, before = symbol(element.tag), [symbol(one.tag) for one in element.itersiblings(f"{_NS}*", preceding=True)]
    if name in {"heading", "subheading"}:
        element.tag = f"{_NS}{'subheading' if 'heading' in before else 'heading'}"
    elif name == "num" and "num" in before:
        element.set("status", "translated")
    elif name == "authorialNote" and next(element.iterancestors(f"{_NS}authorialNote"), None) is not None:
        for key in ("marker", "placement", "placementBase"):
            element.attrib.pop(key, None)
        element.tag = f"{_NS}subFlow"
        element.set("name", _TEXT)


def _agree(element: etree._Element) -> None:
    """Attributes that are to say something, and those that would say it again or otherwise."""
    if "name" in element.attrib and not element.get("name", "").strip():
        element.set("name", _TEXT)
    for key in ("colspan", "rowspan", "normalized"):
        element.attrib.pop(key, None)
    if symbol(element.tag) == "sup":
        # Next to a note its text would be the marker once more.
        note = element.find(f"{_NS}authorialNote") is not None
        after = element.getnext()
        if note or (after is not None and after.get("marker") is not None):
            element.text = None
            for child in element:
                child.tail = None


def _says_nothing(element: etree._Element, grammar: Grammar) -> bool:
    """Whether an element that may be expected to say something has no text (or, where it has none itself, no child)."""
    name = symbol(element.tag)
    content = grammar.elements[name].content
    if name == "table":
        return not any(_text(cell) for cell in element.iter(f"{_NS}td", f"{_NS}th"))
    if grammar.elements[name].mixed or name in {"authorialNote", "note"}:
        return name != "p" and not _text(element)
    return not content.is_empty and content.may_end(0) and next(element.iterchildren("*"), None) is None


def _text(element: etree._Element) -> str:
    return "".join(element.itertext(etree.Element)).strip(_BLANK)


def _level(table: etree._Element) -> None:
    """Rows of one width: the last cell of a shorter one takes what is missing."""
    rows = [list(row.iterchildren(f"{_NS}td", f"{_NS}th")) for row in table.iterchildren(f"{_NS}tr")]
    widest = max(map(len, rows), default=0)
    for cells in rows:
        if cells and len(cells) < widest:
            cells[-1].set("colspan", str(widest - len(cells) + 1))
