"""The worked example of docs/bring_your_own_extract.md does what the page says."""

from datetime import date

from harness import ROOT

from pa_audit import config
from pa_audit.trial import trial

PAGE = ROOT / "docs" / "bring_your_own_extract.md"
EXAMPLE = ROOT / "docs" / "example_extracts"


def test_the_example_checks_out_as_the_page_shows() -> None:
    found = trial(EXAMPLE, date(2024, 6, 30), config.load(None, str(EXAMPLE / "mapping.toml")), 10, lambda step: None)
    page = [" ".join(line.split()) for line in PAGE.read_text(encoding="utf-8").splitlines()]
    for file in found.files:
        counts = [file[f"rows_{name}"] for name in ("read", "accepted", "repeated", "quarantined")]
        assert " ".join([file["source_file"], file["extract"], "read", *map(str, counts)]) in page
    assert [f"{name} {number} {problem}" for name, _, number, problem, _ in found.rows] == [
        line for line in page if line.startswith("RX_Claims_202401.txt 13 ")
    ]


def test_the_page_names_every_key_and_built_in_mapping() -> None:
    from pa_audit import mapping
    from pa_audit.mapping.load import FORM_KEYS, SOURCE_KEYS

    page = PAGE.read_text(encoding="utf-8")
    for key in (*SOURCE_KEYS, *FORM_KEYS, *mapping.builtin()):
        assert key in page, key
