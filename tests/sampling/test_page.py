"""docs/sampling.md, typed as it stands: every command works, and shows what the page shows."""

import csv
import re
import shlex
from pathlib import Path

import polars as pl
import pytest
from harness import ROOT, Night

from pa_audit.samples import worksheets

from .conftest import Typed

PAGE = (ROOT / "docs" / "sampling.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```\n(?:```\n(.*?)```)?", PAGE, re.DOTALL)


def read_charts(sheets: Path, back: Path) -> None:
    """Fill in the workbooks, as Ann and Bob would."""
    back.mkdir()
    for sheet in sheets.glob("*.csv"):
        rows = list(csv.DictReader(sheet.open(encoding="utf-8", newline="")))
        for row in rows:
            row["decision"] = "CORRECT" if row["item"] == "unit" else "MET"
        frame = pl.DataFrame(rows).with_columns(pl.col("unit").cast(pl.Int64), examined_amount=pl.lit(0.0))
        (back / f"{sheet.stem}.xlsx").write_bytes(worksheets.xlsx(frame))


def test_the_page_tells_the_truth(typed: Typed, night: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    night.database.rename(tmp_path / "kept")
    (tmp_path / "out").mkdir()
    (tmp_path / "kept").rename(tmp_path / "out" / "pa_audit.duckdb")
    Path(f"{night.database}.d").rename(tmp_path / "out" / "pa_audit.duckdb.d")
    monkeypatch.chdir(tmp_path)
    for commands, shown in BLOCKS:
        for command in re.split(r"\n(?=pa-audit )", commands.replace("\\\n", "")):
            if "sample collect" in command:
                read_charts(tmp_path / "out" / "worksheets", tmp_path / "out" / "back")
            code, out, err = typed(*shlex.split(command)[1:])
            assert (code, err) == (0, ""), command
            lines = [line.split() for line in out.splitlines()]
            assert [line for line in shown.splitlines() if line != "..." and line.split() not in lines] == [], command


def test_its_python_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(code, {})
