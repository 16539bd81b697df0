"""Leaves and the tree: which part each leaf is in, and what holds it; and back.

Down: `nest` builds the statement. Up: `flatten` gives the leaves again in the order of print. The parts of a statement
have a fixed order: a leaf that comes too late for its own part stays where it stands, as a plain paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from akn import roles
from akn.model import PARTS, Attributes, Leaf, Node
from akn.tables import gathered

_PART_OF = {
    roles.MASTHEAD: 0,
    roles.INFO: 1,
    roles.PUBLICATION: 1,
    roles.NUMBER: 1,
    roles.TITLE: 1,
    roles.FORMULA: 2,
    roles.PREAMBULAR: 2,
    roles.CLOSING: 4,
    roles.ANNEX: 5,
}
_CONTAINERS = {roles.INFO: "publicationInfo", roles.PUBLICATION: "publicationHeading"}
# Akoma Ntoso gives hierarchical elements no order; this is the order of the AKN4UN guidelines (part 1, section 4).
_RANKS = {"part": 1, "section": 2, "title": 3, "chapter": 4, "division": 5, "article": 6, "rule": 6, "hcontainer": 6}
_LEVELS = {"goal": "hcontainer"}


def nest(leaves: Sequence[Leaf], name: str) -> Node:
    """The statement that these leaves make; `name` is `resolution`, `decision` or a draft of either."""
    return gathered(Node("statement", _document(leaves), (("name", name), ("contains", "originalVersion"))))


def _document(leaves: Sequence[Leaf]) -> tuple[Node | Leaf, ...]:
    """The parts of a document, in their order."""
    groups: list[list[Leaf]] = [[] for _ in PARTS]
    has_preamble = any(leaf.role in (roles.FORMULA, roles.PREAMBULAR) and not _is_within(leaf) for leaf in leaves)
    part = 0
    for leaf in leaves:
        part = max(part, _part_of(leaf, part, has_preamble and not groups[2] and part < 2))
        groups[part].append(leaf)
    built = (_cover, _preface, _preamble, _main, _conclusions, _attachments)
    return tuple(
        Node(tag, build(group))
        for tag, build, group in zip(PARTS, built, groups, strict=True)
        if group or tag == "mainBody"
    )


def _is_within(leaf: Leaf) -> bool:
    """Whether a leaf belongs to a text that is adopted in the body."""
    return roles.WITHIN in leaf.attributes


def _adopted(leaves: Sequence[Leaf]) -> Node:
    """A text that is adopted in the body of another (AKN4UN part 1, section 8), as a paragraph of its own."""
    inner = [replace(leaf, attributes=leaf.attributes[:-1]) for leaf in leaves]  # which may be within another
    count = next((n for n, leaf in enumerate(inner) if leaf.role != roles.ANNEX or _is_label(leaf)), len(inner))
    title = (Node("preface", tuple(_p(leaf) for leaf in inner[:count])),) if count else ()
    name = "adoptedText" if title else "resolutionDraft"
    document = Node("doc", (*title, *_document(inner[count:])), (("name", name),))
    return Node("p", (Node("embeddedStructure", (document,)),))


def _is_label(leaf: Leaf) -> bool:
    return dict(leaf.attributes).get("part") == "label"


def collect(front_leaves: Sequence[Leaf], statements: Sequence[Node], name: str) -> Node:
    """The collection of several statements (AKN4UN part 3, section 1.6.3), with what is printed over all of them."""
    cover = list(takewhile(lambda leaf: _part_of(leaf, 0, False) == 0, front_leaves))
    preface = front_leaves[len(cover) :]
    children: list[Node | Leaf] = []
    if cover:
        children.append(gathered(Node("coverPage", _cover(cover))))
    if preface:
        children.append(gathered(Node("preface", _preface(preface))))
    components = tuple(Node("component", (statement,)) for statement in statements)
    children.append(Node("collectionBody", components))
    return Node("documentCollection", tuple(children), (("name", name), ("contains", "originalVersion")))


def flatten(node: Node | Leaf) -> Iterator[Leaf]:
    """The leaves of a tree in the order of print, without those that hold nothing."""
    if isinstance(node, Leaf):
        if node.string or node.gap or node.marks:
            yield node
        return
    for child in node.children:
        yield from flatten(child)


def _part_of(leaf: Leaf, part: int, before_preamble: bool) -> int:
    """The index of the part that a leaf belongs to; what has no part of its own stays in the one that is open."""
    if _is_within(leaf):
        return 3
    if dict(leaf.attributes).get("in") == "preamble":
        return max(2, part)
    if leaf.role in _PART_OF:
        return _PART_OF[leaf.role]
    if leaf.role in (roles.UNKNOWN, roles.CELL):
        return part if before_preamble or part > 2 else 3
    return 3


def _p(leaf: Leaf) -> Leaf:
    """A leaf as a paragraph; a cell as it is, until all cells are gathered in tables."""
    return leaf if leaf.role == roles.CELL else replace(leaf, tag="p", attributes=())


def _cover(leaves: Sequence[Leaf]) -> tuple[Node | Leaf, ...]:
    return (Node("container", tuple(_p(leaf) for leaf in leaves), (("name", "masthead"),)),)


def _preface(leaves: Sequence[Leaf]) -> tuple[Node | Leaf, ...]:
    children: list[Node | Leaf] = []
    for leaf in leaves:
        name = _CONTAINERS.get(leaf.role)
        last = children[-1] if children else None
        if name is None:
            children.append(_p(leaf))
        elif isinstance(last, Node) and dict(last.attributes)["name"] == name:
            children[-1] = Node("container", (*last.children, _p(leaf)), last.attributes)
        else:
            children.append(Node("container", (_p(leaf),), (("name", name),)))
    return tuple(children)


def _preamble(leaves: Sequence[Leaf]) -> tuple[Node | Leaf, ...]:
    children: list[Node | Leaf] = []
    start = 0
    while start < len(leaves):
        leaf = leaves[start]
        if leaf.role == roles.FORMULA:
            children.append(Node("formula", (_p(leaf),), (("name", "enactingFormula"),)))
            start += 1
        elif leaf.role == roles.PREAMBULAR or dict(leaf.attributes).get("in") == "preamble":
            end = start + 1
            while end < len(leaves) and dict(leaves[end].attributes).get("in") == "preamble":
                end += 1
            name = dict(leaf.attributes).get("name", "preambular")
            children.append(Node("container", _block_lists(leaves[start:end], 0), (("name", name),)))
            start = end
        else:
            children.append(_p(leaf))
            start += 1
    return tuple(children)


def _depth(leaf: Leaf) -> int:
    return int(dict(leaf.attributes).get("depth", 0))


def _block_lists(leaves: Sequence[Leaf], depth: int) -> tuple[Node | Leaf, ...]:
    """Paragraphs and, where some of them are numbered, the `blockList` that they make with the text before them."""
    items = [number for number, leaf in enumerate(leaves) if leaf.role == roles.LABELLED]
    if not items:
        return tuple(_p(leaf) for leaf in leaves)
    first = items[0]
    level = _depth(leaves[first])
    lead = [_p(leaf) for leaf in leaves[:first]]
    intro = [replace(lead.pop(), tag="listIntroduction")] if lead and lead[-1].role != roles.CELL else []
    starts = [number for number in items if _depth(leaves[number]) <= level]
    end = next((n for n in range(first, len(leaves)) if leaves[n].role == roles.WRAP_UP), len(leaves))
    starts = [number for number in starts if number < end]
    made: list[Node | Leaf] = [*intro]
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        number = replace(leaves[start], tag="num", attributes=())
        rest = _block_lists(leaves[start + 1 : stop], depth + 1) or (Leaf("p", ""),)
        made.append(Node("item", (number, *rest)))
    if end < len(leaves):
        made.append(replace(leaves[end], tag="listWrapUp", attributes=()))
    following = _block_lists(leaves[end + 1 :], depth) if end + 1 < len(leaves) else ()
    return (*lead, Node("blockList", tuple(made)), *following)


class _Hierarchy:
    """Builds a body: the levels that are open, outermost first, each with its children so far."""

    def __init__(self) -> None:
        self._open: list[tuple[str, Attributes, list[Node | Leaf]]] = [("mainBody", (), [])]

    @property
    def children(self) -> list[Node | Leaf]:
        return self._open[-1][2]

    @property
    def in_level(self) -> bool:
        return len(self._open) > 1

    def open(self, tag: str, attributes: Attributes = ()) -> None:
        while self.in_level and _RANKS[self._open[-1][0]] >= _RANKS[tag]:
            self.close()
        self._open.append((tag, attributes, []))

    def close(self) -> None:
        tag, attributes, children = self._open.pop()
        self.children.append(Node(tag, tuple(children), attributes))

    def finish(self) -> tuple[Node | Leaf, ...]:
        while self.in_level:
            self.close()
        return tuple(self.children)


def _main(leaves: Sequence[Leaf]) -> tuple[Node | Leaf, ...]:
    """The children of a body; an empty paragraph where there are none, since the schema wants one."""
    hierarchy = _Hierarchy()
    start = 0
    while start < len(leaves):
        leaf = leaves[start]
        end = start + 1
        if leaf.role == roles.LEVEL:
            kind = dict(leaf.attributes)["level"]
            hierarchy.open(_LEVELS.get(kind, kind), (("name", kind),) if kind in _LEVELS else ())
            hierarchy.children.append(replace(leaf, attributes=()))
        elif leaf.role == roles.HEADING:
            if (
                not hierarchy.in_level
                or any(not _heads(child) for child in hierarchy.children)
                or any(isinstance(child, Leaf) and child.tag == "heading" for child in hierarchy.children)
            ):
                hierarchy.open("division")
            hierarchy.children.append(leaf)
        elif leaf.role == roles.CROSS:
            if not hierarchy.in_level:
                hierarchy.open("division")  # a second preamble
            hierarchy.children.append(replace(leaf, attributes=(("refersTo", "#preambular"),)))
        elif leaf.role in (roles.LABELLED, roles.TEXT):
            end = _end_of_paragraph(leaves, start)
            hierarchy.children.append(_paragraph(leaves[start:end]))
        else:
            end = _end_of_table(leaves, start) if leaf.role == roles.CELL else end
            plain = tuple(_p(leaf) for leaf in leaves[start:end])
            text = Node("hcontainer", (Node("content", plain),), (("name", "text"),))
            hierarchy.children.extend((text,) if hierarchy.in_level else plain)
        start = end
    return hierarchy.finish() or (Leaf("p", ""),)


def _heads(child: Node | Leaf) -> bool:
    return isinstance(child, Leaf) and child.tag in ("num", "heading")


def _end_of_table(leaves: Sequence[Leaf], start: int) -> int:
    """Where the cells end that start here."""
    return next((n for n in range(start, len(leaves)) if leaves[n].role != roles.CELL), len(leaves))


def _end_of_paragraph(leaves: Sequence[Leaf], start: int) -> int:
    """Where the paragraph that starts here ends: at the next number of the outermost list, or what is no part of it."""
    end = start + 1
    while end < len(leaves):
        leaf = leaves[end]
        attributes = dict(leaf.attributes)
        if "inside" in attributes or _is_within(leaf):  # a table or a text that the paragraph announces
            end += 1
            continue
        if leaf.role not in (roles.LABELLED, roles.TEXT, roles.WRAP_UP) or "alone" in attributes:
            break
        if leaf.role == roles.LABELLED and _depth(leaf) == 0:
            break
        end += 1
    return end


def _paragraph(leaves: Sequence[Leaf]) -> Node:
    first = leaves[0]
    if first.role == roles.LABELLED and _depth(first) == 0:
        return Node("paragraph", (replace(first, tag="num", attributes=()), *_contents(leaves[1:])))
    if first.role == roles.LABELLED:
        contents = _contents(leaves)
        return contents[0] if len(contents) == 1 and isinstance(contents[0], Node) else Node("paragraph", contents)
    return Node("paragraph", _contents(leaves))


def _contents(leaves: Sequence[Leaf]) -> tuple[Node | Leaf, ...]:
    """What follows the number of a paragraph or point: `content`, or the lists that its sub-paragraphs make."""
    own = next((n for n, leaf in enumerate(leaves) if _is_within(leaf)), len(leaves))
    if own < len(leaves):
        return (Node("content", (*(_p(leaf) for leaf in leaves[:own]), _adopted(leaves[own:]))),)
    lists: list[Node] = []
    start = 0
    while start < len(leaves):
        first = next((n for n in range(start, len(leaves)) if leaves[n].role == roles.LABELLED), len(leaves))
        if first == len(leaves):
            break
        end = next((n for n in range(first, len(leaves)) if leaves[n].role == roles.WRAP_UP), len(leaves))
        wrap_end = end
        while wrap_end < len(leaves) and leaves[wrap_end].role != roles.LABELLED:
            wrap_end += 1
        lists.append(_list(leaves[start:first], leaves[first:end], leaves[end:wrap_end]))
        start = wrap_end
    if lists:
        return tuple(lists)
    return (Node("content", tuple(_p(leaf) for leaf in leaves)),) if leaves else ()


def _list(intro: Sequence[Leaf], items: Sequence[Leaf], wrap_up: Sequence[Leaf]) -> Node:
    level = _depth(items[0])
    starts = [n for n, leaf in enumerate(items) if leaf.role == roles.LABELLED and _depth(leaf) <= level]
    children: list[Node | Leaf] = []
    if intro:
        children.append(Node("intro", tuple(_p(leaf) for leaf in intro)))
    for start, stop in zip(starts, [*starts[1:], len(items)], strict=True):
        number = replace(items[start], tag="num", attributes=())
        children.append(Node("point", (number, *_contents(items[start + 1 : stop]))))
    if wrap_up:
        children.append(Node("wrapUp", tuple(_p(leaf) for leaf in wrap_up)))
    return Node("list", tuple(children))


def _conclusions(leaves: Sequence[Leaf]) -> tuple[Node | Leaf, ...]:
    closing = [_p(leaf) for leaf in leaves if leaf.role == roles.CLOSING]
    end = next((n for n, leaf in enumerate(leaves) if leaf.role != roles.CLOSING), len(leaves))
    container = Node("container", tuple(closing[:end]), (("name", "conclusion"),))
    return (*((container,) if end else ()), *(_p(leaf) for leaf in leaves[end:]))


def _attachments(leaves: Sequence[Leaf]) -> tuple[Node | Leaf, ...]:
    """One attachment for each annex: its label and title are the preface of a document of its own."""
    starts = [n for n, leaf in enumerate(leaves) if _is_label(leaf)]
    attachments = []
    for start, end in zip(starts, [*starts[1:], len(leaves)], strict=True):
        title = start + 1
        while title < end and leaves[title].role == roles.ANNEX:
            title += 1
        preface = Node("preface", tuple(_p(leaf) for leaf in leaves[start:title]))
        main = Node("mainBody", _main(leaves[title:end]))
        attachments.append(Node("attachment", (Node("doc", (preface, main), (("name", "annex"),)),)))
    return tuple(attachments)
