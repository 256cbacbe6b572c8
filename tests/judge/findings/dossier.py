"""Everything that the findings look at, by member and by case."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from ..claims import Paid, net_medical, net_pharmacy
from ..codes import any_diagnosis, find
from ..dates import add_days
from ..dosing import Dispensing, Episode
from ..terms import Terms

Row = dict[str, Any]
MALIGNANCY, HISTORY_OF_MALIGNANCY = "malignancy", "history_of_malignancy"


@dataclass(frozen=True)
class Supply:
    """A net paid claim line of a growth hormone and the days that it covers, both inclusive."""

    claim_id: str  # prefixed
    first: date
    last: date


def by_member(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows of any extract, grouped."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["member_id"]].append(row)
    return found


@dataclass
class Dossier:
    """The current rows of all extracts, and what has been judged so far."""

    members: dict[str, Row]
    requests: dict[str, Row]  # by pa_id
    measurements: list[Row]
    pharmacy: list[Row]  # all accepted, paid or not
    medical: list[Row]
    cases: dict[str, Row]  # the verdicts, by pa_id
    clauses: dict[tuple[str, str], Row]
    paid: list[Paid]  # net paid mecasermin
    dispensings: dict[tuple[str, date], Dispensing]
    episodes: dict[tuple[str, date], Episode]
    terms: Terms

    @cached_property
    def requests_of(self) -> dict[str, list[Row]]:
        """Each member's requests in order of (reference date, pa_id)."""
        ordered = sorted(self.requests.values(), key=lambda r: (r["received_at"].date(), r["pa_id"]))
        return by_member(ordered)

    @cached_property
    def measured(self) -> dict[str, list[Row]]:
        """Each member's measurements from all sources, in order of (day, measurement_id)."""
        return by_member(sorted(self.measurements, key=lambda m: (m["measured_date"], m["measurement_id"])))

    @cached_property
    def paid_of(self) -> dict[str, list[Paid]]:
        """Each member's net paid mecasermin lines."""
        found: dict[str, list[Paid]] = defaultdict(list)
        for claim in self.paid:
            found[claim.member_id].append(claim)
        return found

    def paid_between(self, member_id: str, first: date, last: date) -> list[Paid]:
        """The member's net paid mecasermin lines of a closed interval."""
        return [claim for claim in self.paid_of.get(member_id, []) if first <= claim.day <= last]

    def approved(self, member_id: str) -> list[Row]:
        """The member's APPROVED requests in order of (reference date, pa_id)."""
        return [r for r in self.requests_of.get(member_id, []) if r["decision"] == "APPROVED"]

    def covering(self, member_id: str, day: date) -> list[Row]:
        """The member's APPROVED requests whose span covers a day."""
        return [r for r in self.approved(member_id) if r["auth_start_date"] <= day <= r["auth_end_date"]]

    @cached_property
    def first_reference(self) -> date | None:
        """The earliest reference date of any case."""
        return min((r["received_at"].date() for r in self.requests.values()), default=None)

    @cached_property
    def first_claim(self) -> date | None:
        """The earliest service date of any claim, whatever its drug and status."""
        days = [row["dispensing_date"] for row in self.pharmacy]
        days += [row["claim_line_start_date"] for row in self.medical]
        return min(days, default=None)

    @cached_property
    def diagnosed(self) -> dict[str, dict[str, list[tuple[date, str]]]]:
        """By value set and member, the (day, claim_id) of net paid medical lines with one of its codes."""
        sets = (MALIGNANCY, HISTORY_OF_MALIGNANCY)
        found: dict[str, dict[str, list[tuple[date, str]]]] = {name: defaultdict(list) for name in sets}
        for row in net_medical(self.medical):
            day = row["claim_line_start_date"]
            for name in sets:
                if any_diagnosis(name, row["diagnosis_codes"], day):
                    found[name][row["member_id"]].append((day, row["claim_id"]))
        return found

    @cached_property
    def supplies(self) -> dict[str, dict[str, list[Supply]]]:
        """By drug and member, the net paid supplies of growth hormones; a line without days lasts its day."""
        drugs = ("somatropin", "long_acting_gh")
        found: dict[str, dict[str, list[Supply]]] = {drug: defaultdict(list) for drug in drugs}
        for drug in drugs:
            for row in net_pharmacy(self.pharmacy):
                day = row["dispensing_date"]
                if find(drug, "NDC", row["ndc_code"], day) is not None:
                    last = add_days(day, (row["days_supply"] or 1) - 1)
                    found[drug][row["member_id"]].append(Supply(f"rx:{row['claim_id']}", day, last))
            for row in net_medical(self.medical):
                day = row["claim_line_start_date"]
                if find(drug, "HCPCS", row["hcpcs_code"], day) is not None:
                    found[drug][row["member_id"]].append(Supply(f"med:{row['claim_id']}", day, day))
        return found


@dataclass(frozen=True)
class CaseFile:
    """A request with its verdict."""

    request: Row
    dossier: Dossier

    def __getitem__(self, column: str) -> Any:
        return self.request[column]

    @property
    def verdict(self) -> Row:
        """What the judge said of the case."""
        return self.dossier.cases[self["pa_id"]]

    @property
    def reference_date(self) -> date:
        """The day the request was received."""
        day: date = self.verdict["reference_date"]
        return day

    @property
    def approved(self) -> bool:
        """Whether the plan approved it."""
        return bool(self["decision"] == "APPROVED")

    @property
    def ratio(self) -> Fraction | None:
        """Dose in mg per kg of the case weight, exact."""
        weight: Decimal | None = self.verdict["case_weight_kg"]
        if self["dose_mg"] is None or weight is None:
            return None
        return Fraction(self["dose_mg"]) / Fraction(weight)

    @property
    def span_claims(self) -> list[Paid]:
        """Net paid mecasermin within an approved span; none for other decisions."""
        if not self.approved:
            return []
        return self.dossier.paid_between(self["member_id"], self["auth_start_date"], self["auth_end_date"])

    def status(self, clause: str) -> str | None:
        """A clause's status, None where the case has no such row."""
        row = self.dossier.clauses.get((self["pa_id"], clause))
        return None if row is None else str(row["status"])


@dataclass(frozen=True)
class Fill:
    """A dispensing with its claims."""

    dispensing: Dispensing
    claims: list[Paid]
    dossier: Dossier

    @property
    def member_id(self) -> str:
        """Whose it is."""
        return self.dispensing.member_id

    @property
    def day(self) -> date:
        """The service date."""
        return self.dispensing.day
