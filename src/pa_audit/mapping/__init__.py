"""Other people's files: which of them, which columns, codes, dates and units become the contract's extracts.

A mapping is data, a TOML file: nothing in it runs. docs/bring_your_own_extract.md is its manual.
"""

from pa_audit.mapping.load import builtin, find, load, restored
from pa_audit.mapping.spec import Form, Format, Mapping, Source

__all__ = ["Form", "Format", "Mapping", "Source", "builtin", "find", "load", "restored"]
