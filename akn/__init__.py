"""Plain text of United Nations resolutions to Akoma Ntoso XML and back to the byte; validation of Akoma Ntoso."""

from akn.align import Alignment, Row, align
from akn.batch import convert_many
from akn.check import Report, validate
from akn.diagnostics import AknError, Finding, SchemaError, SourceError, TextError, UsageError
from akn.document import Document, convert, load
from akn.graph import Graph, graph

__version__ = "0.1.0"

__all__ = [
    "AknError",
    "Alignment",
    "Document",
    "Finding",
    "Graph",
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
    "validate",
]
