"""How to mend what breaks the schema: another place, another name, something around it."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from akn import grammar
from akn.datatypes import words
from akn.grammar import Content, Datatype

if TYPE_CHECKING:
    from lxml.etree import _Element

    from akn.xsd_content import Slip

AT_MOST = 12
"""So many names a message lists; the whole set is in `Finding.expected`."""

ELEMENT_NAMES = {
    "debateRecord": "debate",
    "judgement": "judgment",
    "judgementBody": "judgmentBody",
    "listConclusion": "listWrapUp",
    "otherRef": "alternativeReference",
    "em": "i",
    "footnote": "authorialNote",
    "para": "paragraph",
    "strong": "b",
}
"""Elements by the names that earlier versions of Akoma Ntoso, HTML or habit give them."""

ATTRIBUTE_NAMES = {
    "actor": ("by", "as"),
    "currentId": ("eId",),
    "href": ("src",),
    "id": ("eId",),
    "lang": ("{http://www.w3.org/XML/1998/namespace}lang",),
    "originalId": ("wId",),
    "ref": ("href",),
    "src": ("href",),
}
"""Attributes by the names that earlier versions (the release notes of CSD11 tell of `eId` and `wId`), drafts of
guidelines, HTML or habit give them."""


@lru_cache(maxsize=1024)
def listed(names: tuple[str, ...], *, elements: bool = True) -> str:
    """Names one after the other, a dozen at most, and how many more there are.

    Of many elements those come first that the schema allows in most places: `p` before `rollCall`.
    """
    if elements and len(names) > AT_MOST:
        places = _places()
        names = tuple(sorted(names, key=lambda name: (-places[name], name)))
    shown = [element_name(name) if elements else attribute_name(name) for name in names[:AT_MOST]]
    return ", ".join(shown) + (f" and {len(names) - AT_MOST} more" if len(names) > AT_MOST else "")


@cache
def _places() -> Counter[str]:
    """In how many elements each element may stand."""
    models = [element.content.moves for element in grammar.official().elements.values()]
    return Counter(name for moves in models for name in {name for row in moves for name in row})


def element_name(name: str) -> str:
    """What a symbol of a content model is called in a message."""
    return "an element of another namespace" if name == grammar.OTHER else f"<{name.removeprefix('{}')}>"


def attribute_name(name: str) -> str:
    """An attribute as it is written: without the namespace, which only `xml:` has among those of the schema."""
    return name.replace(f"{{{grammar.XML}}}", "xml:")


def place(slip: Slip, siblings: Sequence[_Element], parent: str) -> str:
    """How the order of the children of an element, called `parent`, can be mended where one is out of place."""
    assert slip.index is not None
    if slip.missing:
        return f"Put {element_name(slip.missing)} before it."
    if slip.move is not None:
        where, index = slip.move
        return f"Move it {where} {element_name(grammar.symbol(siblings[index].tag))}."
    name = grammar.symbol(siblings[slip.index].tag)
    around = _around(grammar.official().elements[parent].content, name) if slip.expected else ()
    return f"Put it in {_either(around)}." if around else ""


@lru_cache(maxsize=1024)
def _around(content: Content, name: str) -> tuple[str, ...]:
    """The elements, three at most, that may stand in such a content and take a child of that name."""
    known = grammar.official().elements
    allowed = sorted({one for row in content.moves for one in row} & known.keys())
    fit = [
        one
        for one in allowed
        if known[one].content.accepts([name]) and not any(a.required for a in known[one].attributes.values())
    ]
    return tuple(fit) if len(fit) <= 3 else ()


def _either(names: Sequence[str]) -> str:
    shown = [f"<{name}>" for name in names]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


@lru_cache(maxsize=1024)
def nearest_element(name: str, expected: tuple[str, ...]) -> str:
    """The name that is meant by one that is no element: the new one, or one that is spelt like it."""
    if new := ELEMENT_NAMES.get(name):
        return new
    near = difflib.get_close_matches(name, [one for one in expected if one != grammar.OTHER], 1, 0.7)
    return next(iter(near or difflib.get_close_matches(name, sorted(grammar.official().elements), 1, 0.75)), "")


@lru_cache(maxsize=1024)
def nearest_attribute(name: str, declared: tuple[str, ...]) -> str:
    """The attribute that is meant by one that the element does not have, if that is to be guessed."""
    alike = [one for one in declared if one.lower() == name.lower()]
    renamed = [one for one in ATTRIBUTE_NAMES.get(name, ()) if one in declared]
    near = difflib.get_close_matches(name, sorted(declared), 1, 0.7)
    return next(iter([*alike, *renamed, *near]), "")


def wrapping(content: Content) -> str:
    """Where text belongs that stands in an element which holds only elements."""
    allowed = {name for row in content.moves for name in row}
    if "p" in allowed:
        return "Put the text in a <p>."
    return "Put the text in a <content> with a <p>." if "content" in allowed else "Take the text out."


def value(type_: Datatype, given: str) -> str:
    """What a value may have been meant to be."""
    if type_.enumeration:
        near = difflib.get_close_matches(given, type_.enumeration, 1)
        return f"Is {near[0]} meant?" if near else ""
    if type_.patterns:
        return f"Is {'_'.join(words(given))} meant?" if words(given) else ""
    base = (type_.item or next(iter(type_.members), type_)).base
    return _OF_BASE[base](given) if base in _OF_BASE else ""


def _boolean(given: str) -> str:
    meant = {"yes": "true", "true": "true", "no": "false", "false": "false"}.get(given.strip().lower())
    return f"Is {meant} meant?" if meant else ""


_YEAR_FIRST = re.compile(r"([0-9]{4})[-./]?([0-9]{1,2})[-./]?([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")


def _date(given: str) -> str:
    if match := _YEAR_FIRST.fullmatch(given.strip()):
        year, month, day = match.groups()
    elif (match := _DAY_FIRST.fullmatch(given.strip())) and int(match[1]) > 12:
        day, month, year = match.groups()
    else:
        return ""
    meant = f"{year}-{month:0>2}-{day:0>2}"
    fits = 1 <= int(month) <= 12 and 1 <= int(day) <= 31 and meant != given.strip()
    return f"Is {meant} meant?" if fits else ""


def _uri(given: str) -> str:
    if re.search(r"%(?![0-9A-Fa-f]{2})", given):
        return "Write a % that encodes nothing as %25."
    if given.count("#") > 1:
        return "Only one # may stand in an IRI: write the others as %23."
    if re.match(r"[^/?#]*:", given) and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", given):
        return "A colon ends the scheme of an IRI, which starts with a letter: write ./ before it."
    return "Write [ as %5B and ] as %5D." if re.search(r"[\[\]]", given) else ""


_OF_BASE = {"boolean": _boolean, "date": _date, "anyURI": _uri}
