"""Reads Akoma Ntoso from wherever it is, safely: no entity, no network, no document type, nothing left unsaid."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, TypeAlias

from lxml import etree
from lxml.etree import _Element, _ElementTree

from akn.diagnostics import SourceError, UsageError

Source: TypeAlias = str | bytes | bytearray | os.PathLike[str] | IO[str] | IO[bytes] | _Element | _ElementTree
"""A path, bytes, a string that holds XML, a file object, or an lxml tree or element."""

LIMIT = 512 * 1024 * 1024
"""The largest source, in bytes, that is read where the caller says nothing else."""

# libxml2 refuses a text node above 10 MB unless it is told otherwise. A document shorter than that cannot hold one, so
# it keeps the guard (and the tight bound on depth); a longer one is bounded by LIMIT.
_HUGE = 10_000_000


class ContentError(SourceError):
    """A source was read, but it is not XML, or not XML that is safe to parse. `rule` is the finding it amounts to."""

    def __init__(self, message: str, *, rule: str = "xml-not-well-formed", line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.rule = rule
        self.line = line
        self.column = column


def parse(source: Source, *, limit: int = LIMIT) -> _ElementTree:
    """The tree of an Akoma Ntoso source: a path, bytes, a string or file that holds XML, or an lxml tree or element.

    Raises SourceError where it is missing, longer than `limit` bytes, no well-formed XML, or declares a document type.
    """
    if isinstance(source, _ElementTree):
        return _without_doctype(source)
    if isinstance(source, _Element):
        return _without_doctype(source.getroottree() if source.getparent() is None else etree.ElementTree(source))
    data, encoding = read(source, limit=limit)
    return parse_bytes(data, encoding)


def read(source: object, *, limit: int = LIMIT) -> tuple[bytes, str | None]:
    """The bytes of a source, and their encoding where the source knows it better than its own XML declaration."""
    if isinstance(source, _ElementTree | _Element):
        return _serialised(source), "utf-8"
    if isinstance(source, str) and not _holds_xml(source):
        source = Path(_as_path(source))
    if isinstance(source, os.PathLike):
        return _within(file_bytes(Path(source), limit), limit), None
    if callable(reader := getattr(source, "read", None)):
        source = _from_reader(reader, limit)
    if isinstance(source, str):
        return _within(_encoded(source), limit), "utf-8"
    if isinstance(source, bytes | bytearray | memoryview):
        return _within(bytes(source), limit), None
    raise UsageError(
        f"{type(source).__name__} is no source: a path, bytes, a string of XML, a file object or an lxml tree is"
        " accepted."
    )


def parse_bytes(data: bytes, encoding: str | None = None) -> _ElementTree:
    """The tree of an XML document in memory. Raises ContentError, with line and column, where it is none."""
    try:
        root = etree.fromstring(data, parser(len(data), encoding=encoding))
    except etree.XMLSyntaxError as error:
        raise _in_words(error, data) from None
    except LookupError:
        raise ContentError("The XML declaration names an encoding that is not known.", line=1, column=1) from None
    return _without_doctype(root.getroottree())


def parse_judged(data: bytes, encoding: str | None, schema: etree.XMLSchema) -> tuple[_ElementTree, bool]:
    """The tree of an XML document in memory, and whether it is valid by the schema: for a valid one in a single pass.

    The time is linear in the length of the document, whatever is wrong with it. Raises ContentError as `parse_bytes`.
    """
    try:
        root = etree.fromstring(data, parser(len(data), encoding=encoding, schema=schema))
    except (etree.XMLSyntaxError, LookupError):
        return parse_bytes(data, encoding), False
    tree = root.getroottree()
    if (tree.docinfo.encoding or "").upper() in _AS_ASCII and b"xml:id" not in data:
        return _without_doctype(tree), True
    # What is an ID stands once in a document (XML Schema Part 1, 3.15.4); libxml2 sees it in a tree alone.
    ids = [str(value).strip() for value in _ids(root)]
    return _without_doctype(tree), len(ids) == len(set(ids))


_ids = etree.XPath("//@xml:id")
_AS_ASCII = frozenset({"ASCII", "ISO-8859-1", "US-ASCII", "UTF-8"})  # encodings in which ASCII is written as it is


def parser(size: int, *, encoding: str | None = None, schema: etree.XMLSchema | None = None) -> etree.XMLParser:
    """A parser that trusts nothing, for a document of `size` bytes. With a schema it validates while it parses."""
    made: etree.XMLParser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=size > _HUGE,
        recover=False,
        collect_ids=False,
        remove_comments=False,
        remove_pis=False,
        encoding=encoding,
        schema=schema,
    )
    return made


def _holds_xml(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def _as_path(text: str) -> str:
    if "\n" in text or "\r" in text or len(text) > 4096 or not text.strip():
        raise ContentError(
            f"This is not XML: it starts with {text.strip()[:30]!r}, where `<` is expected. A string is read as XML if"
            " it starts with `<`, and as a path if not; plain text is for akn.convert.",
            line=1,
            column=1,
        )
    return text


_AT_ONCE = 1 << 20


def up_to(file: IO[bytes], most: int, expected: int = _AT_ONCE) -> bytes:
    """At most so many bytes of a file, which may have no end. Memory is taken for those that are there alone."""
    parts = []
    while most > 0 and (part := file.read(min(most, max(expected, _AT_ONCE)))):
        parts.append(part)
        most -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def file_bytes(path: Path, limit: int = LIMIT) -> bytes:
    """The bytes of a file, and one more than `limit` of one that is longer. Raises SourceError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return up_to(file, limit + 1, os.fstat(file.fileno()).st_size + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        hint = " A string is read as XML only if it starts with `<`." if isinstance(error, FileNotFoundError) else ""
        raise SourceError(f"{str(path)!r} cannot be read: {reason}.{hint}") from error


def _from_reader(reader: Callable[[int], object], limit: int) -> str | bytes:
    """All that a file object gives, which may be less at a time than it is asked for, up to one more than `limit`."""
    content = _part(reader, limit + 1)
    parts = [content]
    left = limit + 1 - len(content)
    while left > 0 and (part := _part(reader, left)):
        parts.append(part)
        left -= len(part)
    try:
        return content[:0].join(parts)  # type: ignore[arg-type]
    except TypeError:
        raise UsageError("A file object has to give str or bytes, and this one gave both.") from None


def _part(reader: Callable[[int], object], most: int) -> str | bytes:
    try:
        part = reader(min(most, _AT_ONCE))
    except (OSError, ValueError) as error:  # UnicodeDecodeError is a ValueError
        raise SourceError(f"The source cannot be read: {error}.") from error
    if not isinstance(part, str | bytes):
        raise UsageError(f"A file object has to give str or bytes, and this one gave {type(part).__name__}.")
    return part


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        column = error.start - text.rfind("\n", 0, error.start)
        raise ContentError(
            f"Line {line}, column {column}: U+{ord(text[error.start]):04X} is half a surrogate pair, not a character.",
            line=line,
            column=column,
        ) from None


def _within(data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise ContentError(f"The source is longer than {limit:,} bytes, the most that is read.", rule="xml-too-long")
    return data


def _serialised(source: _Element | _ElementTree) -> bytes:
    tree = source if isinstance(source, _ElementTree) else None
    if tree is not None and tree.getroot() is None:
        raise ContentError("The tree has no root element.")
    if tree is not None:
        return etree.tostring(tree, encoding="utf-8")
    assert isinstance(source, _Element)
    return etree.tostring(source, encoding="utf-8", with_tail=False)


def _without_doctype(tree: _ElementTree) -> _ElementTree:
    if tree.getroot() is None:
        raise ContentError("The tree has no root element.")
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise ContentError(_DOCTYPE, rule="xml-doctype")
    return tree


_DOCTYPE = (
    "The document declares a document type (DOCTYPE). Akoma Ntoso has none, and it could pull in other files: take the"
    " declaration out."
)


_DEPTH = re.compile(r"Excessive depth in document: (\d+)")
_POSITION = re.compile(r", line \d+, column \d+$")


def _in_words(error: etree.XMLSyntaxError, data: bytes) -> ContentError:
    line, column = max(error.position[0], 1), max(error.position[1], 1)
    reason = _POSITION.sub("", error.msg or "not well-formed").strip().rstrip(".")
    if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
        return ContentError("There is not enough memory to read this document.", rule="xml-unchecked")
    if "amplification" in reason or "external entity" in reason:  # only a document type has such entities
        return ContentError(_DOCTYPE, rule="xml-doctype", line=line, column=column)
    if not data.strip():
        return ContentError("The source is empty: there is no XML in it.", line=1, column=1)
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if error.code == etree.ErrorTypes.ERR_DOCUMENT_EMPTY and not start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        shown = start.split(b"\n", 1)[0][:30].decode("utf-8", "replace")
        return ContentError(
            f"This is not XML: it starts with {shown!r}, where `<` is expected. Plain text becomes XML with"
            " `akn convert`.",
            line=line,
            column=column,
        )
    if error.code == etree.ErrorTypes.ERR_INVALID_ENCODING or "Invalid bytes" in reason:
        reason = "the bytes are not in the encoding that the XML declaration says (UTF-8 where it says none)"
    if depth := _DEPTH.match(reason):
        reason = f"its elements are nested more than {depth[1]} deep"
    return ContentError(f"Line {line}, column {column}: not well-formed XML: {reason}.", line=line, column=column)
