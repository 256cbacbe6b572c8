"""The extract contract as a plain table: each column's kind, whether required or key, and its enumeration."""

from dataclasses import dataclass

_TABLE = """
members
  member_id id *#
  birth_date date *
  sex code * M F U
pa_requests
  pa_id id *#
  member_id id *
  line_of_business code * MEDICAID HIM COMMERCIAL
  state code:2 .
  renewal_date date .
  formulary_status code . FORMULARY NON_FORMULARY
  request_type code * INITIAL CONTINUATION
  indication code . SEVERE_PRIMARY_IGFD ACQUIRED_GH_INSENSITIVITY SECONDARY_IGFD OTHER
  diagnosis_codes code .
  received_at timestamp *
  decided_at timestamp .
  decision code * APPROVED DENIED PENDED WITHDRAWN
  auth_start_date date .
  auth_end_date date .
  authorized_quantity_mg decimal .
  prescriber_npi id:10 .
  prescriber_taxonomy code:10 .
  consult_taxonomy code:10 .
  dose_mg decimal .
  doses_per_day integer .
  weight_kg decimal .
  weight_date date .
  prior_dose_mg decimal .
  is_dose_increase boolean .
  epiphysis_status code . OPEN CLOSED
  igf1_sds decimal .
  gh_level code . LOW NORMAL ELEVATED
  gh_gene_deletion boolean .
  gh_neutralizing_antibodies boolean .
  growth_velocity_sds_1y decimal .
  growth_velocity_sds_2y decimal .
  malignancy boolean .
  concurrent_somatropin boolean .
  currently_receiving boolean .
  continuity_of_care boolean .
  therapy_start_date date .
growth_measurements
  measurement_id id *#
  member_id id *
  pa_id id .
  measured_date date *
  height_cm decimal .
  height_sds decimal .
  age_months decimal .
  weight_kg decimal .
pharmacy_claims
  claim_id id *#
  member_id id *
  dispensing_date date *
  ndc_code ndc *
  quantity decimal *
  unit_of_measure code . ML EA GM
  days_supply integer .
  claim_status code * PAID REVERSED DENIED
  reverses_claim_id id .
  pa_id id .
  prescribing_provider_npi id:10 .
  paid_amount money .
medical_claims
  claim_id id *#
  claim_line_number integer *#
  member_id id *
  claim_line_start_date date *
  hcpcs_code code:5 .
  hcpcs_modifiers code .
  service_unit_quantity decimal .
  diagnosis_codes code .
  frequency_code code * 1 7 8
  replaces_claim_id id .
  claim_status code * PAID DENIED
  pa_id id .
  paid_amount money .
"""


@dataclass(frozen=True)
class Column:
    """A column of the contract. `length` is the most characters; `values` the enumeration, empty for none."""

    kind: str
    length: int | None
    required: bool
    key: bool
    values: tuple[str, ...]


def _read() -> dict[str, dict[str, Column]]:
    extracts: dict[str, dict[str, Column]] = {}
    for line in _TABLE.strip().splitlines():
        if not line.startswith(" "):
            extract = line
            extracts[extract] = {}
            continue
        name, kind, marks, *values = line.split()
        kind, _, length = kind.partition(":")
        extracts[extract][name] = Column(
            kind, int(length) if length else None, "*" in marks, "#" in marks, tuple(values)
        )
    return extracts


EXTRACTS = _read()
FORMATS = ("csv", "csv.gz", "parquet")


def extract_of(name: str) -> str | None:
    """The extract that a file name belongs to: `<extract>.<ext>` or `<extract>_<anything>.<ext>`."""
    for extract in EXTRACTS:
        for extension in FORMATS:
            if name == f"{extract}.{extension}":
                return extract
            if name.startswith(f"{extract}_") and name.endswith(f".{extension}"):
                return extract
    return None
