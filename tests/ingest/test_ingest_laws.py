"""Laws: nothing is lost or counted twice, order and layout make no difference, decimals stay exact."""

import csv
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest.nights import Nights

from pa_audit.extracts import EXTRACTS
from pa_audit.ingest import csv_file, marks, records
from pa_audit.ingest.batch import Batch
from pa_audit.ingest.csv_file import CsvFile
from pa_audit.ingest.parse import parse

PIECES = ["m1", "F", "x", '"', '""', ",", ",", "\n", "\r\n", "\r", "é", " ", '"a,\nb"', "m2,2015-03-01,F\n"]
DAMAGE = st.lists(st.sampled_from([*(piece.encode() for piece in PIECES), b"\xff", b"\0"]), max_size=40)


def reference(content: bytes, width: int) -> list[set[str]]:
    """Split byte by byte, straight from RFC 4180: the reasons of each record, none for a good one."""
    content, reasons, start = content.rstrip(b"\r\n"), list[set[str]](), 0
    while start < len(content):
        at, fields, state, wrong = start, 1, "begin", False
        while at < len(content):
            byte = content[at : at + 1]
            if state == "quoted":
                if byte == b'"':
                    state = "closed"
            elif byte == b"\n":
                break
            elif byte == b",":
                fields, state = fields + 1, "begin"
            elif byte == b'"' and state in ("begin", "closed"):
                state = "quoted"
            elif byte == b'"':
                wrong = True
            elif state == "closed":
                wrong |= not (byte == b"\r" and content[at + 1 : at + 2] in (b"", b"\n"))
                state = "after" if wrong else state
            elif state == "begin":
                state = "bare"
            at += 1
        if state == "quoted":
            lines = content[start:].split(b"\n")
            return [*reasons, *({"open_quote"} | encoding(line) for line in lines)]
        counted = {"quote"} if wrong else {"field_count"} if fields != width else set()
        reasons.append(counted | encoding(content[start:at]))
        start = at + 1
    return reasons


def encoding(record: bytes) -> set[str]:
    try:
        return {"encoding"} if "\0" in record.decode() else set()
    except UnicodeDecodeError:
        return {"encoding"}


@contextmanager
def opened(content: bytes, block: int) -> Iterator[CsvFile]:
    """Open a CSV file with these bytes, to be read in blocks of this size, and in pieces a quarter of it."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "members.csv"
        path.write_bytes(content)
        patch.setattr(csv_file, "BLOCK", block)
        for module in (records, marks):
            patch.setattr(module, "PIECE", 1 + block // 4)
        yield CsvFile(path)


def read(content: bytes, block: int) -> list[Batch]:
    """Read a CSV file's bytes in blocks of this size."""
    with opened(content, block) as file:
        return list(file.batches())


@settings(max_examples=250)
@given(DAMAGE, st.integers(1, 40))
def test_records_are_split_as_byte_by_byte_whatever_the_block(pieces: list[bytes], block: int) -> None:
    content = b"".join(pieces)
    batches = read(b"a,b,c\n" + content, block)
    expected = reference(content, 3)
    good = [number for batch in batches for number in batch.numbers]
    broken = {
        number: set(why) for batch in batches for number, why in batch.broken.select("row_number", "reasons").rows()
    }
    assert good == [number for number, why in enumerate(expected, start=1) if not why]
    assert broken == {number: why for number, why in enumerate(expected, start=1) if why}
    assert sum(batch.read for batch in batches) == len(expected)


