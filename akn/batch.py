"""Converts many texts, or checks many documents: one outcome for each, in order, whatever becomes of the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import akn
from akn import schema
from akn.check import Report, accepted_engine, select, validate
from akn.config import Config
from akn.diagnostics import AknError, Finding, defect
from akn.source import Source
from akn.workers import in_order

Text = str | Callable[[], str]
Item = str | tuple[str, Text]
Checked = Source | tuple[str, Source]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text: the XML, or why there is none. True when it was converted.

    `reason` is why, in a word: `text` (it cannot be converted), `not-valid` or `not-exact` (a defect that verifying
    found), `defect`, and of its process `killed`, `timeout` or `memory`. What the document is (IRIs of Work and
    Manifestation, title, ISO 639-2 code of its language, length of the text in characters) stands beside.
    """

    index: int
    name: str = ""
    xml: bytes | None = None
    findings: tuple[Finding, ...] = ()
    error: str | None = None
    reason: str = ""
    work: str = ""
    manifestation: str = ""
    title: str = ""
    language: str = ""
    characters: int = 0

    def __bool__(self) -> bool:
        return self.error is None


def convert_many(
    items: Iterable[Item],
    *,
    executor: Executor | None = None,
    language: str | None = None,
    shape: str = "statement",
    layout: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    verify: bool = False,
) -> Iterator[Outcome]:
    """Converts each item, and yields one outcome for each, lazily and in the order of the items.

    An item is a text, or a pair of a name and a text; instead of a text it may be a function that gives one, which is
    called where the conversion runs. No item stops the run: what went wrong with it is its outcome. `executor` is any
    executor of `concurrent.futures`; only a bounded number of items is under way at a time. `verify` reads each result
    back, and makes one that is not valid, or does not give the text back, an error.
    """
    convert = partial(convert_one, language=language, shape=shape, layout=layout, metadata=metadata, verify=verify)
    tasks = ((index, *(item if isinstance(item, tuple) else ("", item))) for index, item in enumerate(items))
    yield from in_order(tasks, convert, _not_converted, executor)


def validate_many(
    items: Iterable[Checked],
    *,
    executor: Executor | None = None,
    rules: str | Iterable[str] | None = None,
    engine: str = "lxml",
    config: Config | None = None,
) -> Iterator[Report]:
    """Checks each item as `validate` does, and yields one report for each, lazily and in the order of the items.

    An item is the name of a file, which is read where the check runs; or a pair of the name that findings bear and any
    source, such as bytes; or such a source without a name (but a str is always the name of a file).
    No item stops the run: one that cannot be read is a report with the error `xml-unreadable`, and one that could not
    be checked, because of a defect or because its process died, with the error `xml-unchecked`. `executor` is any
    executor of `concurrent.futures`; only a bounded number of items is under way at a time.

    Raises UsageError for a rule or an engine that there is not, and SchemaError where the schema is missing, at once.
    """
    named = rules if rules is None or isinstance(rules, str) else tuple(rules)
    select(named)
    check = partial(check_one, rules=named, engine=accepted_engine(engine), config=config)
    schema.path()
    return (report for report, _ in in_order(map(_named, items), check, not_checked, executor))


def verify_conversion(text: str, xml: bytes) -> tuple[str, str]:
    """What is wrong with the XML that a text became, as a code and in words: not valid, or not the text when read back.
    Empty if nothing.
    """
    report = validate(xml)
    if not report:
        return "not-valid", f"the result is not valid: {report.errors[0].message}"
    if akn.load(xml).to_text() != text:
        return "not-exact", "the result does not give the text back"
    return "", ""


def convert_one(
    index: int,
    name: str,
    text: Text,
    *,
    language: str | None = None,
    shape: str = "statement",
    layout: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    verify: bool = False,
) -> Outcome:
    """Converts one item, as `convert_many` does. Raises nothing."""
    try:
        content = text() if callable(text) else text
        document = akn.convert(content, language=language, shape=shape, layout=layout, metadata=metadata)
        xml = document.to_xml()
        reason, fault = verify_conversion(content, xml) if verify else ("", "")
    except AknError as error:
        return Outcome(index, name, error=str(error), reason="text")
    except MemoryError as error:
        return Outcome(index, name, error=defect(error), reason="memory")
    except Exception as error:  # one bad input must not stop a million good ones
        return Outcome(index, name, error=defect(error), reason="defect")
    if fault:
        return Outcome(index, name, None, document.findings, defect(fault), reason)
    return Outcome(
        index,
        name,
        xml,
        document.findings,
        work=document.work.uri,
        manifestation=document.manifestation.uri,
        title=document.title,
        language=document.expression.language,
        characters=len(content),
    )


def lost(error: Exception) -> tuple[str, str]:
    """The reason and what to say where a task was not worked on."""
    reason = next((_LOST[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _LOST), "defect")
    told = str(error).rstrip(".") if isinstance(error, AknError) else f"{type(error).__name__}: {error}"
    return reason, told


_LOST = {
    "TaskKilledError": "killed",
    "TaskTimeoutError": "timeout",
    "TaskMemoryError": "memory",
    "BrokenExecutor": "killed",
    "CancelledError": "killed",  # whoever was to work on it is gone
    "KilledWorker": "killed",  # of Dask, which is not imported here
}


def _not_converted(task: tuple[int, str, Text], error: Exception) -> Outcome:
    reason, told = lost(error)
    return Outcome(task[0], task[1], error=f"It could not be converted: {told}.", reason=reason)


def _named(item: Checked) -> tuple[str, Source]:
    if isinstance(item, tuple):
        return item
    if isinstance(item, str | os.PathLike):
        path = Path(item)
        return str(path), path
    return "", item


def check_one(
    name: str,
    source: Source,
    *,
    rules: str | tuple[str, ...] | None = None,
    engine: str = "lxml",
    config: Config | None = None,
) -> tuple[Report, str]:
    """Checks one item, as `validate_many` does. The word says why it could not be checked, if so. Raises nothing."""
    try:
        return validate(source, rules=rules, engine=engine, file=name, config=config), ""
    except AknError as error:
        return failure(name, "xml-unreadable", str(error)), "unreadable"
    except MemoryError as error:
        return failure(name, "xml-unchecked", defect(error)), "memory"
    except Exception as error:  # as above
        return failure(name, "xml-unchecked", defect(error)), "defect"


def not_checked(task: tuple[str, Source], error: Exception) -> tuple[Report, str]:
    """What `check_one` would say of an item that was not worked on."""
    reason, told = lost(error)
    return failure(task[0], "xml-unchecked", f"It could not be checked: {told}."), reason


def failure(name: str, rule: str, message: str) -> Report:
    """The report on a document that was not checked."""
    return Report((Finding(rule, "error", message, name),), name)
