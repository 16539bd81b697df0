"""What breaks the schema, told in words: what is wrong, what is expected there, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from akn import grammar, schema, xsd_hints
from akn.datatypes import accepts, words
from akn.places import OTHER_LINE, local_name
from akn.xsd_hints import attribute_name, element_name, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element

    from akn.grammar import Datatype
    from akn.xsd_content import Slip
    from akn.xsd_model import Violation

XSD_RULES: dict[str, str] = {
    "xsd-attribute-missing": "An attribute that the schema requires is missing",
    "xsd-attribute-unknown": "An attribute that the schema does not know there",
    "xsd-content": "An element stands where the schema does not allow it, or one that it requires is missing",
    "xsd-duplicate-id": "The same identifier twice in one document",
    "xsd-empty": "Content in an element that must be empty",
    "xsd-engines-differ": "The schema engines do not agree",
    "xsd-enumeration": "A value that is not one of those in a closed list",
    "xsd-more": "More errors than are listed",
    "xsd-namespace": "Not in the namespace of the Standard",
    "xsd-other": "Any other thing that the schema does not allow",
    "xsd-pattern": "A value that does not have the form that is asked for",
    "xsd-root": "The root element is not akomaNtoso",
    "xsd-text": "Text directly in an element that holds only elements",
    "xsd-value": "A value of the wrong type",
    "xsd-version": "A document of a later version of Akoma Ntoso",
}


@dataclass(frozen=True, slots=True)
class Told:
    """The rule that is broken, with the message, the hint and the whole expected set of a finding.

    `other` is an element whose line the message says (see `akn.places.OTHER_LINE`).
    """

    rule: str
    message: str
    hint: str = ""
    expected: tuple[str, ...] = ()
    other: _Element | None = None


def in_words(violation: Violation) -> Told:
    """A violation of the schema, told in words."""
    return _TELLERS[violation.kind](violation)


def _called(element: _Element) -> str:
    """An element by its name, with its namespace where that is not the one of the Standard."""
    name = etree.QName(element)
    if name.namespace == schema.NAMESPACE:
        return f"<{name.localname}>"
    return f"<{name.localname}> of {f'the namespace {name.namespace}' if name.namespace else 'no namespace'}"


def _child(violation: Violation) -> Told:
    element, slip = violation.element, violation.slip
    parent = element.getparent()
    assert slip is not None
    assert parent is not None
    inside, name = local_name(parent), local_name(element)
    rest = _rest(slip, violation.siblings)
    if etree.QName(element).namespace != schema.NAMESPACE:
        known = name in grammar.official().elements
        hint = f'If the <{name}> of Akoma Ntoso is meant, its namespace is xmlns="{schema.NAMESPACE}".' if known else ""
        message = f"{_called(element)} may not stand here in <{inside}>: {rest}."
    elif name not in grammar.official().elements:
        near = xsd_hints.nearest_element(name, slip.expected)
        hint = f"Is <{near}> meant?" if near else ""
        message = f"<{name}> is no element of Akoma Ntoso; here in <{inside}>, {rest}."
    else:
        hint = xsd_hints.place(slip, violation.siblings, inside)
        message = f"<{name}> may not stand here in <{inside}>: {rest}."
    return Told("xsd-content", message, hint, slip.expected)


def _rest(slip: Slip, siblings: Sequence[_Element]) -> str:
    """What comes next in a content model: `after <num>, expected is one of: <heading>, <content>`."""
    where = "" if slip.after is None else f"after {_called(siblings[slip.after])}, "
    if not slip.expected:
        return f"{where}nothing more may follow" if where else "no element may stand in it"
    if len(slip.expected) == 1:
        return f"{where}expected is {element_name(slip.expected[0])}"
    return f"{where}expected is one of: {listed(slip.expected)}"


def _incomplete(violation: Violation) -> Told:
    slip = violation.slip
    if slip is None:
        only = len(violation.expected) == 1
        rest = f"expected is {'' if only else 'one of: '}{listed(violation.expected)}"
    else:
        rest = _rest(slip, violation.siblings)
    message = f"<{local_name(violation.element)}> is not complete: {rest}."
    return Told("xsd-content", message, "", violation.expected)


def _empty(violation: Violation) -> Told:
    hint = "" if violation.value.strip() else "Write it without white space or anything else between its tags."
    name = local_name(violation.element)
    return Told("xsd-empty", f"<{name}> must be empty: not even white space may stand in it.", hint)


def _text(violation: Violation) -> Told:
    name = local_name(violation.element)
    content = grammar.official().elements[name].content
    message = f"<{name}> holds elements only, and there is text directly in it ({violation.value[:40]!r})."
    return Told("xsd-text", message, xsd_hints.wrapping(content))


def _missing(violation: Violation) -> Told:
    assert violation.type is not None
    name = attribute_name(violation.attribute)
    plain = violation.type.base == "string" and not violation.type.enumeration and not violation.type.patterns
    meant = "" if plain else f": {_meant(violation.type)}"
    message = f"<{local_name(violation.element)}> needs the attribute {name!r}{meant}."
    return Told("xsd-attribute-missing", message, "", (violation.attribute,))


def _unknown(violation: Violation) -> Told:
    element, name = violation.element, violation.attribute
    holder = f"<{local_name(element)}>"
    if name.startswith("{") and not name.startswith(f"{{{grammar.XML}}}"):
        said = etree.QName(name)
        message = f"{holder} takes no attribute of another namespace, as is {said.localname!r} of {said.namespace}."
        return Told("xsd-attribute-unknown", message, "", violation.expected)
    accepted = f"accepted are: {listed(violation.expected, elements=False)}" if violation.expected else "it takes none"
    meant = xsd_hints.nearest_attribute(name, violation.expected)
    if meant and element.get(meant) is not None:
        hint = f"Take it out: {attribute_name(meant)} is there already."
    else:
        hint = f"Is {attribute_name(meant)} meant?" if meant else ""
    message = f"{holder} has no attribute {attribute_name(name)!r}; {accepted}."
    return Told("xsd-attribute-unknown", message, hint, violation.expected)


def _value(violation: Violation) -> Told:
    type_ = violation.type
    assert type_ is not None
    given = violation.value
    if type_.item is not None:
        item = type_.item
        given = next((word for word in words(given) if not accepts(item, word)), given)
    rule = "xsd-enumeration" if type_.enumeration else "xsd-pattern" if type_.patterns else "xsd-value"
    where = f"@{attribute_name(violation.attribute)} of {_called(violation.element)}"
    message = f"{where} is {violation.value!r}; expected is {_meant(type_)}."
    return Told(rule, message, xsd_hints.value(type_, given), violation.expected)


_TYPES = {
    "anyURI": "an IRI, with everything that is no IRI character percent-encoded",
    "boolean": "true or false",
    "date": "a day such as 2012-11-19",
    "dateTime": "a date and time such as 2012-11-19T10:00:00+01:00",
    "duration": "a duration such as P1Y2M",
    "ID": "a name, which starts with a letter or _ and has no colon",
    "integer": "a whole number",
    "language": "a language tag such as fr",
    "string": "text",
    "time": "a time such as 10:00:00",
}


def _meant(type_: Datatype) -> str:
    """A datatype in words."""
    if type_.enumeration:
        one_of = "one of: " if len(type_.enumeration) > 1 else ""
        return one_of + ", ".join(one or "nothing" for one in type_.enumeration)
    if type_.patterns:
        return "something without white space" if type_.patterns == (r"[^\s]+",) else f"the form {type_.patterns[0]}"
    if type_.members:
        return ", or ".join(_meant(member) for member in type_.members)
    if type_.item is not None:
        return f"nothing or, with blanks between them, each {_meant(type_.item)}"
    if type_.name.endswith("Ref"):
        return f"a reference, `#` and an eId, or {_TYPES['anyURI']}"
    return _TYPES.get(type_.base, f"a value of the type {type_.base}")


def _duplicate(violation: Violation) -> Told:
    element, first = violation.element, violation.first
    assert first is not None
    name = attribute_name(violation.attribute)
    message = (
        f'<{local_name(element)} {name}="{violation.value}"> repeats an identifier that <{local_name(first)}> on line'
        f" {OTHER_LINE} already has."
    )
    return Told("xsd-duplicate-id", message, "An identifier belongs to one element of a document.", other=first)


def _nil(violation: Violation) -> Told:
    return Told(
        "xsd-other", f"<{local_name(violation.element)}> may not bear xsi:nil: nothing in the schema is nillable."
    )


def _root(violation: Violation) -> Told:
    message = f"The root element is {_called(violation.element)}; an Akoma Ntoso document starts with <akomaNtoso>."
    return Told("xsd-root", message, "", ("akomaNtoso",))


_TELLERS: dict[str, Callable[[Violation], Told]] = {
    "attribute-missing": _missing,
    "attribute-unknown": _unknown,
    "child": _child,
    "duplicate": _duplicate,
    "empty": _empty,
    "incomplete": _incomplete,
    "nil": _nil,
    "root": _root,
    "text": _text,
    "value": _value,
}
