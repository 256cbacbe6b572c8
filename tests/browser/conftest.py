"""The reports of the sample, of the same plan emptied or made awkward, and a headless chromium to open them in."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reports.sample import audited, awkward, emptied

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


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Report folders: of the sample, of a plan without anything, and of one that is hard to show."""
    summary = audited(tmp_path_factory.mktemp("sample"))
    return {
        "sample": summary.reports,
        "nothing": emptied(summary.database, tmp_path_factory.mktemp("nothing")),
        "awkward": awkward(tmp_path_factory.mktemp("awkward")),
    }
