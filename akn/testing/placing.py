"""Where the schema has a place for one more child."""

from __future__ import annotations

from lxml import etree

from akn.grammar import Grammar, symbol


def place(holder: etree._Element, name: str, grammar: Grammar) -> int | None:
    """The last place among the children of an element where one more of that name may stand; None if there is none."""
    content = grammar.elements[symbol(holder.tag)].content
    children = list(holder.iterchildren(tag=etree.Element))
    names = [symbol(child.tag) for child in children]
    for at in range(len(names), -1, -1):
        if content.accepts([*names[:at], name, *names[at:]]):
            return holder.index(children[at]) if at < len(children) else len(holder)
    return None


def insert(holder: etree._Element, element: etree._Element, grammar: Grammar) -> None:
    """Puts an element at that place, which there must be."""
    at = place(holder, symbol(element.tag), grammar)
    assert at is not None, f"no <{symbol(element.tag)}> in <{symbol(holder.tag)}>"
    holder.insert(at, element)
