"""Prefect's settings for this project, put in force before Prefect is imported.

They are written once, in pyproject.toml under [tool.prefect], where Prefect itself looks only when started in
that very folder. A variable that is already set, such as PREFECT_API_URL on a worker, keeps its value.
"""

import logging
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pa_audit.resources import ROOT


def apply() -> None:
    """Put the settings into the environment of this process and of the server that it may start."""
    os.environ.setdefault("DO_NOT_TRACK", "1")  # the one switch that is no setting of Prefect's
    for name, value in settings().items():
        os.environ.setdefault(name, value)
    logging.getLogger("pa_audit").propagate = False  # its notes are printed as a night's own (show.notes), once
    logging.getLogger("EventsWorker").setLevel(logging.ERROR)  # its "Still processing" is no line of ours
    Path(os.environ["PREFECT_HOME"]).mkdir(mode=0o700, parents=True, exist_ok=True)  # what Prefect keeps is private


def settings() -> dict[str, str]:
    """Give [tool.prefect] as environment variables; the home becomes absolute."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    table = project["tool"]["prefect"]
    return dict(_flat("PREFECT", table | {"home": str(ROOT / table["home"])}))


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        name = f"{prefix}_{key.upper()}"
        if isinstance(value, Mapping):
            yield from _flat(name, value)
        else:
            yield name, str(value)
