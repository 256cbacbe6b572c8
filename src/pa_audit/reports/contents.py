"""The page to open first: every file of a run's folder, and the question that it answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pa_audit import store
from pa_audit.reports import compliance, folder, over_dose, pages

if TYPE_CHECKING:
    from pa_audit.run import Run

AREAS = {"reports": compliance.TABLES, "reports_over_dose": over_dose.LISTS}


def write(run: "Run", place: Path) -> None:
    """Write index.html into the folder `place`, which has every other file by now."""
    sheets = sum(1 for path in (place / "cases").iterdir() if path.name != "index.html")
    view = {"run": run, "sizes": _sizes(place), "tables": list(_tables()), "sheets": sheets}
    page = pages.render(run.config.policy, "index.html.j2", **view)
    folder.save(place / "index.html", page)


def _sizes(place: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in sorted(place.iterdir()) if path.is_file()}


def _tables() -> Iterator[dict[str, Any]]:
    """Name each table of the pages and the question that opens its query."""
    for area, names in AREAS.items():
        for name in names:
            comment = " ".join(line.removeprefix("--").strip() for line in store.sql(f"{area}/{name}").splitlines())
            yield {"file": f"{name}.csv", "question": comment[: comment.index("?") + 1]}
