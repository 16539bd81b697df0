"""Processes that work: what a task does to its process costs that task alone."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import CancelledError

import pytest

from akn.diagnostics import UsageError
from akn.workers import TaskKilledError, TaskMemoryError, TaskTimeoutError, Workers


def twice(number: int) -> int:
    return 2 * number


def fall(number: int) -> int:
    if number % 5 == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def hog(size: int) -> int:
    return len(bytearray(size))


def fail() -> None:
    raise LookupError("what is wrong")


def unsendable() -> object:
    return lambda: None


def test_tasks_are_done() -> None:
    with Workers(2) as workers:
        assert list(workers.map(twice, range(50))) == [2 * number for number in range(50)]


def test_what_a_task_raises_is_raised() -> None:
    with Workers(1) as workers:
        failed, after = workers.submit(fail), workers.submit(twice, 4)
        with pytest.raises(LookupError, match="what is wrong"):
            failed.result()
        assert after.result() == 8


def test_a_process_that_dies_costs_its_task_alone() -> None:
    with Workers(2) as workers:
        futures = [workers.submit(fall, number) for number in range(12)]
        for number, future in enumerate(futures):
            if number % 5 == 2:
                with pytest.raises(TaskKilledError, match="SIGKILL"):
                    future.result()
            else:
                assert future.result() == number


def test_a_task_that_takes_too_long_is_ended() -> None:
    with Workers(1, timeout=0.5) as workers:
        slow, after = workers.submit(sleep, 60.0), workers.submit(twice, 4)
        with pytest.raises(TaskTimeoutError, match=r"longer than 0\.5 seconds"):
            slow.result(timeout=20)
        assert after.result(timeout=20) == 8


def test_a_task_that_needs_too_much_memory_fails() -> None:
    pytest.importorskip("resource")
    with Workers(1, memory=1 << 30) as workers:
        large, after = workers.submit(hog, 1 << 31), workers.submit(twice, 4)
        with pytest.raises(TaskMemoryError):
            large.result()
        assert after.result() == 8


def test_what_cannot_be_sent_fails_alone() -> None:
    with Workers(1) as workers:
        with pytest.raises(Exception, match="pickle"):
            workers.submit(unsendable).result(timeout=20)
        with pytest.raises(Exception, match="pickle"):
            workers.submit(lambda: 1).result(timeout=20)
        assert workers.submit(twice, 4).result(timeout=20) == 8


def test_an_interruption_ends_all_at_once() -> None:
    started = time.monotonic()
    futures = []

    def interrupted() -> None:
        with Workers(2) as workers:
            futures.extend(workers.submit(sleep, 60.0) for _ in range(6))
            time.sleep(0.5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - started < 20
    assert all(future.done() for future in futures)
    with pytest.raises((TaskKilledError, CancelledError)):
        futures[0].result()


def test_nothing_is_accepted_after_the_end() -> None:
    workers = Workers(1)
    workers.shutdown()
    with pytest.raises(RuntimeError, match="after shutdown"):
        workers.submit(twice, 1)
    with pytest.raises(UsageError, match="1 or more"):
        Workers(0)
