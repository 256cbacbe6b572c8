"""compliance.html as people meet it: in a browser, light and dark, on a desk, a phone and paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")

from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

pytestmark = pytest.mark.browser

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
Scheme = Literal["light", "dark"]


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return "dark" if request.param == "dark" else "light"


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def opened(request: pytest.FixtureRequest, browser: Browser, page_file: Path, scheme: Scheme) -> Iterator[Page]:
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
    page.goto(page_file.as_uri())
    yield page
    context.close()
    assert noise == []
    assert requests == [page_file.as_uri()]


def test_it_shows_its_tables_and_charts(opened: Page) -> None:
    assert opened.title().startswith("Mecasermin compliance report")
    assert opened.locator("table").count() >= 4
    assert opened.locator("table caption").count() == opened.locator("table").count()
    assert opened.locator(".figures > div").count() == 6
    for bar in opened.locator(".bars svg").all():
        box = bar.bounding_box()
        assert box is not None
        assert box["width"] > 200
        assert box["height"] > 15


def test_colours_are_strong_enough(opened: Page) -> None:
    assert opened.evaluate(CONTRAST) == []


def test_dark_is_dark(opened: Page, scheme: Scheme) -> None:
    red = int(opened.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]"))
    assert (red < 60) == (scheme == "dark")


def test_the_page_itself_never_scrolls_sideways(opened: Page) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_section_links_lead_somewhere(opened: Page) -> None:
    for link in opened.locator("nav a").all():
        target = link.get_attribute("href")
        assert target is not None
        assert opened.locator(target).is_visible()


def test_on_paper_nothing_is_cut_off(browser: Browser, page_file: Path) -> None:
    a4_without_margins = ViewportSize(width=round((210 - 2 * 15) / 25.4 * 96), height=900)
    context = browser.new_context(viewport=a4_without_margins, color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert page.evaluate(CONTRAST) == []
    context.close()
