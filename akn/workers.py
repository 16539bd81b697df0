"""Many tasks on any executor: results in order, lazily, and a worker that dies costs only the task it was at."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# Enough to keep some dozens of workers busy, and little enough to stay in memory.
_WINDOW = 256


def in_order(
    tasks: Iterable[tuple[Any, ...]],
    work: Callable[..., Result],
    failed: Callable[[tuple[Any, ...], str], Result],
    executor: Executor | None,
) -> Iterator[Result]:
    """`work(*task)` for each task, in order and lazily: with an executor there, with none here.

    `work` is to raise nothing. What keeps a task from being worked on (it cannot travel, the executor is shut down, its
    worker died) is told as the result that `failed` makes of it. Only a bounded number of tasks is under way at a time.

    Where a worker dies, an executor of processes loses all that is under way, and does not say at which task. So each
    of these is tried once more, alone, in a process of its own.
    """
    if executor is None:
        yield from (work(*task) for task in tasks)
        return
    waiting: deque[tuple[tuple[Any, ...], Future[Result]]] = deque()
    with Processes(1) as alone:
        for task in tasks:
            waiting.append((task, _submitted(executor, work, task)))
            if len(waiting) >= _WINDOW:
                yield _result(*waiting.popleft(), work, failed, alone)
        while waiting:
            yield _result(*waiting.popleft(), work, failed, alone)


class Processes(Executor):
    """Fresh processes, started when they are needed, and anew after one of them has died.

    Leaving the context drops what is still waiting.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def submit(
        self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """As of any executor; never refused because a process has died."""
        if self._pool is not None:
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenExecutor:
                self._pool.shutdown(wait=False)
        self._pool = ProcessPoolExecutor(self._count, mp_context=multiprocessing.get_context("spawn"))
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """As of any executor, but what is still waiting is dropped."""
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)


def _submitted(executor: Executor, work: Callable[..., Result], task: tuple[Any, ...]) -> Future[Result]:
    try:
        return executor.submit(work, *task)
    except RuntimeError as error:  # it is broken, or was shut down
        refused: Future[Result] = Future()
        refused.set_exception(error)
        return refused


def _result(
    task: tuple[Any, ...],
    future: Future[Result],
    work: Callable[..., Result],
    failed: Callable[[tuple[Any, ...], str], Result],
    alone: Executor,
) -> Result:
    try:
        try:
            return future.result()
        except BrokenExecutor:
            return alone.submit(work, *task).result()
    except BrokenExecutor:
        return failed(task, "the process that worked on it died, perhaps for want of memory")
    except Exception as error:  # the task cannot travel, or was cancelled
        return failed(task, f"{type(error).__name__}: {error}")
