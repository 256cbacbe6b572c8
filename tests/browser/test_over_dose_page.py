"""over_dose.html as people meet it: in a browser, light and dark, on a desk, a phone and paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from reports.over_dose import audited, emptied, run_over

pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")

from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

from pa_audit import over_dose_report

pytestmark = pytest.mark.browser

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
Scheme = Literal["light", "dark"]

# Texts of a picture that lie over each other, or that its figure cuts off.
CROWDED = """() => {
  const found = [];
  for (const svg of document.querySelectorAll(".plot")) {
    const room = svg.closest("figure").getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")].map((t) => [t.textContent, t.getBoundingClientRect()]);
    for (const [text, box] of boxes)
      if (box.left < room.left - 1 || box.right > room.right + 1) found.push(`${text} is cut off`);
    boxes.forEach(([text, a], n) => boxes.slice(n + 1).forEach(([other, b]) => {
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const under = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (over > 1.5 && under > 5) found.push(`${text} on ${other}`);
    }));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return audited(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module", params=["sample", "nothing"])
def page_file(request: pytest.FixtureRequest, database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("over_dose")
    make = run_over if request.param == "sample" else emptied
    over_dose_report.write(make(database, folder / "run"), folder)
    return folder / "over_dose.html"


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


def test_it_shows_its_figures_tables_and_pictures(opened: Page) -> None:
    assert opened.title().startswith("Mecasermin over-dose report")
    assert opened.locator(".figures > div").count() == 6
    assert opened.locator("table caption").count() == opened.locator("table").count()
    for picture in opened.locator(".plot").all():
        box = picture.bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert box["height"] > 170
    for bar in opened.locator(".plot .excess").all():
        box = bar.bounding_box()
        assert box is not None
        assert box["height"] > 0


def test_nothing_in_a_picture_lies_over_its_labels(opened: Page) -> None:
    assert opened.evaluate(CROWDED) == []


def test_colours_are_strong_enough(opened: Page) -> None:
    assert opened.evaluate(CONTRAST) == []


def test_dark_is_dark(opened: Page, scheme: Scheme) -> None:
    red = int(opened.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]"))
    assert (red < 60) == (scheme == "dark")


def test_the_page_itself_never_scrolls_sideways(opened: Page) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for table in opened.locator("details").all():
        table.evaluate("(element) => (element.open = true)")
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_links_lead_somewhere(opened: Page) -> None:
    for link in opened.locator("nav a, table a").all():
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
    assert page.evaluate(CROWDED) == []
    context.close()
