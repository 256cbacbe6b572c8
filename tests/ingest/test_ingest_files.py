"""Files: which are read, which are refused, and how a CSV file falls into records, broken ones included."""

import gzip
import hashlib
import json
import logging
import os
import stat

import polars as pl
import pytest
from ingest.nights import Content, Nights, members, rows

from pa_audit.errors import UsageError
from pa_audit.ingest import csv_file

HEADER = "member_id,birth_date,sex\n"
GOOD = "m1,2015-03-01,F\n"

# Content of members.csv after the header -> reasons by record number; rows read.
BROKEN: dict[str, tuple[bytes, dict[int, list[str]], int]] = {
    "header only": (b"", {}, 0),
    "no line end at the end": (b"m1,2015-03-01,F", {}, 1),
    "CRLF": (b"m1,2015-03-01,F\r\nm2,2015-03-01,F\r\n", {}, 2),
    "LF and CRLF": (b"m1,2015-03-01,F\nm2,2015-03-01,F\r\n", {}, 2),
    "quoted": (b'"m1","2015-03-01","F"\r\n"m""2","2015-03-01",F\n', {}, 2),
    "line end in a field": (b'"m\n1",2015-03-01,F\n"m\r\n2",2015-03-01,F\nm3,x,F\n', {3: ["format"]}, 3),
    "too few fields": (b"m1,2015-03-01\nm2,2015-03-01,F\n", {1: ["field_count"]}, 2),
    "too many fields": (b"m1,2015-03-01,F,\nm2,2015-03-01,F\n", {1: ["field_count"]}, 2),
    "too few and too many": (
        b"m1,2015-03-01\nm2,2015-03-01,F,\nm3,2015-03-01,F\n", {1: ["field_count"], 2: ["field_count"]}, 3
    ),
    "blank line inside": (b"m1,2015-03-01,F\n\nm2,2015-03-01,F\n", {2: ["field_count"]}, 3),
    "blank line first": (b"\r\nm2,2015-03-01,F\n", {1: ["field_count"]}, 2),
    "blank lines at the end": (b"m1,2015-03-01,F\n\r\n\n\n", {}, 1),
    "spaces are a field": (b"m1,2015-03-01,F\n \n", {2: ["field_count"]}, 2),
    "only commas": (b",,\n", {1: ["required"]}, 1),
    "quote inside": (b'm"1,2015-03-01,F\nm2,2015-03-01,F\n', {1: ["quote"]}, 2),
    "text after a quote": (b'"m1"x,2015-03-01,F\nm2,2015-03-01,F\n', {1: ["quote"]}, 2),
    "space before a quote": (b' "m1",2015-03-01,F\n', {1: ["quote"]}, 1),
    "a quote that swallows the next line": (b'"m1,2015-03-01,F\nm2,"2015-03-01",F\n', {1: ["quote"]}, 1),
    "open quote": (
        b'm1,2015-03-01,F\nm2,"2015-03-01,F\nm3,2015-03-01,F\n\nm4,x\n',
        {2: ["open_quote"], 3: ["open_quote"], 4: ["open_quote"], 5: ["open_quote"]}, 5,
    ),
    "open quote after a doubled one": (b'm1,2015-03-01,F\n"m""2\n', {2: ["open_quote"]}, 2),
    "open quote and bad bytes": (b'"m1\n\xff\n', {1: ["open_quote"], 2: ["encoding", "open_quote"]}, 2),
    "bad bytes": (b"m\xff1,2015-03-01,F\nm2,2015-03-01,F\n", {1: ["encoding"]}, 2),
    "cut UTF-8": (b"m\xc3,2015-03-01,F\nm\xc3\xa9,2015-03-01,F\n", {1: ["encoding"]}, 2),
    "NUL": (b"m\x001,2015-03-01,F\nm2,2015-03-01,F\n", {1: ["encoding"]}, 2),
    "bad bytes and fields": (b"m\xff1,2015-03-01\n", {1: ["encoding", "field_count"]}, 1),
}  # fmt: skip


