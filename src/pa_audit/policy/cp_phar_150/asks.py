"""What a plan can ask the prescriber for: the facts that a submission may lack, each with a value that passes.

Where clauses weigh facts against each other (the dose) a passing value is the most favourable one that the extract
contract accepts, so a fact helps a case if and only if its passing value does. Decimals are integers at 10^-6.
"""

from typing import Any

from polars import Expr, LazyFrame, col, lit, when

from pa_audit.dates import add_years
from pa_audit.exact import ONE
from pa_audit.kleene import Ask
from pa_audit.policy.cp_phar_150 import continued, limits
from pa_audit.policy.cp_phar_150.clauses import PEDIATRIC_ENDOCRINOLOGY
from pa_audit.policy.cp_phar_150.facts import FACTS
from pa_audit.policy.cp_phar_150.readings import Readings
from pa_audit.policy.cp_phar_150.versions import SECTION_I, pathway

# Bounds of the extract contract.
MOST_KG, MOST_DOSE_MG, LEAST_DOSES_PER_DAY, LEAST_SDS = 300 * ONE, 100 * ONE, 1, -20 * ONE

PASSES: dict[str, Any] = {
    "prescriber_taxonomy": PEDIATRIC_ENDOCRINOLOGY,
    "consult_taxonomy": PEDIATRIC_ENDOCRINOLOGY,
    "epiphysis_status": "OPEN",
    "igf1_sds": LEAST_SDS,
    "gh_level": "NORMAL",
    "gh_gene_deletion": True,
    "gh_neutralizing_antibodies": True,
    "height_sds": LEAST_SDS,
    "heights_1y_apart": True,
    "growth_velocity_sds_1y": LEAST_SDS,
    "heights_2y_apart": True,
    "growth_velocity_sds_2y": LEAST_SDS,
    "malignancy": False,
    "concurrent_somatropin": False,
    "dose_mg": limits.DOSE_MG_PER_KG,  # in mg: within the limit from the contract's least weight on, 1 kg
    "case_weight_kg": MOST_KG,
    "doses_per_day": LEAST_DOSES_PER_DAY,
    "is_dose_increase": False,
    "prior_dose_mg": MOST_DOSE_MG,
    "currently_receiving": True,
    "continuity_of_care": True,
}


def asks(r: Readings) -> list[Ask]:
    """List what can be asked for."""
    single = [_ask(name, {name: lit(value)}) for name, value in PASSES.items()]
    fall = {"sds_change": lit(LEAST_SDS), "sds_fell_across_lines": lit(True)}
    recent = _ask("therapy_start_date", {"therapy_start_date": col("reference_date")})
    return [*single, _ask("sds_change", fall), _heights_of_the_year(r), recent]


def supposed(facts: LazyFrame) -> list[LazyFrame]:
    """Give the cases that state no indication once for each that section I knows, as if the request stated it."""
    silent = facts.filter(col("indication").is_null())
    return [silent.with_columns(indication=lit(name)).with_columns(pathway=pathway()) for name in SECTION_I]


def _ask(fact: str, brings: dict[str, Expr]) -> Ask:
    """Ask for a fact under the reason that a clause gives when it is missing or stale."""
    known = FACTS.get(fact)
    token: Expr = lit(known.missing if known else f"missing:{fact}")
    if known and known.stale:
        on_file, stale = known.stale
        token = when(col(on_file)).then(lit(stale)).otherwise(token)
    return Ask(token, col(fact).is_null(), brings)


def _heights_of_the_year(r: Readings) -> Ask:
    """Heights a year apart (II.A.2): there are fewer than two, or they lie too close to settle it. Reads R7."""
    grown = {
        "growth_cm": lit(limits.YEARLY_GROWTH_CM),
        "growth_first_date": add_years(col("reference_date"), -limits.TREATED_YEARS),
        "growth_last_date": col("reference_date"),
    }
    missing = when(col("growth_cm").is_null()).then(lit(FACTS["growth_cm"].missing))
    return Ask(missing.otherwise(lit("short_interval")), continued.growth(r).holds.is_null(), grown)
