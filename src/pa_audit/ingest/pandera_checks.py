"""Pandera's own checks of polars columns, by the name that a field's rule has in the contract."""

from collections.abc import Callable

import pandera.backends.polars.builtin_checks  # noqa: F401 - registers them
from pandera.api.polars.types import PolarsData
from pandera.polars import Check
from polars import LazyFrame


def polars_check(name: str) -> Callable[..., LazyFrame]:
    """Give the check that a field's rule stands for: it answers for every row of a column."""
    check: Callable[[PolarsData], LazyFrame] = Check.get_builtin_check_fn(name)
    return check
