"""Specimens: hand-made members, and how their rows are written.

The words to tell them are in words, the specimens in the other files.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import polars as pl

from pa_audit.synthetic import growth
from pa_audit.synthetic.calendar import LAST, day, iso, plus_months
from pa_audit.synthetic.columns import COLUMNS

Value = str | int | None
Row = dict[str, str | None]
Fields = Mapping[str, Value]

REF = "2022-03-15"
_DATES = ("renewal_date", "weight_date", "therapy_start_date", "auth_start_date", "auth_end_date")


@dataclass(frozen=True)
class Height:
    """A measurement: SD score as submitted, when, height in cm (else what the score means), other fields."""

    sds: str | None
    when: Value
    cm: str | None = None
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Ask:
    """One request: its fields, authorized months, heights, reference date, and the suffix of its id."""

    fields: Fields
    heights: Sequence[Height]
    months: int = 12
    ref: str = REF
    suffix: str = ""

    def but(self, heights: Sequence[Height] | None, months: int | None, **fields: Value) -> "Ask":
        """The same request with differences."""
        return replace(
            self,
            fields={**self.fields, **fields},
            heights=self.heights if heights is None else heights,
            months=self.months if months is None else months,
        )


@dataclass(frozen=True)
class Specimen:
    """The rows of one member, extract by extract."""

    key: str
    rows: Mapping[str, Sequence[Row]] = field(repr=False)

    @property
    def cases(self) -> int:
        """How many requests it holds."""
        return len(self.rows["pa_requests"])


def build(
    key: str, born: str, sex: str, asks: Sequence[Ask], rx: Sequence[Fields] | None, med: Sequence[Fields]
) -> Specimen:
    """The rows of one member; `rx` None: dispensed as usual."""
    requests: list[Row] = []
    measured: list[Row] = []
    for one in asks:
        pa = f"{key}{one.suffix}"
        seen = [_measurement(pa, key, born, sex, one.ref, at, each) for at, each in enumerate(one.heights, 1)]
        requests.append(_request(pa, f"M-{key}", one, seen))
        measured += seen
    ref = asks[0].ref
    fills = _usual_fills(requests[0], ref) if rx is None else rx
    visits = (*med, *(_visit(days) for days in (-40, -14, 90)))
    rows: dict[str, list[Row]] = {
        "members": [{"member_id": f"M-{key}", "birth_date": born, "sex": sex}],
        "pa_requests": requests,
        "growth_measurements": measured,
        "pharmacy_claims": [_claim("pharmacy_claims", key, ref, at, each) for at, each in enumerate(fills, 1)],
        "medical_claims": [_claim("medical_claims", key, ref, at, each) for at, each in enumerate(visits, 1)],
    }
    return Specimen(key, rows)


def fill(when: Value, vials: int = 3, **fields: Value) -> Fields:
    """A paid pharmacy claim of whole vials; `id` names it, `reverses` the id of the claim it takes back."""
    return {
        "when": when, "ndc_code": "15054104005", "quantity": str(4 * vials), "unit_of_measure": "ML",
        "days_supply": "30",
        "claim_status": "PAID", "prescribing_provider_npi": "1003000126",
        "paid_amount": f"{3740 * vials}.00", **fields,
    }  # fmt: skip


def _usual_fills(request: Row, ref: str) -> list[Fields]:
    """Monthly fills of an approved case, in whole vials; a continued one has some from before."""
    start, end = request.get("auth_start_date"), request.get("auth_end_date")
    if start is None or end is None:
        return []
    dose = min(float(request["dose_mg"] or 1.2), 3.0)
    vials = math.ceil(60 / min(math.floor(40 / dose), 60))
    months = range(-5 if request["request_type"] == "CONTINUATION" else 0, 8)
    days = [day(start) + 1 + 30 * month for month in months]
    return [fill(at - day(ref), vials) for at in days if at <= min(day(end), LAST)]


def _visit(when: int) -> Fields:
    return {
        "when": when, "claim_line_number": "1", "hcpcs_code": "99214", "service_unit_quantity": "1",
        "paid_amount": "131.40",
        "diagnosis_codes": "R62.52", "frequency_code": "1", "claim_status": "PAID",
    }  # fmt: skip


def _at(ref: str, value: Value) -> str | None:
    return iso(day(ref) + value) if isinstance(value, int) else value


@cache
def _cm_and_kg(born: str, sex: str, on: str, sds: str | None, cm: str | None) -> tuple[str, str]:
    """Height at the score (or as given) and the weight that goes with it."""
    days, male = pl.lit(day(on) - day(born)), pl.lit(sex != "F")
    score = pl.lit(float(sds if sds is not None else "-3.3"))
    tall = pl.lit(round(float(cm) * 10)) if cm is not None else growth.height(days, male, score)
    tenths, kilos = pl.select(tall.alias("cm"), growth.weight(days, tall, pl.lit(1.0)).alias("kg")).row(0)
    return f"{tenths / 10:.1f}", f"{kilos / 10:.1f}"


def _measurement(pa: str, key: str, born: str, sex: str, ref: str, at: int, each: Height) -> Row:
    on = _at(ref, each.when) or ref
    cm, kg = _cm_and_kg(born, sex, on, each.sds, each.cm)
    row: Row = {
        "measurement_id": f"{pa}-h{at}", "member_id": f"M-{key}", "pa_id": pa, "measured_date": on,
        "height_cm": each.cm or cm, "height_sds": each.sds, "weight_kg": kg,
        "age_months": f"{(day(on) - day(born)) / growth.MONTH:.1f}",
    }  # fmt: skip
    return row | {name: _at(ref, value) for name, value in each.fields.items()}


def _request(pa: str, member: str, one: Ask, measured: Sequence[Row]) -> Row:
    """The request, with a weight and a dose that suit the child unless they are given."""
    fields = dict(one.fields)
    weight = measured[0]["weight_kg"] if measured else "17.2"
    fields.setdefault("weight_kg", weight)
    fields.setdefault("dose_mg", f"{int(float(weight or 17.2) * 0.7) / 10}")
    fields["received_at"] = _stamp(one.ref, fields.get("received_at", 0), "09:30")
    if fields["decision"] in ("APPROVED", "DENIED"):
        fields["decided_at"] = _stamp(one.ref, fields.get("decided_at", 3), "16:00")
    row: Row = {"pa_id": pa, "member_id": member}
    row |= {name: _at(one.ref, value) if name in _DATES else _text(value) for name, value in fields.items()}
    if fields["decision"] != "APPROVED":
        row |= {"auth_start_date": None, "auth_end_date": None}
    elif "auth_end_date" not in fields:
        row["auth_end_date"] = _end(row["auth_start_date"] or one.ref, one.months)
    return row


def _stamp(ref: str, value: Value, time: str) -> str | None:
    return f"{_at(ref, value)}T{time}" if isinstance(value, int) else value


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _end(start: str, months: int) -> str:
    return iso(pl.select(plus_months(pl.lit(day(start)), months) - 1).item())


def _claim(extract: str, key: str, ref: str, at: int, each: Fields) -> Row:
    prefix = {"pharmacy_claims": "rx", "medical_claims": "mc"}[extract]
    when = {"pharmacy_claims": "dispensing_date", "medical_claims": "claim_line_start_date"}[extract]
    row: Row = {
        "claim_id": f"{key}-{prefix}{each.get('id', at)}",
        "member_id": f"M-{key}",
        when: _at(ref, each["when"]),
    }
    for name, column in (("reverses", "reverses_claim_id"), ("replaces", "replaces_claim_id")):
        if each.get(name) is not None:
            row[column] = f"{key}-{prefix}{each[name]}"
    return row | {name: _text(value) for name, value in each.items() if name in COLUMNS[extract]}
