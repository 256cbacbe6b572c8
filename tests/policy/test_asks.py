"""What can be asked for: the bounds of what a plan could be sent. Sets of asks are tested in tests/sensitivity."""

from pa_audit.policy.cp_phar_150.asks import LEAST_DOSES_PER_DAY, MOST_DOSE_MG, MOST_KG


def test_the_bounds_are_those_of_the_extract_contract() -> None:
    assert MOST_KG == 300_000_000
    assert MOST_DOSE_MG == 100_000_000
    assert LEAST_DOSES_PER_DAY == 1
