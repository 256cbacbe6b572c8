"""A publication to draw from, and the command line in this process: a fresh one costs a second each."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from harness import Night

from pa_audit import cli

Typed = Callable[..., tuple[int, str, str]]
Asked = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    """Give what a command ends with: exit code, output, errors."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.launch(cli.app, [str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def night(sample_night: Night, tmp_path: Path) -> Night:
    """The audited sample drop, a copy of our own."""
    mine = Night(tmp_path / "pa_audit.duckdb", tmp_path / "reports")
    shutil.copy2(sample_night.database, mine.database)
    shutil.copytree(f"{sample_night.database}.d", f"{mine.database}.d")
    return mine


@pytest.fixture
def asked(night: Night) -> Asked:
    """Answer a query on the publication."""

    def ask(query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(night.database), read_only=True) as con:
            return con.execute(query).fetchall()

    return ask
