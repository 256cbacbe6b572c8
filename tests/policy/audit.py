"""Write cases as small tables, judge them all at once, read the statuses back: the bench for the truth tables.

A case is a dict of what differs from a base case that meets every clause of its section. Decimals are written as text,
as in an extract; dates as dates. `born` is the member's birth date, `heights` the case's measurements.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from pa_audit import cases, policy
from pa_audit.facts import in_millionths
from pa_audit.kleene import LETTERS
from pa_audit.policy.cp_phar_150 import DIAGNOSIS_SETS, Terms

Case = Mapping[str, Any]
RECEIVED = date(2022, 6, 15)
DECIMAL, CODE = pl.Decimal(15, 6), pl.String

REQUEST = {
    "pa_id": CODE, "member_id": CODE, "member": pl.Int32, "line_of_business": CODE, "state": CODE,
    "renewal_date": pl.Date,
    "formulary_status": CODE, "request_type": CODE, "indication": CODE, "received_at": pl.Datetime("us"),
    "decided_at": pl.Datetime("us"), "decision": CODE, "auth_start_date": pl.Date, "auth_end_date": pl.Date,
    "prescriber_taxonomy": CODE, "consult_taxonomy": CODE, "dose_mg": DECIMAL, "doses_per_day": pl.Int32,
    "weight_kg": DECIMAL, "weight_date": pl.Date, "prior_dose_mg": DECIMAL, "is_dose_increase": pl.Boolean,
    "epiphysis_status": CODE, "igf1_sds": DECIMAL, "gh_level": CODE, "gh_gene_deletion": pl.Boolean,
    "gh_neutralizing_antibodies": pl.Boolean, "growth_velocity_sds_1y": DECIMAL, "growth_velocity_sds_2y": DECIMAL,
    "malignancy": pl.Boolean, "concurrent_somatropin": pl.Boolean, "currently_receiving": pl.Boolean,
    "continuity_of_care": pl.Boolean, "therapy_start_date": pl.Date, "code_sets": pl.List(CODE),
}  # fmt: skip
MEASUREMENT = {
    "measurement_id": CODE, "member": pl.Int32, "pa_id": CODE, "measured_date": pl.Date, "height_cm": DECIMAL,
    "height_sds": DECIMAL, "age_months": DECIMAL, "weight_kg": DECIMAL,
}  # fmt: skip


def height(on: date, cm: str | None = "100", sds: str | None = "-3.5", months: str | None = "96", **more: Any) -> Case:
    """Write one measurement of a case."""
    return {"measured_date": on, "height_cm": cm, "height_sds": sds, "age_months": months, **more}


COMMON: Case = {
    "born": date(2014, 6, 15), "line_of_business": "MEDICAID", "received_at": RECEIVED, "decision": "APPROVED",
    "decided_at": RECEIVED, "auth_start_date": RECEIVED, "auth_end_date": date(2022, 12, 14),
    "prescriber_taxonomy": "2080P0205X", "dose_mg": "2.4", "doses_per_day": 2, "weight_kg": "20",
    "malignancy": False, "concurrent_somatropin": False, "heights": [height(date(2022, 6, 1))],
}  # fmt: skip
IGFD: Case = COMMON | {
    "request_type": "INITIAL", "indication": "SEVERE_PRIMARY_IGFD", "igf1_sds": "-3", "gh_level": "NORMAL",
}  # fmt: skip
GHI: Case = COMMON | {
    "request_type": "INITIAL", "indication": "ACQUIRED_GH_INSENSITIVITY", "gh_gene_deletion": True,
    "gh_neutralizing_antibodies": True,
}  # fmt: skip
CONTINUED: Case = COMMON | {
    "request_type": "CONTINUATION", "indication": "SEVERE_PRIMARY_IGFD", "currently_receiving": True,
    "is_dose_increase": False, "therapy_start_date": date(2020, 1, 1),
    "heights": [height(date(2021, 7, 1), "100"), height(date(2022, 6, 1), "102")],
}  # fmt: skip
OTHER: Case = COMMON | {"request_type": "INITIAL", "indication": "OTHER"}
SECONDARY: Case = COMMON | {
    "request_type": "INITIAL",
    "indication": "SECONDARY_IGFD",
    "code_sets": ["malnutrition"],
}


def judge(rows: Sequence[Case], terms: Terms | None = None) -> list[dict[str, Any]]:
    """Judge each case; give its verdict columns, and its clauses as `clauses`: clause -> (status, reason)."""
    terms, chosen = terms or Terms(), policy.load()
    verdicts = cases.judge(case_facts(rows, terms).lazy(), chosen, terms).sort("pa_id").collect().to_dicts()
    clauses = cases.clause_rows(chosen, terms).to_dicts()
    return [verdict | {"clauses": _unpack(verdict, clauses)} for verdict in verdicts]


def case_facts(rows: Sequence[Case], terms: Terms) -> pl.DataFrame:
    """Give the engine's facts of each case, in order."""
    requests, members, measurements = (frame.lazy() for frame in inputs(rows))
    return policy.load().case_facts(requests, members, measurements, terms).collect()


def inputs(rows: Sequence[Case]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Give the requests, members and measurements of the cases, as the policy takes them."""
    requests = _frame([_request(n, row) for n, row in enumerate(rows)], REQUEST)
    members = pl.DataFrame({"member": range(len(rows)), "birth_date": [r["born"] for r in rows]})
    measured = [_measurement(n, i, m) for n, row in enumerate(rows) for i, m in enumerate(row["heights"])]
    coded = [
        pl.when(pl.col("code_sets").list.contains(name)).then(True).alias(f"coded_{name}") for name in DIAGNOSIS_SETS
    ]
    measurements = in_millionths(_frame(measured, MEASUREMENT).lazy()).collect()
    numbered = in_millionths(requests.lazy()).with_columns(coded).with_row_index("case")
    return numbered.collect(), members, measurements


def statuses(rows: Sequence[Case], terms: Terms | None = None) -> list[dict[str, str]]:
    """Judge each case; give its clauses' statuses."""
    return [{clause: status for clause, (status, _) in v["clauses"].items()} for v in judge(rows, terms)]


def _unpack(verdict: Mapping[str, Any], clauses: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    names = {letter: name for name, letter in LETTERS.items()}
    unpacked = {}
    for clause in clauses:
        if verdict["statuses"] is None or clause["pathway"] != verdict["pathway"]:
            continue
        letter, reason = (verdict[column][clause["position"] - 1] for column in ("statuses", "reasons"))
        if letter != "-":
            unpacked[clause["clause"]] = (names[letter], clause["reasons"][cases.REASON_LETTERS.index(reason)])
    return unpacked


def _id(n: int) -> str:
    return f"{n:06d}"


def _request(n: int, row: Case) -> dict[str, Any]:
    return {"pa_id": _id(n), "member_id": _id(n), "member": n} | {k: v for k, v in row.items() if k in REQUEST}


def _measurement(n: int, i: int, row: Case) -> dict[str, Any]:
    return {"measurement_id": f"{n:06d}.{i}", "member": n, "pa_id": _id(n)} | dict(row)


def _frame(rows: Sequence[Mapping[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    data = {name: [_value(row.get(name), dtype) for row in rows] for name, dtype in schema.items()}
    return pl.DataFrame(data, schema=dict(schema))


def _value(value: Any, dtype: Any) -> Any:
    if isinstance(value, str) and dtype == DECIMAL:
        return Decimal(value)
    if isinstance(value, date) and not isinstance(value, datetime) and dtype == pl.Datetime("us"):
        return datetime(value.year, value.month, value.day, 9, 30)
    return value
