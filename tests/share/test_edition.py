"""The shareable edition, attacked: ids, dates and small cells of the publication cannot be had back from its files."""

import csv
import hashlib
import hmac
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from harness import Command, Night

from pa_audit import share, store
from pa_audit.errors import UsageError
from pa_audit.share.pseudonyms import load_key, pseudonyms, shifts

AS_OF = date(1962, 6, 30)
KEY, OTHER_KEY = b"0123456789abcdef9876543210fedcba", b"another key: 0123456789abcdefghij"
IDS = {
    "members": "member_id", "pa_requests": "pa_id", "growth_measurements": "measurement_id",
    "pharmacy_claims": "claim_id", "medical_claims": "claim_id", "findings": "finding_id",
}  # fmt: skip


@pytest.fixture(scope="module")
def out(sample_night: Night, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("share") / "edition"
    share.write(sample_night.database, KEY, out)
    return out


def rows(out: Path, name: str) -> list[dict[str, str]]:
    with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(night: Night, query: str) -> list[tuple[object, ...]]:
    with store.connect(night.database, read_only=True) as con:
        return con.execute(query).fetchall()


def everything(out: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(out.iterdir()))


def all_ids(night: Night) -> set[str]:
    return {
        str(value) for table, key in IDS.items() for (value,) in published(night, f"select {key} from audit.{table}")
    }


def test_no_id_of_the_publication_is_in_any_byte(sample_night: Night, out: Path) -> None:
    ids, text = all_ids(sample_night), everything(out)
    assert len(ids) > 1000
    assert [name for name in ids if name.encode() in text] == []


def test_a_list_of_all_ids_and_a_hash_function_find_nobody(sample_night: Night, out: Path) -> None:
    text = everything(out)
    members = [str(value) for (value,) in published(sample_night, "select member_id from audit.members")]
    for member in members:
        for name in (member, f"member{member}", f"member\0{member}", f"pseudonym of member\0{member}"):
            for digest in ("md5", "sha1", "sha256", "sha512", "blake2b"):
                assert hashlib.new(digest, name.encode()).hexdigest()[:32].encode() not in text
            for guess in (b"", b"secret", member.encode(), b"0" * 32):
                assert hmac.digest(guess, name.encode(), "sha256").hex()[:32].encode() not in text
    right = set(pseudonyms(KEY, "member", members).values())
    assert {row["member"] for row in rows(out, "cases")} <= right, "it is the key that finds them"


def test_pseudonyms_stay_under_one_key_and_change_with_it(sample_night: Night, out: Path, tmp_path: Path) -> None:
    share.write(sample_night.database, KEY, tmp_path / "again")
    share.write(sample_night.database, OTHER_KEY, tmp_path / "other")
    assert everything(tmp_path / "again") == everything(out)
    assert rows(tmp_path / "other", "case_counts") == rows(out, "case_counts")
    for column in ("case", "member"):
        names = [{row[column] for row in rows(folder, "cases")} for folder in (out, tmp_path / "other")]
        assert len(names[0]) == len(names[1]) > 100
        assert not names[0] & names[1]
    assert not set(pseudonyms(KEY, "case", ["A"]).values()) & set(pseudonyms(KEY, "member", ["A"]).values())


DATES = {"received": "reference_date", "decided": "decided_date", "auth_start_date": "auth_start_date",
         "auth_end_date": "auth_end_date"}  # fmt: skip


def test_a_member_s_dates_all_move_alike_and_none_stays(sample_night: Night, out: Path) -> None:
    true = published(sample_night, f"select pa_id, member_id, {', '.join(DATES.values())} from audit.cases")
    names = pseudonyms(KEY, "case", [str(pa_id) for pa_id, *_ in true])
    shared = {row["case"]: row for row in rows(out, "cases")}
    moved: dict[object, set[int]] = defaultdict(set)
    for pa_id, member, *days in true:
        row = shared[names[str(pa_id)]]
        moved[member] |= {days_between(day, row[name]) for name, day in zip(DATES, days, strict=True) if row[name]}
    by_member: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows(out, "dispensings"), key=lambda row: row["service_date"]):
        by_member[row["member"]].append(row["service_date"])
    fills = published(sample_night, "select member_id, service_date from audit.dispensings order by all")
    members = pseudonyms(KEY, "member", [str(member) for member, _ in fills])
    for member, day in fills:
        moved[member].add(days_between(day, by_member[members[str(member)]].pop(0)))
    assert all(len(days) == 1 and 1 <= abs(next(iter(days))) <= 365 for days in moved.values())
    assert len({next(iter(days)) for days in moved.values()}) > 50


