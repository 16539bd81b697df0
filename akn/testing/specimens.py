"""What invented resolutions are made of, for one language and organ: data/specimens.toml and data/bodies.toml with what
the language pack knows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from akn.lang import Language, codes, load
from akn.lang.phrases import expand
from akn.organs import organs


@cache
def data() -> Mapping[str, Any]:
    """The sentences and lines of each language."""
    return _read("specimens.toml")


@cache
def bodies() -> Mapping[str, Any]:
    """How each organ prints its resolutions, by its code in identifiers."""
    return _read("bodies.toml")


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("akn") / "data" / name).read_text("utf-8"))


@cache
def specimens_of(code: str, body: str = "un-ga") -> Specimens:
    """The specimens of an organ in the language with this ISO 639-1 code."""
    organ = bodies()[body]
    return Specimens(load(code), body, {**data()[code], **organ, **organ[code]})


@dataclass(frozen=True, eq=False)
class Specimens:
    """The lines and sentences of one organ in one language."""

    language: Language
    body: str
    row: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.row[key]

    def get(self, key: str, default: Any) -> Any:
        """What this organ or language has of its own, else the default."""
        return self.row.get(key, default)

    def __contains__(self, key: str) -> bool:
        return key in self.row

    @cached_property
    def organ(self) -> str:
        """The name of the organ as a masthead has it."""
        organ = next(organ for organ in organs() if organ.actor == self.body)
        return organ.names[self.language.code][0]

    @cached_property
    def openings(self) -> tuple[tuple[str, str], ...]:
        """Preambular phrases with their shared names, in the order of the pack; none that the pack names twice."""
        row = self.language.pack["openings"]
        named: dict[str, set[str]] = {}
        for written, given in row["preambular"].items():
            for phrase, name in expand(written, given, row["sets"]):
                start = phrase[:1].upper() if row["capital"] else phrase[:1]
                named.setdefault(start + phrase[1:], set()).add(name[:1].lower() + name[1:])
        return tuple((phrase, min(names)) for phrase, names in named.items() if len(names) == 1)

    @cached_property
    def additions(self) -> tuple[tuple[str, str], ...]:
        """What may follow a preambular phrase, and what it adds to the name."""
        return tuple(self.language.pack["openings"]["additions"].items())

    @cached_property
    def verbs(self) -> tuple[str, ...]:
        """Operative verbs, in the order of the pack."""
        row = self.language.pack["openings"]
        return tuple(found for phrase in row["operative"] for found, _ in expand(phrase, "", row["sets"]))

    def written_or_empty(self, day: date | None) -> str:
        """A day as the language writes it; nothing where there is none."""
        return self.written(day) if day else ""

    def written(self, day: date) -> str:
        """A day as the language writes it."""
        spellings = [name for name, number in self.language.months.items() if number == day.month]
        first = self.get("first_day", "1")
        return str(self.row["date"]).format(
            day=first if day.day == 1 else day.day,
            month=spellings[0],
            other=spellings[1 if len(spellings) > 1 else 0],
            m=day.month,
            year=day.year,
        )


@cache
def fragments() -> tuple[str, ...]:
    """Pieces of text that provoke the recognisers: signs of every language, and examples of all their patterns."""
    found: list[str] = list(data()["neutral"]["fragments"])
    for code in codes():
        here = specimens_of(code)
        rows = [data()[code], *(organ[code] for organ in bodies().values())]
        pack = here.language.pack
        for group in ("lines", "headings"):
            for row in pack[group].values():
                found += row["examples"]
        found += pack["date"]["examples"]
        found += [f"{phrase} " for phrase, _ in here.openings[:40]]
        found += [f"{phrase} " for phrase in here.verbs[:30]]
        for value in (value for row in rows for value in row.values()):
            if isinstance(value, list):
                found += [item for item in value if isinstance(item, str)]
    return tuple(dict.fromkeys(found))
