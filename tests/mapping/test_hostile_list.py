"""The list of hostile files, row for row: read where the mapping says how, else one line with file, row, column, cure.

`test_hostile.py` has the finer cases of each.
"""

import gzip
import io
import itertools
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from ingest.nights import Nights, members, put
from mapping.drops import written

from pa_audit.commands.check import check
from pa_audit.config import Config
from pa_audit.ingest.cures import cure

NAMES = ("claim", "who", "day", "ndc", "qty", "paid")
CLAIMS = itertools.count(1)  # every claim has its own number: the files of all cases are one drop
USUAL = {"who": "0007", "day": "2024-01-05", "ndc": "15054104005", "qty": "4", "paid": "12.50"}
# How the columns are filled where nobody says anything of a file.
PLAIN = {
    "claim_id": '"claim"', "member_id": '"who"', "dispensing_date": '"day"', "ndc_code": '"ndc"', "quantity": '"qty"',
    "claim_status": '{ constant = "PAID" }', "paid_amount": '"paid"',
}  # fmt: skip


def table(*changes: dict[str, str], ends: str = "\n") -> str:
    """Write claims under a header, each changed from the usual one."""
    rows = [{"claim": f"c{next(CLAIMS)}"} | USUAL | change for change in changes or ({},)]
    return ends.join([",".join(NAMES), *(",".join(row[name] for name in NAMES) for row in rows)]) + ends


def parquet(**columns: list[str]) -> bytes:
    target = io.BytesIO()
    usual = {"claim": f"c{next(CLAIMS)}"} | USUAL
    pl.DataFrame({name: [value] for name, value in usual.items()} | columns).write_parquet(target)
    return target.getvalue()


@dataclass(frozen=True)
class Hostile:
    """A file; what its mapping says of it, and the column and value that comes of that; else what the check says.

    `told` is the problem, the number of the first row and the cure, or the reason for which the file is refused.
    """

    content: bytes | str
    settings: str = ""
    columns: dict[str, str] | None = None
    read: tuple[str, list[str]] = ("claim_status", ["PAID"])
    told: tuple[str, int, str] | str | None = None
    ending: str = "csv"


DECIMAL = "an amount of at most 9 digits before and 2 after the point (from paid)"
FIELDS = ("record: expected as many fields as the header has", 2)
A_CUT = "look for a delimiter or line end in a field without quotes, or for a cut line"
ZIPPED = gzip.compress(table().encode(), mtime=0)

