"""How far a batch is: a bar on a terminal, a line now and then elsewhere, and a summary at the end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable

import click

from akn.diagnostics import visible

_EVERY = {True: 0.2, False: 30.0}  # seconds between two tellings, on a terminal and elsewhere
_WIDTH = 24


class Progress:
    """Tells on standard error how many of `total` inputs are done, how fast, and how long the rest will take."""

    def __init__(self, total: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._clock = clock
        self._terminal = sys.stderr.isatty()
        self._started = self._told = clock()
        self._skipped = 0
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    def add(self, status: str, reason: str = "", *, skipped: bool = False) -> None:
        """One more is done. `skipped` says that it took no work, so that it does not count for the rate."""
        self.counts[status] += 1
        self._skipped += skipped
        if reason:
            self.reasons[reason] += 1
        now = self._clock()
        if self._total > 1 and now - self._told >= _EVERY[self._terminal]:
            self._told = now
            self._show(self._line(now))

    def line(self, text: str) -> None:
        """A line of its own among the tellings, in which every character can be seen."""
        self._clear()
        click.echo(visible(text), err=True)

    def summary(self, *, whole: bool = True) -> str:
        """What became of all of them, by reason."""
        done = sum(self.counts.values())
        parts = [f"{count:,} {status}" for status, count in sorted(self.counts.items())]
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in sorted(self.reasons.items()))
        told = ", ".join(parts) + (f" ({reasons})" if reasons else "")
        inputs = f"{done:,} input{'' if done == 1 else 's'}" if whole else f"{done:,} of {self._total:,} inputs"
        seconds = self._clock() - self._started
        kept = f", {self._skipped:,} as they were" if self._skipped else ""
        return f"{inputs} in {_spell(seconds)}: {told or 'nothing done'}{kept}."

    def end(self) -> None:
        """Takes the bar away."""
        self._clear()

    def _line(self, now: float) -> str:
        done = sum(self.counts.values())
        worked = done - self._skipped
        rate = worked / max(now - self._started, 1e-9)
        left = f"{_spell((self._total - done) / rate)} left" if worked else "…"
        failed = f", {self.counts['failed']:,} failed" if self.counts["failed"] else ""
        told = f"{done:,} of {self._total:,} ({100 * done // self._total} %), {rate:,.1f} a second, {left}{failed}"
        if not self._terminal:
            return told
        filled = _WIDTH * done // self._total
        return f"[{'#' * filled}{' ' * (_WIDTH - filled)}] {told}"

    def _show(self, line: str) -> None:
        if self._terminal:
            click.echo(f"\r\x1b[K{line}", err=True, nl=False)
        else:
            click.echo(line, err=True)

    def _clear(self) -> None:
        if self._terminal:
            click.echo("\r\x1b[K", err=True, nl=False)


def _spell(seconds: float) -> str:
    """A time in words that are short."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s" if whole >= 10 else f"{seconds:.1f} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
