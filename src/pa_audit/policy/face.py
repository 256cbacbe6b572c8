"""The face of a policy package: what a drug policy tells the rest of the audit. `cp_phar_150` is the one to imitate.

Decimals are integers at 10^-6, null is silence. `r` are the policy's readings, `terms` its terms with these.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from polars import DataFrame, Expr, LazyFrame

from pa_audit.kleene import Ask, Fact, Section
from pa_audit.policy import readings, terms


class Limits(Protocol):
    """The numbers that findings, reports and the comments of views ask for, under these names."""

    DOSE_MG_PER_KG: int
    """The most that a dose may be."""
    DAILY_DOSE_MG_PER_KG: int
    """The most that the doses of a day may be together."""
    DOSES_PER_DAY: int
    """How many doses a day the label says."""
    STARTING_DOSE_LOW: int
    STARTING_DOSE_HIGH: int
    """The label's first dose, mg/kg, both included; not asked for without finding starting_dose_off_label."""
    TITRATION_STEP: int
    """The label's step from dose to dose, mg/kg; not asked for without finding titration_step_off_label."""
    MAX_AGE: int
    """The birthday from which on a member is too old."""
    WEIGHT_DAYS: int
    """How old a measured weight may be where a request states none."""
    COMMERCIAL_MONTHS: int
    """The approval length of commercial plans."""
    EPISODE_GAP_DAYS: int
    EPISODE_DISPENSINGS: int
    EPISODE_DAYS: int
    """What makes a run of fills: days without supply at most, dispensings and days at least."""
    VIAL_MG: int | None
    """What a vial holds, of which each dose is drawn whole; null for a drug that does not come in vials."""
    VIAL_DAYS: int
    """How long an opened vial is kept; not asked for without vials."""


class Policy(Hashable, Protocol):
    """The names that a policy package offers: who it is, what it judges, doses, other readings, and its words."""

    ID: str
    """Its number, such as CP.PHAR.150; the package is named after it."""
    Terms: Callable[..., terms.Terms]
    Readings: type[readings.Readings]
    """A frozen dataclass, a field an ambiguous phrase."""
    limits: Limits
    """Its numbers, those that others ask for among them."""

    def effective_dates(self, terms: Any) -> dict[str, date]:
        """Give the first day in force of every version that there is."""

    SECTIONS: Sequence[Section]
    """The sections that judge a case clause by clause, one a pathway."""
    FACTS: Mapping[str, Fact]
    """Facts that are not simply a request's column of the same name: how they show."""
    DIAGNOSIS_SETS: Sequence[str]
    """Value sets whose codes on a request become columns `coded_<set>`, true or null."""

    def case_facts(self, requests: LazyFrame, members: LazyFrame, measurements: LazyFrame, terms: Any) -> LazyFrame:
        """Give one row a case: the request, its dates, pathway, policy version, and every fact that a clause names."""

    def not_judged(self, terms: Any) -> Expr:
        """Name why no version judges a case: state_provision, no_policy_version; null when one does."""

    def determination(self, section: Section, r: Any) -> Expr:
        """Name the verdict of a section on its cases (semantics.md, "Determination")."""

    MONTHS: Mapping[str, int]
    """The approval length of each pathway that states one; commercial plans aside."""

    def allowed_through(self, section: Section, r: Any) -> Expr:
        """Give the last covered day allowed to an approved case; null where the policy states none."""

    def referral_policy(self) -> Expr:
        """Name the policy that a referred use goes to."""

    DRUG: str
    """The value set that claims of its drug are of: these are its dispensings and dollars."""

    def requested_over_dose(self) -> Expr:
        """Tell whether a request is above the dose limit, whatever its pathway."""

    def dispensings(self, claims: LazyFrame, weights: LazyFrame, r: Any) -> LazyFrame:
        """Give one row a member and service date, sorted: the day's net paid claims together, judged."""

    def episodes(self, dispensed: LazyFrame, r: Any) -> LazyFrame:
        """Give one row a run of fills, sorted, judged as a whole."""

    def whole_vials(self, r: Any) -> bool:
        """Tell whether whole vials may exceed the dose limit."""

    INAPPLICABLE_FINDINGS: Sequence[str]
    """Kinds of findings (pa_audit.findings) that it has no use for."""
    HEIGHT_TESTS: Mapping[str, Callable[[Expr], Expr]]
    """What the SD score of a height is held to, by pathway (finding contradiction_height_sds)."""

    def too_old_from(self, r: Any) -> Expr:
        """Give the first day on which a member is too old for the drug."""

    FACT_READINGS: Sequence[str]
    """Readings that facts of a case rest on and no clause does."""
    DOSE_READINGS: Sequence[str]
    """Readings that decide dispensings and episodes, and no case."""

    def other_facts(
        self,
        reading: str,
        facts: DataFrame,
        requests: DataFrame,
        members: DataFrame,
        measurements: DataFrame,
        other: Any,
    ) -> DataFrame:
        """Give the cases whose facts may differ under `other`, the terms with one of FACT_READINGS switched."""

    def other_doses(
        self, reading: str, dispensed: LazyFrame, runs: LazyFrame, claims: LazyFrame, weights: LazyFrame, r: Any
    ) -> tuple[LazyFrame, LazyFrame]:
        """Judge the dispensings and episodes of every member that one of DOSE_READINGS, switched in `r`, may change."""

    def asks(self, r: Any) -> list[Ask]:
        """List what can be asked for to settle a case that is not documented."""

    def supposed(self, facts: LazyFrame) -> list[LazyFrame]:
        """Give the cases that state no indication once for each that they may have, as if they stated it."""

    NAME: str
    """What people call the drug."""
    WORDS: Mapping[str, Mapping[str, str]]
    """What the reports say in place of its tokens, by list: pathway, reading, choice, prose.

    And whatever it says otherwise than the lists that all policies share (reports/templates/words.json).
    """
