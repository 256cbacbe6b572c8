"""The code sets in use: shipped, or the plan's own; a wrong file is refused in one line before the run starts."""

import logging
from decimal import Decimal
from pathlib import Path

import pytest

from pa_audit import config, value_set_files, value_sets
from pa_audit.errors import UsageError

from .bench import LONG_ACTING, SOMATROPIN, Story, day, injected, lines, one_night, put, rows, rx, story, visit

HEADER = "code_system,code,match"
NGENLA = "00069052001"  # shipped, not verified


def plan(folder: Path, **files: str) -> config.Config:
    """Load a configuration with these files as the plan's own value sets."""
    (folder / "codes").mkdir()
    for name, content in files.items():
        (folder / "codes" / f"{name}.csv").write_text(content, encoding="utf-8")
    (folder / "pa_audit.toml").write_text('value_sets = "codes"', encoding="utf-8")
    return config.load(folder / "pa_audit.toml")


def audited(folder: Path, told: Story, settings: config.Config | None = None) -> Path:
    put(folder / "drop", lines([told]))
    return one_night(folder / "drop", folder, settings)


def test_a_set_of_the_plans_own_replaces_the_shipped_one(tmp_path: Path) -> None:
    own = f"{HEADER},title,verified\nICD-10-CM,D61,prefix,Aplastic anaemia,yes\n"
    settings = plan(tmp_path, malignancy=own)
    told = story(malignancy=False, med=[visit(-9, "D61.01"), visit(-9, "C71.9")])
    database = audited(tmp_path, told, settings)
    (found,) = rows(database, "from audit.findings where kind = 'contradiction_malignancy'")
    assert found["claim_ids"] == ["med:m000-c1"]
    (row,) = rows(database, "from audit.value_sets where value_set = 'malignancy'")
    assert (row["code"], row["match"], row["title"], row["verified"]) == ("D61", "prefix", "Aplastic anaemia", True)
    assert row["source"] == "the plan's malignancy.csv"
    assert (
        rows(database, "select count(*) as sets from audit.value_sets where value_set = 'mecasermin'")[0]["sets"] == 3
    )
    (run,) = rows(database, "select value_sets, config from audit.runs")
    assert run == {"value_sets": value_sets.digest(value_sets.in_use(settings.value_sets)), "config": settings.digest}


def test_a_drug_of_the_plans_own_brings_its_strength(tmp_path: Path) -> None:
    own = f"{HEADER},mg_per_unit\nNDC,99999000101,exact,5\nHCPCS,J2170,exact,2.5\n"
    told = story(rx=[rx(20, "4", ndc_code="99999000101"), rx(20)], med=[injected(20, "4")])
    database = audited(tmp_path, told, plan(tmp_path, mecasermin=own))
    assert rows(database, "select mg from audit.dispensings")[0]["mg"] == 30


