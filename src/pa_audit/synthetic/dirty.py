"""Files with rows that no plan should send: every reason for refusal, and some odd but legal.

All of them name the member of the first specimen, so they are the same for every number of cases.
"""

from collections.abc import Mapping, Sequence

from pa_audit.synthetic.columns import COLUMNS
from pa_audit.synthetic.drop import Drop
from pa_audit.synthetic.specimens import Row
from pa_audit.synthetic.specimens.words import IGFD, case, h

MEMBER = "M-IA-in-order"
_REQUEST = case("x", IGFD, heights=[h("-3.6", -14)]).rows["pa_requests"][0]
_BASE: Mapping[str, Row] = {
    "members": {"birth_date": "2013-01-15", "sex": "F"},
    "pa_requests": {**_REQUEST, "member_id": MEMBER},
    "growth_measurements": {"member_id": MEMBER, "measured_date": "2022-01-20", "height_cm": "104.0"},
    "pharmacy_claims": {
        "member_id": MEMBER, "dispensing_date": "2022-06-02", "ndc_code": "15054104005", "quantity": "12",
        "days_supply": "30", "claim_status": "PAID", "paid_amount": "11220.00",
    },
    "medical_claims": {
        "claim_line_number": "1", "member_id": MEMBER, "claim_line_start_date": "2022-06-02",
        "hcpcs_code": "99213",
        "frequency_code": "1", "claim_status": "PAID",
    },
}  # fmt: skip
_WRONG: Mapping[str, Sequence[Row]] = {
    "members": [
        {"member_id": "M-late-1"}, {"member_id": "M-late-2", "sex": "m"}, {"member_id": None},
        {"member_id": "M-late-3", "sex": "X"}, {"member_id": "M-late-4", "birth_date": "1899-12-31"},
        {"member_id": "M-late-5", "birth_date": "2023-07-01"},
        {"member_id": "M-late-6", "birth_date": "20130115"}, {"member_id": "M-late-7"},
        {"member_id": "M-late-7", "sex": "M"}, {"member_id": "M-late-8"},
        {"member_id": " M-late-8 ", "sex": " f "},
    ],
    "pa_requests": [
        {"decided_at": "2022-03-15T09:29"}, {"decided_at": None}, {"auth_end_date": None},
        {"auth_start_date": None},
        {"decision": "DENIED", "decided_at": None, "auth_start_date": None, "auth_end_date": None},
        {"auth_end_date": "2022-03-19"}, {"state": "TEX"}, {"prescriber_taxonomy": "2080P0205XX"},
        {"line_of_business": "MEDICARE"}, {"line_of_business": None}, {"indication": "SHORT"},
        {"dose_mg": "0"}, {"dose_mg": "100.000001"}, {"dose_mg": "1e1"}, {"dose_mg": "1.2345678"},
        {"doses_per_day": "25"}, {"doses_per_day": "2.5"}, {"weight_kg": "0.9"}, {"igf1_sds": "20.1"},
        {"authorized_quantity_mg": "0"}, {"received_at": "2022-02-30T10:00"},
        {"received_at": "2023-07-01T00:00"}, {"malignancy": "unknown"}, {"member_id": "M-nobody"},
        {"member_id": None, "decision": "MAYBE", "dose_mg": "two"},
    ],
    "growth_measurements": [
        {"measured_date": "2014-06-09"}, {"measured_date": "2023-07-01"}, {"height_cm": "29.999999"},
        {"height_cm": "250.000001"}, {"height_sds": "NaN"}, {"height_sds": "-20.01"}, {"age_months": "-1"},
        {"weight_kg": "17,2"}, {"measured_date": None}, {"member_id": "M-nobody"},
    ],
    "pharmacy_claims": [
        {"ndc_code": "1505410405"}, {"ndc_code": "15054-104-05"}, {"ndc_code": "150541040051"},
        {"ndc_code": "Increlex"}, {"quantity": "0"}, {"quantity": "-12"}, {"quantity": ".5"},
        {"days_supply": "0"}, {"days_supply": "366"}, {"claim_status": "VOID"},
        {"dispensing_date": "2023-07-01"}, {"unit_of_measure": "MG"}, {"paid_amount": "-0.01"},
        {"paid_amount": "10.005"}, {"prescribing_provider_npi": "10030001260"}, {"member_id": "M-nobody"},
        {"claim_id": "late-twin"}, {"claim_id": "late-twin", "quantity": "16"}, {"claim_id": "late-same"},
        {"claim_id": "late-same", "quantity": "12.0", "ndc_code": "15054-1040-05"},
    ],
    "medical_claims": [
        {"frequency_code": "5"}, {"claim_line_number": None}, {"claim_line_number": "A"},
        {"hcpcs_code": "J21700"}, {"service_unit_quantity": "0"}, {"claim_line_start_date": "2023-07-01"},
        {"claim_status": "REVERSED"}, {"member_id": "M-nobody"}, {"claim_id": "late-lines"},
        {"claim_id": "late-lines", "claim_line_number": "2"},
        {"claim_id": "late-lines", "claim_line_number": "2", "hcpcs_code": "99214"},
    ],
}  # fmt: skip


def add(drop: Drop) -> None:
    """Write the *_late files: wrong values, then, among the pharmacy claims, broken records."""
    for extract in COLUMNS:
        drop.write(f"{extract}_late.csv", _file(extract))


def _file(extract: str) -> bytes:
    """Members: byte order mark, columns reversed and one too many; requests: CRLF; claims: broken records."""
    columns = [*reversed(COLUMNS[extract]), "plan_note"] if extract == "members" else list(COLUMNS[extract])
    key = "member_id" if extract == "members" else columns[0]
    rows: list[Row] = [
        {
            key: f"late-{at}",
            **_BASE[extract],
            **({} if extract == "members" else {key: f"late-{at}"}),
            **wrong,
        }
        for at, wrong in enumerate(_WRONG[extract], 1)
    ]
    body = "".join(_record([row.get(column) for column in columns]) for row in rows)
    text = _record(columns) + body
    if extract == "members":
        text = "\ufeff" + text
    if extract == "pa_requests":
        text = text.replace("\n", "\r\n")
    return text.encode() + (_BROKEN if extract == "pharmacy_claims" else b"")


def _record(fields: Sequence[str | None]) -> str:
    return ",".join(_quoted(field or "") for field in fields) + "\n"


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


def _claim(key: str, rest: str) -> bytes:
    return f"{key},{MEMBER},2022-06-02,15054104005,12,ML,30,PAID{rest}\n".encode()


_BROKEN = b"".join([
    _claim("late-quoted", ',,"PA-1, resubmitted ""as is""",1003000126,11220.00'),
    _claim("late-short", ",,,1003000126"),
    _claim("late-long", ",,,1003000126,11220.00,,"),
    _claim('late"quote', ",,,1003000126,11220.00"),
    _claim('"late-tail"x', ",,,1003000126,11220.00"),
    _claim("late-latin", ",,note,1003000126,11220.00").replace(b"note", b"caf\xe9"),
    _claim("late-nul", ",,note,1003000126,11220.00").replace(b"note", b"no\x00te"),
    _claim("late-good", ",,,1003000126,11220.00"),
    _claim('"late-open', ",,,1003000126,11220.00"),
    _claim("late-swallowed", ",,,1003000126,11220.00"),
])  # fmt: skip
