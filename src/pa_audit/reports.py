"""The report of a run: one page for people and the same tables as CSV for machines.

Every table is a query of sql/reports/, whose first line is the question that it answers; the page shows what
the queries counted and derives nothing. `write` fills a hidden folder; `publish`, once the database is committed,
renames it to DIR/<run_id> and points DIR/latest at it.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from pa_audit import __version__, store
from pa_audit.errors import of_system
from pa_audit.inert import FORMULA
from pa_audit.policy.cp_phar_150 import ID, effective_dates
from pa_audit.policy.cp_phar_150.limits import DAILY_DOSE_MG_PER_KG, DOSE_MG_PER_KG, ONE
from pa_audit.resources import TEMPLATES

if TYPE_CHECKING:
    from jinja2 import Environment

    from pa_audit.run import Run

TABLES = (
    "headline",
    "outcomes_by_line_of_business",
    "determinations_by_pathway",
    "clauses",
    "over_dose_requests",
    "authorization_length",
    "authorizations_too_long",
    "policy_versions",
    "ask_for_these_first",
    "reading_counts",
    "reading_sensitivity",
    "reading_sensitivity_list",
    "review_progress",
    "data_quality_files",
    "data_quality_quarantine",
)
# Lists that may be long: what the page ranks them by and how many rows it shows; the CSV has them all.
LISTS = {
    "over_dose_requests": ("times_limit", 50),
    "authorizations_too_long": ("days_over", 20),
    "reading_sensitivity_list": ("reading", 0),
    "data_quality_files": ("rows_quarantined", 200),
}

Tables = Mapping[str, pl.DataFrame]


def write(run: "Run") -> dict[str, int]:
    """Write the run's page and CSV files into its hidden folder, from run.master.

    Returns counts for the run log. Folders are 0700 and files 0600: the lists name cases.
    """
    folder = scratch(run)
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
    run.reports.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    found = tables(run)
    for name, table in found.items():
        save(folder / f"{name}.csv", to_csv(table))
    save(folder / "compliance.html", page(run, found))
    return {"report_files": len(found) + 1, "over_dose_requests": found["over_dose_requests"].height}


def publish(run: "Run") -> Path:
    """Make the written folder the run's report and the latest one; safe to repeat after a crash at any point.

    Does nothing for a run that has no report in this folder. Raises AuditError where the folder refuses.
    """
    final, old = run.reports / str(run.run_id), run.reports / f".{run.run_id}.old"
    with _one_line(final):
        if scratch(run).exists():
            if final.exists():
                shutil.rmtree(old, ignore_errors=True)
                final.replace(old)
            scratch(run).replace(final)
        elif old.exists() and not final.exists():
            old.replace(final)
        if final.exists():
            shutil.rmtree(old, ignore_errors=True)
            _point(run.reports / "latest", final.name)
            _prune(run.reports, run.config.retention)
    return final


def scratch(run: "Run") -> Path:
    """Say where the report of a run lies until the run is committed."""
    return run.reports / f".{run.run_id}.tmp"


def tables(run: "Run") -> dict[str, pl.DataFrame]:
    """Answer every query of TABLES from the master; each comes sorted by its key."""
    with store.connect(run.master, read_only=True) as con:
        con.execute(f"set variable run_id = {run.run_id:d}")
        con.execute(f"set variable dose_limit = {DOSE_MG_PER_KG:d} / {ONE:d}")
        con.execute(f"set variable day_limit = {DAILY_DOSE_MG_PER_KG:d} / {ONE:d}")
        con.execute(store.sql("reports/verdicts"))
        return {name: con.sql(store.sql(f"reports/{name}")).pl() for name in TABLES}


def to_csv(table: pl.DataFrame) -> str:
    """Write a table as RFC 4180 text that no spreadsheet takes for formulas; numbers stay as they are."""
    text = pl.col(pl.String)
    inert = pl.when(text.str.contains(FORMULA)).then("'" + text).otherwise(text)
    return table.with_columns(inert.name.keep()).write_csv(line_terminator="\r\n")


def page(run: "Run", found: Tables) -> str:
    """Render compliance.html: self-contained, no script, nothing fetched from elsewhere."""
    return environment().get_template("compliance.html.j2").render(_view(run, found))


def environment() -> "Environment":
    """Give the template environment that both reports share."""
    from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

    # Compiled templates lie where Python keeps compiled modules; a folder that refuses costs 50 ms a night.
    compiled = TEMPLATES / "__pycache__"
    with suppress(OSError):
        compiled.mkdir(exist_ok=True)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=FileSystemBytecodeCache(str(compiled)) if os.access(compiled, os.W_OK) else None,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number
    environment.globals["share"] = share
    return environment


def number(count: int) -> str:
    """Write a count with thousands separated."""
    return f"{count:,}"


def share(count: int, denominator: int) -> str:
    """Write a rate in percent: a dash where nothing is counted against, never 0% or 100% by rounding."""
    if not denominator:
        return "—"
    if count in (0, denominator):
        return "100%" if count else "0%"
    percent = 100 * count / denominator
    if 0 < percent < 0.1:
        return "<0.1%"
    if 99.9 < percent < 100:
        return ">99.9%"
    return f"{percent:.1f}%"


def _view(run: "Run", found: Tables) -> dict[str, Any]:
    """Give the template every table's rows, the few it shows of long lists ranked and cut."""
    rows = {name: table.to_dicts() for name, table in found.items() if name not in LISTS}
    worst = {name: _worst(found[name], by, shown) for name, (by, shown) in LISTS.items()}
    outcomes, determinations = rows["outcomes_by_line_of_business"], rows["determinations_by_pathway"]
    terms = run.config.terms
    return (
        rows
        | worst
        | {
            "run": run,
            "product": __version__,
            "policy": ID,
            "headline": {row["measure"]: row for row in rows["headline"]},
            "outcomes": {(row["line_of_business"], row["outcome"]): row for row in outcomes},
            "determinations": {(row["pathway"], row["determination"]): row for row in determinations},
            "pathways": {row["pathway"]: row["denominator"] for row in determinations},
            "totals": {name: found[name].height for name in LISTS},
            "files": _sums(found["data_quality_files"]),
            "dose_limit": f"{DOSE_MG_PER_KG / ONE:g}",
            "day_limit": f"{DAILY_DOSE_MG_PER_KG / ONE:g}",
            "over_dose_approved": found["over_dose_requests"].filter(pl.col("decision") == "APPROVED").height,
            "versions": {row["policy_version"]: row["cases"] for row in rows["policy_versions"]},
            "effective_dates": effective_dates(terms),
            "readings": asdict(terms.readings),
            "defaults": {name: choices[0] for name, choices in terms.readings.choices().items()},
            "value_sets": _value_sets(run),
            "words": json.loads((TEMPLATES / "words.json").read_text(encoding="utf-8")),
        }
    )


