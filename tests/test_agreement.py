"""The engine against the independent row-by-row judge of tests/judge, which shares no code with it.

Every case, clause, quarantined row, file account and current row is compared, on seeded drops whose facts sit at, just
below and just above every threshold, with dirt and gaps.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pa_audit import config, night, store
from tests.judge import Verdicts, judge_drop
from tests.judge.contract import EXTRACTS
from tests.judge.generate import AS_OF, boundary_drop
from tests.judge.generate_nights import boundary_nights

CASES = 800


@dataclass(frozen=True)
class Audited:
    """What the engine published, and what the judge says."""

    database: Path
    verdicts: Verdicts

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Query the publication."""
        with store.connect(self.database, read_only=True) as con:
            found = con.execute(query)
            names = [column[0] for column in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def audit(nights: Iterable[tuple[Path, date]], settings: Path, work: Path) -> Audited:
    nights = list(nights)
    for drop, as_of in nights:
        night.run(drop, work / "audit.duckdb", work / "reports", as_of, config.load(settings))
    return Audited(work / "audit.duckdb", judge_drop(nights, settings))


def one_drop(seed: int, work: Path) -> Audited:
    boundary_drop(work / "drop", CASES, seed)
    return audit([(work / "drop", AS_OF)], work / "drop" / "pa_audit.toml", work)


def three_nights(seed: int, work: Path) -> Audited:
    """Late members, corrections there and back, repeats and releases."""
    return audit(boundary_nights(work, 300, seed), work / "pa_audit.toml", work)


HISTORY = {one_drop: (1, 2, 3, 7), three_nights: (5, 6)}  # seeds 3 and 7 also set effective dates
HISTORIES = {f"{make.__name__}-{seed}": (make, seed) for make, seeds in HISTORY.items() for seed in seeds}


@pytest.fixture(scope="module", params=HISTORIES)
def audited(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    make, seed = HISTORIES[request.param]
    return make(seed, tmp_path_factory.mktemp("agreement"))


def differences(engine: Mapping[Any, Any], judge: Mapping[Any, Any]) -> list[Any]:
    """List the keys on which the two differ, with what each says: at most ten."""
    keys = [key for key in {**engine, **judge} if engine.get(key) != judge.get(key)]
    return [(key, engine.get(key), judge.get(key)) for key in keys[:10]]


def test_every_case(audited: Audited) -> None:
    columns = next(iter(audited.verdicts.cases.values())).keys()
    engine = {row["pa_id"]: row for row in audited.rows(f"select {', '.join(columns)} from audit.cases")}
    assert len(engine) > 200
    assert differences(engine, audited.verdicts.cases) == []


def test_every_clause(audited: Audited) -> None:
    engine = {
        (row["pa_id"], row["clause"]): {"parent": row["parent"], "status": row["status"]}
        for row in audited.rows("select pa_id, clause, parent, status from audit.criteria")
    }
    assert len(engine) > 1000
    assert differences(engine, audited.verdicts.criteria) == []


def test_every_row_not_accepted(audited: Audited) -> None:
    engine = {
        (row["run_id"], row["source_file"], row["row_number"]): (set(row["reasons"]), row["state"])
        for row in audited.rows("select run_id, source_file, row_number, reasons, state from audit.quarantine")
    }
    assert engine
    judge = {place: (found.reasons, found.state) for place, found in audited.verdicts.history.items()}
    assert differences(engine, judge) == []


def test_every_file_account(audited: Audited) -> None:
    counts = ("rows_read", "rows_accepted", "rows_repeated", "rows_quarantined")
    engine = {
        (row["run_id"], row["source_file"]): (row["status"], row["reason"], *(row[c] for c in counts))
        for row in audited.rows("select * from audit.files")
    }
    judge = {
        place: (file["status"], file["reason"], *(file[c.removeprefix("rows_")] for c in counts))
        for place, file in audited.verdicts.file_history.items()
    }
    assert differences(engine, judge) == []


@pytest.mark.parametrize("extract", EXTRACTS)
def test_every_current_row(audited: Audited, extract: str) -> None:
    keys = [name for name, column in EXTRACTS[extract].items() if column.key]
    engine = {tuple(row[k] for k in keys): row for row in audited.rows(f"select * from audit.{extract}")}
    assert engine
    assert differences(engine, audited.verdicts.current[extract]) == []


SHOWN = ("mg", "limit_mg", "vial_limit_mg")  # exact to the digits published


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Round what the judge holds as a fraction the way it is published: six decimals, half away from zero."""
    return {k: None if v is None else rounded(Fraction(v)) if k in SHOWN else v for k, v in row.items()}


def rounded(value: Fraction) -> Decimal:
    return Decimal(int(value * 10**6 + Fraction(1, 2))).scaleb(-6)


def test_every_dispensing(audited: Audited) -> None:
    columns = ["days", "weight_kg", "weight_date", "status", "dose_mg_per_kg", "paid_amount", *SHOWN]
    engine = {
        (row["member_id"], row["service_date"]): {c: row[c] for c in columns}
        for row in audited.rows("select * from audit.dispensings")
    }
    judge = {key: shown({c: getattr(d, c) for c in columns}) for key, d in audited.verdicts.dispensings.items()}
    assert len(engine) > 100
    assert differences(engine, judge) == []


def test_every_episode(audited: Audited) -> None:
    columns = ["last_date", "dispensings", "status", *SHOWN]
    engine = {
        (row["member_id"], row["first_date"]): {c: row[c] for c in columns}
        for row in audited.rows("select * from audit.episodes")
    }
    judge = {key: shown({c: getattr(e, c) for c in columns}) for key, e in audited.verdicts.episodes.items()}
    assert engine
    assert differences(engine, judge) == []


def test_every_finding(audited: Audited) -> None:
    columns = [
        "kind", "severity", "reason", "pa_id", "member_id", "measurement_id", "claim_ids", "service_date",
        "amount_at_risk", "excess_amount",
    ]  # fmt: skip

    def named(row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(tuple(row[c] or ()) if c == "claim_ids" else row[c] for c in columns)

    engine = Counter(map(named, audited.rows("select * from audit.findings where state = 'open'")))
    judge = Counter(named(vars(finding)) for finding in audited.verdicts.findings.values())
    assert len({finding[0] for finding in engine}) > 30
    assert differences(engine, judge) == []


def test_every_net_paid_mecasermin_claim(audited: Audited) -> None:
    query = "select * exclude (drug, days_supply) from audit.net_paid_claims where drug = 'mecasermin'"
    engine = {(row["source"], row["claim_id"], row["claim_line_number"]): row["mg"] for row in audited.rows(query)}
    judge = {(claim.source, claim.claim_id, claim.line): claim.mg for claim in audited.verdicts.net_paid}
    assert engine
    assert differences(engine, judge) == []
