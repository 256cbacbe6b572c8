"""The dollars of a finding, line by line: those it is about, and not the other lines of the claims it names."""

from decimal import Decimal

import pytest

from .bench import Row, Story, injected, one_night, rows, rx, story, write

LATER = {"claim_id": "c1", "claim_line_number": "2"}
STORIES: dict[str, Story] = {
    # two lines of one claim, each with a modifier of its own: two findings
    "wastage_modifier": story(
        med=[
            injected(20, hcpcs_modifiers="JW", paid_amount="70"),
            injected(20, hcpcs_modifiers="JZ", paid_amount="80", **LATER),
        ]
    ),
    # the claim's second line lies eight days after the pharmacy's, one more than counts
    "billed_under_both_benefits": story(rx=[rx(20)], med=[injected(27), injected(28, **LATER)]),
    # all but the lowest claim_id
    "duplicate_claim": story(rx=[rx(20, paid_amount=paid) for paid in ("1", "10.5", "100")]),
    # its first line has no pharmacy claim on its own day to be paired with
    "billed_under_both_benefits, one source a day": story(rx=[rx(21)], med=[injected(20), injected(24, **LATER)]),
    # the claim's second line is the last dispensing, which the episode leaves out
    "sustained_over_dose": story(
        rx=[rx(50, "24", days=30)], med=[injected(20, "400"), injected(80, "400", **LATER)], weight_kg="10"
    ),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    folder = tmp_path_factory.mktemp("amounts")
    write(folder / "drop", list(STORIES.values()))
    of_finding = "(select finding_id, sum(paid_amount) as lines from audit.amounts_at_risk group by all)"
    return rows(
        one_night(folder / "drop", folder),
        f"select member_id, kind, amount_at_risk, lines from audit.findings left join {of_finding} using (finding_id)"
        " where state = 'open' and amount_at_risk > 0 order by all",
    )


def test_the_lines_of_a_finding_add_up_to_its_dollars(found: list[Row]) -> None:
    assert [row for row in found if row["amount_at_risk"] != row["lines"]] == []


@pytest.mark.parametrize(
    ("told", "dollars"),
    [
        ("wastage_modifier", [70, 80]),
        ("duplicate_claim", [Decimal("110.5")]),
        ("billed_under_both_benefits", [150]),
        ("billed_under_both_benefits, one source a day", [150, 150]),
        ("sustained_over_dose", [150]),
    ],
)
def test_only_the_lines_that_a_finding_is_about_count(found: list[Row], told: str, dollars: list[Decimal]) -> None:
    member, kind = f"m{list(STORIES).index(told):03d}", told.partition(",")[0]
    assert [row["lines"] for row in found if (row["member_id"], row["kind"]) == (member, kind)] == dollars
