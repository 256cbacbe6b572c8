"""Every worked example of the RAT-STATS manuals, to the printed digit."""

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from pa_audit.sampling import (
    Appraisal,
    Spread,
    appraise_attribute,
    appraise_attribute_stratified,
    appraise_variable,
    appraise_variable_stratified,
    cohen_kappa,
    combined,
    draw,
    sample_size_variable,
    sample_size_variable_stratified,
)

EXAMPLES = {
    example["id"]: example
    for example in json.loads((Path(__file__).parent / "ratstats_examples.json").read_text())["examples"]
}


def given(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return EXAMPLES[name]["inputs"], EXAMPLES[name]["printed"]


def prints(printed: dict[str, Any], **values: float | None) -> None:
    """Hold every value against its printed text, rounded to as many places as that shows."""
    for name, value in values.items():
        text = str(printed[name]).replace(",", "").rstrip("%")
        places = Decimal(1).scaleb(-len(text.partition(".")[2]))
        assert value is not None
        assert Decimal(repr(float(value))).quantize(places, ROUND_HALF_UP) == Decimal(text), name


def amounts(printed: dict[str, str], prefix: str, appraisal: Appraisal) -> None:
    for level, limits in appraisal.limits.items():
        values = {
            "lower": limits.lower,
            "upper": limits.upper,
            "prec": limits.precision,
            "prec_pct": limits.precision_percent,
            "q": limits.quantile,
        }
        prints(printed, **{f"{prefix}{name}_{level}": value for name, value in values.items()})


@pytest.mark.parametrize(
    ("name", "prefixes"),
    [
        ("uva-datasrs-examined", {None: ""}),
        ("uva-datasrs-difference", {None: ""}),
        ("sva-datastrat", {0: "s1_", 1: "s2_"}),
    ],
)
def test_variable_appraisal(name: str, prefixes: dict[int | None, str]) -> None:
    inputs, printed = given(name)
    for stratum, prefix in prefixes.items():
        sample = inputs if stratum is None else inputs["strata"][stratum]
        appraisal = appraise_variable(sample["rows"], sample["N"])
        figures = {
            "mean": appraisal.mean,
            "sd": appraisal.standard_deviation,
            "skew": appraisal.skewness,
            "kurt": appraisal.kurtosis,
            "se_mean": appraisal.standard_error_mean,
            "se_total": appraisal.standard_error_total,
            "pe": appraisal.point_estimate,
        }
        prints(printed, **{f"{prefix}{name}": value for name, value in figures.items()})
        amounts(printed, prefix, appraisal)


def test_stratified_variable_appraisal() -> None:
    inputs, printed = given("sva-datastrat")
    samples = {n: (stratum["rows"], stratum["N"]) for n, stratum in enumerate(inputs["strata"])}
    appraisal = appraise_variable_stratified(samples)
    prints(printed, all_pe=appraisal.point_estimate, all_se=appraisal.standard_error_total)
    amounts(printed, "all_", appraisal)
    assert appraisal.strata == {n: appraise_variable(*sample) for n, sample in samples.items()}


@pytest.mark.parametrize("name", ["uaa-82of400", "uaa-133of666", "uaa-0of400-onesided"])
def test_attribute_appraisal(name: str) -> None:
    inputs, printed = given(name)
    appraisal = appraise_attribute(inputs["x"], inputs["n"], inputs["N"])
    assert appraisal.one_sided == inputs["one_sided"]
    prints(
        printed,
        projected=appraisal.point_estimate,
        percent=100 * appraisal.proportion,
        se_quantity=appraisal.standard_error_total,
        se_percent=100 * appraisal.standard_error,
    )
    for level, limits in appraisal.limits.items():
        shown = {"upper": limits.upper, "upper_pct": 100 * limits.upper_proportion}
        if not appraisal.one_sided:
            shown |= {"lower": limits.lower, "lower_pct": 100 * limits.lower_proportion}
        prints(printed, **{f"{name}_{level}": value for name, value in shown.items()})


def test_stratified_attribute_appraisal() -> None:
    inputs, printed = given("saa-two-strata")
    appraisal = appraise_attribute_stratified({n: (s["x"], s["n"], s["N"]) for n, s in enumerate(inputs["strata"], 1)})
    prints(
        printed,
        ratio=100 * appraisal.proportion,
        projected=appraisal.point_estimate,
        se_pct=100 * appraisal.standard_error,
        se_q=appraisal.standard_error_total,
    )
    for level, limits in appraisal.limits.items():
        values = {
            "prec": 100 * (limits.precision or 0),
            "lower": limits.lower,
            "upper": limits.upper,
            "lower_pct": 100 * limits.lower_proportion,
            "upper_pct": 100 * limits.upper_proportion,
        }
        prints(printed, **{f"{name}_{level}": value for name, value in values.items()})
        for n, stratum in appraisal.strata.items():
            prints(printed, **{f"prec_{n}_{level}": 100 * (stratum.limits[level].precision or 0)})
            prints(printed, **{f"ratio_{n}": 100 * stratum.proportion, f"projected_{n}": stratum.point_estimate})


def sizes(printed: dict[str, Any], prefix: str = "n_") -> list[tuple[str, int, int]]:
    """Name the printed sizes: key, precision in percent, level."""
    keys = [key for key in printed if key.startswith(prefix)]
    return [(key, *map(int, key.removeprefix(prefix).split("pct_"))) for key in keys]  # type: ignore[misc]


def test_sample_size_from_a_probe() -> None:
    inputs, printed = given("ssd-probe")
    spread = Spread.of_probe(inputs["rows"])
    prints(printed, mean=spread.mean, sd=spread.standard_deviation)
    assert len(sizes(printed)) == 24
    for key, precision, level in sizes(printed):
        assert sample_size_variable(spread, inputs["N"], precision, level) == printed[key], key


def test_sample_size_over_strata() -> None:
    inputs, printed = given("ssd-stratified-unknown")
    strata = {n: (Spread(s["mean"], s["sd"]), s["N"]) for n, s in enumerate(inputs["strata"], 1)}
    prints(printed, mean=combined(strata).mean, sd=combined(strata).standard_deviation)
    assert len(sizes(printed, "all_n_")) == 24
    for key, precision, level in sizes(printed, "all_n_"):
        found = sample_size_variable_stratified(strata, precision, level)
        assert sum(found.values()) == printed[key], key
        assert found == {n: printed[key.replace("all", f"s{n}")] for n in (1, 2)}, key


def test_random_numbers() -> None:
    inputs, printed = given("rng1-cm-seed12345")
    drawn = draw(inputs["seed"], inputs["low"], inputs["high"], inputs["sequential"], inputs["spares"])
    assert list(drawn.sample) == printed["sequential_sorted"]
    assert list(drawn.spares) == printed["spares_sorted"]


def test_order_of_selection() -> None:
    inputs, printed = given("rng1-cm-seed1357")
    drawn = draw(inputs["seed"], inputs["low"], inputs["high"], inputs["sequential"])
    assert [[n, drawn.selection_order.index(n) + 1] for n in drawn.sample] == printed["sequential_value_order"]
    assert sum(drawn.sample) == printed["summation"]


def test_kappa() -> None:
    inputs, printed = given("kappa-2x2")
    found = cohen_kappa(inputs["table"])
    prints(printed, kappa=found.kappa, se=found.standard_error, ll=found.lower, ul=found.upper)
