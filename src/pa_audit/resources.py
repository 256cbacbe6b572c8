"""Where the project keeps what is not Python: SQL, reference data, report templates."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SQL = ROOT / "sql"
REFERENCE = ROOT / "data" / "reference"
TEMPLATES = ROOT / "reports" / "templates"
