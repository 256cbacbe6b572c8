"""pa-audit check says what a night would make of a drop, and leaves nothing behind."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from harness import SAMPLE, Night
from ingest.nights import members, put, rows
from mapping.layouts import CMS_RIF

from pa_audit import cli, foreign_sql, mapping, trial
from pa_audit.commands.check import check
from pa_audit.errors import UsageError
from pa_audit.extracts import EXTRACTS
from pa_audit.findings.kinds import KINDS
from pa_audit.findings.needs import NEEDS
from pa_audit.ingest import cures


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """Give a drop of RIF files, one of them unreadable."""
    folder = tmp_path / "drop"
    folder.mkdir()
    for name, content in CMS_RIF.items():
        put(folder / name, content)
    put(folder / "pde_2.csv.gz", b"no gzip")
    return folder


def test_a_drop_is_tried_and_nothing_is_left(
    drop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "work"))
    (tmp_path / "work").mkdir()
    before = {path: path.read_bytes() for path in drop.iterdir()}
    assert check(extracts=drop, mapping="cms_rif", rows=2) == 1
    assert {path: path.read_bytes() for path in drop.iterdir()} == before
    assert not list((tmp_path / "work").iterdir())
    told = capsys.readouterr().out
    assert "note: ignored 'beneficiary_history.csv': no source of the mapping takes a file of this name" in told
    assert told.splitlines()[-4].startswith("not read, for nothing says what they are: 'beneficiary_history.csv' (")
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert "pde.csv pharmacy_claims read 4 1 0 2 1" in lines
    assert f"warning: pde_2.csv.gz: refused: unreadable: {cures.cure('unreadable')}" in lines
    problem = "dispensing_date: expected a date YYYY-MM-DD (from SRVC_DT as DD-Mon-YYYY)"
    assert f'pde.csv pharmacy_claims {problem} 1 4 write dates = "YYYY-MM-DD" in a mapping' in lines
    assert "pharmacy_claims format 2" in lines
    assert "pharmacy_claims days_supply 1 1 100 %" in lines
    assert "growth_measurements: no rows" in lines
    assert "clauses: none could be asked: no requests; what was dispensed and claimed is audited without them" in lines
    assert "over_dose growth_measurements.weight_kg or pa_requests.weight_kg" in lines
    assert "duplicate_claim" not in told


def test_values_are_shown_only_when_asked_for(drop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(extracts=drop, mapping="cms_rif")
    assert '4"' not in capsys.readouterr().out
    check(extracts=drop, mapping="cms_rif", show_values=True)
    assert 'QTY_DSPNSD_NUM=4"' in capsys.readouterr().out


def test_what_is_shown_of_a_value_is_where_it_is_from(tmp_path: Path) -> None:
    columns = (
        'measurement_id = "id"\nmember_id = "id"\nmeasured_date = { constant = "2024-01-05" }\n'
        'height_cm = ["cm", { from = "Height_{line}", unit_from = "Unit" }]'
    )
    text = f'[[growth_measurements]]\nfiles = ["*"]\nlines = 2\n[growth_measurements.columns]\n{columns}\n'
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    own = mapping.load(str(tmp_path / "own.toml"))
    raw = '{"ID": "1", "HEIGHT_1": "40", "Height_2": "41", "unit": "ell", "measured_date": "x"}'
    shown = {
        problem: trial.fields(raw, f"{problem}: expected a value", own, "x.csv", "growth_measurements")
        for problem in ("height_cm", "member_id", "measured_date", "weight_kg")
    }
    assert shown == {
        "height_cm": {"HEIGHT_1": "40", "unit": "ell", "Height_2": "41"}, "member_id": {"ID": "1"},
        "measured_date": {}, "weight_kg": {},
    }  # fmt: skip
    assert trial.fields('{"weight_kg": "x"}', "weight_kg: expected a value", None, "x.csv", "growth_measurements") == {
        "weight_kg": "x"
    }


def test_a_clean_drop_of_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / "members.csv", members("m1"))
    put(tmp_path / "pa_requests.csv", rows("pa_requests", {"indication": "SEVERE_PRIMARY_IGFD"}))
    assert check(extracts=tmp_path) == 0
    told = capsys.readouterr().out
    assert "every row that was read is accepted" in told
    assert "missing:igf1_sds" in told


def test_measurements_that_measure_nothing_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / "members.csv", members("m1"))
    blank = {"height_cm": "", "height_sds": "", "weight_kg": ""}
    measured = [{"measurement_id": f"g{n}", **blank, **what} for n, what in enumerate(({}, {"height_sds": "-2"}))]
    put(tmp_path / "growth_measurements.csv", rows("growth_measurements", *measured))
    assert check(extracts=tmp_path) == 0
    told = capsys.readouterr().out
    assert "growth_measurements: 1 accepted rows have neither height nor height SDS nor weight" in told


def test_a_drop_is_tried_on_top_of_a_publication_that_stays_as_it_is(
    sample_night: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ((member, finding),) = publication_rows(sample_night)
    claim = {"claim_id": "new", "member_id": member, "dispensing_date": "2023-01-05"}
    put(tmp_path / "pharmacy_claims_new.csv", rows("pharmacy_claims", claim))
    answer = {"finding_id": finding, "disposition_date": "2023-06-29"}
    put(tmp_path / "dispositions.csv", rows("dispositions", answer))
    put(tmp_path / "members.csv", (SAMPLE / "members.csv").read_bytes())
    before = sample_night.database.read_bytes()
    options = {"extracts": tmp_path, "as_of": date(2023, 6, 30), "config": SAMPLE / "pa_audit.toml"}
    assert check(**options, database=sample_night.database) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "members.csv members repeated" in told
    assert "every row that was read is accepted, or was delivered before" in told
    assert "tried on top of run 1" in told
    assert "pa_requests pa_id 300 300 100 %" in told
    assert check(**options) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "copy the id from the worklist; without --database FILE no finding is known here" in told
    assert "tried as a first night" in told
    assert sample_night.database.read_bytes() == before
    with pytest.raises(UsageError, match="no publication there"):
        check(**options, database=tmp_path / "nowhere.duckdb")


def publication_rows(night: Night) -> list[tuple[str, str]]:
    """Give a member of the sample, and a finding about another one."""
    asked = "select (select min(member_id) from audit.members) m, (select min(finding_id) from audit.findings) f"
    with foreign_sql.query(night.database, asked) as (_, found):
        return list(found)


def test_a_refused_file_is_not_called_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / "members.csv", members("m1"))
    put(tmp_path / "pa_requests.csv", b"")
    assert check(extracts=tmp_path) == 1
    told = capsys.readouterr().out
    assert "warning: pa_requests.csv: refused: empty_file" in told
    assert "every row that was read is accepted" not in told
    assert "every row of the files that were not refused is accepted" in told
    put(tmp_path / "members.csv", b"")
    assert check(extracts=tmp_path) == 1
    told = capsys.readouterr().out
    assert "no file was read" in told
    assert "is accepted" not in told


def test_the_help_names_every_built_in_mapping(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.launch(cli.app, ["run", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert f"{', '.join(mapping.builtin())}, or a file of your own" in told


def test_every_kind_says_what_it_needs_and_every_reason_has_a_cure() -> None:
    assert set(NEEDS) == set(KINDS)
    columns = {f"{extract.name}.{name}" for extract in EXTRACTS.values() for name in extract.names}
    assert {name for needs in NEEDS.values() for need in needs for name in need.split(" or ")} <= columns
    sources = "".join(path.read_text() for path in Path(mapping.__file__).parents[1].glob("ingest/*.py"))
    assert {reason for reason in cures.CURES if f'"{reason}' not in sources.replace("CURES", "")} == set()