def _value_sets(run: "Run") -> str:
    """Give the digest of the code sets that the run was made with, from its own record."""
    with store.connect(run.master, read_only=True) as con:
        ((digest,),) = con.execute("select max_by(value_sets, run_id) from audit.runs").fetchall()
    return str(digest)


def _worst(table: pl.DataFrame, by: str, shown: int) -> list[dict[str, Any]]:
    return table.sort(by, descending=True, nulls_last=True, maintain_order=True).head(shown).to_dicts()


def _sums(files: pl.DataFrame) -> dict[str, int]:
    sums = files.select(pl.col("^rows_.*$").sum()).row(0, named=True)
    return sums | {"files": files.height, "refused": files.filter(pl.col("status") == "refused").height}


def save(path: Path, content: str | bytes) -> None:
    private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(private, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)


def _point(link: Path, target: str) -> None:
    """Point the symbolic link at `target` in one step: a reader finds the old report or the new one."""
    new = link.with_name(f".{link.name}.tmp")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(link)


def _prune(reports: Path, keep: int) -> None:
    """Remove the oldest report folders beyond the newest `keep`; anything that is no run's folder stays."""
    runs = sorted(int(path.name) for path in reports.iterdir() if path.name.isdecimal() and path.is_dir())
    for run_id in runs[:-keep]:
        shutil.rmtree(reports / str(run_id))


@contextmanager
def _one_line(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise of_system(error)(f"{path}: the report could not be put in place ({error.strerror})") from None
