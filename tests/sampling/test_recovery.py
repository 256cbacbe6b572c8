"""The recovery view: every kind of finding has a category, and every dollar is counted once."""

import re
from pathlib import Path

import pytest
from harness import Night

from pa_audit import store
from pa_audit.findings import KINDS
from pa_audit.review_extracts import ERROR_CATEGORIES

from .conftest import Asked, Typed


def test_every_kind_has_one_of_the_five_categories() -> None:
    mapped = re.findall(r"^ +\('(\w+)', '([A-Z_]+)'\)", store.sql("views/recovery"), re.MULTILINE)
    assert sorted(kind for kind, _ in mapped) == sorted(KINDS)
    assert {category for _, category in mapped} == set(ERROR_CATEGORIES)


def test_every_dollar_is_counted_once(asked: Asked) -> None:
    at_risk = """
        select count(*), sum(paid_amount) from (
            select distinct source, claim_id, claim_line_number, paid_amount
            from audit.amounts_at_risk where severity <> 'advisory')
    """
    assert asked("select count(*), sum(paid_amount) from audit.recovery") == asked(at_risk)
    assert asked("select count(*) from audit.recovery where len(finding_ids) > 1") > [(0,)]
    assert asked("select distinct error_category from audit.recovery where kind = 'claim_without_authorization'") == [
        ("NO_DOCUMENTATION",)
    ]


def test_another_database_is_told_from_a_publication(typed: Typed, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    with store.connect(other):
        pass
    code, _, err = typed("recovery", "--database", other)
    assert (code, err.count("\n")) == (2, 1)
    assert f"{other}: expected a publication of pa-audit run" in err


@pytest.mark.parametrize("by", ["error_category", "kind", "provider_npi", "line_of_business", "month"])
def test_whatever_it_is_summed_by_the_total_is_one(typed: Typed, asked: Asked, night: Night, by: str) -> None:
    code, out, err = typed("recovery", "--database", night.database, "--by", by)
    assert (code, err) == (0, "")
    ((lines, paid),) = asked("select count(*), sum(paid_amount) from audit.recovery")
    *parts, total = (line.split() for line in out.splitlines()[2:])
    assert total == ["all", str(lines), str(paid)]
    assert sum(int(part[-2]) for part in parts) == lines
