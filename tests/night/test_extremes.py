"""Rows that the contract accepts, however odd, are audited: no value within its bounds stops a night."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.night.nights import Nights

QUERIES = Path(__file__).parents[2] / "sql" / "queries"
NO_END = date(9999, 12, 31)  # how many plans write that an authorization does not end

REQUEST = "pa_id,member_id,line_of_business,request_type,indication,received_at,decision,decided_at"
REQUESTS = f"""{REQUEST},auth_start_date,auth_end_date,renewal_date,weight_kg
p1,m1,MEDICAID,INITIAL,SEVERE_PRIMARY_IGFD,2023-01-02T10:00,APPROVED,2023-01-03T10:00,2023-01-03,9999-12-31,,20
p2,m1,COMMERCIAL,INITIAL,SEVERE_PRIMARY_IGFD,2023-01-02T10:00,APPROVED,9999-12-31T23:59,9999-12-31,9999-12-31,0001-01-01,
p3,m2,MEDICAID,CONTINUATION,SEVERE_PRIMARY_IGFD,0001-01-01T00:00,APPROVED,2023-01-03T10:00,0001-01-01,9999-12-31,,1
"""
CLAIMS = """claim_id,member_id,dispensing_date,ndc_code,quantity,days_supply,claim_status,paid_amount
c1,m1,2023-02-01,15054104005,100000,30,PAID,999999999.99
c2,m1,2023-06-01,15054104005,999999999.999999,30,PAID,999999999.99
c4,m1,2023-05-01,15054104005,999999999.999999,30,PAID,999999999.99
c3,m2,0001-01-01,15054104005,40,30,PAID,1
"""
DROP = {
    "members": "member_id,birth_date,sex\nm1,2015-01-01,F\nm2,1900-01-01,U\n",
    "pa_requests": REQUESTS,
    "pharmacy_claims": CLAIMS,
}


def test_dates_at_both_ends_of_the_calendar_and_the_largest_figures(tmp_path: Path) -> None:
    nights = Nights(tmp_path, reports=True)
    assert nights.night(DROP)["rows_quarantined"] == 0
    assert nights.ask("select claim_id, mg from audit.net_paid_claims where member_id = 'm1' order by all") == [
        ("c1", Decimal("1000000")),
        ("c2", Decimal("9999999999.99999")),
        ("c4", Decimal("9999999999.99999")),
    ]
    over = "select service_date from audit.dispensings where status = 'over_dose' order by all"
    assert nights.ask(over) == [(date(1, 1, 1),), (date(2023, 2, 1),), (date(2023, 5, 1),), (date(2023, 6, 1),)]
    assert nights.ask("select auth_end_date from audit.cases") == [(NO_END,)] * 3
    allowed = "select allowed_through from audit.cases order by pa_id"
    assert nights.ask(allowed) == [(date(2024, 1, 2),), (NO_END,), (date(1, 12, 31),)]
    assert (tmp_path / "reports" / "latest" / "over_dose.html").exists()
    for query in QUERIES.glob("*.sql"):
        nights.ask(query.read_text(encoding="utf-8").rstrip().rstrip(";"))


def test_a_day_of_more_than_a_column_holds_is_shown_as_the_most_it_holds(tmp_path: Path) -> None:
    """Each claim is within the contract; of as many a sum of 64 bits would be negative."""
    header, _, largest, *_ = CLAIMS.splitlines()
    copies = [largest.replace("c2", f"x{number}") for number in range(1_000)]
    request = REQUESTS.replace(",weight_kg", ",weight_kg,authorized_quantity_mg").splitlines()
    requests = "\n".join([request[0], f"{request[1]},30", ""])
    nights = Nights(tmp_path, reports=True)
    nights.night(DROP | {"pa_requests": requests, "pharmacy_claims": "\n".join([header, *copies, ""])})
    shown = "mg, dose_mg_per_kg, status, paid_amount"
    most = (Decimal("999999999999.999999"), Decimal("99999999.9999"), "over_dose", 1_000 * Decimal("999999999.99"))
    assert nights.ask(f"select {shown} from audit.dispensings") == [most]
    assert nights.ask("select mg::varchar::decimal(18, 6) from audit.dispensings") == [most[:1]]
    assert nights.ask("select pa_id from audit.findings where kind = 'quantity_above_authorized'") == [("p1",)]
