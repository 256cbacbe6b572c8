"""What a drop of 300 cases holds before anybody judges it: every value, and every kind of bad record."""

import re
from pathlib import Path

import polars as pl
import pytest
from harness import SAMPLE

from pa_audit.synthetic.defects import MISTAKES
from pa_audit.synthetic.specimens import SPECIMENS

REQUESTS = pl.read_csv(SAMPLE / "pa_requests.csv", infer_schema=False)
BROKEN = (SAMPLE / "pharmacy_claims_late.csv").read_bytes()


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("line_of_business", {"MEDICAID", "HIM", "COMMERCIAL"}),
        ("request_type", {"INITIAL", "CONTINUATION"}),
        ("decision", {"APPROVED", "DENIED", "PENDED", "WITHDRAWN"}),
        (
            "indication",
            {"SEVERE_PRIMARY_IGFD", "ACQUIRED_GH_INSENSITIVITY", "SECONDARY_IGFD", "OTHER", None},
        ),
        ("formulary_status", {"FORMULARY", "NON_FORMULARY", None}),
        ("gh_level", {"LOW", "NORMAL", "ELEVATED", None}),
        ("epiphysis_status", {"OPEN", "CLOSED", None}),
    ],
)
def test_every_code_occurs(column: str, values: set[str | None]) -> None:
    assert set(REQUESTS[column].str.to_uppercase()) == values


def test_every_optional_fact_is_missing_somewhere() -> None:
    required = {"pa_id", "member_id", "line_of_business", "request_type", "received_at", "decision"}
    optional = [column for column in REQUESTS.columns if column not in required]
    missing = {column for column in optional if REQUESTS[column].null_count()}
    never = {"prescriber_npi"} - missing
    assert missing | never == set(optional)


def test_thresholds_are_met_missed_and_hit() -> None:
    assert {"-3", "-2.999999"} <= set(REQUESTS["igf1_sds"])
    assert {"2.412", "2.412001"} <= set(REQUESTS["dose_mg"])
    heights = pl.read_csv(SAMPLE / "growth_measurements.csv", infer_schema=False)["height_sds"]
    assert {"-3", "-2.99", "-2", "-2.000001"} <= set(heights)


@pytest.mark.parametrize(
    "trace", [b"\xe9", b"\x00", rb'(?m)^late"', rb'(?m)^"late-tail"x', rb'(?m)^"late-open,', rb"(?m),,,1003000126$"]
)
def test_broken_records_are_there(trace: bytes) -> None:
    assert re.search(trace, BROKEN)


def test_every_format_is_there() -> None:
    assert {path.suffix for path in SAMPLE.iterdir()} == {".csv", ".gz", ".parquet", ".toml"}
    assert (SAMPLE / "members_late.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in (SAMPLE / "pa_requests_late.csv").read_bytes()


def test_every_extract_has_its_mistakes() -> None:
    assert all(any(one.twice for one in mistakes) for mistakes in MISTAKES.values())
    assert all(Path(SAMPLE / f"{extract}_late.csv").exists() for extract in MISTAKES)


def test_claims_that_findings_need() -> None:
    rows = [row for one in SPECIMENS for name in ("pharmacy_claims", "medical_claims") for row in one.rows[name]]
    assert {"J2170"} <= {row.get("hcpcs_code") for row in rows}
    assert {"50242007401", "73362000501", "71863-216-04"} <= {row.get("ndc_code") for row in rows}
    assert {"1", "7", "8"} <= {row.get("frequency_code") for row in rows}
    assert any("C71.9" in (row.get("diagnosis_codes") or "") for row in rows)
