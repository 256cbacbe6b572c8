"""Every row that is set aside comes with what to do about it: told from what was expected, and how the value looks."""

import pytest

from pa_audit.ingest.parse import EXPECTED
from pa_audit.remedies import ELSE, remedy

DATE, DECIMAL = f"birth_date: expected {EXPECTED['date']}", f"quantity: expected {EXPECTED['decimal']}"
NDC, MONEY = f"ndc_code: expected {EXPECTED['ndc']}", f"paid_amount: expected {EXPECTED['money']}"

# Extract, problem, value -> what to do.
CASES: list[tuple[str, str, str | None, str]] = [
    ("members", DATE, "42000", 'dates = "excel"'),
    ("members", DATE, "03/14/2015", 'dates = "MM/DD/YYYY"'),
    ("members", DATE, "03/14/15", 'dates = "MM/DD/YY from 1950"'),
    ("members", DATE, "20150314", 'dates = "YYYYMMDD"'),
    ("members", DATE, "03/04/2015", '"MM/DD/YYYY" in a mapping; "DD/MM/YYYY" fits it as well: look for a day above 12'),
    ("members", DATE, "2015-03-14T00:00:00Z", "its zone is the trouble"),
    ("pa_requests", f"received_at: expected {EXPECTED['timestamp']}", "2024-01-05T08:00:00+01:00", "its zone"),
    ("pharmacy_claims", DECIMAL, "-.5", "a mapping reads it"),
    ("members", f"{DATE} (from DOB as MM/DD/YYYY)", "02/30/2015", ELSE),
    ("members", DATE, "2015-02-30", ELSE),
    ("members", DATE, "x", ELSE),
    ("pharmacy_claims", 'paid_amount: expected at least 0 (from Paid, decimal ",")', "-12,50", "is it a reversal's?"),
    ("pharmacy_claims", "quantity: expected above 0", "-28", "without the sign"),
    ("pharmacy_claims", "days_supply: expected above 0", "0", "right column"),
    ("members", "birth_date: expected a value", None, "blank at the source"),
    ("members", "sex: expected one of M, F, U", "male", "`values`"),
    ("members", "birth_date: expected at least 1900-01-01", "1885-01-01", "right column"),
    ("members", "record: expected as many fields as the header has", None, "a field without quotes"),
    ("pharmacy_claims", DECIMAL, "1,234", 'thousands = ","'),
    ("pharmacy_claims", DECIMAL, "1,5", 'decimal = ","'),
    ("pharmacy_claims", DECIMAL, "1.2E+02", "with all digits"),
    ("growth_measurements", f"weight_kg: expected {EXPECTED['decimal']}", "45,5 lb", "in unit_from too"),
    ("pharmacy_claims", MONEY, "$12.00", "a mapping reads dollar signs"),
    ("pharmacy_claims", MONEY, "1.234,50", 'decimal = "," and thousands = "."'),
    ("pharmacy_claims", DECIMAL, "NULL", "values = {"),
    ("pharmacy_claims", MONEY, "n/a", "values = {"),
    ("pharmacy_claims", MONEY, "($12.50)", "none on a pharmacy reversal"),
    ("pharmacy_claims", DECIMAL, "(8)", "none on a pharmacy reversal"),
    ("medical_claims", MONEY, "(12.50)", "brackets stand for a minus sign: export one, and"),
    ("pharmacy_claims", f'{DECIMAL} (from Q, decimal ",")', "1,5", ELSE),
    ("growth_measurements", 'height_cm: expected at least 30 (from H, decimal ",")', "2,5", "in the right unit"),
    ("members", DATE, "NULL", "values = {"),
    ("pharmacy_claims", NDC, "150541040", "pad = 11"),
    ("pharmacy_claims", NDC, "1505410400", "ambiguous"),
    ("pharmacy_claims", NDC, "1.5E+10", "with all digits"),
    ("pharmacy_claims", "claim_id: expected an id with all its digits, found digits", "1E+15", "as text"),
    ("pharmacy_claims", "member_id: expected a member of the members extract", "m9", "--database FILE"),
    ("pa_requests", "decided_at: expected no time before received_at", "01/02/2024", 'dates = "MM/DD/YYYY at 23:59"'),
    ("pharmacy_claims", "PA: expected an id with all its digits, found NaN", "NaN", "write null where there is no id"),
    ("members", "record: expected UTF-8 without NUL bytes", None, "Parquet: write it anew"),
    ("growth_measurements", "weight_kg: expected one of the units kg, g", "20", "correct the unit"),
]


@pytest.mark.parametrize(("extract", "problem", "value", "expected"), CASES)
def test_a_problem_has_a_remedy(extract: str, problem: str, value: str | None, expected: str) -> None:
    told = remedy(extract, problem, value)
    assert expected in told
    assert value is None or len(value) < 2 or value not in told
    assert "\n" not in told