# In the order of the list.
HOSTILE: dict[str, Hostile] = {
    "UTF-16": Hostile(table({"claim": "Größe 16"}).encode("utf-16"), 'encoding = "utf-16"',
        read=("claim_id", ["Größe 16"]), told="encoding"),
    "Latin-1": Hostile(table({"claim": "Größe"}).encode("latin-1"), 'encoding = "latin-1"',
        read=("claim_id", ["Größe"]),
        told=("record: expected UTF-8 without NUL bytes", 1, "name the file's encoding in a mapping")),
    "CRLF": Hostile(table(ends="\r\n")),
    "CR alone": Hostile(table(ends="\r"), 'line_ends = "cr"', told="line_ends"),
    "ragged rows": Hostile(table({}, {"claim": "torn"}, {}).replace("torn,", "torn,,"),
        read=("claim_status", ["PAID", "PAID"]), told=(*FIELDS, A_CUT)),
    "embedded newlines": Hostile(table({"claim": '"c\nd"'}), read=("claim_id", ["c\nd"])),
    "500 columns": Hostile("".join(f"{line},{','.join([f'x{n}'] * 494)}\n" if n else
        f"{line},{','.join(f'x{k}' for k in range(494))}\n" for n, line in enumerate(table().splitlines()))),
    "thousands separators": Hostile(table({"paid": '"1,234.50"'}), 'thousands = ","', read=("paid_amount", ["1234.50"]),
        told=(f"paid_amount: expected {DECIMAL}", 1, 'write thousands = "," in a mapping')),
    "Excel serial dates": Hostile(table({"day": "45296"}), 'dates = "excel"', read=("dispensing_date", ["2024-01-05"]),
        told=("dispensing_date: expected a date YYYY-MM-DD (from day)", 1, 'write dates = "excel" in a mapping')),
    "leading zeros lost": Hostile(table({"who": "7"}), columns={"member_id": '{ from = "who", pad = 4 }'},
        read=("member_id", ["0007"]),
        told=("member_id: expected a member of the members extract", 1, "are leading zeros lost (pad)")),
    "scientific notation in ids": Hostile(table({"claim": "1.23457E+15"}, {}),
        told=("claim_id: expected an id with all its digits", 1, "export the column as text")),
    "NDCs without zeros": Hostile(table({"ndc": "169770421"}), columns={"ndc_code": '{ from = "ndc", pad = 11 }'},
        read=("ndc_code", ["00169770421"]), told=("ndc_code: expected an NDC of 11 digits", 1, "write pad = 11")),
    "Parquet with decimals as strings": Hostile(parquet(paid=["12.50"]), read=("paid_amount", ["12.50"]),
        ending="parquet"),
    "gzip with trailing garbage": Hostile(ZIPPED + b"junk", read=("claim_id", []), told="trailing_bytes",
        ending="csv.gz"),
    "zero bytes": Hostile(b"", read=("claim_id", []), told="empty_file"),
    "a title above the header": Hostile("Claims of January\n\n" + table(), "skip_lines = 2",
        told="missing_column:claim,who,day,ndc,qty"),
    "names in capitals": Hostile(",".join(NAMES).upper() + table().removeprefix(",".join(NAMES))),
    "truncated": Hostile(table({}, {})[:-20], told=(*FIELDS, A_CUT)),
    "truncated gzip": Hostile(ZIPPED[:-12], read=("claim_id", []), told="unreadable", ending="csv.gz"),
    "truncated Parquet": Hostile(parquet()[:-9], read=("claim_id", []), told="unreadable", ending="parquet"),
}  # fmt: skip


def source(case: str, *, said: bool) -> str:
    """Write a mapping's source for the file of a case; what is to be said of it, or not."""
    hostile = HOSTILE[case]
    columns = PLAIN | ((hostile.columns or {}) if said else {})
    lines = [f"{name} = {form}" for name, form in columns.items()]
    settings = hostile.settings if said else ""
    return "\n".join(
        ["[[pharmacy_claims]]", f'files = ["{case}.*"]', settings, "[pharmacy_claims.columns]", *lines, ""]
    )


def drop(folder: Path, case: str) -> dict[str, bytes | str]:
    """Give the files of a case: the hostile one, and the member it is about."""
    return {f"{case}.{HOSTILE[case].ending}": HOSTILE[case].content, "members.csv": members("0007")}


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_read_as_the_mapping_says(case: str, history: Nights) -> None:
    history.config = Config(mapping=written(history.folder, source(case, said=True)))
    history.night(drop(history.folder, case))
    column, expected = HOSTILE[case].read
    assert history.query(f"select {column}::varchar from store.pharmacy_claims order by row_number") == expected


def test_nobody_spoke_of_it_and_the_line_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    for case in HOSTILE:
        for name, content in drop(folder, case).items():
            put(folder / name, content)
    mapping = tmp_path / "own.toml"
    mapping.write_text("\n".join(source(case, said=False) for case in HOSTILE), encoding="utf-8")
    assert check(extracts=folder, mapping=str(mapping)) == 1
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    silent = []
    for case, hostile in HOSTILE.items():
        file = f"{case}.{hostile.ending}"
        about = [line for line in lines if line.startswith((f"{file} pharmacy_claims", f"warning: {file}"))]
        if isinstance(hostile.told, str):
            assert f"warning: {file}: refused: {hostile.told}: {cure(hostile.told)}" in about, case
        elif hostile.told:
            problem, row, what = hostile.told
            (line,) = [line for line in about if line.startswith(f"{file} pharmacy_claims {problem}")]
            assert f" 1 {row} " in line and what in line, (case, line)
        else:
            silent.append(case)
            assert len(about) == 1, case  # what was read of it, and no problem
    assert silent == [
        "CRLF",
        "embedded newlines",
        "500 columns",
        "Parquet with decimals as strings",
        "names in capitals",
    ]