def days_between(true: object, shown: str) -> int:
    assert isinstance(true, date)
    return (date.fromisoformat(shown) - true).days


def test_shifts_use_the_whole_range_both_ways_and_never_zero() -> None:
    days = set(shifts(KEY, map(str, range(20_000))).values())
    assert days == set(range(-365, 366)) - {0}


COUNTS = {
    "case_counts": "cases", "clause_counts": "cases", "dispensing_counts": "dispensings", "episode_counts": "episodes",
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTS)
def test_no_count_is_1_to_10(out: Path, name: str) -> None:
    assert all(int(row[COUNTS[name]]) >= 11 for row in rows(out, name))


CATEGORIES = ("over_dose", "outcome", "line_of_business", "pathway", "authorization_length")


def test_rows_tell_no_more_than_eleven_members_apart(out: Path) -> None:
    members = defaultdict(set)
    for row in rows(out, "cases"):
        members[tuple(row[name] for name in CATEGORIES)].add(row["member"])
    assert min(map(len, members.values())) >= 11
    counted = {tuple(row[name] for name in CATEGORIES) for row in rows(out, "case_counts")}
    assert counted == set(members)
    assert any("*" in label for label in counted)


def test_what_would_tell_a_suppressed_category_goes_with_it(out: Path) -> None:
    for row in rows(out, "cases"):
        assert row["outcome"] != "*" or not (row["decided"] or row["auth_start_date"] or row["auth_end_date"])
        assert row["authorization_length"] != "*" or not row["auth_end_date"]
        assert row["over_dose"] == "yes" or not row["dose_mg_per_kg"]
    assert any(row["decided"] for row in rows(out, "cases"))


def test_no_figure_of_a_dose_is_given_away(out: Path) -> None:
    """Of mg, days and mg/kg anybody could work out a weight, and whether a suppressed episode was above the limit."""
    assert set(rows(out, "dispensings")[0]) == {"member", "status", "service_date"}
    assert set(rows(out, "episodes")[0]) == {"member", "status", "first_date"}


def test_clauses_are_counted_on_the_cases_that_are_shown_only(out: Path) -> None:
    """Else the difference to the cases' own counts would be the number of the suppressed ones."""
    shown = defaultdict(int)
    for row in rows(out, "cases"):
        if "*" not in (row["outcome"], row["pathway"]) and row["outcome"] != "not_audited":
            shown[row["pathway"]] += 1
    totals = defaultdict(int)
    for row in rows(out, "clause_counts"):
        totals[row["clause"]] += int(row["cases"])
    assert totals
    assert all(total == shown[clause.rpartition(".")[0]] for clause, total in totals.items())


def test_parts_of_a_clause_stay_out(sample_night: Night) -> None:
    """With the whole beside them they could be told from one another."""
    counted = {clause for clause, *_ in published(sample_night, store.sql("share/clauses"))}
    assert {"I.A.7", "I.B.7", "II.A.1"} <= counted
    assert counted.isdisjoint({"I.B.7.a", "I.B.7.b", "I.B.7.b.i", "II.A.1.a", "II.A.1.b", "I.A.duration"})


def cases(members: int) -> pl.DataFrame:
    day = date(1961, 5, 17)
    row = {
        "over_dose": "no", "outcome": "referred", "line_of_business": "HIM", "pathway": "I.C",
        "authorization_length": "not_judged", "received": day, "decided": day, "auth_start_date": day,
        "auth_end_date": day + timedelta(days=100), "dose_mg_per_kg": 0.1,
    }  # fmt: skip
    return pl.DataFrame([{"pa_id": f"P{n}", "member_id": f"M{n}", **row} for n in range(members)])


def found(members: int) -> dict[str, pl.DataFrame]:
    text = pl.String
    return {
        "cases": cases(members),
        "clauses": pl.DataFrame(schema={"clause": text, "pa_id": text, "member_id": text, "status": text}),
        "dispensings": pl.DataFrame(schema={"member_id": text, "status": text, "service_date": pl.Date}),
        "episodes": pl.DataFrame(schema={"member_id": text, "status": text, "first_date": pl.Date}),
    }


