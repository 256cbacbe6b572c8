"""The same file through a changed mapping: what is made no more stays published, and is warned of by count."""

import pytest
from ingest.nights import VALID, Nights, members, rows
from mapping.drops import written

from pa_audit.config import Config

CLAIMS = """CLM,SEQ,ST,QTY
C1,1,P,8
C1,2,P,4
C2,1,P,8
C3,1,R,8
"""
OTHERS = "\n".join(
    f'{name} = {{ constant = "{VALID["pharmacy_claims"][name]}" }}'
    for name in ("member_id", "dispensing_date", "ndc_code", "claim_status")
)
LINES = 'claim_id = { from = ["CLM", "SEQ"], join = "-" }'
# Settings and columns of the first night and of the second -> the claims that are current, and how many are not made.
CHANGES = [
    ("", 'claim_id = "CLM"', "", LINES, ["C1-1", "C1-2", "C2", "C2-1", "C3", "C3-1"], 2),
    ("", LINES, 'keep = { ST = "P" }', LINES, ["C1-1", "C1-2", "C2-1", "C3-1"], 1),
    ("", LINES, 'keep = { ST = "X" }', LINES, ["C1-1", "C1-2", "C2-1", "C3-1"], 4),
    ('keep = { ST = "P" }', LINES, "", LINES, ["C1-1", "C1-2", "C2-1", "C3-1"], 0),
    ("", LINES, "", f'{LINES}\ndays_supply = {{ constant = "28" }}', ["C1-1", "C1-2", "C2-1", "C3-1"], 0),
    ("", LINES, "", f'{LINES}\nunit_of_measure = "ST"', ["C1-1", "C1-2", "C2-1", "C3-1"], 4),  # none passes
    ("", LINES, "", LINES, ["C1-1", "C1-2", "C2-1", "C3-1"], 0),
]


def through(history: Nights, settings: str, columns: str) -> Config:
    source = f'[[pharmacy_claims]]\nfiles = ["rx*"]\n{settings}\n[pharmacy_claims.columns]\n{columns}\n{OTHERS}\n'
    return Config(mapping=written(history.folder, f'{source}quantity = "QTY"\n'))


@pytest.mark.parametrize(("before", "first", "settings", "second", "current", "unmade"), CHANGES)
def test_rows_that_a_changed_mapping_makes_no_more_are_warned_of(
    before: str,
    first: str,
    settings: str,
    second: str,
    current: list[str],
    unmade: int,
    history: Nights,
    caplog: pytest.LogCaptureFixture,
) -> None:
    history.config = through(history, before, first)
    history.night({"members.csv": members(), "rx.csv": CLAIMS})
    assert "stay published" not in caplog.text
    history.config = through(history, settings, second)
    history.night({"rx_again.csv": CLAIMS})
    assert history.query("select claim_id from audit.pharmacy_claims order by 1") == current
    warned = [record.message for record in caplog.records if "stay published" in record.message]
    assert [text.partition(" rows")[0] for text in warned] == [f"rx_again.csv: pharmacy_claims: {unmade}"] * bool(
        unmade
    )


def test_a_claim_that_another_file_of_the_drop_has_is_made(history: Nights, caplog: pytest.LogCaptureFixture) -> None:
    history.config = through(history, "", LINES)
    history.night({"members.csv": members(), "rx.csv": CLAIMS})
    history.config = through(history, 'keep = { ST = "P" }', LINES)
    history.night({"rx.csv": CLAIMS, "rx_2.csv": "CLM,SEQ,ST,QTY\nC3,1,P,2\n"})
    assert "stay published" not in caplog.text


def test_content_that_was_read_without_a_mapping_counts_too(history: Nights, caplog: pytest.LogCaptureFixture) -> None:
    claims = rows("pharmacy_claims", {"claim_id": "c1"}, {"claim_id": "c2"})
    history.night({"members.csv": members(), "pharmacy_claims.csv": claims})
    columns = 'quantity = "quantity"\nclaim_id = { from = "claim_id", values = { c2 = "d2" } }'
    source = f'[[pharmacy_claims]]\nfiles = ["*"]\n[pharmacy_claims.columns]\n{columns}\n{OTHERS}\n'
    history.config = Config(mapping=written(history.folder, source))
    history.night({"pharmacy_claims.csv": claims})
    assert "pharmacy_claims.csv: pharmacy_claims: 1 rows of it" in caplog.text