@pytest.mark.parametrize("ending", ["csv", "csv.gz"])
def test_a_broken_record_is_one_quarantined_row_and_the_others_are_read(history: Nights, ending: str) -> None:
    pack = gzip.compress if ending == "csv.gz" else bytes
    history.night(
        {f"members_{case}.{ending}": pack(HEADER.encode() + content) for case, (content, _, _) in BROKEN.items()}
    )
    got: dict[str, dict[int, list[str]]] = {case: {} for case in BROKEN}
    for (name, number), reasons in history.quarantine().items():
        got[name.removeprefix("members_").removesuffix(f".{ending}")][number] = reasons
    read = history.file("rows_read")
    assert got == {case: reasons for case, (_, reasons, _) in BROKEN.items()}
    assert read == {f"members_{case}.{ending}": count for case, (_, _, count) in BROKEN.items()}


@pytest.mark.parametrize("block", [16, 29, 64])
def test_the_size_of_a_block_makes_no_difference(history: Nights, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "".join(f"m{n},2015-03-01,F\n" for n in range(20))
    content += 'x,1\n"a\nb\nc",2015-03-01,F\n"d""e",2015-03-01,F\r\n\nq"r,2015-03-01,F\ny,"\nz\nzz,,\n'
    monkeypatch.setattr(csv_file, "BLOCK", block)
    history.night({"members.csv": HEADER + content})
    accepted = history.query("select member_id from store.members order by row_number")
    assert accepted == [*(f"m{n}" for n in range(20)), "a\nb\nc", 'd"e']
    assert history.quarantine() == {
        ("members.csv", number): [reason]
        for number, reason in [
            (21, "field_count"), (24, "field_count"), (25, "quote"), (26, "open_quote"), (27, "open_quote"),
            (28, "open_quote"),
        ]
    }  # fmt: skip


def test_a_quote_that_closes_too_far_away_counts_as_open(history: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "BLOCK", 64)
    monkeypatch.setattr(csv_file, "LONGEST_RECORD", 128)
    history.night({"members.csv": HEADER + GOOD + '"x\n' + "y\n" * 200 + '",,\n'})
    assert history.counts[0] == history.counts[0] | {"rows_read": 203, "rows_accepted": 1, "rows_quarantined": 202}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"\n\r\n", "empty_file"),
        (b"member_id,sex\nm1,F\n", "missing_column:birth_date"),
        (b"x\nm1,F\n", "missing_column:member_id,birth_date,sex"),
        (b"member_id,birth_date,sex,sex\n", "duplicate_column:sex"),
        (b'member_id,"birth_date,sex\nm1,2015-03-01,F\n', "header"),
        (b'member_id,birth"_date,sex\n', "header"),
        (b"member_id,birth_date,sex,\xff\n", "encoding"),
        ("member_id,birth_date,sex\n".encode("utf-16"), "encoding"),
        (b"member_id,birth_date,s\x00ex\n", "encoding"),
        (b"member_id,birth_date,sex\rm1,2014-05-01,F\nm2,2014-05-01,M\n", "line_ends"),
        (b"member_id,birth_date,sex\rm1,2014-05-01,F\rm2,2014-05-01,M\r", "line_ends"),
    ],
)
def test_a_csv_file_without_a_usable_header_is_refused_and_stops_nothing(
    history: Nights, content: bytes, reason: str
) -> None:
    history.night({"members.csv": content, "members_2.csv": members("m2")})
    assert history.file("reason") == {"members.csv": reason, "members_2.csv": None}
    assert history.file("status") == {"members.csv": "refused", "members_2.csv": "read"}
    assert history.file("(rows_read, rows_accepted, rows_repeated, rows_quarantined)")["members.csv"] == (0, 0, 0, 0)
    assert history.query("select member_id from audit.members") == ["m2"]


PACKED = gzip.compress(members("m1").encode(), mtime=0)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("members.csv.gz", PACKED[:-6], "unreadable"),
        ("members.csv.gz", PACKED[:20] + b"\0\0\0" + PACKED[23:], "unreadable"),
        ("members.csv.gz", b"member_id,birth_date,sex\n", "unreadable"),
        ("members.csv.gz", b"", "empty_file"),
        ("members.csv.gz", gzip.compress(b"", mtime=0), "empty_file"),
        ("members.parquet", b"", "empty_file"),
        ("members.parquet", b"PAR1 and no more", "unreadable"),
        ("members.parquet", pl.DataFrame({"member_id": ["m1"], "sex": ["F"]}), "missing_column:birth_date"),
        (
            "members.parquet",
            pl.DataFrame({"member_id": [["m1"]], "birth_date": ["2015-03-01"], "sex": ["F"]}),
            "column_type:member_id",
        ),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_refused(
    history: Nights, name: str, content: Content, reason: str
) -> None:
    history.night({name: content, "members_2.csv": members("m2")})
    assert history.file("reason")[name] == reason
    assert history.query("select member_id from audit.members") == ["m2"]


