"""What analysts hold in their hands: an older DuckDB client reads every relation, and each says what it is."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pa_audit import config, night, store
from pa_audit.resources import ROOT
from pa_audit.synthetic import AS_OF

SAMPLE = ROOT / "data" / "sample"
CLIENT = Path(sys.executable).with_name("duckdb")  # the command-line client 1.5.6 of the test extra


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    settings = config.load(SAMPLE / "pa_audit.toml")
    return night.run(SAMPLE, folder / "pa_audit.duckdb", folder / "reports", AS_OF, settings).database


def old_client(database: Path, statement: str) -> list[dict[str, Any]]:
    command = [str(CLIENT), "-readonly", "-json", "-c", statement, str(database)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout or "[]")  # type: ignore[no-any-return]


def relations(database: Path) -> list[str]:
    with store.connect(database, read_only=True) as con:
        found = con.execute("select view_name from duckdb_views() where schema_name = 'audit' order by 1").fetchall()
    return [name for (name,) in found]


def test_a_1_5_client_reads_the_same_rows(published: Path) -> None:
    assert old_client(published, "select version() as v")[0]["v"].startswith("v1.5")
    for name in relations(published):
        counted = f"select count(*) as n, count(columns(*)) from audit.{name}"
        with store.connect(published, read_only=True) as con:
            expected = con.execute(counted).fetchall()[0]
        assert tuple(old_client(published, counted)[0].values()) == expected, name


def test_every_relation_of_the_contract_is_there_and_explained(published: Path) -> None:
    promised = {
        "cases", "criteria", "dispensings", "episodes", "findings", "quarantine", "files", "runs", "clauses", "members",
        "pa_requests", "growth_measurements", "pharmacy_claims", "medical_claims", "net_paid_claims",
    }  # fmt: skip
    assert promised <= set(relations(published))
    with store.connect(published, read_only=True) as con:
        silent = con.execute(
            "select view_name from duckdb_views() where schema_name = 'audit' and comment is null"
            " union all select table_name || '.' || column_name from duckdb_columns()"
            " where schema_name = 'audit' and comment is null"
        ).fetchall()
    assert silent == []


def test_every_count_can_be_traced_to_its_rows(published: Path) -> None:
    """read = accepted + repeated + quarantined for every file, and each quarantined row is there."""
    with store.connect(published, read_only=True) as con:
        wrong = con.execute(
            "select source_file from audit.files left join"
            " (select run_id, source_file, count(*) n from audit.quarantine group by all) using (run_id, source_file)"
            " where rows_read <> rows_accepted + rows_repeated + rows_quarantined"
            " or rows_quarantined <> coalesce(n, 0)"
        ).fetchall()
    assert wrong == []
