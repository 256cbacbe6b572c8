"""The mappings that come with the product, each on small files of our own in the layout it is for."""

from ingest.nights import Nights
from mapping.layouts import LAYOUTS

from pa_audit import mapping
from pa_audit.config import Config

Counts = dict[tuple[str, str], tuple[int, ...]]


def audited(history: Nights, name: str) -> Counts:
    """Read a layout's files through its mapping: read, made, left out, accepted, repeated, quarantined."""
    history.config = Config(mapping=mapping.load(name))
    history.night(LAYOUTS[name])
    rows = history.query(
        "select source_file, extract, rows_read, rows_made, rows_left_out, rows_accepted, rows_repeated,"
        " rows_quarantined from store.files"
    )
    return {(file, extract): tuple(counts) for file, extract, *counts in rows}


def test_tuva(history: Nights) -> None:
    assert audited(history, "tuva") == {
        ("eligibility.csv", "members"): (3, 0, 0, 2, 1, 0),
        ("observation.csv", "growth_measurements"): (4, 0, 1, 2, 0, 1),
        ("lab_result.csv", "growth_measurements"): (1, 0, 1, 0, 0, 0),
        ("pharmacy_claim.csv", "pharmacy_claims"): (2, 0, 0, 2, 0, 0),
        ("medical_claim.csv", "medical_claims"): (2, 0, 0, 2, 0, 0),
    }
    assert history.query("select member_id, birth_date::varchar, sex from store.members order by 1") == [
        ("p1", "2015-03-01", "F"),
        ("p2", "2016-04-02", "U"),
    ]
    heights = history.query(
        "select member_id, height_cm::varchar, weight_kg::varchar from store.growth_measurements order by 1"
    )
    assert heights == [("p1", "101.600000", None), ("p2", None, "20.500000")]
    assert history.query("select claim_id, paid_amount::varchar from store.pharmacy_claims order by 1") == [
        ("c1-1", "12.30"), ("c1-2", None),
    ]  # fmt: skip
    coded = history.query(
        "select claim_line_start_date::varchar, hcpcs_modifiers, diagnosis_codes from store.medical_claims order by 1"
    )
    assert coded == [("2024-01-05", "JB;KX", "E34.3;Q87.1"), ("2024-01-06", None, None)]
