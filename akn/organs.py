"""The organs of the United Nations that adopt resolutions, as data/organs.toml lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from akn.lang.templates import fold


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ: its code in identifiers, what callers may call it, its names in each language."""

    actor: str
    show_as: str
    aliases: tuple[str, ...]
    symbols: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]


@cache
def organs() -> tuple[Organ, ...]:
    """All organs, in the order of the data."""
    rows = tomllib.loads((files("akn") / "data" / "organs.toml").read_text("utf-8"))
    return tuple(
        Organ(
            actor,
            row["showAs"],
            tuple(row["aliases"]),
            tuple(row["symbols"]),
            {key: tuple(names) for key, names in row.items() if len(key) == 2},
        )
        for actor, row in rows.items()
    )


@cache
def _actors() -> Mapping[str, str]:
    table: dict[str, str] = {}
    for organ in organs():
        known = (
            organ.actor,
            organ.show_as,
            *organ.aliases,
            *(name for names in organ.names.values() for name in names),
        )
        for name in known:
            table.setdefault(" ".join(fold(name).split()), organ.actor)
    return table


def actor_for(text: str) -> str | None:
    """The code of the organ that this code, abbreviation or name means, in any of the languages."""
    return _actors().get(" ".join(fold(text).split()))


@cache
def _symbols() -> tuple[tuple[str, str], ...]:
    pairs = [(symbol, organ.actor) for organ in organs() for symbol in organ.symbols]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def actor_of_symbol(symbol: str) -> str | None:
    """The code of the organ whose documents have symbols that start like this one."""
    return next((actor for start, actor in _symbols() if symbol.startswith(start)), None)
