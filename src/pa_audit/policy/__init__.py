"""The drug policies, one package each; a second drug is a second package here, with the same face.

A policy package is pure: polars and the standard library, no I/O and no clock.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, cast

from polars import DataFrame, Expr, LazyFrame

from pa_audit.kleene import Ask, Fact, Section
from pa_audit.policy import terms

DEFAULT = "CP.PHAR.150"


class Policy(Protocol):
    """The face of a policy package."""

    ID: str
    DRUG: str
    """The value set that the claims of its drug are of."""
    NAME: str
    """What people call the drug."""
    WORDS: Mapping[str, Mapping[str, str]]
    """What the reports say in place of its tokens, by list: pathway, reading, choice, prose."""
    VERSIONS: Sequence[str]
    INAPPLICABLE_FINDINGS: Sequence[str]
    """Kinds of findings (pa_audit.findings) that it does not raise."""
    Terms: Callable[..., terms.Terms]
    Readings: type[Any]
    SECTIONS: Sequence[Section]
    FACTS: dict[str, Fact]
    DIAGNOSIS_SETS: Sequence[str]
    DOSE_READINGS: Sequence[str]
    FACT_READINGS: Sequence[str]
    MONTHS: Mapping[str, int]
    """The approval length of each pathway that states one; commercial plans aside."""
    HEIGHT_TESTS: Mapping[str, Callable[[Expr], Expr]]
    limits: Any
    """Its numbers, those of the dose audit under the names that pa_audit.findings and the reports ask for."""

    def describe(self, terms: Any) -> str: ...

    def effective_dates(self, terms: Any) -> dict[str, date]: ...

    def case_facts(self, requests: LazyFrame, members: LazyFrame, measurements: LazyFrame, terms: Any) -> LazyFrame: ...

    def not_judged(self, terms: Any) -> Expr: ...

    def determination(self, section: Section, r: Any) -> Expr: ...

    def allowed_through(self, section: Section, r: Any) -> Expr: ...

    def referral_policy(self) -> Expr: ...

    def requested_over_dose(self) -> Expr: ...

    def too_old_from(self, r: Any) -> Expr: ...

    def dispensings(self, claims: LazyFrame, weights: LazyFrame, r: Any) -> LazyFrame: ...

    def episodes(self, dispensed: LazyFrame, r: Any) -> LazyFrame: ...

    def other_facts(
        self,
        reading: str,
        facts: DataFrame,
        requests: DataFrame,
        members: DataFrame,
        measurements: DataFrame,
        other: Any,
    ) -> DataFrame: ...

    def other_doses(
        self, reading: str, dispensed: LazyFrame, runs: LazyFrame, claims: LazyFrame, weights: LazyFrame, r: Any
    ) -> tuple[LazyFrame, LazyFrame]: ...

    def asks(self, r: Any) -> list[Ask]: ...

    def supposed(self, facts: LazyFrame) -> list[LazyFrame]: ...


def known() -> list[str]:
    """Name the policies that there are a package of: cp_phar_150 is CP.PHAR.150."""
    return [module.name.upper().replace("_", ".") for module in iter_modules(__path__) if module.ispkg]


def load(name: str = DEFAULT) -> Policy:
    """Give the package of a policy."""
    return cast(Policy, import_module(f"{__name__}.{name.lower().replace('.', '_')}"))
