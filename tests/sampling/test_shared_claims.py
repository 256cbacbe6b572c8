"""Dollars that the frame of approved cases counts more than once are said at the draw and in the report."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
from harness import Night

from pa_audit import policy
from pa_audit.samples import frames
from tests.findings.bench import case, day, one_night, rx, story, write

from .conftest import Asked, Typed


def by_hand(asked: Asked) -> tuple[int, Decimal, Decimal]:
    """Count claims in more than one approved case, their dollars once, and their dollars as often as they count."""
    spans: list[tuple[str, date, date]] = asked(
        "select member_id, auth_start_date, auth_end_date from audit.cases where decision = 'APPROVED'"
    )  # type: ignore[assignment]
    claims = asked(
        "select member_id, service_date, paid_amount, source, claim_id, claim_line_number from audit.net_paid_claims"
        " where drug = 'mecasermin' and paid_amount is not null"
    )
    cases = Counter(
        claim for claim in claims for who, start, end in spans if claim[0] == who and start <= claim[1] <= end
    )
    once = sum((claim[2] for claim in cases), Decimal(0))
    return sum(n > 1 for n in cases.values()), once, sum((claim[2] * n for claim, n in cases.items()), Decimal(0))


def test_claims_in_two_authorizations_are_said(typed: Typed, asked: Asked, night: Night) -> None:
    on = ("--database", night.database)
    code, out, err = typed("sample", "draw", "s", *on, "--frame", "approved_cases", "--size", 5, "--seed", 1)
    assert (code, err) == (0, "")
    claims, once, counted = by_hand(asked)
    assert claims > 1
    assert asked("select shared_claims, amount_once, amount from audit.samples") == [(claims, once, counted)]
    said = f"{claims} claims lie in more than one unit; each counted once, the frame's dollars are ${once:,.2f}"
    assert said in out.splitlines()
    night.database.chmod(0o600)
    with duckdb.connect(str(night.database)) as con:
        con.execute(
            "insert into store.reviews by name select sample_id, unit, 'unit' as item, 'CORRECT' as decision,"
            " 'Ann' as reviewer, 1 as run_id, 1 as file_id, 1 as row_number, 'current' as version_state"
            " from audit.sample_units where role = 'sample'"
        )
    folder = night.database.parent / "appraisal"
    assert typed("sample", "appraise", "s", *on, "--out", folder)[0] == 0
    for name in ("s.txt", "s.html"):
        assert said.replace("'", "&#39;" if name == "s.html" else "'") in (folder / name).read_text(encoding="utf-8")


def test_only_approved_spans_share_and_only_what_was_paid(tmp_path: Path) -> None:
    """One claim lies in two spans; one without an amount does too, and one lies in a span that was denied as well."""
    spans = [
        case(),
        case(day(50), auth_start_date=day(100), auth_end_date=day(200)),
        case(day(60), decision="DENIED", auth_start_date=day(20), auth_end_date=day(30)),
    ]
    claims = [rx(25), rx(120), rx(150, paid_amount=None)]
    write(tmp_path / "drop", [story(cases=spans, rx=claims)])
    database = one_night(tmp_path / "drop", tmp_path)
    source = frames.Source(
        frames.built_in("approved_cases", None, policy.load()), shared=frames.shared("approved_cases", policy.load())
    )
    frame = frames.take(database, source)
    assert (frame.shared_claims, frame.amount_once) == (1, Decimal(200))
    assert frame.units["amount"].to_list() == [Decimal(200), Decimal(100)]


def test_where_no_claim_can_be_shared_nothing_is_said(typed: Typed, asked: Asked, night: Night) -> None:
    on = ("--database", night.database)
    code, out, _ = typed("sample", "draw", "s", *on, "--frame", "net_paid_claims", "--size", 5, "--seed", 1)
    assert code == 0 and "more than one unit" not in out
    assert asked("select shared_claims, amount_once from audit.samples") == [(None, None)]
