"""What another reading cannot change stays as it is, exactly: what is judged anew completes what was known.

Facts and doses in force, brought up to date with what `alternatives` gives, are those of the whole audit under the
other reading.
"""

from datetime import date, timedelta

import polars as pl
from polars.testing import assert_frame_equal

from pa_audit.dates import member_day
from pa_audit.kleene import Section
from pa_audit.policy.cp_phar_150 import (
    DOSE_READINGS,
    FACT_READINGS,
    SECTIONS,
    Readings,
    Terms,
    determination,
    dispensings,
    episodes,
    not_judged,
    other_doses,
    other_facts,
)

from .audit import CONTINUED, GHI, IGFD, OTHER, RECEIVED, case_facts, height, inputs
from .test_dosing import CLAIM, WEIGHT, claim, frame, weight

D = date
DECIDED = RECEIVED + timedelta(days=10)


def heights(*days: int) -> dict[str, object]:
    """Measure so many days after receipt, with a weight, for a request that states none."""
    measured = [height(RECEIVED + timedelta(days=n), sds=f"-{n % 5}", weight_kg="30") for n in days]
    return {"heights": measured, "weight_kg": None, "decided_at": DECIDED}


FACTS = [
    *({**base, **heights(*days)} for base in (IGFD, GHI, CONTINUED) for days in ((0,), (1,), (10,), (11,), (-400, 5))),
    *({**GHI, "heights": [height(RECEIVED - timedelta(days=n)) for n in days]}
      for days in ((365, 0), (366, 0), (900, 100))),
    *({**base, "decided_at": day, "received_at": day}
      for base in (IGFD, CONTINUED, OTHER)
      for day in (D(2020, 8, 1), D(2020, 8, 31), D(2021, 8, 15), D(2022, 9, 29), D(2022, 9, 30))),
    {**IGFD, "indication": None, "decided_at": D(2021, 8, 15), "received_at": D(2021, 8, 15)},
]  # fmt: skip


def test_cases_that_are_left_out_have_the_same_facts() -> None:
    for terms in (Terms(), *Terms().alternatives().values()):
        own = case_facts(FACTS, terms)
        for reading in FACT_READINGS:
            other = terms.alternatives()[reading]
            touched = other_facts(reading, own, *inputs(FACTS), other)
            now = pl.concat([own.join(touched, on="pa_id", how="anti"), touched], how="diagonal").sort("pa_id")
            read = pl.col("pathway") == "I.B" if reading == "R6" else pl.lit(True)  # no other section reads R6
            whole = case_facts(FACTS, other).sort("pa_id")
            window = "evidence_date"  # R10 itself: it decides by what it lets in
            assert_frame_equal(now.filter(read).drop(window), whole.filter(read).drop(window))


def test_most_cases_are_left_out() -> None:
    own = case_facts(FACTS, Terms())
    touched = {r: other_facts(r, own, *inputs(FACTS), Terms().alternatives()[r]).height for r in FACT_READINGS}
    assert touched == {"R2": 7, "R6": 8, "R10": 9, "R13": 9}


def rules(section: Section, terms: Terms) -> list[pl.Expr]:
    return [not_judged(terms), determination(section, terms.readings), *(c.rule(terms.readings).value for c in section)]


def test_a_reading_moves_facts_or_rules_or_doses_and_never_two_of_them() -> None:
    for reading, other in Terms().alternatives().items():
        ruled = [
            not after.meta.eq(before)
            for section in SECTIONS
            for before, after in zip(rules(section, Terms()), rules(section, other), strict=True)
        ]
        assert any(ruled) == (reading not in (*FACT_READINGS, *DOSE_READINGS)), reading


def fills(member: int, mg: str, days: int | None, kg: str | None, age: int) -> tuple[list[object], list[object]]:
    """Write four monthly fills, the weight so many days old at the first."""
    first = D(2023, 1, 1)
    rows = [claim(mg, days, first + timedelta(days=30 * n), member=member) for n in range(4)]
    weights = [] if kg is None else [{**weight(kg, first - timedelta(days=age)), "member": member}]
    return list(rows), list(weights)


DOSES = [
    fills(n, mg, days, kg, age)
    for n, (mg, days, kg, age) in enumerate(
        (mg, days, kg, age)
        for mg in ("120", "160", "200")
        for days in (30, 20, None)
        for kg, age in (("20", 0), ("20", 0), ("20", 80), ("20", 90), ("20", 91), ("20", 180), ("20", 181), (None, 0))
    )
]


def test_members_that_are_left_out_have_the_same_doses() -> None:
    lines = frame([row for rows, _ in DOSES for row in rows], CLAIM)  # type: ignore[misc]
    claims = lines.with_columns(member_day=member_day(pl.col("member"), pl.col("service_date")))
    weights = frame([row for _, rows in DOSES for row in rows], WEIGHT)  # type: ignore[misc]
    for terms in (Terms(), *(Terms().alternatives()[r] for r in DOSE_READINGS)):
        doses = dispensings(claims, weights, terms.readings).collect()
        runs = episodes(doses.lazy(), terms.readings).collect()
        for reading in DOSE_READINGS:
            r: Readings = terms.alternatives()[reading].readings
            found = other_doses(reading, doses.lazy(), runs.lazy(), claims, weights, r)
            whole = dispensings(claims, weights, r)
            for before, again, all_of_it in zip((doses, runs), found, (whole, episodes(whole, r)), strict=True):
                touched = again.drop("episode", strict=False).collect()
                assert touched.height > 0
                now = pl.concat(
                    [before.drop("episode", strict=False).join(found[0].collect(), on="member", how="anti"), touched],
                    how="diagonal",
                )
                keys = [name for name in ("member", "service_date", "first_date") if name in now.columns]
                assert_frame_equal(
                    now.sort(keys),
                    all_of_it.drop("episode", strict=False).collect().sort(keys),
                    check_column_order=False,
                    check_row_order=False,
                )
