"""The findings that are accepted as they stand today, in a file: what comes later is new.

A finding is known again by its file, its rule, its eId or else the names in its path, and its message without the
numbers of lines; as many of the same as stand in the file are accepted. So lines and neighbours may shift, and a second
defect like the first is new.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from akn.diagnostics import UsageError
from akn.filenames import STANDARD_INPUT, is_url, seen_from
from akn.files import write_whole

if TYPE_CHECKING:
    from akn.check import Report
    from akn.diagnostics import Finding

VERSION = 1

_REMEDY = "--write-baseline writes it anew."
_POSITION = re.compile(r"\[\d+\]")
_LINE = re.compile(r"\b([Ll]ine|[Cc]olumn) \d+")


class Entry(NamedTuple):
    """What a finding is known by. `file` is seen from the folder of the baseline, `place` an eId or a path of names."""

    file: str
    rule: str
    place: str
    message: str


Baseline = Counter[Entry]
"""The entries, and how many of each are accepted."""


def load(path: str) -> Baseline:
    """The baseline in a file. Raises UsageError, which says where, if it cannot be read or is damaged."""
    try:
        content = json.loads(Path(path).read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise UsageError(f"The baseline {path} does not exist; --write-baseline makes it.") from None
    except OSError as error:
        raise UsageError(f"The baseline {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:  # neither UTF-8 nor JSON, or nested without end
        raise UsageError(f"The baseline {path} is damaged: it is no JSON: {error}. {_REMEDY}") from None
    if not isinstance(content, dict) or not isinstance(content.get("findings"), list):
        raise UsageError(f"The baseline {path} is damaged: an object with a list `findings` is expected. {_REMEDY}")
    if content.get("version") != VERSION:
        raise UsageError(f"The baseline {path} has the version {content.get('version')!r}; accepted is {VERSION}.")
    found: Baseline = Counter()
    for number, row in enumerate(content["findings"], 1):
        if fault := _fault(row):
            raise UsageError(f"The baseline {path} is damaged: finding {number}: {fault}. {_REMEDY}")
        found[Entry(*(row[key] for key in Entry._fields))] += row["count"]
    return found


def dump(baseline: Baseline) -> bytes:
    """The bytes of a baseline: JSON, sorted, one entry a line."""
    rows = [
        json.dumps(entry._asdict() | {"count": count}, ensure_ascii=False) for entry, count in sorted(baseline.items())
    ]
    listed = ",\n".join(rows)
    # Half a surrogate pair, out of the name of a file, is then the escape that JSON has for it.
    return f'{{"version": {VERSION}, "findings": [\n{listed}\n]}}\n'.encode("utf-8", "backslashreplace")


class Settling:
    """Takes reports one after the other, and sets apart what a baseline accepts, which stands in `file`.

    Where `accepted` is None, all that stands in the reports is accepted: it is in `found`, and is written to the file
    in the end. What stands apart in a report already, because a run with this very baseline set it apart, stays there.
    """

    def __init__(self, file: str, accepted: Baseline | None) -> None:
        self._file = file
        self._folder = str(Path(file).parent)
        self._writes = accepted is None
        self._left: dict[str, Baseline] = {}  # of each file
        for entry, count in (accepted or {}).items():
            self._left.setdefault(entry.file, Counter())[entry] = count
        self.found: Baseline = Counter()
        self._gone = 0

    def take(self, report: Report) -> Report:
        """The report, with what is accepted set apart."""
        before = [self._entry(finding) for finding in report.in_baseline]
        if self._writes:
            self.found.update(before)
            self.found.update(self._entry(finding) for finding in report)
            return replace(report, findings=(), in_baseline=report.in_baseline + report.findings)
        file = seen_from(self._folder, report.file)
        left = self._left.pop(file, Counter())
        left.subtract(before)
        kept: list[Finding] = []
        accepted = list(report.in_baseline)
        for finding in report:
            entry = self._entry(finding)
            (accepted if left[entry] > 0 else kept).append(finding)
            left[entry] -= 1
        # One is missed where the file was checked for its rule.
        self._gone += sum(entry.rule in report.rules for entry in +left)
        return replace(report, findings=tuple(kept), in_baseline=tuple(accepted))

    def finish(self) -> str:
        """All reports were taken: writes the file, if it is to be, and says what there is to say of it."""
        if self._writes:
            write_whole(Path(self._file), dump(self.found))
            return f"Findings written to {self._file}: {self.found.total()}."
        gone = self._gone + sum(len(left) for file, left in self._left.items() if self._is_gone(file))
        if gone == 1:
            return "1 entry of the baseline no longer occurs; --write-baseline takes it out."
        return f"{gone} entries of the baseline no longer occur; --write-baseline takes them out." if gone else ""

    def _is_gone(self, file: str) -> bool:
        if file == STANDARD_INPUT or is_url(file):
            return False
        data_set, _, _ = file.rpartition("#")  # a row is called by its file and its identifier
        # Unlike Path.exists, this is no error for a name that no file can have.
        return not any(os.path.exists(os.path.join(self._folder, name)) for name in (file, data_set) if name)  # noqa: PTH110, PTH118

    def _entry(self, finding: Finding) -> Entry:
        message = _LINE.sub(r"\1 N", finding.message)
        place = finding.eid or _POSITION.sub("", finding.path)
        return Entry(seen_from(self._folder, finding.file), finding.rule, place, message)


def _fault(row: Any) -> str:
    """What is wrong with a row of the file, if anything is."""
    if not isinstance(row, dict):
        return f"an object is expected, not {row!r}"
    for key in Entry._fields:
        if not isinstance(row.get(key), str):
            return f"`{key}` is to be a string, not {row.get(key)!r}"
    count = row.get("count")
    return "" if type(count) is int and count > 0 else f"`count` is to be a number above 0, not {count!r}"
