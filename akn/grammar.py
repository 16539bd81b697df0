"""The official schema as plain data: which children each element takes in which order, and which attributes.

It is compiled once by `akn.xsd_grammar` out of the XSD, and read from `data/grammar.json` in milliseconds, without
`xmlschema`. A test compiles it again and compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from akn import schema
from akn.diagnostics import SchemaError

FORMAT = 2
"""The version of the compiled form."""

OTHER = "##other"
"""The symbol of a content model for any element of a namespace other than that of Akoma Ntoso."""

XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Datatype:
    """The type of an attribute's value.

    An atomic type has a built-in type of XML Schema as its `base` (`string`, `anyURI`, `date`, ...), which an
    `enumeration` or `patterns` (regular expressions of XML Schema, any of which must match the whole) may narrow. A
    list, blanks between its values, has the type of one of them as `item`; a union has its `members`.
    `name` is that of the schema, where built-in types start with `xs:`, or is made of those it consists of.
    """

    name: str
    base: str = ""
    enumeration: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    item: Datatype | None = None
    members: tuple[Datatype, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of an element. Its name is as lxml writes it: `{http://www.w3.org/XML/1998/namespace}lang`."""

    name: str
    type: Datatype
    required: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What an element may hold: a deterministic automaton over the names of its child elements.

    States are numbers, the first is 0. A name is the local name of an element of Akoma Ntoso, or `OTHER`.
    """

    moves: tuple[Mapping[str, int], ...]
    final: frozenset[int]

    @property
    def is_empty(self) -> bool:
        """Whether no child element is ever allowed."""
        return not self.moves[0]

    @property
    def is_open(self) -> bool:
        """Whether elements of other namespaces are all that is allowed."""
        return set().union(*self.moves) == {OTHER}

    def step(self, state: int, name: str) -> int | None:
        """The state after a child of that name; None where none is allowed."""
        return self.moves[state].get(name)

    def expected(self, state: int) -> tuple[str, ...]:
        """The names of every child that may come next, in the order of the alphabet."""
        return tuple(self.moves[state])

    def may_end(self, state: int) -> bool:
        """Whether nothing more need follow."""
        return state in self.final

    def accepts(self, names: Iterable[str]) -> bool:
        """Whether children of these names, in this order, are the whole content of such an element."""
        state: int | None = 0
        for name in names:
            if state is None or (state := self.step(state, name)) is None:
                return False
        return state in self.final


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An element of the schema, which declares each only once.

    `mixed` says that text may stand between the children, and `foreign` that attributes of other namespaces are
    allowed. `unique` names the attributes whose values differ between all elements within one such element.
    """

    name: str
    content: Content
    mixed: bool
    attributes: Mapping[str, Attribute]
    foreign: bool
    unique: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The elements of a schema by their local names, and those that are a document: `act`, `statement`, ...

    `shared` are the attributes that are declared for whatever element a wildcard lets have them: `xml:lang`, ...
    """

    elements: Mapping[str, Element]
    documents: tuple[str, ...]
    shared: Mapping[str, Attribute]


@cache
def official() -> Grammar:
    """The grammar of the official schema.

    Raises SchemaError where the compiled form is missing or is that of another schema.
    """
    try:
        data = json.loads(resources.files("akn").joinpath("data/grammar.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SchemaError(
            f"The compiled schema akn/data/grammar.json cannot be read: {error}. Reinstall akn."
        ) from error
    if (data["format"], data["sha256"]) != (FORMAT, schema.SHA256):
        raise SchemaError("akn/data/grammar.json is not compiled from the official schema. Reinstall akn.")
    return restored(data)


def symbol(tag: object) -> str:
    """What content models call a child with this tag (as lxml has it). What they never name is in braces."""
    name = str(tag)
    if name.startswith(f"{{{schema.NAMESPACE}}}"):
        return name[len(schema.NAMESPACE) + 2 :]
    return OTHER if name.startswith("{") else f"{{}}{name}"


def restored(data: Mapping[str, Any]) -> Grammar:
    """The grammar out of its plain form (see `akn.xsd_grammar`)."""
    types: dict[str, Datatype] = {}
    for name, row in data["types"].items():
        item, members = row.get("item"), row.get("members", ())
        types[name] = Datatype(
            name,
            row.get("base", ""),
            tuple(row.get("enumeration", ())),
            tuple(row.get("patterns", ())),
            types[item] if item else None,
            tuple(types[member] for member in members),
        )
    models = [_content(row) for row in data["contents"]]
    sets = [_attributes(row, types) for row in data["attributes"]]
    elements = {
        name: Element(
            name,
            models[row["content"]],
            row.get("mixed", False),
            {**sets[row["attributes"]], **_attributes(row.get("own", {}), types)},
            row.get("foreign", False),
            tuple(row.get("unique", ())),
        )
        for name, row in data["elements"].items()
    }
    return Grammar(elements, tuple(data["documents"]), _attributes(data["shared"], types))


def _content(rows: list[list[Any]]) -> Content:
    moves = tuple({name: to for to, names in row[1:] for name in names.split()} for row in rows)
    ordered = tuple(dict(sorted(row.items())) for row in moves)
    return Content(ordered, frozenset(number for number, row in enumerate(rows) if row[0]))


def _attributes(rows: Mapping[str, list[Any]], types: Mapping[str, Datatype]) -> dict[str, Attribute]:
    found = {}
    for short, (type_, required, default) in rows.items():
        name = f"{{{XML}}}{short[4:]}" if short.startswith("xml:") else short
        found[name] = Attribute(name, types[type_], bool(required), default)
    return found
