"""Laws of the policy: silence never helps or hurts, and nothing but the case's own facts moves its verdict."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from .audit import CONTINUED, GHI, IGFD, RECEIVED, Case, height, judge, statuses

# every scalar fact of a request, but the indication, the dates and the two that say whether a dose was increased
HIDEABLE = [
    "state", "formulary_status", "prescriber_taxonomy", "consult_taxonomy", "dose_mg", "doses_per_day", "weight_kg",
    "epiphysis_status", "igf1_sds", "gh_level", "gh_gene_deletion", "gh_neutralizing_antibodies",
    "growth_velocity_sds_1y", "growth_velocity_sds_2y", "malignancy", "concurrent_somatropin", "currently_receiving",
    "continuity_of_care",
]  # fmt: skip


def maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


def days(*numbers: int) -> st.SearchStrategy[Any]:
    return st.sampled_from([RECEIVED - timedelta(days=n) for n in numbers])


heights = st.lists(
    st.builds(
        height,
        on=days(-3, 0, 10, 90, 91, 183, 184, 330, 365, 366, 730, 731),
        cm=maybe("100", "101.5", "102"),
        sds=maybe("-1", "-2", "-2.5", "-3", "-4.1"),
        months=maybe("90"),
        weight_kg=maybe("20", "25"),
    ),
    max_size=5,
)
requests = st.fixed_dictionaries(
    {
        "born": days(365 * 2, 365 * 5, 365 * 10 + 2, 365 * 10 + 3, 365 * 17, 365 * 18 + 4),
        "line_of_business": st.sampled_from(["MEDICAID", "HIM", "COMMERCIAL"]),
        "prescriber_taxonomy": maybe("2080P0205X", "208000000X"),
        "consult_taxonomy": maybe("2080P0205X", "208000000X"),
        "dose_mg": maybe("2.4", "2.400001", "3"),
        "doses_per_day": maybe(1, 2, 3),
        "weight_kg": maybe("20", "25"),
        "prior_dose_mg": maybe("2.4", "2"),
        "is_dose_increase": maybe(True, False),
        "epiphysis_status": maybe("OPEN", "CLOSED"),
        "igf1_sds": maybe("-3", "-2.999999"),
        "gh_level": maybe("LOW", "NORMAL"),
        "gh_gene_deletion": maybe(True, False),
        "gh_neutralizing_antibodies": maybe(True, False),
        "growth_velocity_sds_1y": maybe("-2", "-2.1"),
        "growth_velocity_sds_2y": maybe("-1.5", "-1.6"),
        "malignancy": maybe(True, False),
        "concurrent_somatropin": maybe(True, False),
        "currently_receiving": maybe(True, False),
        "continuity_of_care": maybe(True, False),
        "therapy_start_date": maybe(RECEIVED - timedelta(days=365), RECEIVED - timedelta(days=364)),
        "heights": heights,
    }
)
cases = st.tuples(st.sampled_from([IGFD, GHI, CONTINUED]), requests).map(lambda pair: {**pair[0], **pair[1]})


@settings(max_examples=60, deadline=None)
@given(cases)
def test_hiding_a_fact_may_unsettle_a_clause_but_never_reverse_it(case: Case) -> None:
    shown, *hidden = statuses([case, *({**case, name: None, "heights": _without(case, name)} for name in HIDEABLE)])
    for name, now in zip(HIDEABLE, hidden, strict=True):
        for clause, before in shown.items():
            if (name, clause) == ("dose_mg", "II.A.5"):  # without the numbers, the tick says whether it applies
                assert {before, now[clause]} != {"met", "not_met"}
            else:
                assert now[clause] in (before, "not_documented"), (name, clause, before, now[clause])


def _without(case: Case, name: str) -> Any:
    """Hiding the weight hides the measured ones that would take its place."""
    if name != "weight_kg":
        return case["heights"]
    return [{**measurement, "weight_kg": None} for measurement in case["heights"]]


@settings(max_examples=25, deadline=None)
@given(st.lists(cases, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_order_and_company_do_not_matter(rows: list[Case], random: Any) -> None:
    together = judge(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = judge([rows[n] for n in order])
    columns = ("determination", "outcome", "statuses", "reasons", "allowed_through", "requested_over_dose")
    for place, n in enumerate(order):
        assert [shuffled[place][c] for c in columns] == [together[n][c] for c in columns]
