"""The columns that the synthetic plan delivers, in its own order, and how its numbers are written."""

import polars as pl

COLUMNS: dict[str, tuple[str, ...]] = {
    "members": ("member_id", "birth_date", "sex"),
    "pa_requests": (
        "pa_id", "member_id", "line_of_business", "state", "renewal_date", "formulary_status", "request_type",
        "indication", "diagnosis_codes", "received_at", "decided_at", "decision", "auth_start_date",
        "auth_end_date",
        "authorized_quantity_mg", "prescriber_npi", "prescriber_taxonomy", "consult_taxonomy", "dose_mg",
        "doses_per_day", "weight_kg", "weight_date", "prior_dose_mg", "is_dose_increase", "epiphysis_status",
        "igf1_sds", "gh_level", "gh_gene_deletion", "gh_neutralizing_antibodies", "growth_velocity_sds_1y",
        "growth_velocity_sds_2y", "malignancy", "concurrent_somatropin", "currently_receiving",
        "continuity_of_care",
        "therapy_start_date",
    ),
    "growth_measurements": (
        "measurement_id", "member_id", "pa_id", "measured_date", "height_cm", "height_sds", "age_months",
        "weight_kg",
    ),
    "pharmacy_claims": (
        "claim_id", "member_id", "dispensing_date", "ndc_code", "quantity", "unit_of_measure", "days_supply",
        "claim_status", "reverses_claim_id", "pa_id", "prescribing_provider_npi", "paid_amount",
    ),
    "medical_claims": (
        "claim_id", "claim_line_number", "member_id", "claim_line_start_date", "hcpcs_code",
        "hcpcs_modifiers",
        "service_unit_quantity", "diagnosis_codes", "frequency_code", "replaces_claim_id", "claim_status",
        "pa_id",
        "paid_amount",
    ),
}  # fmt: skip


def decimal(column: str, digits: int) -> pl.Expr:
    """A whole number of 10^-digits as decimal text: 2412 with 3 digits is 2.412."""
    size = pl.col(column).abs()
    sign = pl.when(pl.col(column) < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole = (size // 10**digits).cast(pl.String)
    fraction = (size % 10**digits).cast(pl.String).str.zfill(digits)
    return pl.concat_str(sign, whole, pl.lit("."), fraction).alias(column)


def shortest(column: str, digits: int) -> pl.Expr:
    """As `decimal`, without the zeros at its end: 12000 with 3 digits is 12."""
    return decimal(column, digits).str.strip_chars_end("0").str.strip_chars_end(".").alias(column)


def iso_date(column: str) -> pl.Expr:
    """A day number as YYYY-MM-DD."""
    return pl.col(column).cast(pl.Int32).cast(pl.Date).dt.to_string("%Y-%m-%d").alias(column)


def iso_time(column: str) -> pl.Expr:
    """Minutes since 1970-01-01 as YYYY-MM-DDTHH:MM."""
    stamp = (pl.col(column).cast(pl.Int64) * 60_000_000).cast(pl.Datetime("us"))
    return stamp.dt.to_string("%Y-%m-%dT%H:%M").alias(column)


def serial(prefix: str, column: str, width: int) -> pl.Expr:
    """A number as an id: prefix and the number, padded with zeros."""
    return pl.lit(prefix) + pl.col(column).cast(pl.String).str.zfill(width)
