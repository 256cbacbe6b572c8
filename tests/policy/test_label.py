"""The label's numbers in section V, which the findings on doses take from the policy: mg/kg, to the millionth."""

from pa_audit.policy.cp_phar_150 import limits


def test_a_therapy_starts_at_40_to_80_micrograms_a_kilogram() -> None:
    assert (limits.STARTING_DOSE_LOW, limits.STARTING_DOSE_HIGH) == (40_000, 80_000)


def test_a_step_is_at_most_40_micrograms_a_kilogram() -> None:
    assert limits.TITRATION_STEP == 40_000
