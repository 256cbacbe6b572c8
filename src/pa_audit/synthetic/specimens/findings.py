"""One case for each finding beside the clauses: coverage, contradictions, odd heights, details."""

from pa_audit.synthetic.specimens.rows import Specimen, fill
from pa_audit.synthetic.specimens.words import GHI, OTHER, TREATED, TWENTY, ask, case, h, line

NO = "DENIED"
SOMATROPIN = "50242007401"
MONTHLY = [fill(30 * month) for month in range(6)]

STATUSES: list[Specimen] = [
    # a dispensing on a day without an approved case
    case("uncovered-denied", TWENTY, decision=NO, rx=[fill(10)]),
    case("uncovered-before", TWENTY, rx=[fill(4), fill(5)]),
    case("uncovered-after", TWENTY, months=6, rx=[fill(188), fill(189)]),
    case(
        "uncovered-between",
        TWENTY,
        ref="2021-01-10",
        months=6,
        rx=[fill(5), fill(240), fill(330)],
        more=[ask("-2", TREATED, "2021-11-20")],
    ),
    case(
        "adult-claim",
        TWENTY,
        born="2004-06-20",
        epiphysis_status="OPEN",
        auth_end_date="2022-06-19",
        rx=[fill(96), fill(97)],
    ),
    case("quantity-above-authorized", TWENTY, authorized_quantity_mg="240", rx=MONTHLY),
    # claims that contradict what was attested
    case(
        "malignancy-before-request",
        TWENTY,
        med=[line(-30, "1", hcpcs_code="99214", diagnosis_codes="C71.9;R62.52")],
    ),
    case(
        "malignancy-after-start",
        TWENTY,
        rx=[fill(10), fill(80)],
        med=[line(60, "1", hcpcs_code="99214", diagnosis_codes="C9101")],
    ),
    case("somatropin-overlap", TWENTY, rx=[fill(10), fill(120, ndc_code=SOMATROPIN, quantity="6")]),
    case("receiving-shown", TREATED, rx=[fill(-180, 2), fill(-150, 2), fill(-30, 2)]),
    # heights that do not fit the child
    case("height-score-off-material", TWENTY, heights=[h("-3.30", -14, "108.9")]),
]

EDGES: list[Specimen] = [
    # a dispensing on a day without an approved case
    case("uncovered-no-case-yet", TWENTY, ref="2021-06-15", rx=[fill(-400), fill(5)]),
    case("uncovered-pended", TWENTY, decision="PENDED", rx=[fill(10)]),
    case("uncovered-no-case", OTHER, decision="WITHDRAWN", rx=[fill(20)]),
    case("quantity-as-authorized", TWENTY, authorized_quantity_mg="360", rx=[fill(10), fill(40), fill(70)]),
    # claims that contradict what was attested
    case("malignancy-history", TWENTY, med=[line(0, "1", hcpcs_code="99213", diagnosis_codes="Z85.841")]),
    case(
        "malignancy-claim-voided",
        TWENTY,
        med=[
            line(-30, "1", id="1", hcpcs_code="99214", diagnosis_codes="C71.9"),
            line(-29, "1", id="2", hcpcs_code="99214", frequency_code="8", replaces="1"),
        ],
    ),
    case("somatropin-switch", TWENTY, rx=[fill(-10, ndc_code=SOMATROPIN, quantity="6"), fill(20)]),
    case("somatropin-day-after-switch", TWENTY, rx=[fill(6, ndc_code=SOMATROPIN, quantity="6")]),
    case("somatropin-before", TWENTY, rx=[fill(-60, ndc_code=SOMATROPIN, quantity="6")]),
    case("somatropin-days-silent", TWENTY, rx=[fill(60, ndc_code=SOMATROPIN, quantity="6", days_supply=None)]),
    case("long-acting-overlap", TWENTY, rx=[fill(100, ndc_code="73362000501", quantity="2")]),
    case("receiving-day-too-old", TREATED, rx=[fill(-181, 2)]),
    case(
        "dose-raised-unticked",
        TREATED,
        ref="2021-09-15",
        dose_mg="1.0",
        prior_dose_mg="0.9",
        more=[ask("-2", TREATED, "2022-09-05", dose_mg="1.6", prior_dose_mg="1.6")],
    ),
    case("weight-contradicted", TWENTY, weight_kg="22.3", heights=[h("-3.2", -14, weight_kg="20")]),
    case("weight-tenth-off", TWENTY, weight_kg="22", heights=[h("-3.2", -14, weight_kg="20")]),
    # heights that do not fit the child
    case("height-other-sex", TWENTY, sex="F", heights=[h("-3.4", -14, "102.0")]),
    case("height-score-off", TWENTY, heights=[h("-4.4", -14, "104.2")]),
    case("height-inches", TWENTY, heights=[h("-3.5", -14, "41.0"), h("-3.5", -200)]),
    case("height-carried-forward", TWENTY, heights=[h("-3.7", -10, "104.0"), h("-3.4", -101, "104.0")]),
    case("height-lower", TWENTY, heights=[h("-3.6", -10, "103.4"), h("-3.2", -200, "106.0")]),
    case(
        "age-months-off",
        TWENTY,
        heights=[h("-3.6", -10, age_months="94.9"), h("-3.5", -200, age_months="85")],
    ),
    # codes and details of the request
    case("code-gh-deficiency", TWENTY, diagnosis_codes="E34.3;E23.0"),
    case("code-gh-deficiency-insensitive", GHI, diagnosis_codes="E34.3;E23.0"),
    case("code-igf1-resistance", TWENTY, ref="2022-11-01", diagnosis_codes="E34.322"),
    case("code-not-yet-valid", TWENTY, diagnosis_codes="E34.322"),
    case("codes-silent", TWENTY, diagnosis_codes=None),
    case("frequency-four-a-day", TREATED, doses_per_day="4", dose_mg="1.1"),
    case("start-low", TWENTY, dose_mg="0.799999"),
    case("start-at-0.04", TWENTY, dose_mg="0.8"),
    case("start-at-0.08", TWENTY, dose_mg="1.6"),
    case("start-high", TWENTY, dose_mg="1.600001"),
    case("titration-step-0.04", TREATED, dose_mg="1.9", is_dose_increase="true"),
    case("titration-step-over", TREATED, dose_mg="1.900001", is_dose_increase="true"),
    case(
        "prescriber-other",
        TWENTY,
        rx=[fill(10, prescribing_provider_npi="1881700003"), fill(40, prescribing_provider_npi=None)],
    ),
]
