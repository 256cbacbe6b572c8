"""A page written from a made run, and a headless chromium to open it in."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reports.made import make_run

from pa_audit import reports

pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Root needs no sandbox; the rest keeps chromium from looking for its own servers.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium from the system's packages; without it these tests fail rather than hide."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session", params=[3, 5000], ids=["3_cases", "5000_cases"])
def page_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published page of a made run."""
    run = make_run(tmp_path_factory.mktemp("browser"), request.param)
    reports.write(run)
    return reports.publish(run) / "compliance.html"
