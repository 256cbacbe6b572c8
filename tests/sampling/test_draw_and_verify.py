"""pa-audit sample draw and verify, as people type them, on the shipped sample."""

import hashlib
import stat
from pathlib import Path

import duckdb
import pytest
from harness import SAMPLE, Night, night_options

from pa_audit.sampling import draw

from .conftest import Asked, Typed


def test_a_draw_is_kept_beside_the_publication_and_survives_the_next_run(
    typed: Typed, asked: Asked, night: Night
) -> None:
    on = ("--database", night.database)
    code, out, err = typed("sample", "draw", "approvals", *on, "--frame", "approved_cases", "--size", 10, "--spares", 2,
                    "--seed", 12345, "--objective", "Were approvals right?")  # fmt: skip
    assert (code, err) == (0, "")
    approved = asked("select pa_id, amount_paid from audit.cases where decision = 'APPROVED' order by pa_id")
    assert asked("select unit_id, amount from audit.sample_units order by unit") == approved
    expected = draw(12345, 1, len(approved), 10, 2)
    for role, units in (("sample", expected.sample), ("spare", expected.spares)):
        found = asked(f"select unit from audit.sample_units where role = '{role}' order by unit")
        assert [unit for (unit,) in found] == list(units)
        assert all(f" {unit}  {role}" in out for unit in units)
    order = asked("select unit from audit.sample_units where role is not null order by selected")
    assert tuple(unit for (unit,) in order) == expected.selection_order
    assert "12345" in out
    ((population,),) = asked("select population from audit.samples")
    assert population.startswith("Approved requests, with the plan-paid dollars of the net paid mecasermin claims")

    assert asked("select count(*) from audit.runs") == [(1,)]
    assert stat.S_IMODE(night.database.stat().st_mode) == 0o440
    kept = night.database.with_name(f"{night.database.name}.d")
    for path in [kept, *kept.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert sorted(path.name for path in (kept / "runs").iterdir()) == ["1.duckdb"]

    before = asked("select * from audit.sample_units order by unit")
    assert typed("run", *night_options(SAMPLE, night))[0] == 0
    assert asked("select max(run_id) from audit.runs") == [(2,)]
    assert asked("select * from audit.sample_units order by unit") == before
    code, out, _ = typed("sample", "verify", "approvals", *on)
    assert code == 0
    assert "sample approvals stands" in out and "gives the same frame" in out


def test_a_run_with_a_sample_replays_all_the_same(typed: Typed, night: Night) -> None:
    on = ("--database", night.database)
    assert typed("sample", "draw", "s", *on, "--frame", "dispensings", "--size", 5)[0] == 0
    assert typed("replay", "1", *on)[0] == 0


def test_strata_are_drawn_each_from_its_own_range_with_its_own_seed(typed: Typed, asked: Asked, night: Night) -> None:
    sizes = ("--strata", "line_of_business", "--size", "MEDICAID=6,HIM=3", "--size", "COMMERCIAL=4")
    design = ("--frame", "approved_cases", *sizes, "--seed", 7)
    code, _, err = typed("sample", "draw", "lines", "--database", night.database, *design)
    assert code == 0, err
    ((strata,),) = asked("select strata from audit.samples")
    assert [(part["stratum"], part["size"]) for part in strata] == [("COMMERCIAL", 4), ("HIM", 3), ("MEDICAID", 6)]
    assert len({part["seed"] for part in strata}) == 3
    for part in strata:
        found = asked(f"select unit from audit.sample_units where stratum = '{part['stratum']}' and role = 'sample'")
        expected = draw(part["seed"], part["first_unit"], part["last_unit"], part["size"])
        assert sorted(unit for (unit,) in found) == list(expected.sample)
    assert typed("sample", "verify", "lines", "--database", night.database)[0] == 0


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("unit_id = 'another' where unit = 3", "the frame's SHA-256"),
        ("role = 'sample' where unit = (select min(unit) from store.sample_units where role is null)", "the seeds"),
        ("stratum = 'none' where unit = 300", "its strata"),
        ("unit = 301 where unit = 7", "the frame has 300 units"),
    ],
)
def test_a_tampered_sample_does_not_stand(typed: Typed, night: Night, change: str, complaint: str) -> None:
    on = ("--database", night.database)
    typed("sample", "draw", "s", *on, "--sql", "select pa_id from audit.cases", "--size", 5, "--seed", 1)
    assert typed("sample", "verify", "s", *on)[0] == 0
    night.database.chmod(0o600)
    with duckdb.connect(str(night.database)) as con:
        con.execute(f"update store.sample_units set {change}")
    code, out, _ = typed("sample", "verify", "s", *on)
    assert code == 1
    assert f"NO   {complaint}" in out


def test_a_frame_of_ones_own(typed: Typed, asked: Asked, night: Night) -> None:
    query = "select claim_id, paid_amount, source from audit.net_paid_claims where source = 'pharmacy'"
    design = ("--sql", query, "--unit", "claim_id", "--amount", "paid_amount", "--size", 30, "--generator", "sha256")
    code, out, err = typed("sample", "draw", "claims", "--database", night.database, *design)
    assert code == 0, err
    total = asked("select sum(paid_amount), count(*) from audit.net_paid_claims where source = 'pharmacy'")
    assert asked("select amount, units from audit.samples") == total
    ((seed,),) = asked("select strata[1].seed from audit.samples")
    assert len(str(seed)) == 20 and str(seed) in out