def test_a_code_counts_from_its_first_day_to_its_last(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    dated = f"{HEADER},valid_from,valid_to"
    illness = f"{dated}\nICD-10-CM,C71,prefix,{day(-20)},{day(-19)}\n"
    hormone = f"{dated}\nNDC,{SOMATROPIN},exact,{day(20)},{day(21)}\n"
    visits = [visit(n, "C71.9") for n in (-21, -20, -19, -18)]
    told = story(malignancy=False, med=visits, rx=[rx(n, ndc_code=SOMATROPIN) for n in (19, 20, 21, 22)])
    with caplog.at_level(logging.WARNING, logger="pa_audit"):
        database = audited(tmp_path, told, plan(tmp_path, malignancy=illness, somatropin=hormone))
    (found,) = rows(database, "from audit.findings where kind = 'contradiction_malignancy'")
    assert found["claim_ids"] == ["med:m000-c2", "med:m000-c3"]
    paid = rows(database, "select drug from audit.net_paid_claims where source = 'pharmacy' order by service_date")
    assert [row["drug"] for row in paid] == [None, "somatropin", "somatropin", None]
    assert "not verified yet (see audit.value_sets): malignancy 2, somatropin 2" in caplog.text


def test_the_strongest_product_in_the_largest_quantity_is_weighed(tmp_path: Path) -> None:
    own = f"{HEADER},mg_per_unit\nNDC,99999000101,exact,1000\nHCPCS,J2170,exact,1\n"
    told = story(rx=[rx(20, "999999999.999999", ndc_code="99999000101")])
    database = audited(tmp_path, told, plan(tmp_path, mecasermin=own))
    (found,) = rows(database, "select mg, status from audit.dispensings")
    assert found == {"mg": Decimal("999999999999.999"), "status": "over_dose"}


def test_the_digest_is_of_the_codes_not_of_their_files(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
    shipped = config.Config().digest
    a = plan(tmp_path / "a", malnutrition=f"{HEADER}\nICD-10-CM,E45,exact\nICD-10-CM,E46,exact\n")
    b = plan(tmp_path / "b", malnutrition="match,code,code_system\nexact,E46,ICD-10-CM\n\nexact, E45 ,ICD-10-CM\n")
    c = plan(tmp_path / "c", malnutrition=f"{HEADER}\nICD-10-CM,E45,exact\n")
    assert a.digest == b.digest
    assert len({a.digest, c.digest, shipped}) == 3


def test_codes_not_verified_that_matched_claims_are_noted_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = plan(tmp_path, history_of_malignancy=f"{HEADER}\nICD-10-CM,Z85,prefix\n")
    told = story(
        rx=[rx(20), rx(30, ndc_code=LONG_ACTING), rx(40, ndc_code=NGENLA), rx(50, ndc_code=NGENLA)],
        med=[visit(20, "C71.9"), visit(20, "Z85.47"), visit(30, "Z85.47", claim_status="DENIED")],
    )
    with caplog.at_level(logging.WARNING, logger="pa_audit"):
        audited(tmp_path, told, settings)
    notes = [record.getMessage() for record in caplog.records if "verified" in record.getMessage()]
    assert notes == [
        "net paid claims matched by codes not verified yet (see audit.value_sets): "
        "history_of_malignancy 1, long_acting_gh 2"
    ]


def test_where_all_are_verified_nothing_is_noted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="pa_audit"):
        database = audited(tmp_path, story(rx=[rx(20), rx(30, ndc_code=LONG_ACTING)], med=[visit(20, "C71.9")]))
    assert "verified" not in caplog.text
    shown = rows(database, "select verified, count(*) as codes from audit.value_sets group by all")
    assert {row["verified"] for row in shown} == {True, False}


def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("codes of our own")
    with pytest.raises(UsageError, match=r"README\.txt: no such value set, expected <value_set>"):
        value_sets.in_use(tmp_path)


C71, INCRELEX_ROW = "ICD-10-CM,C71,exact", "NDC,15054104005,exact"
# file, columns beyond the three, rows, complaint
REFUSED = [
    ("malignancies", "", C71, "no such value set, expected <value_set>.csv, one of gh_deficiency, "),
    ("malignancy", ",codes", C71, "header: expected columns of value_set, code_system, code, match, "),
    ("malignancy", ",code", C71, "header: expected columns of value_set, code_system, code, match, "),
    ("malignancy", "", "", "expected at least one row below the header"),
    ("malignancy", "", f"{C71}\nICD-10-CM,C72", "row 2: expected 3 fields, found 2"),
    ("malignancy", "", "ICD-10-CM,C71,exactly", 'row 1, column match: expected exact or prefix, found "exactly"'),
    ("malignancy", "", "ICD-10-CM,C71,", "row 1, column match: expected exact or prefix, found nothing"),
    ("malignancy", "", "ICD-9-CM,C71,exact", 'row 1, column code_system: expected ICD-10-CM, found "ICD-9-CM"'),
    ("malignancy", "", INCRELEX_ROW, 'row 1, column code_system: expected ICD-10-CM, found "NDC"'),
    ("somatropin", "", C71, 'row 1, column code_system: expected HCPCS or NDC, found "ICD-10-CM"'),
    ("malignancy", "", "ICD-10-CM,C71.9,exact", "row 1, column code: expected an ICD-10-CM code without dots such as "),
    ("malignancy", "", "ICD-10-CM,c719,exact", "row 1, column code: expected an ICD-10-CM code without dots such as "),
    (
        "malignancy",
        "",
        'ICD-10-CM,"C\n71",exact',
        "row 1, column code: expected an ICD-10-CM code without dots such as ",
    ),
    ("malignancy", "", "ICD-10-CM,,prefix", "row 1, column code: expected the beginning of ICD-10-CM codes, without "),
    ("somatropin", "", "NDC,1505410400,exact", "row 1, column code: expected an NDC of 11 digits, found "),
    ("somatropin", "", "NDC,15054-1040-05,exact", "row 1, column code: expected an NDC of 11 digits, found "),
    ("somatropin", "", "NDC,0169,prefix", "row 1, column code: expected the first 5 to 10 digits of an 11-digit NDC"),
    ("somatropin", "", "HCPCS,2941,exact", "row 1, column code: expected a HCPCS code such as J2170, found "),
    ("malignancy", ",valid_from", f"{C71},01/10/2022", "row 1, column valid_from: expected a date such as 2022-10-01"),
    ("malignancy", ",valid_to", f"{C71},2022-02-30", "row 1, column valid_to: expected a date such as 2022-10-01"),
    (
        "malignancy",
        ",valid_from,valid_to",
        f"{C71},2022-10-01,2022-09-30",
        "row 1, column valid_to: expected a date not before 2022-10-01, found ",
    ),
    ("malignancy", ",verified", f"{C71},true", 'row 1, column verified: expected yes or no, found "true"'),
    ("malignancy", ",value_set", f"{C71},malnutrition", "row 1, column value_set: expected malignancy, the name of "),
    (
        "mecasermin",
        "",
        INCRELEX_ROW,
        "row 1, column mg_per_unit: expected milligrams a billing unit, above 0 and at most 1000, found no",
    ),
    ("mecasermin", ",mg_per_unit", f"{INCRELEX_ROW},0", "row 1, column mg_per_unit: expected milligrams a billing "),
    ("mecasermin", ",mg_per_unit", f"{INCRELEX_ROW},1000.000001", "row 1, column mg_per_unit: expected milligrams a "),
    ("mecasermin", ",mg_per_unit", f"{INCRELEX_ROW},1e1", "row 1, column mg_per_unit: expected milligrams a billing "),
    ("malignancy", "", 'ICD-10-CM,"C71', "cannot read the value set: expected CSV in UTF-8"),
    # a claim that two codes match would count twice
    (
        "somatropin",
        "",
        "NDC,00013262681,exact\nNDC,00013,prefix",
        "row 2, column code: expected a code of its own, found one that ",
    ),
    (
        "somatropin",
        "",
        INCRELEX_ROW,
        "row 1, column code: expected a code of its own, found one that the shipped mecasermin matches too",
    ),
]


@pytest.mark.parametrize(("name", "columns", "content", "complaint"), REFUSED)
def test_a_wrong_file_is_refused_with_row_and_column(
    tmp_path: Path, name: str, columns: str, content: str, complaint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        plan(tmp_path, **{name: f"{HEADER}{columns}\n{content}\n"})
    message = str(caught.value)
    assert message.startswith(f"{tmp_path}/codes/{name}.csv: {complaint}"), message
    assert "\n" not in message


@pytest.mark.parametrize(("content", "column"), [("", "code_system"), ("code_system,code\n", "match")])
def test_a_missing_column_is_named(tmp_path: Path, content: str, column: str) -> None:
    with pytest.raises(UsageError, match=rf"malignancy\.csv: header: expected a column {column}$"):
        plan(tmp_path, malignancy=content)


def test_codes_of_one_drug_may_follow_one_another(tmp_path: Path) -> None:
    dated = f"{HEADER},valid_from,valid_to\nNDC,00013262681,exact,,2022-09-30\nNDC,00013262681,exact,2022-10-01,\n"
    assert plan(tmp_path, somatropin=dated).value_sets == tmp_path / "codes"


def test_a_byte_order_mark_is_accepted_and_a_hidden_file_left_alone(tmp_path: Path) -> None:
    settings = plan(tmp_path, malignancy=f"\ufeff{HEADER}\nICD-10-CM,C71,prefix\n")
    (tmp_path / "codes" / ".DS_Store").write_bytes(b"\0")
    assert [row["code"] for row in value_sets.in_use(settings.value_sets) if row["value_set"] == "malignancy"] == [
        "C71"
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"code_system,code,match\nICD-10-CM,C71,pr\xe9fix\n"])
def test_bytes_that_are_not_utf_8_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "malignancy.csv").write_bytes(content)
    with pytest.raises(UsageError, match=r"malignancy\.csv: cannot read the value set: expected CSV in UTF-8"):
        value_sets.in_use(tmp_path)


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"codes: expected files <value_set>\.csv, found none"):
        plan(tmp_path)


def test_the_shipped_sets_pass_their_own_checks(tmp_path: Path) -> None:
    shipped = value_sets.in_use()
    columns = list(shipped[0])
    own: dict[str, list[str]] = {}
    for row in shipped:
        cells = ['"' + (row[name] or "").replace('"', '""') + '"' for name in columns]
        own.setdefault(str(row["value_set"]), [",".join(columns)]).append(",".join(cells))
    settings = plan(tmp_path, **{name: "\n".join(told) for name, told in own.items()})
    assert settings.value_sets is not None
    assert value_set_files.read(settings.value_sets, shipped).keys() == own.keys()
    assert settings.digest == config.Config().digest
