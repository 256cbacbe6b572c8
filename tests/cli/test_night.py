"""pa-audit run, explain and status over the shipped sample."""

import fcntl
import json
import logging
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from harness import ROOT, SAMPLE, Command, Night, night_options

from pa_audit import show


def test_run_ends_with_summary_and_places(pa_audit: Command, tmp_path: Path) -> None:
    night = Night(tmp_path / "pa_audit.duckdb", tmp_path / "reports")
    done = pa_audit("run", *night_options(SAMPLE, night), "--profile")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    stages = re.findall(r"^(\w+) +(\d+\.\d{3})$", done.stdout, re.MULTILINE)
    assert [stage for stage, _ in stages] == ["ingest", "evaluate", "report"]
    for what in ("run 1, as of 2023-06-30", "compliant_approval", "over dose", "quarantined"):
        assert what in done.stdout
    places = dict(line.split(maxsplit=1) for line in done.stdout.splitlines()[-2:])
    assert Path(places["publication"]) == night.database
    assert (Path(places["reports"]) / "compliance.html").is_file()


def test_the_readme_shows_this_very_night(pa_audit: Command, sample_night: Night) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    counts = pa_audit("status", "--database", sample_night.database).stdout.splitlines()[4:]
    assert len(counts) > 5
    shown = [line.split() for line in readme.splitlines()]
    assert [line for line in counts if line.split() not in shown] == []
    pa_id = re.search(r"pa-audit explain (\S+) --database out/", readme)[1]  # type: ignore[index]
    tree = pa_audit("explain", pa_id, "--database", sample_night.database).stdout
    excerpt = re.search(rf"^case {pa_id}\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)[1]  # type: ignore[index]
    facts = [re.sub(r"[│├└─]|, \.\.\.|\s+\(.*\)$", "", line).strip() for line in excerpt.splitlines()]
    assert [fact for fact in facts if fact not in tree] == []


def test_the_publication_is_read_only_and_all_else_private(sample_night: Night) -> None:
    assert stat.S_IMODE(sample_night.database.stat().st_mode) == 0o440
    state = sample_night.database.with_name(f"{sample_night.database.name}.d")
    for path in [state, *state.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_held_lock_is_exit_3(pa_audit: Command, tmp_path: Path) -> None:
    night = Night(tmp_path / "pa_audit.duckdb", tmp_path / "reports")
    state = tmp_path / "pa_audit.duckdb.d"
    state.mkdir()
    with (state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = pa_audit("run", *night_options(SAMPLE, night))
    assert done.returncode == 3
    assert re.fullmatch(r"pa-audit: .*another run holds the lock.*\n", done.stderr)
    assert not night.database.exists()


def test_an_incomplete_drop_is_exit_2_and_its_marker_makes_it_whole(pa_audit: Command, tmp_path: Path) -> None:
    drop, night = tmp_path / "drop", Night(tmp_path / "pa_audit.duckdb", tmp_path / "reports")
    shutil.copytree(SAMPLE, drop)
    with (drop / "pa_audit.toml").open("a") as config:
        config.write('[drop]\nmarker = "COMPLETE"\n')
    done = pa_audit("run", *night_options(drop, night))
    line = f"pa-audit: {drop}: the drop is not complete: expected the marker file COMPLETE\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", line)
    assert not night.database.with_name("pa_audit.duckdb.d").exists()
    (drop / "COMPLETE").touch()
    done = pa_audit("run", *night_options(drop, night))
    assert (done.returncode, done.stderr) == (0, "")
    assert "COMPLETE" not in done.stdout


def first_case(pa_audit: Command, night: Night, pathway: str) -> str:
    judged = f"pathway = '{pathway}' and outcome <> 'not_audited'"
    query = f"select min(pa_id) as pa_id from audit.cases where {judged}"
    return pa_audit("sql", query, "--database", night.database, "--format", "csv").stdout.split()[1]


@pytest.mark.parametrize("pathway", ["I.A", "I.B", "II.A", "III.B"])
def test_explain_shows_every_clause(pa_audit: Command, sample_night: Night, pathway: str) -> None:
    pa_id = first_case(pa_audit, sample_night, pathway)
    done = pa_audit("explain", pa_id, "--database", sample_night.database)
    assert (done.returncode, done.stderr) == (0, "")
    both = "audit.criteria join audit.clauses using (clause)"
    query = f"select clause, status, title from {both} where pa_id = '{pa_id}'"
    listed = pa_audit("sql", query, "--database", sample_night.database, "--format", "json")
    assert listed.stdout.count("\n") >= 5
    for row in map(json.loads, listed.stdout.splitlines()):
        assert f"{row['clause']} {row['status'].replace('_', ' ')}  {row['title']}" in done.stdout


def test_explain_of_an_unknown_case_is_one_line(pa_audit: Command, sample_night: Night) -> None:
    done = pa_audit("explain", "NO-SUCH", "--database", sample_night.database)
    assert done.returncode == 2
    assert re.fullmatch(r"pa-audit: .*no case 'NO-SUCH'.*\n", done.stderr)


@pytest.mark.parametrize(("max_age", "code"), [("26", 0), ("26h", 0), ("2d", 0), ("0", 1), ("0h", 1)])
def test_status_tells_the_age(pa_audit: Command, sample_night: Night, max_age: str, code: int) -> None:
    done = pa_audit("status", "--database", sample_night.database, "--max-age", max_age)
    assert done.returncode == code
    assert "run 1, as of 2023-06-30" in done.stdout
    assert done.stderr.count("\n") == (1 if code else 0)


def test_demo_names_a_next_command_that_works(pa_audit: Command, tmp_path: Path) -> None:
    made = pa_audit("demo", "--cases", "300", "--out", "drop", "--seed", "7", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    following = made.stdout.splitlines()[-1].split()
    assert following[1] == "run"
    done = pa_audit(*following[1:], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_demo_refuses_a_folder_in_use(pa_audit: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = pa_audit("demo", "--cases", "10", "--out", tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_reader_that_leaves_early_is_no_error(sample_night: Night) -> None:
    query = "select * from range(1000000)"
    command = f"pa-audit sql '{query}' --database {sample_night.database} --format csv | head -1"
    bin_folder = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; PATH={bin_folder}:$PATH; {command}"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "range\n", "")


def test_a_reader_that_leaves_before_the_notes_sees_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(text: str) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(sys.stdout, "write", gone)
    with show.notes():
        logging.getLogger("pa_audit").warning("a note")
    assert capsys.readouterr().err == ""
