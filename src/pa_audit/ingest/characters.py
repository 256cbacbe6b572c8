"""What is no character of an encoding becomes NUL, for which its record goes to quarantine as `encoding`."""

import codecs

NO_CHARACTER, KEPT = "no character", "no character, kept"  # the names of the handlers below
BYTE = "\0x"
"""With KEPT what a byte becomes, before its two hexadecimal digits."""


def _as_nul(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "\0", error.end


def _as_digits(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "".join(f"{BYTE}{byte:02x}" for byte in error.object[error.start : error.end]), error.end


codecs.register_error(NO_CHARACTER, _as_nul)
codecs.register_error(KEPT, _as_digits)
