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
from akn.filenames import STANDARD_INPUT, seen_from
from akn.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def of(reports: Iterable[Report], folder: str) -> Baseline:
    """The baseline that accepts every finding of these reports, for a file in this folder."""
    return Counter(_entry(finding, folder) for report in reports for finding in report)


def accept(reports: Sequence[Report], baseline: Baseline, folder: str) -> tuple[list[Report], int]:
    """The reports with what a baseline in this folder accepts set apart, and how many of its entries no longer occur.

    An entry is missed only where its file was checked for its rule, or is no longer there.
    """
    left = baseline.copy()
    after = [_accepted(report, left, folder) for report in reports]
    rules = {seen_from(folder, report.file): report.rules for report in reports}
    gone = [entry for entry in +left if entry.rule in rules.get(entry.file, ()) or _is_gone(entry, folder)]
    return after, len(gone)


def settle(reports: Sequence[Report], file: str, accepted: Baseline | None) -> tuple[list[Report], str]:
    """The reports with what is accepted set apart, and what there is to say of it.

    Where `accepted` is None all that stands in the reports is accepted, and written to the file.
    """
    folder = str(Path(file).parent)
    if accepted is None:
        accepted = of(reports, folder)
        write_whole(Path(file), dump(accepted))
        return accept(reports, accepted, folder)[0], f"Findings written to {file}: {accepted.total()}."
    after, gone = accept(reports, accepted, folder)
    if gone == 1:
        return after, "1 entry of the baseline no longer occurs; --write-baseline takes it out."
    return after, f"{gone} entries of the baseline no longer occur; --write-baseline takes them out." if gone else ""


def _accepted(report: Report, left: Baseline, folder: str) -> Report:
    """The report with the findings set apart of which some are left, which are taken from these."""
    kept: list[Finding] = []
    accepted: list[Finding] = []
    for finding in report:
        entry = _entry(finding, folder)
        (accepted if left[entry] > 0 else kept).append(finding)
        left[entry] -= 1
    return replace(report, findings=tuple(kept), in_baseline=tuple(accepted))


def _is_gone(entry: Entry, folder: str) -> bool:
    # Unlike Path.exists, this is no error for a name that no file can have.
    return entry.file != STANDARD_INPUT and not os.path.exists(os.path.join(folder, entry.file))  # noqa: PTH110, PTH118


def _entry(finding: Finding, folder: str) -> Entry:
    message = _LINE.sub(r"\1 N", finding.message)
    place = finding.eid or _POSITION.sub("", finding.path)
    return Entry(seen_from(folder, finding.file), finding.rule, place, message)


def _fault(row: Any) -> str:
    """What is wrong with a row of the file, if anything is."""
    if not isinstance(row, dict):
        return f"an object is expected, not {row!r}"
    for key in Entry._fields:
        if not isinstance(row.get(key), str):
            return f"`{key}` is to be a string, not {row.get(key)!r}"
    count = row.get("count")
    return "" if type(count) is int and count > 0 else f"`count` is to be a number above 0, not {count!r}"