@pytest.mark.parametrize("options", [(), ("--unit", "u", "--amount", "AMOUNT")])
def test_names_of_columns_have_no_case(typed: Typed, asked: Asked, night: Night, options: tuple[str, ...]) -> None:
    query = "select pa_id as U, amount_paid as Amount, pa_id as PA_ID from audit.cases where amount_paid is not null"
    order = ("sample", "draw", "s", "--database", night.database, "--sql", query, "--size", 5, *options)
    assert typed(*order)[0] == 0
    assert asked("select unit_column, amount_column from audit.samples") == [("U", "Amount")]
    assert asked("select distinct pa_id = unit_id, amount is null from audit.sample_units") == [(True, False)]
    assert "gives the same frame" in typed("sample", "verify", "s", "--database", night.database)[1]


def test_the_name_of_a_stratum_may_have_commas(typed: Typed, asked: Asked, night: Night) -> None:
    query = "select unnest(range(9)) as u, if(u < 4, 'Doe, Ann', '2') as who"
    sizes = ("--strata", "who", "--size", "Doe, Ann=2,2=3")
    code, _, err = typed("sample", "draw", "named", "--database", night.database, "--sql", query, *sizes)
    assert code == 0, err
    drawn = (
        "select stratum, count(*) from audit.sample_units where sample_id = 'named' and role = 'sample' group by all"
    )
    assert sorted(asked(drawn)) == [("2", 3), ("Doe, Ann", 2)]


def test_a_frame_may_have_columns_of_any_type(typed: Typed, asked: Asked, night: Night) -> None:
    query = "select pa_id, map {date '2024-01-31': 0.0 / 0} as odd from audit.cases"
    code, _, err = typed("sample", "draw", "odd", "--database", night.database, "--sql", query, "--size", 2)
    assert code == 0, err
    kept = "select distinct facts->>'$.odd' from audit.sample_units where sample_id = 'odd'"
    assert asked(kept) == [('{"2024-01-31":"nan"}',)]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--frame", "approved_cases", "--size", "1000"], "expected a range with 1000 different numbers"),
        (["--frame", "approved_cases", "--size", "-3"], "--size: expected a number such as 30"),
        (["--frame", "approved_cases", "--size", "0"], "--size: expected at least 1 unit, found '0'"),
        (["--frame", "approved_cases", "--size", "1"], "expected at least 2 of the"),
        (["--frame", "everything", "--size", "3"], "expected one of approved_cases, net_paid_claims"),
        (["--frame", "open_findings", "--size", "3"], "--kind: expected with"),
        (["--frame", "open_findings", "--kind", "x' or '1", "--size", "3"], "--kind: expected one of"),
        (["--size", "3"], "expected either --frame or --sql"),
        (["--sql", "select * from nowhere", "--size", "3"], "nowhere"),
        (["--sql", "select 1 where false", "--size", "3"], "gives no unit"),
        (["--sql", "select unnest([1, 1, 2])", "--size", "3"], "1 units have the same"),
        (["--sql", "select 1 as u, null::int as amount", "--size", "1"], "1 of 1 units have no amount"),
        (["--sql", "select 1 as u, 0.125 as amount", "--size", "1"], "dollars to the cent"),
        (["--sql", "select 1 as u, 2 as paid, 3 as PAID", "--size", "1"], "columns of different names"),
        (["--frame", "dispensings", "--size", "3", "--generator", "sha256", "--seed", " "], "a seed, found"),
        (["--sql", "select 1 as u", "--amount", "paid", "--size", "1"], "expected a column of the query (u)"),
        (["--frame", "approved_cases", "--strata", "line_of_business", "--size", "9"], "one for each stratum"),
        (["--frame", "approved_cases", "--size", "9", "--seed", "1", "--seed", "2"], "--seed: expected one"),
        (["--frame", "approved_cases", "--size", "9", "--seed", "sesame"], "a number as the seed"),
    ],
)
def test_a_draw_that_cannot_be(typed: Typed, night: Night, options: list[str], complaint: str) -> None:
    before = hashlib.sha256(night.database.read_bytes()).hexdigest()
    code, _, err = typed("sample", "draw", "s", "--database", night.database, *options)
    assert code == 2
    assert complaint in err
    assert hashlib.sha256(night.database.read_bytes()).hexdigest() == before


def test_a_name_is_taken_once(typed: Typed, night: Night) -> None:
    order = ("sample", "draw", "s", "--database", night.database, "--frame", "dispensings", "--size", 3)
    assert typed(*order)[0] == 0
    code, _, err = typed(*order)
    assert code == 2 and "samples stand" in err
    assert typed("sample", "verify", "t", "--database", night.database)[0] == 2


def test_what_the_other_side_gets(typed: Typed, asked: Asked, night: Night, tmp_path: Path) -> None:
    on = ("--database", night.database)
    typed("sample", "draw", "s", *on, "--frame", "net_paid_claims", "--size", 8, "--spares", 2, "--seed", 99)
    code, out, err = typed("sample", "export", "s", *on, "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    frame = (tmp_path / "out" / "frame.csv").read_bytes()
    assert asked("select frame_sha256 from audit.samples") == [(hashlib.sha256(frame).hexdigest(),)]
    ((units,),) = asked("select units from audit.samples")
    assert frame.count(b"\r\n") == units + 1
    assert f"seed 99, generator rat-stats, 8 and 2 spares of 1 to {units}" in out


def test_sizes_for_every_precision_and_level(typed: Typed) -> None:
    code, out, _ = typed("sample", "size", "--universe", 100_000, "--mean", 400, "--deviation", 50)
    assert code == 0
    assert [line.split() for line in out.splitlines()[4:6]] == [
        ["1", "%", "256", "421", "597", "1026"],
        ["2", "%", "64", "106", "150", "259"],
    ]
    code, out, _ = typed("sample", "size", "--universe", 1000, "--mean", 100, "--deviation", 0, "--error-rate", 0.1)
    assert code == 0 and "mean 10.00, standard deviation 30.00" in out
    assert typed("sample", "size", "--universe", 1000, "--mean", 100)[0] == 2
