"""The pages as people meet them: in a browser, light and dark, on a desk, a phone and paper."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")

from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
CONTRAST, CROWDED = ((HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("contrast", "crowded"))
DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=800)
A4_WITHOUT_MARGINS = ViewportSize(width=round((210 - 2 * 15) / 25.4 * 96), height=900)
Scheme = Literal["light", "dark"]


class Shown(NamedTuple):
    """A page of a plan, how it begins and what must be drawn on it."""

    plan: str
    page: str
    title: str
    drawn: dict[str, int]


PAGES = [
    Shown("sample", "compliance.html", "Mecasermin compliance", {".figures > div": 8, ".bars svg": 8, ".chart g": 9}),
    Shown("sample", "over_dose.html", "Mecasermin over-dose", {".figures > div": 6, ".plot": 12, ".plot .excess": 12}),
    Shown("sample", "index.html", "Mecasermin audit, run 1", {"tbody tr": 25}),
    Shown("sample", "cases", "Case sheet", {".plot": 2, ".line": 9, ".height": 2, ".status": 5}),
    Shown("sample", "cases/index.html", "Case sheets", {"tbody a": 30, ".severity": 30}),
    Shown("sample", "data_dictionary.html", "Data dictionary", {"section": 20}),
    Shown("awkward", "compliance.html", "Mecasermin compliance", {".chart g": 48, ".ticks span": 3, ".axis": 1}),
    Shown("awkward", "over_dose.html", "Mecasermin over-dose", {".plot": 12}),
    Shown("awkward", "cases", "Case sheet", {".plot": 2}),
    Shown("awkward", "cases/index.html", "Case sheets", {"tbody a": 30}),
    Shown("nothing", "compliance.html", "Mecasermin compliance", {".figures > div": 8}),
    Shown("nothing", "index.html", "Mecasermin audit, run 1", {"tbody tr": 25}),
    Shown("nothing", "over_dose.html", "Mecasermin over-dose", {".figures > div": 6}),
]


@pytest.fixture(params=PAGES, ids=lambda shown: f"{shown.plan}-{shown.page}")
def shown(request: pytest.FixtureRequest) -> Shown:
    assert isinstance(request.param, Shown)
    return request.param


@pytest.fixture
def file(shown: Shown, folders: dict[str, Path]) -> Path:
    """The page's file; of the case sheets the fullest."""
    place = folders[shown.plan] / shown.page
    return max(place.iterdir(), key=lambda path: path.stat().st_size) if place.is_dir() else place


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return "dark" if request.param == "dark" else "light"


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def opened(request: pytest.FixtureRequest, browser: Browser, file: Path, scheme: Scheme) -> Iterator[Page]:
    """The page, opened; fails afterwards on anything in the console and on any request but the page's own."""
    noise: list[str] = []
    requests: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        noise.append(message.text)

    context = browser.new_context(viewport=request.param, color_scheme=scheme)
    page = context.new_page()
    page.on("console", heard)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda sent: requests.append(sent.url))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert noise == []
    assert requests == [file.as_uri()]


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")


def test_it_shows_its_figures_tables_and_charts(opened: Page, shown: Shown) -> None:
    assert opened.title().startswith(shown.title)
    unfold(opened)
    assert opened.locator("table caption").count() == opened.locator("table").count()
    for selector, least in shown.drawn.items():
        parts = opened.locator(selector)
        assert parts.count() >= least, selector
        boxes = parts.evaluate_all(
            "(found) => found.map((e) => e.getBoundingClientRect()).map((b) => b.width + b.height)"
        )
        assert min(boxes) > 0, selector


def test_nothing_in_a_picture_lies_over_its_labels(opened: Page) -> None:
    assert opened.evaluate(CROWDED) == []


def test_colours_are_strong_enough(opened: Page) -> None:
    unfold(opened)
    assert opened.evaluate(CONTRAST) == []


def test_dark_is_dark(opened: Page, scheme: Scheme) -> None:
    red = int(opened.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]"))
    assert (red < 60) == (scheme == "dark")


def test_the_page_itself_never_scrolls_sideways(opened: Page) -> None:
    unfold(opened)
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_on_a_desk_no_table_scrolls_sideways(browser: Browser, file: Path) -> None:
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(file.as_uri())
    unfold(page)
    wide = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter((box) => box.scrollWidth > box.clientWidth + 1)"
        ".map((box) => box.getAttribute('aria-labelledby'))"
    )
    assert wide == []
    context.close()


def test_on_a_phone_every_row_keeps_its_name_in_sight(browser: Browser, file: Path) -> None:
    """Rows are cards, or scroll sideways under a first column that stays."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(file.as_uri())
    unfold(page)
    page.evaluate("document.querySelectorAll('.scroll').forEach((box) => { box.scrollLeft = 1000; })")
    hidden = page.evaluate(
        "[...document.querySelectorAll('.scroll > :is(.sticky, .labelled, .entries, .cards) tbody th[scope=row]')]"
        ".filter((head) => head.getBoundingClientRect().left < 0).map((head) => head.textContent)"
    )
    assert hidden == []
    context.close()


def test_links_lead_somewhere(opened: Page, file: Path) -> None:
    unfold(opened)
    links = opened.locator("a[href]").evaluate_all("(found) => [...new Set(found.map((a) => a.getAttribute('href')))]")
    assert links
    for link in links:
        path, _, anchor = link.partition("#")
        assert not path or (file.parent / path).is_file(), link
        assert path or opened.locator(f"#{anchor}").is_visible(), link


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_case_sheet_is_a_sheet_of_paper(browser: Browser, folders: dict[str, Path], paper: str) -> None:
    page = browser.new_page()
    sheets = sorted((folders["sample"] / "cases").glob("*[0-9a-f].html"))
    pages = []
    for sheet in sheets:
        page.goto(sheet.as_uri())
        pages.append(len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))))
    page.close()
    assert max(pages) <= 2, "two for the extreme ones"
    assert pages.count(1) >= 0.8 * len(pages)


def test_on_paper_nothing_is_cut_off(browser: Browser, file: Path) -> None:
    context = browser.new_context(viewport=A4_WITHOUT_MARGINS, color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("nav:visible").count() == 0
    folded = page.locator("details:not(.gallery details) table")
    assert min(folded.evaluate_all("(found) => found.map((e) => e.getBoundingClientRect().height)"), default=1) > 0
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(CROWDED) == []
    context.close()