@settings(max_examples=100)
@given(DAMAGE, st.integers(1, 100), st.randoms(use_true_random=False))
def test_a_record_that_is_read_once_more_is_what_it_was(pieces: list[bytes], block: int, random: Random) -> None:
    with opened(b"a,b,c\n" + b"".join(pieces), block) as file:
        rows = {n: row for batch in file.batches() for n, row in zip(batch.numbers, batch.rows.rows(), strict=True)}
        chosen = sorted(random.sample(sorted(rows), (len(rows) + 1) // 2))
        again = [row for batch in file.picked(pl.Series(chosen, dtype=pl.Int64)) for row in batch.rows.rows()]
    assert again == [rows[number] for number in chosen]


FIELDS = st.lists(st.sampled_from(['"', ",", "\n", "\r\n", " ", "a", "é", "\u2028"]), max_size=6).map("".join)


@settings(max_examples=100)
@given(
    st.lists(st.tuples(FIELDS, FIELDS, st.just("end")), min_size=1),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(8, 80),
)
def test_what_a_csv_writer_wrote_is_read_back_field_by_field(
    rows: list[tuple[str, str, str]], quoting: int, ending: str, block: int
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting, lineterminator=ending).writerows([("a", "b", "c"), *rows])  # type: ignore[arg-type]
    with opened(text.getvalue().encode(), block) as file:
        assert [row for batch in file.batches() for row in batch.rows.rows()] == rows
        every_other = pl.int_range(1, len(rows) + 1, 2, dtype=pl.Int64, eager=True)
        assert [row for batch in file.picked(every_other) for row in batch.rows.rows()] == rows[::2]


@settings(max_examples=8)
@given(st.lists(DAMAGE, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_every_row_read_is_accepted_repeated_or_quarantined(files: list[list[bytes]], random: Random) -> None:
    contents = {
        f"members_{number}.csv": b"member_id,birth_date,sex\n" + b"".join(pieces) for number, pieces in enumerate(files)
    }
    with tempfile.TemporaryDirectory() as folder:
        history = Nights(Path(folder))
        history.night(contents)
        rows = history.query("select rows_read, rows_accepted, rows_repeated, rows_quarantined from store.files")
        assert all(read == accepted + repeated + bad for read, accepted, repeated, bad in rows)
        assert [row[0] for row in rows] == [
            len(reference(content.partition(b"\n")[2], 3)) for content in contents.values()
        ]
        assert sum(row[1] for row in rows) == history.query("select count(*) from audit.members")[0]
        assert sum(row[3] for row in rows) == history.query("select count(*) from store.quarantine")[0]
        assert len(set(history.quarantine())) == sum(row[3] for row in rows)


def shuffled(random: Random, rows: list[dict[str, str]]) -> dict[str, str]:
    """Lay rows out anew: in any order, over any files, with columns in any order."""
    files: dict[str, list[dict[str, str]]] = {}
    for row in random.sample(rows, len(rows)):
        files.setdefault(f"members_{random.randrange(3)}.csv", []).append(row)
    columns = random.sample(["member_id", "birth_date", "sex"], 3)
    return {
        name: "\n".join([",".join(columns), *(",".join(row[column] for column in columns) for row in part)])
        for name, part in files.items()
    }


@settings(max_examples=6)
@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from("FMX")), min_size=1), st.randoms(use_true_random=False))
def test_rows_files_and_columns_in_any_order_give_the_same_rows(drawn: list[tuple[int, str]], random: Random) -> None:
    rows = [{"member_id": f"m{number}", "birth_date": "2015-03-01", "sex": sex} for number, sex in drawn]
    seen = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            history = Nights(Path(folder))
            counts = history.night(shuffled(random, rows))
            current = history.query("from audit.members order by member_id")
            seen.append((current, counts["rows_accepted"], counts["rows_repeated"], counts["rows_quarantined"]))
    assert seen[0] == seen[1]


@given(st.lists(st.decimals(-999_999_999, 999_999_999, places=6), min_size=1), st.integers(0, 6))
def test_decimals_stay_exact(numbers: list[Decimal], places: int) -> None:
    texts = [format(number, "f")[: -places or None].removesuffix(".") for number in numbers]
    typed, malformed = parse(EXTRACTS["pa_requests"], pl.DataFrame({"prior_dose_mg": texts}))
    assert typed["prior_dose_mg"].to_list() == [Decimal(text) for text in texts]
    assert malformed.is_empty()


@given(st.lists(st.text(alphabet="0123456789+-.e ", max_size=12), min_size=1))
def test_what_parses_as_a_decimal_is_what_the_pattern_allows(texts: list[str]) -> None:
    typed, malformed = parse(EXTRACTS["pa_requests"], pl.DataFrame({"prior_dose_mg": texts}))
    allowed = [bool(re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,6})?", text.strip())) for text in texts]
    assert [value is not None for value in typed["prior_dose_mg"]] == allowed
    blank = [not text.strip() for text in texts]
    wrong = {index for index, (good, empty) in enumerate(zip(allowed, blank, strict=True)) if not good and not empty}
    assert set(malformed["index"]) == wrong
