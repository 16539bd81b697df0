"""The lines before and after the text of a resolution, as its organ prints them: front matter and closing lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from akn.testing.specimens import Specimens
from akn.testing.structure import Resolution


def front(resolution: Resolution, specimens: Specimens) -> Mapping[str, list[str]]:
    """The lines of each part of the front matter, the parts in the order in which the organ prints them.

    A bar in a line is where narrow print breaks it. The day of issue says which of several ways of writing is taken.
    """
    choice = resolution.issued.day if resolution.issued else 0
    makers: Mapping[str, Callable[[], list[str]]] = {
        "symbol": lambda: [resolution.symbol] if resolution.symbol is not None else [],
        "organ": lambda: [specimens.organ],
        "distribution": lambda: [specimens["distribution"], specimens.written_or_empty(resolution.issued)],
        "session": lambda: [_session(resolution, specimens), _agenda(resolution, specimens, choice)],
        "adoption": lambda: [_adoption(resolution, specimens, choice)],
        "origin": lambda: [f"[{resolution.origin}]"],
        "number": lambda: [specimens["number_line"].format(number=resolution.number)],
        "formula": lambda: [resolution.formula],
    }
    parts = {part: makers[part]() for part in specimens["front"]}
    return {part: lines for part, lines in parts.items() if lines}


def closing(resolution: Resolution, specimens: Specimens) -> list[str]:
    """The closing lines; none where the organ prints none."""
    meeting, day = resolution.closing
    if not meeting:
        return []
    lines = str(specimens["closing"]).format(meeting=meeting, date=specimens.written_or_empty(day)).split("\n")
    if "votes" in specimens:
        ways = specimens["votes"]
        names = ("ayes", "noes", "abstentions")
        lines.append(ways[1].format(**dict(zip(names, resolution.vote, strict=True))) if resolution.vote else ways[0])
    return lines


def _session(resolution: Resolution, specimens: Specimens) -> str:
    return str(next(words for number, words in specimens["sessions"] if number == resolution.session))


def _agenda(resolution: Resolution, specimens: Specimens, choice: int) -> str:
    item, _, letter = resolution.agenda_item.partition(" ")
    ways = [line for line in specimens["agenda"] if ("{a}" in line) == bool(letter)]
    return str(ways[choice % len(ways)]).format(n=item, a=letter.strip("()"))


def _adoption(resolution: Resolution, specimens: Specimens, choice: int) -> str:
    sittings = specimens.get("sittings", [""])
    day = specimens.written_or_empty(resolution.adopted)
    return str(specimens["adoption"]).format(date=day, meeting=sittings[choice % len(sittings)])
