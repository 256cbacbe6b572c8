"""Imports run one way, the policy touches nothing but polars, and each outside tool has one door."""

import ast
import re
import sys
from pathlib import Path

import pytest

from pa_audit.resources import ROOT, SQL, TEMPLATES

SRC, FLOWS = ROOT / "src" / "pa_audit", ROOT / "flows"
FILES = sorted([*SRC.rglob("*.py"), *FLOWS.rglob("*.py")])
PURE = [SRC / "kleene.py", SRC / "dates.py", SRC / "exact.py", *sorted((SRC / "policy").rglob("*.py"))]

# Whatever stands lower may not import what stands higher.
LAYERS = ["cli commands", "samples", "night", "ingest facts reports", "cases", "policy", "kleene dates"]


def imports(path: Path) -> set[str]:
    """Name every module that a file imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


@pytest.mark.parametrize("path", PURE, ids=lambda p: str(p.relative_to(SRC)))
def test_the_policy_imports_polars_and_the_standard_library_only(path: Path) -> None:
    allowed = {"polars", "pa_audit"} | set(sys.stdlib_module_names)
    for module in imports(path):
        assert module.split(".")[0] in allowed, module
        if module.startswith("pa_audit."):
            assert module.split(".")[1] in {"policy", "kleene", "dates", "exact"}, module
    forbidden = {"pathlib", "os", "io", "time", "random", "subprocess", "socket"}
    assert not forbidden & {module.split(".")[0] for module in imports(path)}


@pytest.mark.parametrize(
    ("tool", "door"),
    [
        ("duckdb", "store.py"),
        ("prefect", "flows"),
        ("prefect_dask", "flows"),
        ("distributed", "cluster.py"),
        ("scipy", "quantiles.py"),
        ("xlsxwriter", "spreadsheet.py"),
    ],
)
def test_one_module_per_outside_tool(tool: str, door: str) -> None:
    users = {p for p in FILES if any(m.split(".")[0] == tool for m in imports(p))}
    assert users
    assert {p.name if p.is_relative_to(SRC) else p.parent.name for p in users} == {door}


def test_what_evaluates_a_shard_never_comes_near_a_database() -> None:
    reached, new = set[Path](), {SRC / "workers.py"}
    while new:
        reached |= new
        new = {found for path in new for found in own_imports(path)} - reached
    assert SRC / "evaluate.py" in reached and SRC / "findings" / "dose.py" in reached
    assert SRC / "store.py" not in reached


def own_imports(path: Path) -> set[Path]:
    """Find the files of ours that a file imports, packages by their __init__.py."""
    places = [SRC.joinpath(*module.split(".")[1:]) for module in imports(path) if module.startswith("pa_audit.")]
    return {found for p in places for found in (p.with_suffix(".py"), p / "__init__.py") if found.exists()}


def test_the_statistics_are_pure() -> None:
    allowed = {"scipy", "pa_audit"} | set(sys.stdlib_module_names)
    forbidden = {"pathlib", "os", "io", "time", "random", "secrets", "datetime", "subprocess", "socket"}
    for path in (SRC / "sampling").rglob("*.py"):
        names = {module.split(".")[0] for module in imports(path)}
        assert names <= allowed and not names & forbidden, path.name
        ours = {module.split(".")[1] for module in imports(path) if module.startswith("pa_audit.")}
        assert ours <= {"sampling", "errors"}, path.name


def test_no_night_waits_for_the_statistics() -> None:
    users = {p.relative_to(SRC).parts[0] for p in FILES if any(m.startswith("pa_audit.sampling") for m in imports(p))}
    assert users == {"sampling", "samples", "commands"}


def test_imports_run_one_way() -> None:
    level = {name: n for n, names in enumerate(LAYERS) for name in names.split()}
    for path in SRC.rglob("*.py"):
        own = path.relative_to(SRC).parts[0].removesuffix(".py")
        for module in imports(path):
            other = module.split(".")[1] if module.startswith("pa_audit.") else None
            if own in level and other in level and other != own:
                assert level[own] <= level[other], (own, other)


def test_no_two_modules_need_each_other() -> None:
    """A package counts as one module; imports for types and within functions count too."""
    needs: dict[str, set[str]] = {}
    for path in SRC.rglob("*.py"):
        own = path.relative_to(SRC).parts[0].removesuffix(".py")
        named = {module.split(".")[1] for module in imports(path) if module.startswith("pa_audit.")}
        needs[own] = needs.get(own, set()) | named - {own}
    while free := {module for module, named in needs.items() if not named & needs.keys()}:
        needs = {module: named for module, named in needs.items() if module not in free}
    assert not needs


def test_nothing_around_a_policy_knows_which_it_is() -> None:
    own = SRC / "policy" / "cp_phar_150"
    for path in FILES:
        if not path.is_relative_to(own):
            assert not {module for module in imports(path) if "cp_phar_150" in module}, path
    for path in [*SQL.rglob("*.sql"), *TEMPLATES.rglob("*.j2")]:
        text = re.sub(r"comment on .*|--.*", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"increlex|'I+\.[ABC]|\.duration", text, re.IGNORECASE), path
        if path.parent.name != "queries":  # an analyst's question may name a drug
            assert "mecasermin" not in text.lower(), path


def test_silence_is_never_turned_into_an_answer() -> None:
    """No replacement of null in the policy or on its way there; no float, no clock."""
    for path in [*PURE, SRC / "cases.py", SRC / "facts.py"]:
        text = path.read_text(encoding="utf-8")
        for word in ("fill_null", "coalesce", "drop_nulls", "fill_nan", "Float", "today()", "now("):
            assert word not in text, (path.name, word)
        literals = [n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant)]
        assert not [value for value in literals if isinstance(value, float)], path.name
