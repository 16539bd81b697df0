"""Whether a value is one of a datatype of the schema, as libxml2 judges it.

XML Schema Part 2 says what the values of the built-in types are; where it leaves room (the syntax of `anyURI`, the
largest year), libxml2 has the word, because it is the judge. Tests compare the two on generated values.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable
from functools import cache

from lxml import etree

from akn import schema
from akn.grammar import XML, Datatype

WHITE = " \t\n\r"
"""What XML calls white space; it is less than what `str.isspace` does."""


def accepts(type_: Datatype, value: str) -> bool:
    """Whether the value of an attribute, as the parser gives it, is one of the type."""
    if type_.members:
        return any(_is_atom(member, _collapsed(member, value)) for member in type_.members)
    if type_.item is not None:
        return all(_is_atom(type_.item, word) for word in words(value))
    # Alone libxml2 does not take the white space away from these; in a union it does.
    return _is_atom(type_, value if type_.base in _UNCOLLAPSED else _collapsed(type_, value))


_UNCOLLAPSED = frozenset({"date", "dateTime", "duration", "time"})


def _collapsed(type_: Datatype, value: str) -> str:
    return value if type_.base == "string" else " ".join(words(value))


def _is_atom(type_: Datatype, value: str) -> bool:
    if type_.enumeration and value not in type_.enumeration:
        return False
    if type_.patterns and not any(_pattern(one).fullmatch(value) for one in type_.patterns):
        return False
    check = _BUILT_IN.get(type_.base)
    return check is None or check(value)


def words(value: str) -> list[str]:
    """The values of a list: what stands between white space of XML."""
    return [word for word in _SPACES.split(value) if word]


_SPACES = re.compile(f"[{WHITE}]+")


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    # In a pattern of XML Schema \s is the white space of XML. The schema has no other class that means another thing.
    return re.compile(pattern.replace(r"[^\s]", f"[^{WHITE}]").replace(r"\s", f"[{WHITE}]"))


_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
_DATE = r"(?P<year>-?(?:[0-9]{4}|[1-9][0-9]{4,}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?P<fraction>\.[0-9]+)?"
_FORMS = {
    "date": re.compile(_DATE + _ZONE),
    "time": re.compile(_TIME + _ZONE),
    # White space after a zone passes in libxml2.
    "dateTime": re.compile(f"{_DATE}T{_TIME}(?:{_ZONE[:-1]}[{WHITE}]*)?"),
}
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LONGEST_ZONE = 14 * 60
_LARGEST = 2**63 - 1


def _number(digits: str) -> int:
    """The number that digits say, or one above all that are accepted: Python reads no number of thousands of digits."""
    digits = digits.lstrip("0")
    return int(digits or "0") if len(digits) < 20 else _LARGEST + 1


def _moment(base: str) -> Callable[[str], bool]:
    form = _FORMS[base]

    def check(value: str) -> bool:
        match = form.fullmatch(value)
        if match is None:
            return False
        parts = match.groupdict()
        return (
            _is_zone(parts["zone"])
            and ("year" not in parts or _is_day(parts))
            and ("hour" not in parts or _is_time(parts))
        )

    return check


def _is_zone(zone: str | None) -> bool:
    if zone is None or zone == "Z":
        return True
    hours, minutes = int(zone[1:3]), int(zone[4:])
    return hours <= 23 and minutes <= 59 and hours * 60 + minutes <= _LONGEST_ZONE


def _is_day(parts: dict[str, str]) -> bool:
    year, month, day = _number(parts["year"].lstrip("-")), int(parts["month"]), int(parts["day"])
    if year == 0 or year > _LARGEST or not 1 <= month <= 12:
        return False
    return 1 <= day <= _DAYS[month - 1] + (month == 2 and isleap(year))


def _is_time(parts: dict[str, str]) -> bool:
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts["second"])
    if hour == 24:
        return not minute and not second and not (parts["fraction"] or "").strip(".0")
    return hour <= 23 and minute <= 59 and second <= 59


_SPAN = re.compile(
    rf"[{WHITE}]*"  # which passes in libxml2
    r"-?P(?=[0-9T])(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9.])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:(?:([0-9]+)(?:\.[0-9]*)?|\.[0-9]+)S)?)?"
)


def _is_span(value: str) -> bool:
    match = _SPAN.fullmatch(value)
    if match is None:
        return False
    months = _number(match["years"] or "") * 12 + _number(match["months"] or "")
    return months <= _LARGEST and all(_number(digits or "") <= _LARGEST for digits in match.groups())


_INTEGER = re.compile(r"[+-]?[0-9]+")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")

_ASCII_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")

# RFC 3986 as libxml2 reads it, once what is no ASCII and some more has become an underscore.
_OTHER = re.compile(r"[^\x21-\x7e]|[<>\"{}|\\^`]")
_CHARACTER = r"(?:[A-Za-z0-9\-._~!$&()*+,;=':@]|%[0-9A-Fa-f]{2})"
_NO_COLON = r"(?:[A-Za-z0-9\-._~!$&()*+,;='@]|%[0-9A-Fa-f]{2})"
_NAME = r"(?:[A-Za-z0-9\-._~!$&()*+,;=']|%[0-9A-Fa-f]{2})"
_SEGMENTS = f"(?:/{_CHARACTER}*)*"
_ABSOLUTE = f"/(?:{_CHARACTER}+{_SEGMENTS})?"
_TAIL = rf"(?:\?(?:{_CHARACTER}|[/?])*)?(?:#(?:{_CHARACTER}|[/?\[\]])*)?"


def _authority(form: str) -> str:
    return rf"//(?:(?:{_NAME}|:)*@)?(?:\[[^\]]*\]|{_NAME}*)(?::(?P<port_{form}>[0-9]+))?{_SEGMENTS}"


_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+\-.]*:(?:{_authority('absolute')}|{_ABSOLUTE}|{_CHARACTER}+{_SEGMENTS}|){_TAIL}"
    rf"|(?:{_authority('relative')}|{_ABSOLUTE}|{_NO_COLON}+{_SEGMENTS}|){_TAIL}"
)
_PORT = 2**31 - 1


def _is_uri(value: str) -> bool:
    match = _URI.fullmatch(_OTHER.sub("_", value))
    if match is None:
        return False
    return _number(match["port_absolute"] or match["port_relative"] or "") <= _PORT


def _is_name(value: str) -> bool:
    if value.isascii():
        return _ASCII_NAME.fullmatch(value) is not None
    # libxml2 has the letters of the fourth edition of XML 1.0, and their long table.
    return schema.official().validate(etree.Element(f"{{{schema.NAMESPACE}}}p", {f"{{{XML}}}id": value}))


_BUILT_IN: dict[str, Callable[[str], bool]] = {
    "ID": _is_name,
    "NCName": _is_name,
    "anyURI": _is_uri,
    "boolean": lambda value: value in {"true", "false", "1", "0"},
    "date": _moment("date"),
    "dateTime": _moment("dateTime"),
    "duration": _is_span,
    "integer": lambda value: _INTEGER.fullmatch(value) is not None,
    "language": lambda value: _LANGUAGE.fullmatch(value) is not None,
    "time": _moment("time"),
}
