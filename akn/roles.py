"""What a leaf is in a resolution: the roles of its lines, in the order of print."""

# Before the enacting formula.
MASTHEAD, INFO, PUBLICATION, NUMBER, TITLE = "masthead", "info", "publication", "number", "title"

CELL = "cell"  # of a row of a table, wherever it stands

# From the enacting formula on.
FORMULA, PREAMBULAR, LABELLED, TEXT, WRAP_UP = "formula", "preambular", "label", "text", "wrapUp"
LEVEL, HEADING, CROSS, CLOSING, ANNEX, UNKNOWN = "level", "heading", "crossHeading", "closing", "annex", "unknown"

# The attribute of what belongs to a text that is adopted in the body of another.
WITHIN = ("within", "yes")
