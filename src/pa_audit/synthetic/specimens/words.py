"""The words in which specimens are told: a base request in perfect order, and what differs.

`case("IA5-at-limit", IGFD, igf1_sds="-3")` is a member and a request whose pa_id is the key. Dates are day
offsets from the reference date (negative: before it) or ISO text; None blanks a field; heights are given as
SD scores, their cm come from the CDC reference. A specimen may hold more requests of its member (`more`),
pharmacy claims (`rx`) and medical lines (`med`); without any of these two the drug is dispensed month by
month, as usual.
"""

from collections.abc import Sequence
from dataclasses import replace

from pa_audit.synthetic.requests import PAEDIATRIC_ENDOCRINOLOGY
from pa_audit.synthetic.specimens.rows import REF, Ask, Fields, Height, Specimen, Value, build


def h(sds: str | None, when: Value, cm: str | None = None, **fields: Value) -> Height:
    """A height measured `when`."""
    return Height(sds, when, cm, fields)


def line(when: Value, units: str | None = "120", **fields: Value) -> Fields:
    """A paid J2170 line; `id` names its claim, `replaces` the id of the claim it replaces or voids."""
    return {
        "when": when, "claim_line_number": "1", "hcpcs_code": "J2170", "service_unit_quantity": units,
        "diagnosis_codes": "E34.3", "frequency_code": "1", "claim_status": "PAID", "paid_amount": "11880.00",
        **fields,
    }  # fmt: skip


def case(
    key: str, base: Ask | None = None, /, *, born: str = "2014-06-10", sex: str = "M", ref: str = REF,
    heights: Sequence[Height] | None = None, months: int | None = None, rx: Sequence[Fields] = (),
    med: Sequence[Fields] = (), more: Sequence[Ask] = (), **fields: Value,
) -> Specimen:  # fmt: skip
    """A member with one request, and those of `more`; claims' days count from the first reference date."""
    first = replace((base or IGFD).but(heights, months, **fields), ref=ref)
    usual = None if not (rx or med) else ()
    return build(key, born, sex, (first, *more), rx or usual, med)


def ask(
    suffix: str,
    base: Ask,
    ref: str,
    /,
    *,
    heights: Sequence[Height] | None = None,
    months: int | None = None,
    **fields: Value,
) -> Ask:
    """A further request of the same member."""
    return replace(base.but(heights, months, **fields), ref=ref, suffix=suffix)


IGFD = Ask(
    {
        "line_of_business": "MEDICAID", "state": "TX", "formulary_status": "NON_FORMULARY",
        "request_type": "INITIAL",
        "indication": "SEVERE_PRIMARY_IGFD", "diagnosis_codes": "E34.3", "decision": "APPROVED",
        "auth_start_date": 5,
        "prescriber_npi": "1003000126", "prescriber_taxonomy": PAEDIATRIC_ENDOCRINOLOGY, "doses_per_day": "2",
        "weight_date": -14, "igf1_sds": "-3.8", "gh_level": "NORMAL", "malignancy": "false",
        "concurrent_somatropin": "false",
    },
    [h("-3.6", -14), h("-3.5", -200)],
)  # fmt: skip
GHI = IGFD.but(
    [h("-2.6", -14), h("-2.5", -150)], 6, indication="ACQUIRED_GH_INSENSITIVITY", igf1_sds=None,
    gh_level=None,
    gh_gene_deletion="true", gh_neutralizing_antibodies="true",
)  # fmt: skip
CONTINUED = IGFD.but(
    [h("-3.2", -10), h("-3.5", -350)], 12, request_type="CONTINUATION", igf1_sds=None, gh_level=None,
    therapy_start_date=-420, currently_receiving="true", continuity_of_care="false", is_dose_increase="false",
    dose_mg="1.1", prior_dose_mg="1.1",
)  # fmt: skip
OTHER = IGFD.but(None, None, indication="OTHER", diagnosis_codes="Q96.9")
SECONDARY = IGFD.but(None, None, indication="SECONDARY_IGFD", diagnosis_codes="R62.52")

# 20 kg: 30 days allow 144 mg.
TWENTY = IGFD.but([h("-3.2", -14, weight_kg="20")], None, weight_kg="20", dose_mg="1.4")
TREATED = CONTINUED.but([h("-3.2", -10, weight_kg="20"), h("-3.5", -350, weight_kg="18")], None, weight_kg="20")
