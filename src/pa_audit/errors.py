"""The two ways a run ends early, each with one line a person can act on (published.md, "Command line")."""


class AuditError(Exception):
    """The run failed, or another one holds the lock: exit code 3, nothing was published."""

    exit_code = 3


class UsageError(AuditError):
    """The call, its configuration or its drop cannot be used: exit code 2, nothing was started."""

    exit_code = 2
