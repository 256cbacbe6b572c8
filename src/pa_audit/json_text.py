"""JSON of whatever a query gives, as other programs read it, too."""

import json
from math import isfinite
from typing import Any


def json_text(value: Any, *, ensure_ascii: bool = True) -> str:
    """Write a value; what JSON has no word for, such as dates, decimals, nan and inf, is text."""
    return json.dumps(_known(value), default=str, ensure_ascii=ensure_ascii)


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _known(of) for key, of in value.items()}
    if isinstance(value, list | tuple):
        return [_known(item) for item in value]
    return str(value) if isinstance(value, float) and not isfinite(value) else value
