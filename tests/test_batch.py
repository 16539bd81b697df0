"""Many conversions: one outcome for each input, in order, lazily, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import pytest

import akn
from akn.batch import convert_many

GOOD = "Resolution 67/6\n"
BAD = "a\0b"


def failing() -> str:
    raise ValueError("no text")


def test_outcomes_are_in_order_and_named() -> None:
    outcomes = list(convert_many([GOOD, ("b", BAD), ("c", lambda: GOOD), ("d", failing)]))
    assert [(one.index, one.name, bool(one)) for one in outcomes] == [
        (0, "", True),
        (1, "b", False),
        (2, "c", True),
        (3, "d", False),
    ]
    assert outcomes[0].xml == akn.convert(GOOD).to_xml()
    assert outcomes[1].xml is None
    assert "U+0000" in (outcomes[1].error or "")
    assert "ValueError" in (outcomes[3].error or "")


def test_an_executor_gives_the_same() -> None:
    items = [GOOD, BAD, GOOD] * 3
    with ThreadPoolExecutor(2) as executor:
        assert list(convert_many(items, executor=executor)) == list(convert_many(items))


def test_nothing_is_read_before_it_is_asked_for() -> None:
    read: list[int] = []

    def items() -> Iterator[str]:
        for number in range(1000):
            read.append(number)
            yield GOOD

    outcomes = convert_many(items())
    assert not read
    next(outcomes)
    assert len(read) == 1


class Lazy(Executor):
    """Runs each task when its result is asked for, and counts those that wait."""

    def __init__(self) -> None:
        self.submitted = 0

    def submit(self, function, /, *arguments, **options):  # type: ignore[no-untyped-def]
        self.submitted += 1
        future: Future[object] = Future()
        future.set_result(function(*arguments, **options))
        return future


def test_the_window_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("akn.batch._WINDOW", 4)
    executor = Lazy()
    outcomes = convert_many([GOOD] * 20, executor=executor)
    next(outcomes)
    assert executor.submitted == 4
    assert len(list(outcomes)) == 19


class Broken(Executor):
    def submit(self, *_, **__):  # type: ignore[no-untyped-def]
        raise RuntimeError("cannot schedule new futures after shutdown")


def test_a_broken_executor_is_an_outcome() -> None:
    assert [bool(one) for one in convert_many([GOOD, GOOD], executor=Broken())] == [False, False]


def test_verified_results_are_the_same() -> None:
    assert list(convert_many([GOOD], verify=True)) == list(convert_many([GOOD]))
