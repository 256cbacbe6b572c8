"""Text that no spreadsheet takes for a formula: in every CSV file or workbook that is written. Numbers stay numbers."""

import re
from typing import Any

# How a text begins that is run as one, in Excel, LibreOffice or Sheets; the wide forms where input methods write them.
FORMULA = "^[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"


def inert(value: Any) -> Any:
    """Put an apostrophe before a text that begins like a formula; anything else stays as it is."""
    return f"'{value}" if isinstance(value, str) and re.match(FORMULA, value) else value
