"""Tables of HTML and their cells. Every string that comes in is escaped here, and nowhere else.

What would not be seen in it (control characters, those that turn the direction of writing) is shown by its code.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from akn import lang
from akn.diagnostics import UsageError, visible

_BLANKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, how its cells look (`number`, `long`), whether it has a filter."""

    heading: str
    look: str = ""
    filter: bool = False


def table(caption: str, columns: Iterable[Column], rows: Iterable[str], *, filtered: bool = False) -> Iterator[str]:
    """The lines of a table, in a region of its own that scrolls. Each row is its cells, one after the other."""
    chosen = ' class="filtered"' if filtered else ""
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table{chosen}>'
    yield f"<caption>{caption}</caption>"
    yield f"<thead><tr>{''.join(map(_head, columns))}</tr></thead>\n<tbody>"
    yield from (f"<tr>{row}</tr>" for row in rows)
    yield "</tbody></table></div>"


def _head(column: Column) -> str:
    look = f' class="{column.look}"' if column.look else ""
    return f'<th scope="col"{look}{" data-filter" if column.filter else ""}>{column.heading}</th>'


def escaped(value: str) -> str:
    """A string as HTML in which every character can be seen, for content and for attributes."""
    return html.escape(visible(_BLANKS.sub(" ", value)))


def name_of(value: str) -> str:
    """The name of a file, set apart from the direction of the text around it."""
    return f"<bdi>{escaped(value) or 'not named'}</bdi>"


def link(name: str, path: str, folder: Path) -> str:
    """A name that links to a file, as seen from a folder; the mere name where no address leads there."""
    address = _address(path, folder)
    return f'<a href="{html.escape(address)}">{name_of(name)}</a>' if address else name_of(name)


def _address(path: str, folder: Path) -> str:
    """The relative URL of a file. A colon in it is quoted, so that it never has a scheme."""
    if path in ("", "-") or "\0" in path:
        return ""
    try:
        return quote(os.path.relpath(path, folder).replace(os.sep, "/"), errors="surrogateescape")
    except ValueError:  # on another drive, or no name that a file can have
        return ""


def header(content: str, look: str = "") -> str:
    """The cell that names its row. `content` is HTML."""
    return f'<th scope="row" class="{look}">{content}</th>' if look else f'<th scope="row">{content}</th>'


def cell(content: str, look: str = "") -> str:
    """A cell that looks like `look`. `content` is HTML."""
    return f'<td class="{look}">{content}</td>' if look else f"<td>{content}</td>"


def word(value: str, look: str = "") -> str:
    """A cell with a code or another short string."""
    return cell(escaped(value), look)


def prose(value: str, language: str = "") -> str:
    """A cell with text of any direction, in the language of this code if that is known."""
    known = language_of(language)
    code = f' lang="{known.code}"' if known and value else ""
    return f'<td class="long" dir="auto"{code}>{escaped(value)}</td>'


def number(value: int | None) -> str:
    """A cell with a number, or with nothing."""
    return '<td class="number"></td>' if value is None else f'<td class="number" data-value="{value}">{value:,}</td>'


def seconds(value: float | None) -> str:
    """A cell with a time, or with nothing."""
    return cell("", "number") if value is None else f'<td class="number" data-value="{value!r}">{duration(value)}</td>'


def share(count: int, total: int) -> str:
    """Two cells with a share: in percent, and as a bar."""
    part = count / total
    bar = f'<svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect width="{100 * part:.2f}" height="10"/></svg>'
    return (
        f'<td class="number" data-value="{part:.6f}">{percent(count, total)}</td>'
        f'<td class="bar" aria-hidden="true">{bar}</td>'
    )


def percent(count: int, total: int) -> str:
    """A share in percent; neither a few nor all but a few are rounded away."""
    value = 100 * count / total
    if 0 < value < 0.01:
        return "&lt; 0.01 %"
    return "&gt; 99.99 %" if 99.99 < value < 100 else f"{value:.2f} %"


def duration(value: float) -> str:
    """Seconds in the unit that they are read in best."""
    if value < 1:
        return f"{1000 * value:.1f} ms"
    if value < 60:
        return f"{value:.2f} s"
    minutes, rest = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"


def several(count: int, noun: str) -> str:
    """A number of things."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


@lru_cache(maxsize=256)
def language_of(code: str) -> lang.Language | None:
    """The language that a code means, if it is one of those that are known."""
    try:
        return lang.load(code)
    except UsageError:
        return None
