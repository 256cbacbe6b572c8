"""Findings on submitted measurements, and the growth reference they are held against."""

import csv
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl
import pytest

from pa_audit.findings.growth_reference import at_age, z_score
from pa_audit.resources import REFERENCE

from .bench import CONTINUED, Row, Story, Table, audit, case, day, height, mismatches, story

MONTH = 30.4375


@cache
def lms() -> dict[tuple[str, float], tuple[float, float, float]]:
    with (REFERENCE / "cdc_statage.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    return {(line["Sex"], float(line["Agemos"])): tuple(float(line[name]) for name in "LMS") for line in lines}  # type: ignore[misc]


def sds(sex: str, months: float, cm: float) -> float:
    """Work out a height SD score by hand: between the two nearest rows of the table, or on one."""
    curve = sorted((age, row) for (code, age), row in lms().items() if code == {"M": "1", "F": "2"}[sex])
    (low, below), (high, above) = (
        max(row for row in curve if row[0] <= months),
        min(row for row in curve if row[0] >= months),
    )
    share = 0.0 if high == low else (months - low) / (high - low)
    power, median, spread = (a + share * (b - a) for a, b in zip(below, above, strict=True))
    return float(((cm / median) ** power - 1) / (power * spread))


def scores(rows: list[tuple[str, float, float]]) -> list[dict[str, float]]:
    """Ask the product for the SD scores of (sex, months, cm), in SD."""
    frame = pl.DataFrame(
        {
            "sex": [sex for sex, _, _ in rows],
            "age_days": [months * MONTH for _, months, _ in rows],
            "height_cm": [round(cm * 1_000_000) for _, _, cm in rows],
        }
    ).with_row_index()
    asked = {"own": z_score(), "other_sex": z_score("other_sex"), "completed": z_score("completed")}
    return (at_age(frame.lazy(), *asked).select(**asked).collect() / 1_000_000).to_dicts()


@pytest.mark.parametrize(("sex", "months", "cm", "z"), [("M", 60.5, 95.0, -2.994), ("F", 150.2, 130.0, -3.334)])
def test_the_check_values_of_the_reference(sex: str, months: float, cm: float, z: float) -> None:
    (found,) = scores([(sex, months, cm)])
    assert found["own"] == pytest.approx(z, abs=0.001)


def test_the_reference_at_any_age_in_whole_days() -> None:
    rows = [(sex, n / MONTH, 50 + n / 60) for sex in "MF" for n in range(731, 7306, 137)]
    rows += [(sex, months, 80.0) for sex in "MF" for months in (24.0, 24.5, 25.0, 239.5, 240.0)]
    opposite = {"M": "F", "F": "M"}
    for (sex, months, cm), found in zip(rows, scores(rows), strict=True):
        assert found["own"] == pytest.approx(sds(sex, months, cm), abs=0.00006)
        assert found["other_sex"] == pytest.approx(sds(opposite[sex], months, cm), abs=0.00006)
        assert found["completed"] == pytest.approx(sds(sex, float(int(months)), cm), abs=0.00006)


def test_outside_24_to_240_months_there_is_no_reference() -> None:
    assert scores([("M", 23.99, 85.0), ("F", 240.01, 160.0), ("U", 60.0, 100.0)]) == []


def measured(cm: str | None, attested: str | None, n: int = -14, months: str | None = "95", **facts: Any) -> Story:
    """Tell of one submitted height; `facts` are of the member and the request."""
    return story(heights=[height(n, cm, attested, age_months=months)], **facts)


def aged(days: int) -> date:
    """Give the birth date of somebody so many days old on day -14."""
    return day(-14) - timedelta(days=days)


GHI: Row = {"indication": "ACQUIRED_GH_INSENSITIVITY"}
GIRL: Row = {"sex": "F", "born": aged(4572)}  # 150.2 months
TWO: Row = {"sex": "F", "born": aged(791)}  # 25.99 months, growing fast

# 108 cm of the usual boy are -3.5682 SD
HEIGHT_SDS: Table = [
    ("contradiction_height_sds", measured("108", "-3.8182"), None),
    ("contradiction_height_sds", measured("108", "-3.818201"), "medium difference"),
    ("contradiction_height_sds", measured("108", "-3.3182"), None),
    ("contradiction_height_sds", measured("108", "-3.318199"), "medium difference"),
    ("contradiction_height_sds", measured("108", "-3"), "medium difference"),  # -3 meets I.A.7 too
    ("contradiction_height_sds", measured("108", "-2.999999"), "high material"),
    ("contradiction_height_sds", measured("111.1", "-3.3"), "high material"),  # -2.98 SD
    ("contradiction_height_sds", measured("111.0128", "-3.3"), "medium difference"),  # -3.0000 SD
    ("contradiction_height_sds", measured("116.4224", "-2.3", **GHI), "high material"),  # -2.0000 SD
    ("contradiction_height_sds", measured("108", "-2", **GHI), "high material"),  # I.B.7.a is strictly below -2
    ("contradiction_height_sds", measured("108", "-2.000001", **GHI), "medium difference"),
    ("contradiction_height_sds", measured("108", "-2.9", indication="OTHER"), "medium difference"),
    ("contradiction_height_sds", measured("108", "-1", **CONTINUED), "medium difference"),
    ("contradiction_height_sds", measured("108", "-1", indication=None), "medium difference"),
    ("contradiction_height_sds", measured("108", "-1", decision="DENIED"), "high material"),
    ("contradiction_height_sds", measured("108", None), None),
    ("contradiction_height_sds", measured(None, "-1"), None),
    ("contradiction_height_sds", measured("108", "-1", months=None), None),
    ("contradiction_height_sds", measured("108", "-1", sex="U"), None),
    ("contradiction_height_sds", story(heights=[height(-14, "108", "-1", age_months="95", pa_id=None)]), None),
    ("contradiction_height_sds", measured("80", "9", born=aged(731)), "medium difference"),
    ("contradiction_height_sds", measured("80", "9", born=aged(730)), None),
    ("contradiction_height_sds", measured("150", "9", born=aged(7305)), "high material"),  # -3.7 SD
    ("contradiction_height_sds", measured("150", "9", born=aged(7306)), None),
    (
        "contradiction_height_sds",
        measured("108", "-2.5"),
        {
            "severity": "high",
            "reason": "material",
            "pa_id": "a",
            "measurement_id": "h1",
            "claim_ids": None,
            "amount_at_risk": None,
            "service_date": None,
            "summary": "108 cm on 2022-06-01 attested as -2.5 SD; the CDC reference gives -3.5682 SD "
            "(what reproduces the attested figure: none known).",
        },
    ),
]


def test_height_sds() -> None:
    assert mismatches(HEIGHT_SDS) == []


def near(sex: str, days: float, cm: float, by: float = 0) -> str:
    """Write the SD score of that, so much off."""
    return f"{round(sds(sex, days / MONTH, cm), 4) + by:.6f}"


CAUSES = [
    (measured("130", near("M", 4572, 130), **GIRL), "other_sex"),
    (measured("130", near("M", 4572, 130, 0.05), **GIRL), "other_sex"),
    (measured("130", near("M", 4572, 130, 0.050001), **GIRL), "none known"),
    (measured("42.52", "-3.5682"), "inches_for_cm"),  # 42.52 in, written as cm
    (measured("42.52", "-3.3"), "none known"),
    (measured("90", near("F", 25 * MONTH, 90), **TWO), "completed_months"),
    (measured("90", near("F", 25 * MONTH, 90, 0.05), **TWO), "completed_months"),
    (measured("90", near("F", 25 * MONTH, 90, 0.050001), **TWO), "none known"),
]


def test_the_cause_that_reproduces_a_wrong_figure_is_named() -> None:
    raised = [row for found in audit([told for told, _ in CAUSES]) for row in found]
    summaries = [row["summary"] for row in raised if row["kind"] == "contradiction_height_sds"]
    words = [cause.replace("_", " ") for _, cause in CAUSES]
    assert [said.rpartition(": ")[2] for said in summaries] == [f"{cause})." for cause in words]


def heights(*given: Row, **facts: Any) -> Story:
    return story(heights=given, **facts)


IMPLAUSIBLE: Table = [
    ("implausible_height", heights(height(-14), height(-104, pa_id=None)), "advisory carried_forward"),
    ("implausible_height", heights(height(-14), height(-103, pa_id=None)), None),
    ("implausible_height", heights(height(-14), height(-104, "107.999999", pa_id=None)), None),
    ("implausible_height", heights(height(-14, pa_id=None), height(-104)), None),  # the older one is no copy
    ("implausible_height", heights(height(-14), height(-20, "110.500001", pa_id=None)), "advisory lower"),
    ("implausible_height", heights(height(-14), height(-20, "110.5", pa_id=None)), None),
    ("implausible_height", heights(height(-14), height(-14, "120", pa_id=None)), None),  # not earlier
    ("implausible_height", heights(height(-14, None), height(-104, "120", pa_id=None)), None),
    ("implausible_height", heights(height(-14), height(-104, None, pa_id=None)), None),
    # inches for centimetres: far from its neighbours, and near them all once turned
    ("implausible_height", heights(height(-14, "42"), height(300, "110", pa_id=None)), "advisory unit"),
    ("implausible_height", heights(height(-14, "238"), height(-300, "95", pa_id=None)), "advisory unit"),
    ("implausible_height", heights(height(-14, "90"), height(300, "110", pa_id=None)), None),
    ("implausible_height", heights(height(-14, "60"), height(300, "110", pa_id=None)), None),
    # within a tenth of them, once turned: 127 cm are 50 in, 45 to 55 in are near
    ("implausible_height", heights(height(-14, "45"), height(300, "127", pa_id=None)), "advisory unit"),
    ("implausible_height", heights(height(-14, "44.999999"), height(300, "127", pa_id=None)), None),
    ("implausible_height", heights(height(-14, "55"), height(300, "127", pa_id=None)), "advisory unit"),
    ("implausible_height", heights(height(-14, "55.000001"), height(300, "127", pa_id=None)), None),
    ("implausible_height", heights(height(-14, "114.3"), height(-300, "50", pa_id=None)), "advisory unit"),
    ("implausible_height", heights(height(-14, "114.299999"), height(-300, "50", pa_id=None)), None),
    ("implausible_height", heights(height(-14, "139.7"), height(-744, "50", pa_id=None)), "advisory unit"),
    ("implausible_height", heights(height(-14, "139.700001"), height(-744, "50", pa_id=None)), None),
    ("implausible_height", heights(height(-14, "139.7"), height(-745, "50", pa_id=None)), None),  # past two years
    ("implausible_height", heights(height(-14, "42")), None),  # nothing to hold it against
    ("implausible_height", heights(height(-14, "42"), height(717, "110", pa_id=None)), "advisory unit"),
    ("implausible_height", heights(height(-14, "42"), height(718, "110", pa_id=None)), None),  # past two years
    (
        "implausible_height",
        heights(height(-14, "100"), height(-200, "104", pa_id=None), indication=None, decision="DENIED"),
        {
            "pa_id": "a",
            "measurement_id": "h1",
            "claim_ids": None,
            "amount_at_risk": None,
            "summary": "100 cm on 2022-06-01, 104 cm on 2021-11-27 (lower).",
        },
    ),
    (  # what it is held against is named: the first of its kind, the nearest before it, the tallest
        "implausible_height",
        heights(height(-14), height(-104, pa_id=None), height(-304, pa_id=None)),
        {"summary": "108 cm on 2022-06-01, 108 cm on 2021-08-15 (carried forward)."},
    ),
    (
        "implausible_height",
        heights(height(-14, "42"), height(-200, "106", pa_id=None), height(300, "110", pa_id=None)),
        {"summary": "42 cm on 2022-06-01, 106 cm on 2021-11-27 (unit)."},
    ),
    (
        "implausible_height",
        heights(height(-14, "42"), height(300, "110", pa_id=None)),
        {"summary": "42 cm on 2022-06-01, 110 cm on 2023-04-11 (unit)."},
    ),
    (
        "implausible_height",
        heights(height(-14), height(-20, "109", pa_id=None), height(-50, "112", pa_id=None)),
        {"summary": "108 cm on 2022-06-01, 112 cm on 2022-04-26 (lower)."},
    ),
    # on day 0 the usual boy is 2922 days old, 96 months to the day
    ("contradiction_age", measured("108", None, 0, "97"), None),
    ("contradiction_age", measured("108", None, 0, "97.000001"), "advisory"),
    ("contradiction_age", measured("108", None, 0, "95"), None),
    ("contradiction_age", measured("108", None, 0, "94.999999"), "advisory"),
    ("contradiction_age", measured("108", None, 0, None), None),
    ("contradiction_age", measured(None, None, 0, "8"), "advisory"),  # years for months
    ("contradiction_age", story(heights=[height(0, age_months="8", pa_id=None)]), None),
    (
        "contradiction_age",
        measured("108", None, 0, "8", indication="OTHER"),
        {
            "pa_id": "a",
            "measurement_id": "h1",
            "summary": "Age written as 8 months; 2922 days old on 2022-06-15.",
        },
    ),
]


def test_implausible() -> None:
    assert mismatches(IMPLAUSIBLE) == []


def test_a_measurement_with_another_members_request_is_held_against_no_criterion_and_shown_with_none() -> None:
    foreign = height(-14, "108", "-1", age_months="95", pa_id="nobody")
    alone = {"severity": "medium", "reason": "difference", "pa_id": None, "measurement_id": "h1"}
    table: Table = [("contradiction_height_sds", story(heights=[foreign], cases=[case()]), alone)]
    assert mismatches(table) == []


TABLES = (HEIGHT_SDS, IMPLAUSIBLE)
