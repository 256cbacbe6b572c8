"""The ways a run ends early, each with one line a person can act on (published.md, "Command line")."""

import errno
import sys
from pathlib import Path
from traceback import extract_tb

# What the file system may say today and not a few minutes later: full, busy, or a network file server away.
PASSING = {
    errno.EAGAIN, errno.EBUSY, errno.EDQUOT, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.EINTR, errno.EIO, errno.EMFILE,
    errno.ENETDOWN, errno.ENETUNREACH, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.ESTALE, errno.ETIMEDOUT,
}  # fmt: skip


class AuditError(Exception):
    """The run failed: exit code 3, nothing was published."""

    exit_code = 3


class PassingError(AuditError):
    """The run failed on what may pass by itself, such as another run's lock: the one kind worth another try."""


class UsageError(AuditError):
    """The call, its configuration or its drop cannot be used: exit code 2, nothing was started."""

    exit_code = 2


# What is said of DuckDB's own troubles with files; which call failed is in its words, which may quote values.
DISK = "DuckDB could not read or write its files: is the disk full?"


def of_system(error: OSError) -> type[AuditError]:
    """Tell which kind an error of the operating system is."""
    return PassingError if error.errno in PASSING else AuditError


OURS = str(Path(__file__).parent)


def origin(error: BaseException) -> str:
    """Say what was raised and where in our own code, without its words: a library's may quote a patient's values."""
    frames = extract_tb(error.__traceback__)
    last = ([frame for frame in frames if frame.filename.startswith(OURS)] or frames)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"


def complain(line: str) -> None:
    """Say on standard error what is wrong, in one line."""
    print("pa-audit:", " ".join(line.split()), file=sys.stderr)
