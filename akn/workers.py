"""Many tasks on any executor, results in order; and processes that work, as such an executor.

A task that kills its process, or takes too long, costs that task alone.

`concurrent.futures.ProcessPoolExecutor` gives up all its tasks when one process dies, and cannot end a task that hangs.
Here each process has a thread that hands it one task at a time, so it is known which task a process died of.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from multiprocessing.connection import Connection, wait
from typing import Any, ParamSpec, TypeVar

from akn.diagnostics import AknError, UsageError

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_Task = TypeVar("_Task", bound=tuple[Any, ...])

_TO_START = 60.0  # seconds that a process may take to start, before its first task


# Enough to keep some dozens of workers busy, and little enough to stay in memory.
_WINDOW = 256


def in_order(
    tasks: Iterable[_Task],
    work: Callable[..., _Result],
    failed: Callable[[_Task, Exception], _Result],
    executor: Executor | None,
) -> Iterator[_Result]:
    """`work(*task)` for each task, in order and lazily: with an executor there, with none here.

    `work` is to raise nothing. What keeps a task from being worked on (it cannot travel, the executor is shut down, its
    worker died) is told as the result that `failed` makes of it. Only a bounded number of tasks is under way at a time.

    An executor that loses all that is under way where one worker dies does not say of which task it died. So each of
    these is tried once more, alone.
    """
    if executor is None:
        yield from (work(*task) for task in tasks)
        return
    waiting: deque[tuple[_Task, Future[_Result]]] = deque()
    with Workers(1) as alone:
        for task in tasks:
            waiting.append((task, _submitted(executor, work, task)))
            if len(waiting) >= _WINDOW:
                yield _result(*waiting.popleft(), work, failed, alone)
        while waiting:
            yield _result(*waiting.popleft(), work, failed, alone)


def _submitted(executor: Executor, work: Callable[..., _Result], task: _Task) -> Future[_Result]:
    try:
        return executor.submit(work, *task)
    except RuntimeError as error:  # it is broken, or was shut down
        refused: Future[_Result] = Future()
        refused.set_exception(error)
        return refused


def _result(
    task: _Task,
    future: Future[_Result],
    work: Callable[..., _Result],
    failed: Callable[[_Task, Exception], _Result],
    alone: Executor,
) -> _Result:
    try:
        try:
            return future.result()
        except BrokenExecutor:
            return alone.submit(work, *task).result()
    except Exception as error:  # the worker died, the task cannot travel, or was cancelled
        return failed(task, error)


class TaskKilledError(AknError):
    """The process died of this task: it was killed, or it crashed."""


class TaskTimeoutError(AknError):
    """The task took longer than it may, and its process was ended."""


class TaskMemoryError(AknError):
    """The task needed more memory than a process may have."""


class Workers(Executor):
    """`jobs` processes. A task that takes longer than `timeout` seconds is ended; a process that would need more than
    `memory` bytes of address space fails its task.

    The future of a task whose process died has a `TaskKilledError`, one that took too long a `TaskTimeoutError`, one
    that needed too much memory a `TaskMemoryError`; the process is replaced, and all other tasks go on.
    """

    def __init__(self, jobs: int, *, timeout: float | None = None, memory: int | None = None) -> None:
        if jobs < 1:
            raise UsageError(f"{jobs} processes cannot work; accepted is 1 or more.")
        self._timeout = timeout
        self._memory = memory
        self._waiting: deque[tuple[Future[Any], Any]] = deque()
        self._change = threading.Condition()
        self._closed = False
        self._killed = False
        self._processes: set[multiprocessing.process.BaseProcess] = set()
        self._threads: list[threading.Thread] = []
        self._jobs = jobs

    def submit(
        self, function: Callable[_Given, _Result], /, *args: _Given.args, **kwargs: _Given.kwargs
    ) -> Future[_Result]:
        """A task for the next process that is free. Function, arguments and result are pickled."""
        future: Future[_Result] = Future()
        with self._change:
            if self._closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self._waiting.append((future, (function, args, kwargs)))
            self._change.notify()
            if len(self._threads) < self._jobs:
                self._threads.append(threading.Thread(target=self._serve, daemon=True))
                self._threads[-1].start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Lets what was submitted be done, and ends the processes. With `cancel_futures` what waits is cancelled."""
        with self._change:
            self._closed = True
            while cancel_futures and self._waiting:
                self._waiting.popleft()[0].cancel()
            self._change.notify_all()
        for thread in self._threads if wait else ():
            thread.join()

    def kill(self) -> None:
        """Ends the processes at once, whatever they do; the tasks fail."""
        self._killed = True
        for process in list(self._processes):
            process.kill()
        self.shutdown(wait=True, cancel_futures=True)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.shutdown()
        else:
            self.kill()

    def _serve(self) -> None:
        """The life of one thread: a process, and one task after the other for it."""
        process: _Process | None = None
        while (next_task := self._next()) is not None:
            future, task = next_task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                if process is None:
                    process = _Process(self._memory)
                    self._processes.add(process.process)
                    if self._killed:
                        process.process.kill()
                result = process.run(task, self._timeout)
            except BaseException as error:
                if process is not None and not process.is_alive():
                    self._processes.discard(process.process)
                    process.end()
                    process = None
                future.set_exception(error)
            else:
                future.set_result(result)
        if process is not None:
            self._processes.discard(process.process)
            process.end()

    def _next(self) -> tuple[Future[Any], Any] | None:
        with self._change:
            while not self._waiting and not self._closed:
                self._change.wait()
            return self._waiting.popleft() if self._waiting and not self._killed else None


