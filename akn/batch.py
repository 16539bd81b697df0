"""Converts many texts: one outcome for each, in order, whatever becomes of the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from functools import partial
from typing import Any

import akn
from akn.check import validate
from akn.diagnostics import AknError, Finding

Text = str | Callable[[], str]
Item = str | tuple[str, Text]

# Enough to keep some dozens of workers busy, and little enough to stay in memory.
_WINDOW = 256


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text: the XML, or the reason why there is none. True when it was converted."""

    index: int
    name: str = ""
    xml: bytes | None = None
    findings: tuple[Finding, ...] = ()
    error: str | None = None

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
    convert = partial(_convert, language=language, shape=shape, layout=layout, metadata=metadata, verify=verify)
    named = ((index, *_pair(item)) for index, item in enumerate(items))
    if executor is None:
        yield from (convert(*one) for one in named)
        return
    waiting: deque[tuple[int, str, Future[Outcome]]] = deque()
    for index, name, text in named:
        waiting.append((index, name, _submit(executor, convert, index, name, text)))
        if len(waiting) >= _WINDOW:
            yield _result(*waiting.popleft())
    while waiting:
        yield _result(*waiting.popleft())


def verify_conversion(text: str, xml: bytes) -> str:
    """What is wrong with the XML that a text became: not valid, or not the text when read back. Empty if nothing."""
    report = validate(xml)
    if not report:
        return f"the result is not valid: {report.errors[0].message}"
    if akn.load(xml).to_text() != text:
        return "the result does not give the text back"
    return ""


def _pair(item: Item) -> tuple[str, Text]:
    return item if isinstance(item, tuple) else ("", item)


def _convert(
    index: int,
    name: str,
    text: Text,
    *,
    language: str | None,
    shape: str,
    layout: str | None,
    metadata: Mapping[str, Any] | None,
    verify: bool,
) -> Outcome:
    try:
        content = text() if callable(text) else text
        document = akn.convert(content, language=language, shape=shape, layout=layout, metadata=metadata)
        xml = document.to_xml()
        fault = verify_conversion(content, xml) if verify else ""
    except AknError as error:
        return Outcome(index, name, error=str(error))
    except Exception as error:  # one bad input must not stop a million good ones
        return Outcome(index, name, error=_defect(f"{type(error).__name__}: {error}"))
    if fault:
        return Outcome(index, name, findings=document.findings, error=_defect(fault))
    return Outcome(index, name, xml, document.findings)


def _defect(what: str) -> str:
    return f"A defect of akn, please report it with this text: {what}."


def _submit(
    executor: Executor, convert: Callable[[int, str, Text], Outcome], index: int, name: str, text: Text
) -> Future[Outcome]:
    try:
        return executor.submit(convert, index, name, text)
    except (BrokenExecutor, RuntimeError) as error:  # RuntimeError: it was shut down
        failed: Future[Outcome] = Future()
        failed.set_exception(error)
        return failed


def _result(index: int, name: str, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except Exception as error:  # the worker died, or the item cannot travel to it
        return Outcome(index, name, error=f"The worker could not convert it: {type(error).__name__}: {error}.")
