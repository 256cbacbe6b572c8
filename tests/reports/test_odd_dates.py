"""Dates that plans write for "open" and "unknown": a night of them ends with its pictures and sheets."""

from pathlib import Path

from night.nights import Nights

REQUEST = (
    "pa_id,member_id,line_of_business,renewal_date,request_type,indication,received_at,decided_at,decision,"
    "auth_start_date,auth_end_date,dose_mg,doses_per_day,weight_kg"
)
APPROVED = "INITIAL,SEVERE_PRIMARY_IGFD,2023-03-15T09:00,2023-03-15T09:00,APPROVED"
DROP = {
    "members": "member_id,birth_date,sex\na,2015-03-15,F\nb,2015-03-15,M\n",
    "pa_requests": "\n".join(
        [
            REQUEST,
            f"open,a,MEDICAID,,{APPROVED},2023-03-15,9999-12-31,9,2,20",
            f"unknown,b,COMMERCIAL,2024-01-01,{APPROVED},9999-12-31,9999-12-31,1.2,2,20",
        ]
    ),
    "pharmacy_claims": "\n".join(
        [
            "claim_id,member_id,dispensing_date,ndc_code,quantity,days_supply,claim_status,paid_amount",
            "r1,a,2023-04-01,15054104005,99,30,PAID,100",  # above the limit, under the open authorization
            "r2,b,0001-01-01,15054104005,99,30,PAID,100",
        ]
    ),
}


def test_open_and_unknown_dates_stop_nothing(tmp_path: Path) -> None:
    nights = Nights(tmp_path, reports=True)
    nights.night(DROP)
    assert nights.ask("select pa_id, allowed_through::varchar from audit.cases order by pa_id") == [
        ("open", "2024-03-14"),
        ("unknown", "9999-12-31"),
    ]
    page = (tmp_path / "reports" / "latest" / "over_dose.html").read_text()
    assert 'class="plot"' in page and "open" in page
    assert "0001-01-01" in "".join(sheet.read_text() for sheet in (tmp_path / "reports").glob("*/cases/*.html"))
