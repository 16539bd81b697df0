"""Plain text of United Nations resolutions to Akoma Ntoso XML and back to the byte; validation of Akoma Ntoso."""

from akn.align import Alignment, Row, align
from akn.batch import convert_many, validate_many
from akn.check import Report, validate
from akn.config import Config
from akn.diagnostics import AknError, Finding, SchemaError, SourceError, TextError, UsageError
from akn.document import Document, convert, load
from akn.graph import Graph, graph
from akn.mending import Change, Mended, mend

__version__ = "0.1.0"

__all__ = [
    "AknError",
    "Alignment",
    "Change",
    "Config",
    "Document",
    "Finding",
    "Graph",
    "Mended",
    "Report",
    "Row",
    "SchemaError",
    "SourceError",
    "TextError",
    "UsageError",
    "align",
    "convert",
    "convert_many",
    "graph",
    "load",
    "mend",
    "validate",
    "validate_many",
]
