"""The shipped sample, audited: every determination, outcome, status and reason for quarantine occurs in it."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from harness import SAMPLE

from pa_audit import config, night, synthetic

ANY = "met not_met not_documented"
GATED = ANY + " not_applicable"
STATUSES = {
    **dict.fromkeys(["I.A.2", "I.A.5", "I.A.6", "I.A.7", "I.A.8", "I.A.9", "I.A.10", "I.A.duration"], ANY),
    **dict.fromkeys(["I.B.2", "I.B.8", "I.B.9", "I.B.10", "I.B.5", "I.B.6", "I.B.duration"], ANY),
    **dict.fromkeys(["I.B.7", "I.B.7.a", "I.B.7.b", "I.B.7.b.i", "I.B.7.b.ii", "I.B.7.b.iii"], ANY),
    **dict.fromkeys(["II.A.1", "II.A.1.a", "II.A.1.b", "II.A.3", "II.A.4", "II.A.duration"], ANY),
    **dict.fromkeys(["I.A.4", "I.B.4", "II.A.2", "II.A.5"], GATED),
    **dict.fromkeys(["I.A.1", "I.B.1"], "met"),
    **dict.fromkeys(["I.A.3", "I.B.3", "I.C.1", "I.C.2", "II.B.1", "II.B.2"], "met not_met"),
    "III.B": "not_met",
    **dict.fromkeys(["III.B.1", "III.B.2", "III.B.3", "III.B.4"], "not_met not_documented"),
}


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    places = tmp_path_factory.mktemp("coverage")
    terms = config.load(SAMPLE / "pa_audit.toml")
    done = night.run(SAMPLE, places / "master.duckdb", places / "reports", synthetic.AS_OF, terms)
    with duckdb.connect(str(done.database), read_only=True) as con:
        yield con


def values(con: duckdb.DuckDBPyConnection, query: str) -> set[str | None]:
    return set(con.sql(query).pl().to_series())


def test_every_determination(audited: duckdb.DuckDBPyConnection) -> None:
    assert values(audited, "select distinct determination from audit.cases") == {
        "criteria_met", "criteria_not_met", "not_documented", "not_authorized", "refer", "no_policy_version",
        "state_provision",
    }  # fmt: skip


def test_every_outcome(audited: duckdb.DuckDBPyConnection) -> None:
    assert values(audited, "select distinct outcome from audit.cases") == {
        "compliant_approval", "unsupported_denial", "unsupported_approval", "compliant_denial",
        "undocumented_approval", "unauthorized_approval", "referred", "not_decided", "not_audited",
    }  # fmt: skip


def test_every_pathway_version_and_referral(audited: duckdb.DuckDBPyConnection) -> None:
    assert values(audited, "select distinct pathway from audit.cases") == {
        "I.A", "I.B", "I.C", "II.A", "II.B", "III.B", None,
    }  # fmt: skip
    versions = {"2020-08", "2021-08", "2022-08", "2022-09", None}
    assert values(audited, "select distinct policy_version from audit.cases") == versions
    assert values(audited, "select distinct referral_policy from audit.cases") == {
        "CP.CPA.09", "CP.CPA.190", "CP.PMN.16", "CP.PMN.255", "CP.PMN.53", "HIM.PA.103", "HIM.PA.154", "HIM.PA.33",
        "HIM.PHAR.21", None,
    }  # fmt: skip


def test_every_status_of_every_clause(audited: duckdb.DuckDBPyConnection) -> None:
    rows = audited.sql("select distinct clause, status from audit.criteria").pl().rows()
    found = {clause: {status for named, status in rows if named == clause} for clause, _ in rows}
    assert found == {clause: set(statuses.split()) for clause, statuses in STATUSES.items()}


def test_every_reason_for_quarantine(audited: duckdb.DuckDBPyConnection) -> None:
    assert values(audited, "select distinct unnest(reasons) from audit.quarantine") == {
        "required", "format", "length", "range", "enumeration", "decided_before_received", "approval_incomplete",
        "denial_incomplete", "auth_end_before_start", "duplicate_key", "field_count", "open_quote", "quote",
        "encoding", "unknown_member", "before_birth", "future_date",
    }  # fmt: skip


def test_most_rows_are_clean_and_some_repeat(audited: duckdb.DuckDBPyConnection) -> None:
    totals = "sum(rows_read) read, sum(rows_repeated) repeated, sum(rows_quarantined) refused"
    read, repeated, refused = audited.sql(f"select {totals} from audit.files").pl().row(0)
    assert repeated > 0
    assert refused / read < 0.03


def test_specimens_are_what_they_say(audited: duckdb.DuckDBPyConnection) -> None:
    cases = audited.sql("select pa_id, determination from audit.cases").pl()
    told = dict(cases.filter(~pl.col("pa_id").str.starts_with("PA0")).iter_rows())
    assert {told[key] for key in told if key.endswith("in-order")} == {"criteria_met"}
    assert told["IA10-millionth-over"] == told["IA5-just-outside"] == "criteria_not_met"
    assert told["IA-no-fact"] == told["IB-no-fact"] == told["IIA-no-fact"] == "not_documented"


def test_the_population_is_mostly_decided_rightly(tmp_path: Path) -> None:
    synthetic.write(2_000, tmp_path / "drop")
    terms = config.load(tmp_path / "drop" / "pa_audit.toml")
    done = night.run(tmp_path / "drop", tmp_path / "a.duckdb", tmp_path / "reports", synthetic.AS_OF, terms)
    with duckdb.connect(str(done.database), read_only=True) as con:
        outcomes = con.sql(
            "select outcome, count(*) from audit.cases where pa_id like 'PA0%' and outcome not in"
            " ('not_audited', 'not_decided', 'referred') group by 1"
        )
        counts: dict[str, int] = dict(outcomes.pl().iter_rows())
    right = counts["compliant_approval"] + counts["compliant_denial"]
    assert 0.7 < right / sum(counts.values()) < 0.85
