"""Names that other people chose, written where a proposal is TOML: they may hold any character but a slash."""

import json
import re

NOT_TEXT = "[\ud800-\udfff]"  # bytes of a file's name that are no UTF-8


def quoted(text: str) -> str:
    """Write a TOML string; what TOML has no way to write is a question mark, which in a pattern fits it."""
    written = json.dumps(re.sub(NOT_TEXT, "?", text), ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029]", lambda sign: f"\\u{ord(sign[0]):04x}", written)


def toml(value: str | int | tuple[str, ...]) -> str:
    """Write a text, a number, a Boolean or a list of texts."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(quoted, value))}]"
    return quoted(value) if isinstance(value, str) else str(value).lower()


def commented(text: str) -> str:
    """Write text on one line of a comment, and of a terminal: its control characters are escaped."""
    return quoted(text)[1:-1].replace('\\"', '"').replace("\\\\", "\\")