def test_a_parquet_file_that_breaks_off_while_it_is_read_leaves_nothing_behind(history: Nights) -> None:
    frame = pl.DataFrame({"member_id": [f"m{n}" for n in range(20_000)]})
    frame = frame.with_columns(birth_date=pl.lit("2015-03-01"), sex=pl.lit("F"))
    whole = history.folder / "whole.parquet"
    frame.write_parquet(whole, row_group_size=1000, compression="uncompressed")
    content = bytearray(whole.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20_000] = b"\xff" * 20_000
    history.night({"members.parquet": bytes(content), "members_2.csv": members("other")})
    assert history.file("status")["members.parquet"] == "refused"
    assert history.query("select member_id from store.members") == ["other"]


def test_header_order_is_free_names_are_trimmed_and_extra_columns_stay_out(
    history: Nights, caplog: pytest.LogCaptureFixture
) -> None:
    text = "\ufeffnotes, sex ,birth_date,member_id,notes,\r\nsecret,F,2015-03-01,m1,,\r\nwhy,X,2015-03-01,m2,b,\r\n"
    with caplog.at_level(logging.INFO, logger="pa_audit"):
        history.night({"members.csv": text})
    assert history.query("select member_id, sex from audit.members") == [("m1", "F")]
    [raw] = history.query("select raw->>'$' from store.quarantine")
    assert json.loads(raw) == {
        "notes": "why", "sex": "X", "birth_date": "2015-03-01", "member_id": "m2", "notes_2": "b", "": "",
    }  # fmt: skip
    assert "members.csv: columns kept out of the audit: 'notes', 'notes', ''" in caplog.messages
    assert not any("secret" in line or "why" in line for line in caplog.messages)


@pytest.mark.parametrize("name", ["*", "^.*$", "^sex$"])
def test_an_extra_column_may_have_any_name(history: Nights, name: str) -> None:
    """Also one that polars takes for every column, or for a pattern; its rows are read anew where they wait."""
    measured = f"measurement_id,member_id,measured_date,{name}\ng1,m1,2024-01-01,x\ng2,nobody,2024-01-01,y\n"
    people = {"member_id": ["m2", "m3"], "birth_date": ["2015-03-01"] * 2, "sex": ["F", "X"], name: [1, 2]}
    history.night(
        {"members.csv": f"{HEADER[:-1]},{name}\n{GOOD[:-1]},x\n", "members_2.parquet": pl.DataFrame(people),
         "growth_measurements.csv": measured}
    )  # fmt: skip
    assert history.query("select member_id from audit.members order by all") == ["m1", "m2"]
    raws = [json.loads(raw) for raw in history.query("select raw->>'$' from store.quarantine order by source_file")]
    assert [raw[name] for raw in raws] == ["y", "2"]
    assert [raw["member_id"] for raw in raws] == ["nobody", "m3"]


def test_raw_of_a_record_that_does_not_split_is_its_physical_text(history: Nights) -> None:
    history.night({"members.csv": HEADER.encode() + b'm\xff\x001,"2"\r\nm2,"a\n'})
    raws = history.query("select raw->>'$' from store.quarantine order by row_number")
    assert raws == ['m\\xff\\x001,"2"', 'm2,"a']


def test_names_decide_and_what_is_not_recognised_is_logged(
    history: Nights, caplog: pytest.LogCaptureFixture, tmp_path: os.PathLike[str]
) -> None:
    drop = history.folder / "drop"
    drop.mkdir()
    for name in ("members.csv", "members_b.csv", "members_b.c.csv"):
        (drop / name).write_text(members(name))
    for name in ("member.csv", "membersb.csv", "members.txt", "members.csv.bz2", "x_members.csv", ".members.csv"):
        (drop / name).write_text(members(name))
    (drop / "members_inside.csv").symlink_to(drop / "members.txt")
    (drop / "members_folder.csv").mkdir()
    for odd in (b"members_\xff.csv", b"members_\n.csv"):
        (drop / os.fsdecode(odd)).write_text(members("odd"))
    history.ingest(drop)
    assert history.query("select member_id from audit.members order by 1") == [
        "members.csv", "members.txt", "members_b.c.csv", "members_b.csv"
    ]  # fmt: skip
    ignored = [line.split("'")[1] for line in caplog.messages if line.startswith("ignored")]
    assert sorted(ignored) == [
        ".members.csv", "member.csv", "members.csv.bz2", "members.txt", "members_\\n.csv", "members_\\udcff.csv",
        "members_folder.csv", "membersb.csv", "x_members.csv",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["dispositions_ann.xlsx", "reviews_s_Ann.XLSX", "members.ods"])
