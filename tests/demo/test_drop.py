"""The drop itself: same bytes for the same seed, sound references, plausible numbers."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from harness import SAMPLE

from pa_audit import extracts, synthetic
from pa_audit.synthetic import generate, growth
from pa_audit.synthetic.columns import COLUMNS
from pa_audit.synthetic.specimens import SPECIMENS

CASES = 1_200


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "drop"
    synthetic.write(CASES, out)
    return out


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def table(out: Path, extract: str) -> pl.DataFrame:
    return pl.read_csv(out / f"{extract}.csv", infer_schema=False)


def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:
    synthetic.write(CASES, tmp_path)
    assert contents(tmp_path) == contents(folder)


def test_threads_and_chunks_change_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "CHUNK", 42)
    synthetic.write(CASES, tmp_path / "chunks")
    assert contents(tmp_path / "chunks") == contents(folder)
    code = f"import pathlib, pa_audit.synthetic as s; s.write({CASES}, pathlib.Path({str(tmp_path / 'threads')!r}))"
    alone = {**os.environ, "POLARS_MAX_THREADS": "1"}
    subprocess.run([sys.executable, "-c", code], env=alone, check=True)
    assert contents(tmp_path / "threads") == contents(folder)


def test_another_seed_is_another_population(folder: Path, tmp_path: Path) -> None:
    synthetic.write(CASES, tmp_path, seed=151)
    ours, theirs = table(folder, "pa_requests"), table(tmp_path, "pa_requests")
    assert set(ours["pa_id"]) == set(theirs["pa_id"])
    population = pl.col("pa_id").str.starts_with("PA0")
    assert not ours.filter(population).equals(theirs.filter(population))


@pytest.mark.parametrize("cases", [1, 2, 7, 299])
def test_as_many_cases_as_asked(cases: int, tmp_path: Path) -> None:
    synthetic.write(cases, tmp_path)
    written = table(tmp_path, "pa_requests")["pa_id"]
    assert written.n_unique() == cases
    assert written[0] == "IA-in-order"


def test_the_sample_is_fresh(tmp_path: Path) -> None:
    """Compressed and columnar files are compared by what they hold: their bytes hang on library versions."""
    synthetic.write(300, tmp_path)
    fresh, shipped = contents(tmp_path), contents(SAMPLE)
    assert list(fresh) == list(shipped)
    for name, content in fresh.items():
        if name.endswith(".parquet"):
            assert pl.read_parquet(tmp_path / name).equals(pl.read_parquet(SAMPLE / name))
        elif name.endswith(".gz"):
            assert gzip.decompress(content) == gzip.decompress(shipped[name])
        else:
            assert content == shipped[name], name


def test_the_sample_is_small() -> None:
    assert sum(map(len, contents(SAMPLE).values())) < 1_500_000


def test_columns_are_those_of_the_contract() -> None:
    for name, columns in COLUMNS.items():
        assert list(columns) == extracts.EXTRACTS[name].names


def test_specimens_have_their_own_ids() -> None:
    keys = [row["pa_id"] for one in SPECIMENS for row in one.rows["pa_requests"]]
    assert len(set(keys)) == len(keys)


def test_about_ten_claims_and_three_measurements_a_case(folder: Path) -> None:
    claims = table(folder, "pharmacy_claims").height + table(folder, "medical_claims").height
    assert 8 < claims / CASES < 12
    assert 2 < table(folder, "growth_measurements").height / CASES < 4


def test_nearly_all_rows_have_their_member(folder: Path) -> None:
    members = table(folder, "members")["member_id"].implode()
    for extract in ("pa_requests", "growth_measurements", "pharmacy_claims", "medical_claims"):
        known = table(folder, extract)["member_id"].is_in(members)
        assert known.mean() > 0.98  # type: ignore[operator]


def test_reversals_and_replacements_mostly_name_a_claim(folder: Path) -> None:
    rx = table(folder, "pharmacy_claims")
    named = rx["reverses_claim_id"].drop_nulls()
    assert named.is_in(rx["claim_id"].implode()).mean() > 0.9  # type: ignore[operator]


def test_children_are_very_short_and_scores_are_those_of_the_reference(folder: Path) -> None:
    rows = table(folder, "growth_measurements").join(table(folder, "members"), on="member_id")
    rows = rows.filter(pl.col("measurement_id").str.starts_with("G")).select(
        pl.col("height_cm", "height_sds").cast(pl.Float64, strict=False),
        male=pl.col("sex") != "F",
        days=(
            pl.col("measured_date").str.to_date(strict=False) - pl.col("birth_date").str.to_date(strict=False)
        ).dt.total_days(),
    )
    rows = rows.drop_nulls().filter(pl.col("days") > 2 * 365.25, pl.col("height_sds") > -10)
    expected = growth.score(pl.col("days"), pl.col("male"), pl.col("height_cm") * 10) / 100
    apart = rows.select((expected - pl.col("height_sds")).abs()).to_series()
    assert (apart < 0.06).mean() > 0.97  # type: ignore[operator]
    assert rows["height_sds"].median() == pytest.approx(-3.3, abs=0.3)


def test_doses_keep_to_a_syringe_and_mostly_to_the_limit(folder: Path) -> None:
    rows = table(folder, "pa_requests").select(
        dose=pl.col("dose_mg").cast(pl.Float64, strict=False), weight=pl.col("weight_kg").cast(pl.Float64, strict=False)
    )
    share = rows.drop_nulls().select(pl.col("dose") / pl.col("weight") <= 0.1200001).to_series().mean()
    assert 0.9 < share < 1  # type: ignore[operator]


def test_nothing_is_later_than_the_day_of_the_drop(folder: Path) -> None:
    """But for the deliberate rows, which all fall after June."""
    for extract, column in [("pa_requests", "received_at"), ("pharmacy_claims", "dispensing_date")]:
        late = table(folder, extract).filter(pl.col(column).str.slice(0, 10) > synthetic.AS_OF.isoformat())
        assert late.height < 12
