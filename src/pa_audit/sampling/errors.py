"""What a wrong question to the statistics is answered with."""

from collections.abc import Callable
from numbers import Integral
from typing import TypeVar

from pa_audit.errors import UsageError

T = TypeVar("T")


class SampleError(UsageError, ValueError):
    """A sample or an appraisal that cannot be: one line, what was expected and what was found."""


def require(holds: bool, expected: str, found: object) -> None:
    """Raise SampleError unless `holds`."""
    if not holds:
        raise SampleError(f"expected {expected}, found {found}")


def require_whole(*numbers: object) -> None:
    """Raise SampleError unless all are whole numbers."""
    for number in numbers:
        require(isinstance(number, Integral) and not isinstance(number, bool), "a whole number", repr(number))


def in_stratum(name: object, appraise: Callable[..., T], *sample: object) -> T:
    """Appraise the sample of one stratum; an error says which one."""
    try:
        return appraise(*sample)
    except SampleError as error:
        raise SampleError(f"stratum {name}: {error}") from None
