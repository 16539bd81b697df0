"""Codes of countries (ISO 3166) and languages (ISO 639), as data/codes.toml lists them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_LOCAL = re.compile("q[a-t][a-z]")
_SUBDIVISION = re.compile(r"[a-z]{2}(?:-[a-z0-9]{1,3})?")


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("akn") / "data" / "codes.toml").read_text("utf-8"))


@cache
def _set(*names: str) -> frozenset[str]:
    return frozenset(code for name in names for code in _data()[name].split())


def is_country(code: str) -> bool:
    """Whether this is a jurisdiction: a code of ISO 3166 in lower case, alone or with a subdivision (`us-ca`)."""
    return _SUBDIVISION.fullmatch(code) is not None and code[:2] in _set("countries", "reserved", "former")


def is_language(code: str) -> bool:
    """Whether this is a code of ISO 639-2/T, such as `fra`, `mul` or `und`, or one for local use, such as `qaa`."""
    return code in _set("languages") or _LOCAL.fullmatch(code) is not None


def is_short_language(code: str) -> bool:
    """Whether this is a code of ISO 639-1, such as `fr`."""
    return code in _set("short_languages")


def terminological(code: str) -> str:
    """The code of ISO 639-2/T for one of ISO 639-2/B that differs (`fra` for `fre`); empty for any other."""
    return str(_data()["not_terminological"].get(code, ""))
