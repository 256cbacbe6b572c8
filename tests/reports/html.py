"""Reads a report page back: strictly, every tag closed in order, and as tables keyed by row and column."""

from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """The page's text, headline figures, and tables as {caption's first clause: {(row, column): text}}."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.headings: list[int] = []
        self.headers_without_scope = 0
        self.text = ""
        self.figures: dict[str, tuple[str, str]] = {}
        self.tables: dict[str, dict[tuple[str, str], str]] = {}
        self._caption = ""
        self._columns: list[str] = []
        self._row: list[str] = []
        self._terms: list[str] = []
        self._cell = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag in VOID:
            self._cell += " "
            return
        self.open.append(tag)
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(int(tag[1]))
        if tag == "th" and "scope" not in dict(attrs):
            self.headers_without_scope += 1
        if tag in {"th", "td", "caption", "dt", "dd"}:
            self._cell = ""
        if tag == "dt":
            self._terms = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        if not {"style"} & set(self.open):
            self.text += data
            self._cell += data

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()} closes another element"
        text = " ".join(self._cell.split())
        if tag == "caption":
            self._caption = text.split(",")[0].split(".")[0].split(" and what")[0]
            self.tables[self._caption] = {}
        elif tag in {"th", "td"}:
            self._row.append(text)
        elif tag == "tr":
            self._end_row()
        elif tag in {"dt", "dd"}:
            self._terms.append(text)
            if len(self._terms) == 3:
                self.figures[self._terms[0]] = (self._terms[1], self._terms[2])

    def _end_row(self) -> None:
        if "thead" in self.open:
            self._columns = self._row
        else:
            columns = self._columns[-len(self._row) + 1 :]
            cells = zip(columns, self._row[1:], strict=True)
            self.tables[self._caption] |= {(self._row[0], column): text for column, text in cells}
        self._row = []


def read(path: Path) -> Page:
    """Parse a page; fails on a tag that is not closed where it should be."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    assert not page.open, f"left open: {page.open}"
    return page
