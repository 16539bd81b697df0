"""Strategies for Akoma Ntoso that is valid by construction, made of the compiled schema."""

from __future__ import annotations

import difflib

from hypothesis import strategies as st
from hypothesis.vendor import pretty
from lxml import etree

from akn.diagnostics import UsageError
from akn.testing import naming
from akn.testing.growing import Grower, indented, remarked
from akn.testing.naming import reserve
from akn.testing.plans import plans
from akn.testing.values import Choices


def documents(
    doctype: str | None = None, *, level: int = 1, max_elements: int = 60, max_depth: int = 12
) -> st.SearchStrategy[etree._ElementTree]:
    """Whole Akoma Ntoso documents, each an lxml tree with the root `akomaNtoso`, valid against the official schema.

    `doctype` is the name of one of the twelve document elements (`act`, `statement`, ...); None draws from all. Every
    element and attribute that the schema has for it may turn up, with values of the right datatype, unique
    identifiers, foreign elements and attributes where they are allowed, comments, and white space of indentation.
    There are at most `max_elements` elements on at most `max_depth` levels, counted from the root. The text is not
    meant to make sense. It shrinks to the shortest document of its type.

    `level` is the conformance level (AKN core part 2, chapter 3): at 1 the schema alone holds. At 2 FRBR
    identifiers and eIds also follow the Naming Convention 1.0 (chapters 4 and 5), and what refers to an element of the
    document leads to one of the right kind. For that up to 19 of the elements are kept free.

    Raises ValueError for a doctype or level that there is not, and for bounds within which there is no document.
    """
    names = plans().grammar.documents
    if doctype is not None and doctype not in names:
        raise UsageError(f"{doctype!r} is no document type; accepted are {', '.join(names)}.")
    if level not in (1, 2):
        raise UsageError(f"{level!r} is no conformance level; accepted are 1 and 2.")
    wanted = names if doctype is None else (doctype,)
    added = reserve(plans().grammar) if level == 2 else 0
    fitting = [name for name in wanted if plans().least("akomaNtoso", max_depth, name) + added <= max_elements]
    if not fitting:
        _check("akomaNtoso", wanted[0], max_elements, max_depth, added)
    return st.one_of([_grown("akomaNtoso", name, max_elements - added, max_depth, level) for name in fitting])


def elements(name: str, *, max_elements: int = 30, max_depth: int = 12) -> st.SearchStrategy[etree._ElementTree]:
    """Single elements with all they hold, each an lxml tree with that element as its root, valid for the schema.

    `name` is the local name of any of its elements (`paragraph`, `FRBRWork`, `quotedStructure`, ...). The bounds are
    as for `documents`. References of such a fragment lead nowhere.

    Raises ValueError for a name that is not in the schema, and for bounds within which there is no such element.
    """
    names = plans().grammar.elements
    if name not in names:
        near = difflib.get_close_matches(name, names)
        raise UsageError(
            f"{name!r} is no element of Akoma Ntoso; accepted are the {len(names)} names of the schema"
            f"{', among them ' + ', '.join(near) if near else ''}."
        )
    _check(name, None, max_elements, max_depth, 0)
    return _grown(name, None, max_elements, max_depth, 1)


def _check(name: str, document: str | None, max_elements: int, max_depth: int, added: int) -> None:
    least = plans().least(name, max_depth, document) + added
    if max_elements < least:
        raise UsageError(f"max_elements {max_elements!r} is too small: <{document or name}> needs {least} elements.")


@st.composite
def _grown(
    draw: st.DrawFn, name: str, document: str | None, max_elements: int, max_depth: int, level: int
) -> etree._ElementTree:
    """A tree whose root is the element `name`, and whose first child is `document`, where that is not None."""
    choices = Choices(draw)
    tree = Grower(choices, plans()).tree(name, max_elements, max_depth, document)
    if level == 2:
        naming.name(tree, plans().grammar)
    form = choices.number(7)
    if form in {6, 7}:
        indented(tree, plans())
    if form in {5, 6}:
        remarked(tree, 1 + choices.number(9))
    return tree


def _printed(tree: etree._ElementTree, printer: pretty.RepresentationPrinter, _cycle: bool) -> None:
    """How Hypothesis shows a tree: as XML."""
    printer.text(etree.tostring(tree, encoding="unicode") if tree.getroot() is not None else repr(tree))


pretty.for_type_by_name("lxml.etree", "_ElementTree", _printed)