def test_a_workbook_in_a_drop_is_told_what_to_do_with_it(
    name: str, history: Nights, caplog: pytest.LogCaptureFixture
) -> None:
    drop = history.folder / "drop"
    drop.mkdir()
    (drop / "members.csv").write_text(members())
    (drop / name).write_bytes(b"PK")
    history.ingest(drop)
    assert f"ignored {name!r}: a workbook: save its first sheet as CSV UTF-8" in caplog.text


def test_what_is_named_as_an_extract_but_is_no_file_to_open_is_named_and_stops_nothing(history: Nights) -> None:
    drop = history.folder / "drop"
    drop.mkdir()
    (history.folder / "outside.csv").write_text(members("outside"))
    (drop / "members_link.csv").symlink_to("../outside.csv")
    (drop / "members_nowhere.csv.gz").symlink_to("nowhere")
    os.mkfifo(drop / "members_pipe.csv")
    with pytest.raises(UsageError, match=r"nothing to read: members_link\.csv: a link that leads out of the drop or"):
        history.ingest(drop)
    (drop / "members.csv").write_text(members())
    history.ingest(drop)
    refused = dict.fromkeys(("members_link.csv", "members_nowhere.csv.gz", "members_pipe.csv"), "no_file")
    assert history.file("reason") == {"members.csv": None, **refused}
    assert history.query("select member_id from audit.members") == ["m1"]


def test_a_drop_without_any_recognisable_file_is_refused(history: Nights) -> None:
    with pytest.raises(UsageError, match="no file named as an extract"):
        history.night({"notes.txt": "x"})


def test_raw_files_are_kept_privately_by_the_digest_of_their_content(history: Nights) -> None:
    text = members().encode()
    digest = hashlib.sha256(text).hexdigest()
    history.night({"members.csv.gz": gzip.compress(text, mtime=0), "members_b.csv": text, "members_c.csv": text})
    drops = history.folder / "audit.duckdb.d" / "drops"
    kept = {path.name: path for path in drops.iterdir()}
    assert set(kept) == {f"{digest}.csv", f"{digest}.csv.gz"}
    assert kept[f"{digest}.csv"].read_bytes() == text
    assert gzip.decompress(kept[f"{digest}.csv.gz"].read_bytes()) == text
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.values()} == {0o600}
    assert set(history.file("sha256").values()) == {digest}


def test_an_unreadable_file_is_named(history: Nights) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    drop = history.folder / "drop"
    drop.mkdir()
    (drop / "members.csv").write_text(members())
    (drop / "members.csv").chmod(0)
    history.ingest(drop)
    assert history.file("(status, reason)") == {"members.csv": ("refused", "unreadable")}


def test_a_large_quoted_file_reads_like_a_plain_one(history: Nights) -> None:
    """Many records with embedded line ends and commas, read by several threads at once."""
    plain = [f"m{n}" for n in range(30_000)]
    odd = "".join(f'"a,{name}\n""x""\n,,,",2015-03-01,"F"\r\n' for name in plain)
    history.night({"members.csv": HEADER + odd, "members_2.csv": members(*plain)})
    assert history.counts[0]["rows_accepted"] == 60_000
    got = history.query("select member_id from store.members where file_id = 1 order by row_number")
    assert got == [f'a,{name}\n"x"\n,,,' for name in plain]
    assert rows("members")


def test_a_file_of_more_rows_than_the_store_inserts_at_once_is_read_whole(history: Nights) -> None:
    """130,000 records in one block: in one transaction DuckDB 2.0.0 can lose as many (store.transaction)."""
    history.night({"members.csv": HEADER + "".join(f"m{n},2015-03-01,F\n" for n in range(130_000))})
    assert history.query("select count(distinct member_id) from audit.members") == [130_000]
