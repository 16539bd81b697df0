"""What a team wants checked: the table `tool.akn` of a pyproject.toml, or an akn.toml with the same keys at its top.

`select` and `ignore` name rules or families of rules, `severity` sets how much they weigh, `paths` has such settings
for the files that a pattern matches; `fail-on` and `baseline` are for the command line. docs/ci.md shows one.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from akn.check import SEVERITIES, select
from akn.diagnostics import UsageError
from akn.filenames import matches, seen_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

OWN, SHARED = "akn.toml", "pyproject.toml"
FAIL_ON = ("error", "warning")

_CHOICE = ("select", "ignore", "severity")
_KEYS = (*_CHOICE, "fail-on", "baseline", "paths")


class Settings(NamedTuple):
    """What holds for one file: the rules to check, as `akn.validate` takes them, but for the ids in `ignored`; and the
    severity of each rule for which one is set.
    """

    rules: str | Iterable[str] | None
    ignored: frozenset[str]
    severities: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of rules: `select` as it is written, None where it is not; ids to leave out; ids with a severity."""

    select: tuple[str, ...] | None = None
    ignore: frozenset[str] = frozenset()
    severities: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration. `paths` are patterns, from `folder` on, each with the choice for the files that it matches.

    `fail_on` and `baseline` (a path) are None where it does not set them.
    """

    folder: str = "."
    choice: Choice = Choice()
    paths: tuple[tuple[str, Choice], ...] = ()
    fail_on: str | None = None
    baseline: str | None = None

    def for_file(self, name: str, rules: str | Iterable[str] | None = None) -> Settings:
        """What holds for a file of this name, seen from the current directory.

        The choice at the top comes first, then that of each pattern which matches, in their order: `select` starts
        again from what it names, `ignore` takes from that, `severity` is set. `rules`, where given, stand in the place
        of every `select` and `ignore`.
        """
        path = seen_from(self.folder, name)
        selected: tuple[str, ...] | None = None
        ignored: frozenset[str] = frozenset()
        severities: dict[str, str] = {}
        for choice in (self.choice, *(choice for pattern, choice in self.paths if matches(pattern, path))):
            if choice.select is not None:
                selected, ignored = choice.select, frozenset()
            ignored |= choice.ignore
            severities.update(choice.severities)
        if rules is not None:
            return Settings(rules, frozenset(), severities)
        return Settings(selected, ignored, severities)


def load(path: str | os.PathLike[str]) -> Config:
    """The configuration in a file: the table `tool.akn` of a pyproject.toml, or all of a file of any other name.

    Raises UsageError where it cannot be read, has no such table, or has what is not accepted.
    """
    file = os.fspath(path)
    content = _content(file)
    if content is None:
        raise UsageError(f"{file} has no table [tool.akn], where the configuration is expected.")
    return _config(file, content)


def find(folder: str | os.PathLike[str] = ".") -> Config | None:
    """The configuration of the nearest folder that has one, from this folder upwards; None where there is none.

    In one folder an akn.toml wins over a pyproject.toml. Raises UsageError as `load` does.
    """
    start = Path(folder).absolute()
    for place in (start, *start.parents):
        for file in (str(place / OWN), str(place / SHARED)):
            # Unlike Path.is_file, this is no error in a folder where one may not look.
            if os.path.isfile(file) and (content := _content(file)) is not None:  # noqa: PTH113
                return _config(file, content)
    return None


@dataclass(frozen=True, slots=True)
class _Value:
    """A value with the file and key where it stands; what it is made into, or a UsageError that says where."""

    content: Any
    file: str
    key: str = ""

    def wrong(self, said: str) -> UsageError:
        return UsageError(f"{self.file}{f', {self.key}' if self.key else ''}: {said}")

    def table(self, accepted: tuple[str, ...] = ()) -> dict[str, _Value]:
        """A table, and nothing else than the accepted keys in it, where these are named."""
        if not isinstance(self.content, dict):
            raise self.wrong(f"a table is accepted, not {self.content!r}.")
        for key in self.content:
            if accepted and key not in accepted:
                raise self.wrong(f"{key!r} is no key; accepted are {', '.join(accepted)}.")
        return {key: _Value(value, self.file, _joined(self.key, key)) for key, value in self.content.items()}

    def rules(self) -> tuple[str, ...]:
        """A list of rules and families of rules."""
        names = self.content
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise self.wrong(f'a list of rules or families is accepted, such as ["xsd", "ids-unique"], not {names!r}.')
        for name in names:
            self.ids(name)
        return tuple(names)

    def ids(self, *names: str) -> frozenset[str]:
        """The ids of the rules that these names mean."""
        try:
            return select(names)
        except UsageError as error:
            raise self.wrong(str(error)) from None

    def one_of(self, accepted: tuple[str, ...]) -> str:
        """One of these words."""
        if self.content not in accepted:
            raise self.wrong(f"accepted are {', '.join(accepted)}, not {self.content!r}.")
        return str(self.content)

    def path(self) -> str:
        """A path, seen from the folder of the file."""
        if not isinstance(self.content, str) or not self.content or "\0" in self.content:
            raise self.wrong(f"a path from the folder of this file is accepted, not {self.content!r}.")
        return str(Path(self.file).parent / self.content)


def _joined(key: str, more: str) -> str:
    more = more if re.fullmatch(r"[\w-]+", more, re.ASCII) else f'"{more}"'
    return f"{key}.{more}" if key else more


def _content(file: str) -> _Value | None:
    try:
        content: Any = tomllib.loads(Path(file).read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:  # neither UTF-8 nor TOML, or nested without end
        raise UsageError(f"{file} is no TOML: {error}.") from None
    if Path(file).name != SHARED:
        return _Value(content, file)
    tool = content.get("tool")
    return _Value(tool["akn"], file, "tool.akn") if isinstance(tool, dict) and "akn" in tool else None


def _config(file: str, content: _Value) -> Config:
    given = content.table(_KEYS)
    return Config(
        folder=str(Path(file).absolute().parent),
        choice=_choice(given),
        paths=tuple(_paths(given["paths"])) if "paths" in given else (),
        fail_on=given["fail-on"].one_of(FAIL_ON) if "fail-on" in given else None,
        baseline=given["baseline"].path() if "baseline" in given else None,
    )


def _paths(paths: _Value) -> Iterator[tuple[str, Choice]]:
    for pattern, value in paths.table().items():
        if not all(pattern.split("/")) or "\\" in pattern:  # a slash stands between two steps
            raise paths.wrong(
                f'{pattern!r} is no pattern; accepted are such as "drafts/**", from the folder of this file.'
            )
        yield pattern, _choice(value.table(_CHOICE))


def _choice(given: Mapping[str, _Value]) -> Choice:
    selected = given["select"].rules() if "select" in given else None
    if selected == ():
        raise given["select"].wrong("no rule is named; leave the key out to select all.")
    ignored = given["ignore"].rules() if "ignore" in given else ()
    return Choice(
        select=selected,
        ignore=given["ignore"].ids(*ignored) if ignored else frozenset(),
        severities=tuple(_severities(given["severity"])) if "severity" in given else (),
    )


def _severities(severity: _Value) -> Iterator[tuple[str, str]]:
    """The ids with their severities; what is said of a rule comes after what is said of its family, and wins."""
    meant = [(severity.ids(name), value.one_of(SEVERITIES)) for name, value in severity.table().items()]
    for ids, level in sorted(meant, key=lambda one: len(one[0]), reverse=True):
        yield from ((id, level) for id in sorted(ids))
