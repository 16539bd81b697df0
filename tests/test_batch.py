"""Many conversions and checks: one outcome for each input, in order, lazily, whatever becomes of the others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from sample import document

import akn
from akn.batch import convert_many, validate_many
from akn.diagnostics import SchemaError, UsageError
from akn.workers import Workers

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
    monkeypatch.setattr("akn.workers._WINDOW", 4)
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


WRONG = document("<foo/>")


def rules_found(reports: Iterator[akn.Report]) -> list[tuple[str, list[str]]]:
    return [(report.file, [finding.rule for finding in report]) for report in reports]


def test_every_kind_of_document(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(document())
    items = [
        tmp_path / "a.xml",
        str(tmp_path / "a.xml"),
        ("b", WRONG),
        WRONG,
        ("c", "plain"),
        ("d", document().decode()),
    ]
    assert rules_found(validate_many(items)) == [
        (str(tmp_path / "a.xml"), []),
        (str(tmp_path / "a.xml"), []),
        ("b", ["xsd-content"]),
        ("", ["xsd-content"]),
        ("c", ["xml-unreadable"]),
        ("d", []),
    ]


def test_a_bad_input_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "<x>.xml").write_bytes(document())
    items = ["missing.xml", tmp_path, "a\0b", ("number", 3), ("empty", b""), tmp_path / "<x>.xml", "<x/>"]
    found = [rules for _, rules in rules_found(validate_many(items))]  # type: ignore[arg-type]
    unreadable = ["xml-unreadable"]
    assert found == [unreadable, unreadable, unreadable, unreadable, ["xml-not-well-formed"], [], unreadable]


def test_a_defect_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    for defect, said in ((KeyError("oops"), "KeyError: 'oops'"), (MemoryError(), "not enough memory")):
        monkeypatch.setattr("akn.batch.validate", lambda *_, defect=defect, **__: (_ for _ in ()).throw(defect))
        [report] = validate_many([("a", WRONG)])
        [finding] = report
        assert (finding.rule, finding.severity, finding.file) == ("xml-unchecked", "error", "a")
        assert said in finding.message


def test_what_is_asked_wrongly_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="'nonsense' is no rule"):
        validate_many([], rules="nonsense")
    with pytest.raises(UsageError, match="accepted are lxml"):
        validate_many([], engine="saxon")
    monkeypatch.setattr("akn.schema._DIGESTS", {"akomantoso30.xsd": "0"})
    with pytest.raises(SchemaError):
        validate_many([])


def test_rules_and_engine_reach_the_check() -> None:
    blank = document('<paragraph eId="art_1">\u00a0</paragraph>')
    assert rules_found(validate_many([("", blank)], rules=iter(["ids"]))) == [("", ["ids-element"])]
    assert rules_found(validate_many([("", blank)], rules="xsd", engine="xmlschema")) == [("", [])]


def test_documents_are_read_lazily() -> None:
    read: list[int] = []
    reports = validate_many(read.append(number) or ("", WRONG) for number in range(1000))  # type: ignore[func-returns-value]
    assert not read
    next(reports)
    assert len(read) == 1


def test_threads_give_the_same_reports() -> None:
    items = [("a", document()), ("b", WRONG), "missing.xml"] * 5
    with ThreadPoolExecutor(2) as executor:
        assert list(validate_many(items, executor=executor)) == list(validate_many(items))


class Deadly:
    """Kills the process that receives it."""

    def __reduce__(self) -> object:
        return os._exit, (3,)


@pytest.mark.slow
@pytest.mark.parametrize("renewed", [True, False])
def test_a_worker_that_dies_costs_only_what_it_was_at(renewed: bool) -> None:
    items = [("a", document()), ("dead", Deadly()), *[("b", WRONG)] * 5, ("again", Deadly()), ("c", document())]
    with Workers(2) if renewed else ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        reports = list(validate_many(items, executor=executor))  # type: ignore[arg-type]
    assert rules_found(iter(reports)) == [
        ("a", []),
        ("dead", ["xml-unchecked"]),
        *[("b", ["xsd-content"])] * 5,
        ("again", ["xml-unchecked"]),
        ("c", []),
    ]
    assert "The process died of it" in reports[1].findings[0].message


@pytest.mark.slow
def test_what_cannot_travel_is_a_finding() -> None:
    with Workers(1) as executor:
        reports = validate_many([("a", lambda: None), ("b", WRONG)], executor=executor)  # type: ignore[list-item]
        assert rules_found(reports) == [("a", ["xml-unchecked"]), ("b", ["xsd-content"])]
