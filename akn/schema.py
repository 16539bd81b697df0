"""The official XSD of Akoma Ntoso: where it lies, that it is the published file, and the two engines that hold it."""

from __future__ import annotations

import hashlib
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from akn.diagnostics import SchemaError

if TYPE_CHECKING:
    import xmlschema

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
VERSION = "Akoma Ntoso Version 1.0, OASIS Standard, 29 August 2018"
SHA256 = "6f61fe84cbb6f8cb0e8418cd67b74a63da9990e6573b5a3491f623184f45c4fd"

# The schema imports this file, so its verdicts rest on it too.
XML_SHA256 = "81aed1bb30c9d475f5b16b6bb92e6ede9879dcd7e146c0ed8df577b87b1d2815"

_DIGESTS = {"akomantoso30.xsd": SHA256, "xml.xsd": XML_SHA256}


def folder() -> Path:
    """The folder of the schemas: inside the installed package, or at the top of a checkout."""
    if (found := _holding("akomantoso30.xsd")) is not None:
        return found
    raise SchemaError(
        "The official schema akomantoso30.xsd is not installed. It is put in place when the package is built:"
        " run `pip install .` or `pip install -e .` in the checkout, or reinstall akn."
    )


def _holding(file: str) -> Path | None:
    package = Path(__file__).resolve().parent
    return next((one for one in (package / "schemas", package.parent / "schemas") if (one / file).is_file()), None)


def layout() -> Path:
    """Where the schema of the layout vocabulary lies, which is this project's own and part of every checkout."""
    if (found := _holding("akn-layout.xsd")) is None:
        raise SchemaError("The schema of the layout, akn-layout.xsd, is missing. Reinstall akn.")
    return found / "akn-layout.xsd"


def path() -> Path:
    """Where the official XSD lies, for xmllint or an editor. Its bytes are those that OASIS published."""
    place = folder()
    for name, expected in _DIGESTS.items():
        _check_digest(place / name, expected)
    return place / "akomantoso30.xsd"


def _check_digest(file: Path, expected: str) -> None:
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise SchemaError(f"The schema {file} cannot be read: {error.strerror}. Reinstall akn.") from error
    if digest != expected:
        raise SchemaError(
            f"{file} is not the file that was published: its SHA-256 is {digest}, and {expected} is expected."
            " Reinstall akn."
        )


# The error log of a shared XMLSchema mixes between threads, and its construction is not thread-safe either.
_own = threading.local()
_building = threading.Lock()


def official() -> etree.XMLSchema:
    """The official schema as libxml2 holds it: one for each thread, built at the first call."""
    schema: etree.XMLSchema | None = getattr(_own, "schema", None)
    if schema is None:
        with _building:
            schema = _own.schema = etree.XMLSchema(etree.parse(path()))
    return schema


@cache
def second_opinion() -> xmlschema.XMLSchema10:
    """The official schema as the package xmlschema holds it. Slow; weaker than libxml2, but goes on after an error."""
    import xmlschema

    # Its bundled schemas of XHTML and others would judge foreign content that Akoma Ntoso leaves free.
    return xmlschema.XMLSchema10(str(path()), use_fallback=False)
