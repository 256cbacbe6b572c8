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


def test_cms_rif(history: Nights) -> None:
    assert audited(history, "cms_rif") == {
        ("beneficiary_2023.csv", "members"): (1, 0, 0, 1, 0, 0),
        ("beneficiary_2024.csv", "members"): (2, 0, 1, 0, 1, 0),
        ("pde.csv", "pharmacy_claims"): (4, 0, 1, 1, 0, 2),
        ("carrier.csv", "medical_claims"): (6, 0, 2, 3, 0, 1),
    }
    assert history.query("select prescribing_provider_npi from store.pharmacy_claims") == ["1234567893"]
    assert history.quarantine() == {
        ("pde.csv", 3): ["format"],
        ("pde.csv", 4): ["format"],
        ("carrier.csv", 6): ["enumeration"],
    }
    lines = history.query(
        "select claim_id, claim_line_start_date::varchar, diagnosis_codes, claim_status, paid_amount::varchar"
        " from store.medical_claims order by row_number"
    )
    assert lines == [
        ("-21", "2024-01-05", "E343;Q871", "PAID", "1200.50"),
        ("-21", "2024-01-03", None, "DENIED", "1200.50"),
        ("-22", "2024-01-05", "E343;Q871", "DENIED", "1200.50"),
    ]


def test_synpuf(history: Nights) -> None:
    assert sorted(audited(history, "synpuf").values()) == [
        (1, 0, 0, 1, 0, 0),
        (1, 12, 11, 2, 0, 0),
        (1, 44, 44, 1, 0, 0),
        (2, 0, 0, 1, 0, 1),
    ]
    lines = history.query(
        "select claim_id, claim_line_number, hcpcs_code, claim_status, paid_amount::varchar, diagnosis_codes"
        " from store.medical_claims order by all"
    )
    assert lines == [
        ("887", 1, "J2170", "PAID", "80.00", None),
        ("887", 13, "99213", "DENIED", "0.00", None),
        ("900-1", 45, "J2170", "PAID", None, None),
    ]


def test_growthcleanr(history: Nights) -> None:
    assert audited(history, "growthcleanr") == {
        ("syngrowth.csv", "members"): (6, 0, 0, 2, 4, 0),
        ("syngrowth.csv", "growth_measurements"): (6, 0, 1, 3, 0, 2),
    }
    measured = history.query(
        "select measured_date::varchar, height_cm::varchar, weight_kg::varchar from audit.growth_measurements"
        " order by 1, 2"
    )
    assert measured == [
        ("1953-12-06", "102.600000", None),
        ("1954-12-12", "106.680000", None),
        ("1954-12-12", None, "18.143695"),
    ]