def test_a_day_that_all_share_is_in_no_file() -> None:
    tables = share.edition(found(200), KEY, AS_OF)
    for table in tables.values():
        assert "1961-05-17" not in table.write_csv()
    assert tables["cases"].height == 200


def test_a_clause_set_against_an_outcome_tells_no_small_cell() -> None:
    """Compliant approvals meet every clause: those of the others that meet it are the difference."""
    two = pl.concat([cases(40).with_columns(outcome=pl.lit("compliant_approval")), cases(80)[40:]]).with_columns(
        pl.when(outcome="referred").then(pl.lit("undocumented_approval")).otherwise("outcome").alias("outcome")
    )
    met = pl.when(pl.int_range(pl.len()) < 45).then(pl.lit("met")).otherwise(pl.lit("not_documented"))
    clauses = two.select("pa_id", "member_id", clause=pl.lit("I.A.5"), status=met)
    counts = share.edition(found(11) | {"cases": two, "clauses": clauses}, KEY, AS_OF)["clause_counts"]
    assert counts.rows() == [("I.A.5", "*", 40), ("I.A.5", "met", 40)]


@pytest.mark.parametrize(
    ("column", "day", "shown"),
    [
        ("auth_end_date", date(9999, 12, 31), False),  # how many plans write that an authorization does not end
        ("auth_end_date", date(2099, 12, 31), False),
        ("auth_end_date", date(1967, 7, 1), False),
        ("auth_end_date", date(1967, 6, 30), True),
        ("received", date(1942, 6, 30), True),
        ("received", date(1942, 6, 29), False),
        ("decided", date(1, 1, 1), False),
    ],
)
def test_a_date_that_stands_for_none_gives_no_shift_away(column: str, day: date, shown: bool) -> None:
    """Everybody can guess what was written for no end: a shifted one would tell how far the member's dates moved."""
    few = found(11)
    tables = share.edition(few | {"cases": few["cases"].with_columns(pl.lit(day).alias(column))}, KEY, AS_OF)
    assert tables["cases"][column].null_count() == (0 if shown else 11)
    assert tables["cases"].drop(column).null_count().sum_horizontal().item() == 11  # the dose, of no one over the limit


def test_ten_members_cannot_be_shared() -> None:
    assert share.edition(found(11), KEY, AS_OF)["case_counts"]["cases"].to_list() == [11]
    with pytest.raises(UsageError, match="fewer than 11 members"):
        share.edition(found(10), KEY, AS_OF)


def test_the_command(pa_audit: Command, sample_night: Night, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("5f3a" * 4 + "9c0d1b2e" * 8 + "\n")
    key.chmod(0o644)
    call = ("share", "--deidentify", key, "--database", sample_night.database, "--out", tmp_path / "edition")
    done = pa_audit(*call)
    assert done.returncode == 0
    assert "not de-identified in the sense of HIPAA" in done.stdout
    assert "others may read the key" in done.stdout
    assert "expert determination" in (tmp_path / "edition" / "README.txt").read_text()
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "edition").iterdir()} == {0o600}
    again = pa_audit(*call)
    assert again.returncode == 2
    assert again.stderr == f"pa-audit: {tmp_path / 'edition'}: expected a new or empty folder\n"


@pytest.mark.parametrize(
    ("key", "complaint"),
    [
        (None, "cannot read the key"),
        (b"too short", "expected a key of at least 32 bytes, found 9"),
        (b"x" * 31 + b"\n\n\n", "found 31"),
        (b"ab" * 40, "expected a random key, found 2 different bytes"),
        (b"0123456789abcdef" * 2, "found a text that repeats itself"),
    ],
)
def test_a_key_that_protects_nothing_is_refused(key: bytes | None, complaint: str, tmp_path: Path) -> None:
    if key is not None:
        (tmp_path / "key").write_bytes(key)
    with pytest.raises(UsageError, match=complaint):
        load_key(tmp_path / "key")


def test_a_key_that_others_may_read_is_complained_about(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "key").write_bytes(KEY)
    for mode, warned in ((0o600, False), (0o640, True), (0o604, True)):
        caplog.clear()
        (tmp_path / "key").chmod(mode)
        assert load_key(tmp_path / "key") == KEY
        assert ("others may read the key" in caplog.text) == warned
