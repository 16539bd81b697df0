"""Documents with one defect, for whoever tests a checker of Akoma Ntoso."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from hypothesis import strategies as st
from lxml import etree

from akn.diagnostics import UsageError
from akn.grammar import official, symbol
from akn.places import Places
from akn.schema import NAMESPACE

# Each enters its kinds of defects.
from akn.testing import (  # noqa: F401
    misbuilt,
    misdirected,
    misfiled,
    misnamed,
    misprofiled,
    misrecorded,
    misworded,
)
from akn.testing.defects import KINDS, Judged
from akn.testing.values import Choices

DEFECTS: dict[str, str] = {name: breaks for name, (breaks, _) in KINDS.items()}
"""Every kind of defect with what it breaks: `xsd` (the official schema), or `naming` where the document stays valid.

Such a kind bears the id of the rule that finds it, of whatever family.
"""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A document with one defect.

    `kind` is one of `DEFECTS`, and `breaks` what that breaks, `xsd` or `naming`. `path` leads to the element where the
    defect is, as `akn.validate` writes paths, such as `/akomaNtoso/act/body/section[2]`: for a child that is missing,
    misplaced or not allowed its parent. `change` tells what was done. `tree` is the changed document.
    """

    kind: str
    path: str
    change: str
    breaks: str
    tree: etree._ElementTree


def mutations(document: etree._ElementTree, *, kinds: Iterable[str] | None = None) -> st.SearchStrategy[Mutation]:
    """The ways to break a valid document, each with one defect and the document that has it. `document` stays as it is.

    `kinds` selects kinds of defects (see `DEFECTS`); None takes all. Those that this document has no place for are
    passed over. The kinds of rules are for documents in which no rule finds anything: those of `documents(level=2)`,
    and, for the families `layout` and `akn4un`, what `akn.convert` makes. With `documents().flatmap(mutations)` each
    example has a document of its own.

    Raises ValueError for a kind that there is not, and, when it is drawn from, for a document that is no place for any
    of those that are asked for, or holds an element of Akoma Ntoso that the schema does not know.
    """
    wanted = tuple(DEFECTS) if kinds is None else tuple(kinds)
    for name in wanted:
        if name not in DEFECTS:
            raise UsageError(f"{name!r} is no kind of defect; accepted are {', '.join(DEFECTS)}.")
    if not wanted:
        raise UsageError(f"No kind of defect is asked for; accepted are {', '.join(DEFECTS)}.")
    return _mutated(document, wanted)


@st.composite
def _mutated(draw: st.DrawFn, document: etree._ElementTree, wanted: tuple[str, ...]) -> Mutation:
    choices = Choices(draw)
    tree = deepcopy(document)
    judged = Judged(tree.getroot(), official())
    for element in tree.getroot().iter(f"{{{NAMESPACE}}}*"):
        if symbol(element.tag) not in judged.grammar.elements:
            raise UsageError(f"<{symbol(element.tag)}> is no element of Akoma Ntoso, so the document is not valid.")
    possible = [name for name in wanted if next(KINDS[name][1](judged), None) is not None]
    if not possible:
        raise UsageError(f"The document has no place for any of the defects {', '.join(wanted)}.")
    name = choices.one_of(possible)
    breaks, make = KINDS[name]
    defect = choices.one_of(list(make(judged)))
    defect.make()
    return Mutation(name, Places().path(defect.element), defect.change, breaks, tree)
