"""One case as the judge sees it: the request, its member, its own measurements, and the dates that follow."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from .dates import add_days, add_years, birthday
from .terms import Terms

Row = dict[str, Any]
MET, NOT_MET, NOT_DOCUMENTED, NOT_APPLICABLE = "met", "not_met", "not_documented", "not_applicable"


@dataclass
class Case:
    """A request with everything its clauses may look at."""

    request: Row
    member: Row
    measurements: list[Row]  # its own only: pa_id is the case and member_id its member
    terms: Terms

    def __getitem__(self, column: str) -> Any:
        return self.request[column]

    @property
    def reference_date(self) -> date:
        """The day the request was received."""
        received: date = self["received_at"].date()
        return received

    @property
    def decided_date(self) -> date | None:
        """The day of the decision, None while undecided."""
        return None if self["decided_at"] is None else self["decided_at"].date()

    @property
    def version_date(self) -> date:
        """The day whose policy version judges the case."""
        return self.decided_date or self.reference_date

    @property
    def evidence_date(self) -> date:
        """The last day whose evidence counts. R10: up to the decision; alternative: up to receipt."""
        if self.terms.alternative("R10"):
            return self.reference_date
        return self.decided_date or self.reference_date

    def birthday(self, age: int) -> date:
        """The member's birthday (R1)."""
        return birthday(self.member["birth_date"], age, self.terms.alternative("R1"))

    def last_days(self, days: int) -> list[Row]:
        """The case's measurements of the closed window of days."""
        return self._between(add_days(self.reference_date, -days))

    def last_years(self, years: int) -> list[Row]:
        """The case's measurements of the closed window of years."""
        return self._between(add_years(self.reference_date, -years))

    def _between(self, first: date) -> list[Row]:
        return [m for m in self.measurements if first <= m["measured_date"] <= self.evidence_date]

    @property
    def weight(self) -> Decimal | None:
        """The case weight in kg."""
        if self["weight_kg"] is not None:
            weight: Decimal = self["weight_kg"]
            return weight
        newest = latest([m for m in self.last_days(90) if m["weight_kg"] is not None])
        return None if newest is None else newest["weight_kg"]


def latest(measurements: list[Row]) -> Row | None:
    """The latest measurement; the highest measurement_id, as text, on one day."""
    if not measurements:
        return None
    return max(measurements, key=lambda m: (m["measured_date"], m["measurement_id"]))


def complete(measurements: list[Row]) -> list[Row]:
    """Those with height, its SD score and the age in months."""
    needed = ("height_cm", "height_sds", "age_months")
    return [m for m in measurements if all(m[column] is not None for column in needed)]


def status(holds: bool | None) -> str:
    """A clause's status from true, false or unknown."""
    if holds is None:
        return NOT_DOCUMENTED
    return MET if holds else NOT_MET


def all_of(statuses: list[str]) -> str:
    """Kleene AND; not_applicable parts drop out."""
    if NOT_MET in statuses:
        return NOT_MET
    if NOT_DOCUMENTED in statuses:
        return NOT_DOCUMENTED
    return MET if MET in statuses else NOT_APPLICABLE


def any_of(statuses: list[str]) -> str:
    """Kleene OR; not_applicable parts drop out."""
    if MET in statuses:
        return MET
    if NOT_DOCUMENTED in statuses:
        return NOT_DOCUMENTED
    return NOT_MET if NOT_MET in statuses else NOT_APPLICABLE


def half_away(value: Fraction, places: int) -> Decimal:
    """A ratio to so many decimals, half away from zero."""
    with localcontext() as context:
        context.prec = 60
        scaled = abs(value) * 10**places
        whole, rest = divmod(scaled.numerator, scaled.denominator)
        if 2 * rest >= scaled.denominator:
            whole += 1
        return Decimal(-whole if value < 0 else whole).scaleb(-places)


def four_decimals(value: Fraction) -> Decimal:
    """A ratio as shown."""
    return half_away(value, 4)
