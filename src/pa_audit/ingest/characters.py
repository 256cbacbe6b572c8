"""What is no character of an encoding becomes NUL, for which its record goes to quarantine as `encoding`."""

import codecs

NO_CHARACTER = "no character"  # the name of the handler below


def _as_nul(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "\0", error.end


codecs.register_error(NO_CHARACTER, _as_nul)
