"""What the reader and the writer of Akoma Ntoso have in common: names, kinds of elements, running text, indentation."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from akn import layout

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NSMAP = {None: NAMESPACE, layout.PREFIX: layout.NAMESPACE}
# How light mark-up writes each element where the XML does not say otherwise.
NOTATION = {"i": ("*", "*"), "b": ("**", "**"), "sup": ("^{", "}")}


def name(local: str) -> str:
    """A name of Akoma Ntoso as lxml writes it."""
    return f"{{{NAMESPACE}}}{local}"


def notation(tag: str, content: str) -> tuple[str, str]:
    """The signs before and after the content of an emphasised or raised element."""
    if tag == "sup" and len(content) == 1:
        return "^", ""
    return NOTATION.get(tag, ("", ""))


def append(element: etree._Element, text: str) -> None:
    """Add text after all that an element holds."""
    if not text:
        return
    last = next(element.iterchildren(reversed=True), None)  # counting the children would take time for each of them
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text


def _texts(element: etree._Element) -> list[str]:
    return [element.text or "", *(child.tail or "" for child in element)]


def needs_space(element: etree._Element) -> bool:
    """Whether a tool that tidies white space would harm this running text: blanks at an end, or twice, or no text.

    libxml2 strips blanks between two elements as indentation, at any depth, where no text stands before the first.
    """
    texts = _texts(element)
    if len(texts) > 1 and not any(text.strip() for text in texts):
        return True
    if any(not first and any(text.isspace() for text in rest) for first, *rest in map(_texts, element.iter())):
        return True
    at_ends = texts[0][:1].isspace() or texts[-1][-1:].isspace()
    return at_ends or any("  " in text or "\t" in text for text in texts)


# Elements whose content is running text and that stand on lines of their own.
LEAVES = frozenset(
    "p num heading subheading crossHeading listIntroduction listWrapUp block caption li from scene narrative summary "
    "tocItem".split()
)
# Elements that hold such blocks and may themselves stand within running text.
BLOCKS = LEAVES | frozenset(
    "ul ol table blockList blockContainer tblock toc foreign quotedStructure embeddedStructure subFlow".split()
)


def holds_document(element: etree._Element) -> bool:
    """Whether a paragraph holds no text of its own, but a structure such as a document that is adopted in the body."""
    return (
        len(element) > 0
        and not any(text.strip() for text in _texts(element))
        and all(local_name(child) == "embeddedStructure" for child in element)
    )


def indent(element: etree._Element, depth: int = 0) -> None:
    """Put each block on its own line, without touching running text."""
    if not len(element) or (element.text or "").strip():
        return
    if local_name(element) in LEAVES and not holds_document(element):
        return
    element.text = "\n" + " " * (depth + 1)
    for child in element:
        indent(child, depth + 1)
        child.tail = "\n" + " " * (depth + 1)
    element[-1].tail = "\n" + " " * depth


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; nothing for a comment or a processing instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element) -> Iterator[etree._Element]:
    """The child elements, without comments and processing instructions."""
    return element.iterchildren(tag=etree.Element)


def fold(text: str) -> str:
    """The text on one line, with single blanks and none at its ends."""
    return " ".join(text.split())
