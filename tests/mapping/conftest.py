"""A fresh history of nights for each test."""

from pathlib import Path

import pytest
from ingest.nights import Nights


@pytest.fixture
def history(tmp_path: Path) -> Nights:
    """Start before the first night."""
    return Nights(tmp_path)
