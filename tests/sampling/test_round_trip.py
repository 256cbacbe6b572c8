"""From draw to report as a user does it: worksheets out, answers back in a drop, the appraisal printed and written."""

import csv
import math
import shutil
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from harness import SAMPLE, Night, night_options

from pa_audit.samples import worksheets
from pa_audit.sampling import appraise_variable

from .conftest import Asked, Typed

SIZE, SPARES, OVERLAP = 24, 3, 6


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Reviewer:
    """Somebody who goes through a worksheet: every third unit in error by half, the fifth without records."""

    engine: dict[tuple[str, str], str]

    def answer(self, rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
        units = list(dict.fromkeys(row["unit"] for row in rows))
        for row in rows:
            place = units.index(row["unit"])
            half = f"{float(row['examined_amount']) / 2:.2f}" if row["examined_amount"] else ""
            if row["item"] != "unit":
                yield row | {"decision": self.engine[row["unit"], row["item"]].upper()}
            elif place == 5:
                yield row | {"decision": "missing"}
            elif place % 3 == 0:
                yield row | {"decision": "ERROR", "error_category": "OTHER", "audited_amount": half, "comment": "=a+b"}
            else:
                yield row | {"decision": "CORRECT"}


def test_two_reviewers_need_files_of_their_own(typed: Typed, night: Night, tmp_path: Path) -> None:
    on = ("--database", night.database)
    assert typed("sample", "draw", "s", *on, "--frame", "approved_cases", "--size", 5)[0] == 0
    people = ("--reviewer", "Ann B", "--second", "Ann_B", "--overlap", 1)
    code, _, err = typed("sample", "worksheet", "s", *on, "--out", tmp_path / "sheets", *people)
    assert (code, err.count("\n")) == (2, 1) and "--second: expected a name whose file is another" in err
    assert not (tmp_path / "sheets").exists()


def test_from_draw_to_report(typed: Typed, asked: Asked, night: Night, tmp_path: Path) -> None:
    on, drop, out = ("--database", night.database), tmp_path / "drop", tmp_path / "out"
    design = ("--frame", "approved_cases", "--size", SIZE, "--spares", SPARES, "--seed", 4711)
    assert typed("sample", "draw", "s", *on, *design)[0] == 0
    people = ("--reviewer", "Ann", "--second", "Bob", "--overlap", OVERLAP, "--blind")
    assert typed("sample", "worksheet", "s", *on, "--out", tmp_path / "sheets", *people)[0] == 0
    engine = {
        (str(unit), clause): status
        for unit, clause, status in asked(
            "select unit, clause, status from audit.sample_units join audit.criteria using (pa_id)"
        )
    }
    ann, bob = (read(tmp_path / "sheets" / f"reviews_s_{name}.csv") for name in ("Ann", "Bob"))
    units = [row["unit"] for row in ann if row["item"] == "unit"]
    first = asked("select unit from audit.sample_units where role = 'sample' order by selected")
    assert sorted(units, key=int) == units and len(units) == SIZE
    assert {row["unit"] for row in bob} == {str(unit) for (unit,) in first[:OVERLAP]}
    assert not any("status" in column or "reason" in column for column in ann[0])

    drop.mkdir()
    answers = list(Reviewer(engine).answer(ann))
    with (drop / "reviews_ann.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(answers[0]))
        writer.writeheader()
        writer.writerows(answers)
    others = [row | {"decision": "CORRECT" if row["item"] == "unit" else "MET"} for row in bob]
    filled = pl.DataFrame(others).with_columns(pl.col("unit").cast(pl.Int64))
    (tmp_path / "bob.xlsx").write_bytes(worksheets.xlsx(filled.with_columns(examined_amount=pl.lit(1.5))))
    assert typed("sample", "collect", tmp_path / "bob.xlsx", "--out", drop)[0] == 0
    shutil.copy(SAMPLE / "pa_audit.toml", drop)
    assert typed("run", *night_options(drop, night))[0] == 0
    assert asked("select count(*) from audit.quarantine where extract = 'reviews'") == [(0,)]
    assert asked("select count(*) from audit.reviews") == [(len(answers) + len(others),)]

    appraise = ("sample", "appraise", "s", *on)
    code, _, err = typed(*appraise)
    assert code == 2 and "Ann, Bob" in err and "--reviewer" in err
    code, text, err = typed(*appraise, "--reviewer", "Ann", "--out", out)
    assert (code, err) == (0, "")

    examined = [float(row["examined_amount"]) for row in ann if row["item"] == "unit"]
    differences = [a if n == 5 else a / 2 if n % 3 == 0 else 0 for n, a in enumerate(examined)]
    ((universe,),) = asked("select units from audit.samples")
    estimate = universe * statistics.fmean(differences)
    error = universe * statistics.stdev(differences) * math.sqrt((universe - SIZE) / (SIZE * universe))
    assert f"Point estimate ${estimate:,.2f}" in text
    assert f"standard error of the total ${error:,.2f}" in text
    assert f"AMOUNT: ${estimate:,.2f}" in text
    limits = appraise_variable(differences, universe).limits
    for level in (80, 90, 95):
        assert f"{level} % two-sided: ${limits[level].lower:,.2f} to ${limits[level].upper:,.2f}" in text
    assert f"9 of {SIZE} units: 37.50%" in text
    assert f"1 units have no records and count as errors for the full payment: {units[5]}." in text
    assert "at least 100 units" in text and "Fewer than 30 units" in text
    assert "seed 4711" in text and asked("select frame_sha256 from audit.samples")[0][0] in text
    clauses = sum(row["item"] != "unit" for row in ann)
    assert f"reviewer and engine, all clauses: {clauses} of {clauses} alike; kappa 1.0000" in text
    assert f"differs from the reviewer in a clause of 0 of {SIZE} units" in text
    assert (
        f"Ann and Bob, unit: {sum(units.index(u) % 3 != 0 and units.index(u) != 5 for u in {r['unit'] for r in bob})}"
        in text
    )

    page, paper = (out / "s.html").read_text(encoding="utf-8"), (out / "s.txt").read_text(encoding="utf-8")
    assert paper == text[: len(paper)]
    assert text[len(paper) - 1 :].startswith("\nwrote ") and paper.rstrip() + "\n" == paper
    assert f"<b>${estimate:,.2f}</b>" in page and "=a+b" in page
    assert len(read(out / "s_units.csv")) == SIZE
    assert "'=a+b" in (out / "s_units.csv").read_text(encoding="utf-8")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert typed(*appraise, "--reviewer", "Ann", "--out", out)[0] == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600}


Answered = Any
Options = tuple[str, ...]


@pytest.fixture
def answered(night: Night, typed: Typed) -> Answered:
    """Draw four of four known units of 100, 200, 300 and 400 dollars, and take answers as (unit, decision, audited)."""
    frame = "select i as u, 100.00 * i as amount, case when i <= 4 then 'a' else 'b' end as h from range(1, 9) t(i)"

    def answer(*rows: tuple[Any, ...], options: tuple[object, ...] = (), strata: bool = False) -> tuple[int, str, str]:
        sizes = ("--strata", "h", "--size", "a=4,b=2") if strata else ("--size", 4, "--spares", 1)
        typed("sample", "draw", "t", "--database", night.database, "--sql", frame, *sizes, "--seed", 2)
        night.database.chmod(0o600)
        with duckdb.connect(str(night.database)) as con:
            con.execute("create temp table drawn as from audit.sample_units where role = 'sample'")
            for place, decision, audited, *reviewer in rows:
                con.execute(
                    "insert into store.reviews by name select 't' as sample_id, unit, 'unit' as item, $d as decision,"
                    " $a as audited_amount, case $d when 'ERROR' then 'OTHER' end as error_category, $r as reviewer,"
                    " 1 as run_id, 1 as file_id, 1 as row_number, 'current' as version_state"
                    " from (select *, row_number() over (order by unit) as place from drawn) where place = $p",
                    {"p": place, "d": decision, "a": audited, "r": reviewer[0] if reviewer else "Ann"},
                )
        return typed("sample", "appraise", "t", "--database", night.database, *options)

    return answer


LAST, BOBS = (4, "CORRECT", None), (1, "MISSING", None, "Bob")
GOOD = [(1, "CORRECT", None), (2, "CORRECT", None), (3, "CORRECT", None)]


@pytest.mark.parametrize(
    ("rows", "options", "expected"),
    [
        ([*GOOD, (4, "ERROR", 0)], (), ["1 of 4 units", "1 with a difference"]),
        ([*GOOD, (4, "ERROR", 10_000)], (), ["not netted", "Point estimate $0.00", "AMOUNT: $0.00"]),
        ([*GOOD, (4, "ERROR", 10_000)], ("--underpayments", "net"), ["are netted", "below zero", "AMOUNT: $0.00"]),
        (GOOD, (), ["1 units were not reviewed and count as errors"]),
        ([*GOOD, (4, "MISSING", None)], ("--rule", "lower-90"), ["AMOUNT: $", "two-sided 90 % interval, as in OIG"]),
        ([*GOOD, (4, "MISSING", 0)], (), ["1 of 4 units", "1 units have no records"]),
        ([*GOOD, (4, "MISSING", None)], ("--rule", "lower-80"), ["PIM chapter 8"]),
        ([*GOOD, (4, "CORRECT", None)], (), ["0 of 4 units", "80 % one-sided: 0 to"]),
        ([*GOOD, LAST, BOBS], ("--reviewer", "Ann"), ["0 of 4 units", "0 of 1 alike", "Ann said CORRECT, Bob MISSING"]),
        ([*GOOD, LAST, BOBS], ("--reviewer", "Bob", "--reviewer", "Ann"), ["1 of 4 units"]),
        ([*GOOD, LAST, BOBS], ("--reviewer", "Bob"), ["1 of 4 units", "1 with a difference"]),  # Ann alone read three
    ],
)  # fmt: skip
def test_what_becomes_of_answers(
    answered: Answered, rows: list[Any], options: tuple[str, ...], expected: list[str]
) -> None:
    code, text, err = answered(*rows, options=options)
    assert code == 0, err
    for words in expected:
        assert words in text


@pytest.mark.parametrize(
    ("rows", "options", "complaint"),
    [
        ([], (), "no unit of sample t is decided as a whole: put reviews"),
        ([*GOOD, (4, "ERROR", None)], (), "in ERROR without an audited_amount"),
        ([*GOOD, (4, "CORRECT", 1)], (), "CORRECT with an audited_amount other than"),
        ([*GOOD, (4, "MISSING", 1)], (), "MISSING with an audited_amount"),
        ([*GOOD, (4, None, 1)], (), "have an audited_amount and no decision"),
        (GOOD, ("--reviewer", "Eve"), "expected one of Ann"),
        ([*GOOD, (1, "MISSING", None, "Bob")], (), "1 units were read by Ann, Bob"),
        ([*GOOD, BOBS, (2, "CORRECT", None, "Cy")], ("--reviewer", "Bob"), "1 units were read by Ann, Cy"),
    ],
)  # fmt: skip
def test_answers_that_cannot_be_used(
    answered: Answered, rows: list[Any], options: tuple[str, ...], complaint: str
) -> None:
    code, _, err = answered(*rows, options=options)
    assert code == 2
    assert complaint in err


def test_a_probe_that_two_have_read_says_whose_word_counts(answered: Answered, typed: Typed, night: Night) -> None:
    answered(*GOOD, (4, "ERROR", 0), BOBS)
    size = ("sample", "size", "--universe", 100, "--probe", "t", "--database", night.database)
    code, _, err = typed(*size)
    assert code == 2 and "say whose word counts with --reviewer" in err
    ann = typed(*size, "--reviewer", "Ann", "--reviewer", "Bob")
    bob = typed(*size, "--reviewer", "Bob", "--reviewer", "Ann")
    assert ann[0] == bob[0] == 0
    assert ann[1] != bob[1]


def test_the_strata_of_a_probe_weigh_what_they_have(answered: Answered, typed: Typed, night: Night) -> None:
    code, _, err = answered(*((place, "ERROR", 0) for place in range(1, 7)), strata=True)
    assert code == 0, err
    _, out, _ = typed("sample", "size", "--universe", 100, "--probe", "t", "--database", night.database)
    with duckdb.connect(str(night.database), read_only=True) as con:
        drawn = con.execute("select stratum, amount from audit.sample_units where role = 'sample'").fetchall()
    parts = [[float(amount) for stratum, amount in drawn if stratum == name] for name in "ab"]
    means, deviations = [statistics.fmean(part) for part in parts], [statistics.stdev(part) for part in parts]
    mean = statistics.fmean(means)  # both strata have four units
    deviation = math.sqrt(statistics.fmean(d**2 + (m - mean) ** 2 for d, m in zip(deviations, means, strict=True)))
    assert out.startswith(f"mean {mean:.2f}, standard deviation {deviation:.2f}, universe 100\n")


@pytest.mark.parametrize("beside", [("--mean", 1), ("--deviation", 1), ("--mean", 1, "--deviation", 1)])
def test_a_probe_and_figures_of_ones_own_exclude_each_other(
    answered: Answered, typed: Typed, night: Night, beside: tuple[object, ...]
) -> None:
    answered(*GOOD, (4, "ERROR", 0))
    probe = ("--probe", "t", "--database", night.database)
    code, out, err = typed("sample", "size", "--universe", 100, *probe, *beside)
    assert (code, out) == (2, "") and "expected either --mean and --deviation, or --probe" in err


def test_strata_are_appraised_each_and_together(answered: Answered) -> None:
    rows = [(place, "ERROR", 0) for place in range(1, 7)]
    code, text, err = answered(*rows, strata=True)
    assert code == 0, err
    assert "Stratum a: 4 of 4 units" in text and "Stratum b: 2 of 4 units" in text
    assert "quantile 1.281551565545" in text
    assert "Stratum b has fewer than 20 units (2)." in text
    assert "Stratum b has fewer than 6 units with a difference (2)." in text


def test_a_worksheet_is_never_overwritten(typed: Typed, night: Night, tmp_path: Path) -> None:
    on = ("--database", night.database)
    typed("sample", "draw", "s", *on, "--frame", "dispensings", "--size", 3)
    order = ("sample", "worksheet", "s", *on, "--reviewer", "Ann", "--out")
    assert typed(*order, tmp_path / "one")[0] == typed(*order, tmp_path / "two")[0] == 0
    for name in ("reviews_s_Ann.csv", "reviews_s_Ann.xlsx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    code, _, err = typed(*order, tmp_path / "one")
    assert code == 2 and "exists already" in err
    assert "engine_status" in read(tmp_path / "one" / "reviews_s_Ann.csv")[0]
    other = (*order[:-1], "--second", "Ben", "--overlap", 2, "--out", tmp_path / "two")
    (tmp_path / "two" / "reviews_s_Ann.csv").rename(tmp_path / "two" / "reviews_s_Ben.csv")
    (tmp_path / "two" / "reviews_s_Ann.xlsx").unlink()
    assert typed(*other)[0] == 2
    assert [path.name for path in (tmp_path / "two").iterdir()] == ["reviews_s_Ben.csv"], "nothing half written"
    not_ours = tmp_path / "x.xlsx"
    not_ours.write_text("no spreadsheet")
    assert typed("sample", "collect", not_ours, "--out", tmp_path / "drop")[0] == 2


def test_a_reviewer_has_a_name_as_people_have(typed: Typed, night: Night, tmp_path: Path) -> None:
    on = ("--database", night.database)
    typed("sample", "draw", "s", *on, "--frame", "approved_cases", "--size", 3, "--seed", 1)
    order = ("sample", "worksheet", "s", *on, "--out", tmp_path, "--blind", "--reviewer")
    assert typed(*order, "María O'Neil, M.D.")[0] == 0
    rows = read(tmp_path / "reviews_s_María_O_Neil__M.D..csv")
    assert {row["reviewer"] for row in rows} == {"María O'Neil, M.D."}
    assert not [row for row in rows if "pathway" in row["facts"]], "that is the engine's word"
    for name in ("", "../up", " ", "=1+1", "a/b", "x" * 61):
        assert typed(*order, name)[0] == 2, name