class _Process:
    """One process, and the pipe to it."""

    def __init__(self, memory: int | None) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, memory), daemon=True)
        self.process.start()
        theirs.close()
        self._is_ready = False

    def run(self, task: Any, timeout: float | None) -> Any:
        """What a task gives. Raises what it raised, or what became of the process."""
        if not self._is_ready:
            self._receive(_TO_START)
            self._is_ready = True
        self._pipe.send_bytes(pickle.dumps(task))
        fine, result = self._receive(timeout)
        if fine:
            return result
        raise result

    def _receive(self, timeout: float | None) -> tuple[bool, Any]:
        ready = wait([self._pipe, self.process.sentinel], timeout)
        if not ready:
            self.process.kill()
            self.process.join()
            raise TaskTimeoutError(f"It took longer than {timeout:g} seconds, and was ended.")
        try:
            answer: tuple[bool, Any] = pickle.loads(self._pipe.recv_bytes())  # from its own process
        except (EOFError, OSError):
            self.process.join()
            raise TaskKilledError(f"The process died of it: {_end(self.process.exitcode)}.") from None
        return answer

    def is_alive(self) -> bool:
        return self.process.is_alive()

    def end(self) -> None:
        self._pipe.close()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _end(code: int | None) -> str:
    """How a process ended, in words."""
    if code is None or code >= 0:
        return f"it ended with code {code}"
    try:
        return f"it was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"it was ended by signal {-code}"


def _work(pipe: Connection, memory: int | None) -> None:
    """The life of a process: tasks from the pipe, and results back, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it decides
    faulthandler.enable()
    if memory is not None:
        _limit(memory)
    with contextlib.suppress(EOFError, OSError):
        pipe.send_bytes(pickle.dumps((True, os.getpid())))
        while True:
            pipe.send_bytes(_answer(pipe.recv_bytes()))


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # not on this system
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _answer(task: bytes) -> bytes:
    """What a task gives or raises, ready to be sent; in its place, why it cannot be sent."""
    try:
        function, args, kwargs = pickle.loads(task)  # it comes from the process that started this one
        return _sendable((True, function(*args, **kwargs)))
    except MemoryError:
        return _sendable((False, TaskMemoryError("It needs more memory than a process may have.")))
    except Exception as error:
        try:
            return _sendable((False, error))
        except Exception:
            return _sendable((False, RuntimeError(f"{type(error).__name__}: {error}")))


def _sendable(answer: tuple[bool, Any]) -> bytes:
    data = pickle.dumps(answer)
    if not answer[0]:
        pickle.loads(data)  # an error that cannot be made again would be seen only on the other side
    return data
