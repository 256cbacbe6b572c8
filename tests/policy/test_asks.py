"""What can be asked for: the bounds of what a plan could be sent. Sets of asks are tested in tests/sensitivity."""

from datetime import date

from pa_audit.exact import ONE
from pa_audit.extracts import EXTRACTS
from pa_audit.policy.cp_phar_150.asks import LEAST_DOSES_PER_DAY, LEAST_SDS, MOST_DOSE_MG, MOST_KG


def test_the_bounds_are_those_of_the_extract_contract() -> None:
    assert bound("pa_requests", "weight_kg", "max_value") * ONE == MOST_KG
    assert bound("growth_measurements", "weight_kg", "max_value") * ONE == MOST_KG
    assert bound("pa_requests", "dose_mg", "max_value") * ONE == MOST_DOSE_MG
    assert bound("pa_requests", "doses_per_day", "min_value") == LEAST_DOSES_PER_DAY
    for name in ("igf1_sds", "growth_velocity_sds_1y", "growth_velocity_sds_2y"):
        assert bound("pa_requests", name, "min_value") * ONE == LEAST_SDS
    assert bound("growth_measurements", "height_sds", "min_value") * ONE == LEAST_SDS


def bound(extract: str, column: str, name: str) -> int:
    """Give a bound that pandera checks of a column."""
    [value] = (c.statistics[name] for c in EXTRACTS[extract].fields(date.max)[column].checks if name in c.statistics)
    return int(value)
