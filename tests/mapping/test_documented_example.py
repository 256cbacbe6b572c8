"""The worked example of docs/bring_your_own_extract.md: every command runs, and shows what the page shows."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from harness import ROOT, Command
from mapping.drops import rows, through

from pa_audit import mapping
from pa_audit.mapping.load import FORM_KEYS, SOURCE_KEYS

PAGE = (ROOT / "docs" / "bring_your_own_extract.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs" / "example_extracts"
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", PAGE.partition("## Mappings that come")[0], flags=re.DOTALL)
COMMANDS = [
    shlex.split(line, comments=True)[1:]
    for _, block in BLOCKS
    for line in block.replace("\\\n", "").splitlines()
    if line.startswith("pa-audit ")
]
SHOWN = [(kind, block) for kind, block in BLOCKS if "pa-audit " not in block]


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.fixture(scope="module")
def tried(pa_audit: Command, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Run every command of the page in its order, in a folder that has nothing but the example."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copytree(EXAMPLE, folder / "docs" / "example_extracts")
    lines = []
    for command in COMMANDS:
        done = pa_audit(*command, cwd=folder)
        assert done.returncode == (1 if command[0] == "check" and "--database" not in command else 0), done.stderr
        assert done.stderr == ""
        lines += squeezed(done.stdout)
    return folder, lines


def test_the_page_has_the_whole_way() -> None:
    assert [command[0] for command in COMMANDS] == ["inspect", "check", "run", "sql", "check"]


def test_the_commands_show_what_the_page_shows(tried: tuple[Path, list[str]]) -> None:
    folder, told = tried
    proposed = squeezed((folder / "out" / "mine.toml").read_text(encoding="utf-8"))
    assert SHOWN
    for kind, block in SHOWN:
        lines = proposed if kind == "toml" else told
        assert [line for line in squeezed(block) if line not in (*lines, "…")] == []


def test_it_finds_what_the_page_says(tried: tuple[Path, list[str]]) -> None:
    told = " ".join(tried[1])
    assert "4.1 mg" in told
    assert "280 mg" in told
    assert "tried on top of run 1" in told


def test_the_mapping_of_results_one_below_the_other_reads_them(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(\[\[growth.*?)```", PAGE, flags=re.DOTALL)
    content = (
        "A title\n\nPATIENT,OBS_DATE,OBS_TYPE,OBS_VALUE,OBS_UNIT\n7,01/05/2024 09:30,Body Height,44,in\n"
        "7,01/05/2024 09:30,Body Weight,44 lb,\n7,01/05/2024 09:30,Pulse,88,bpm\n"
    )
    assert rows(through(tmp_path, text, content)) == [
        {"measurement_id": "7-01/05/2024 09:30-Body Height", "member_id": "7", "measured_date": "2024-01-05",
         "height_cm": "111.76"},
        {"measurement_id": "7-01/05/2024 09:30-Body Weight", "member_id": "7", "measured_date": "2024-01-05",
         "weight_kg": "19.958064"},
    ]  # fmt: skip


def test_the_page_names_every_key_and_built_in_mapping() -> None:
    for key in (*SOURCE_KEYS, *FORM_KEYS, *mapping.builtin()):
        assert key in PAGE, key
