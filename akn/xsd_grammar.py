"""Compiles the official schema into the plain data that `akn.grammar` reads: `python -m akn.xsd_grammar > FILE`.

It walks the components that the package `xmlschema` makes of the XSD, and refuses what it does not understand, so that
no rule of the schema is lost unsaid.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from akn import schema
from akn.automaton import Term, automaton
from akn.diagnostics import SchemaError
from akn.grammar import FORMAT, OTHER, XML

_BUILT_IN = "{http://www.w3.org/2001/XMLSchema}"
_FACETS = frozenset({"enumeration", "pattern", "whiteSpace"})


def compiled() -> dict[str, Any]:
    """The official schema as plain data. Takes seconds.

    Raises SchemaError for a construct of XML Schema that the compiled form has no place for.
    """
    return _Compiler(schema.second_opinion()).data()


class _Compiler:
    """Compiles one schema. What several elements share, types and content models and attributes, is told once."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self._types: dict[str, dict[str, Any]] = {}
        self._contents: dict[str, int] = {}
        self._attributes: dict[str, int] = {}

    def data(self) -> dict[str, Any]:
        elements = {name: self._element(one) for name, one in sorted(self._source.elements.items())}
        shared = self._shared()
        return {
            "format": FORMAT,
            "sha256": schema.SHA256,
            "documents": sorted(self._alternatives("documentType")),
            "types": self._types,
            "contents": [json.loads(text) for text in self._contents],
            "attributes": [json.loads(text) for text in self._attributes],
            "shared": shared,
            "elements": elements,
        }

    def _shared(self) -> dict[str, list[Any]]:
        """The attributes that are declared outside of elements: those of the namespace of XML."""
        if self._source.attributes:
            raise SchemaError("The schema declares attributes for all elements, which is not understood.")
        declared = {
            name.replace(f"{{{XML}}}", "xml:"): one
            for name, one in sorted(self._source.maps.attributes.items())
            if name.startswith(f"{{{XML}}}")
        }
        return {short: [self._type(one.type, short), 0, None] for short, one in declared.items()}

    def _alternatives(self, group: str) -> list[str]:
        return [one.local_name for one in self._source.groups[group]]

    def _element(self, element: Any) -> dict[str, Any]:
        if element.abstract or element.nillable or element.type.is_simple() or element.type.has_simple_content():
            raise SchemaError(f"<{element.local_name}> of the schema is abstract, nillable or has a simple type.")
        row: dict[str, Any] = {"content": self._content(element.type.content)}
        common: dict[str, list[Any]] = {}
        own: dict[str, list[Any]] = {}
        for name, attribute in sorted(element.attributes.items(), key=lambda pair: str(pair[0])):
            if name is None:
                row["foreign"] = self._is_open(attribute)
                continue
            if attribute.fixed is not None or attribute.use not in {"optional", "required"}:
                raise SchemaError(f"@{name} of <{element.local_name}> has a use that is not understood.")
            short = name.replace(f"{{{XML}}}", "xml:")
            told = [self._type(attribute.type, short), int(attribute.use == "required"), attribute.default]
            # Without what some of them require, the sets of many elements are the same, and are told once.
            (common if not told[1] else own)[short] = told
        row["attributes"] = self._number(self._attributes, common)
        if own:
            row["own"] = own
        if element.type.mixed:
            row["mixed"] = True
        if element.identities:
            row["unique"] = sorted(self._identity(one) for one in element.identities)
        return row

    @staticmethod
    def _is_open(wildcard: Any) -> bool:
        if set(wildcard.namespace) != {OTHER} or wildcard.process_contents != "lax":
            raise SchemaError(f"The wildcard {wildcard} of the schema is not understood.")
        return True

    @staticmethod
    def _identity(identity: Any) -> str:
        paths = [field.path for field in identity.fields]
        if (
            identity.selector.path != ".//*"
            or len(paths) != 1
            or not paths[0].startswith("@")
            or hasattr(identity, "refer")
        ):
            raise SchemaError(f"The identity constraint {identity.name} of the schema is not understood.")
        return str(paths[0][1:])

    @staticmethod
    def _number(known: dict[str, int], value: object) -> int:
        return known.setdefault(json.dumps(value), len(known))

    def _content(self, group: Any) -> int:
        rows = []
        for final, moves in automaton(self._term(group)):
            targets: dict[int, list[str]] = {}
            for name, to in moves.items():
                targets.setdefault(to, []).append(name)
            rows.append([int(final), *([to, " ".join(names)] for to, names in sorted(targets.items()))])
        return self._number(self._contents, rows)

    def _term(self, particle: Any) -> Term:
        least, most = particle.min_occurs, particle.max_occurs
        if least > 1 or most not in {1, None}:
            raise SchemaError(f"A part of the schema occurs {least} to {most} times, which is not understood.")
        once = {"least": least, "repeated": most is None}
        model = getattr(particle, "model", None)
        if model in {"sequence", "choice"}:
            return Term(model, parts=tuple(self._term(part) for part in particle), **once)
        if model is not None:
            raise SchemaError(f"A group {model!r} of the schema is not understood.")
        if particle.name is None:
            self._is_open(particle)
            return Term("symbol", OTHER, **once)
        if particle.ref is None or particle.target_namespace != schema.NAMESPACE:
            raise SchemaError(f"<{particle.name}> of the schema is declared within another element.")
        return Term("symbol", particle.local_name, **once)

    def _type(self, type_: Any, used_by: str) -> str:
        """The name of a type in the table, where it is entered if it is new."""
        if members := getattr(type_, "member_types", None):
            names = [self._type(one, used_by) for one in members]
            return self._enter(type_.local_name or "|".join(names), {"members": names})
        if (item := getattr(type_, "item_type", None)) is not None:
            name = self._type(item, used_by)
            return self._enter(type_.local_name or f"list of {name}", {"item": name})
        if type_.name and type_.name.startswith(_BUILT_IN):
            return self._enter(f"xs:{type_.local_name}", {"base": type_.local_name})
        facets = self._facets(type_)
        if type_.name is None and not facets:
            return self._type(type_.base_type, used_by)
        base = type_.base_type
        while not str(base.name).startswith(_BUILT_IN):
            if self._facets(base):
                raise SchemaError(f"The type {type_.name} of the schema narrows another, which is not understood.")
            base = base.base_type
        return self._enter(type_.local_name or f"value of {used_by}", {"base": base.local_name, **facets})

    @staticmethod
    def _facets(type_: Any) -> dict[str, list[str]]:
        facets = {str(name).rpartition("}")[2]: facet for name, facet in type_.facets.items() if name is not None}
        if strange := facets.keys() - _FACETS:
            raise SchemaError(f"The facets {strange} of the type {type_.name} of the schema are not understood.")
        found: dict[str, list[str]] = {}
        if type_.enumeration:
            found["enumeration"] = [str(value) for value in type_.enumeration]
        if type_.patterns is not None and not _is_built_in(type_, type_.patterns):
            found["patterns"] = [str(one) for one in type_.patterns.regexps]
        return found

    def _enter(self, name: str, row: dict[str, Any]) -> str:
        if self._types.setdefault(name, row) != row:
            raise SchemaError(f"Two types of the schema are called {name!r}.")
        return name


def _is_built_in(type_: Any, patterns: Any) -> bool:
    """Whether the patterns are those of a built-in type that this one restricts, such as NCName."""
    return type_.base_type.patterns is patterns or type_.base_type.patterns == patterns


def printed(data: dict[str, Any]) -> str:
    """The plain data as JSON with a line for each type, content model, set of attributes and element."""
    parts = []
    for key, value in data.items():
        if isinstance(value, dict):
            parts.append(
                f"{json.dumps(key)}: {{\n{_lines(f'{json.dumps(k)}: {json.dumps(v)}' for k, v in value.items())}\n}}"
            )
        elif isinstance(value, list):
            parts.append(f"{json.dumps(key)}: [\n{_lines(json.dumps(one) for one in value)}\n]")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(lines: Iterable[str]) -> str:
    return ",\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(printed(compiled()))
