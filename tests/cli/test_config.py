"""The configuration file: every complaint is one line with file, line and key."""

import grp
import os
import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
from harness import ROOT

from pa_audit import config
from pa_audit.errors import UsageError
from pa_audit.policy.cp_phar_150.readings import Readings
from pa_audit.policy.terms import StateException
from pa_audit.toml_values import Wrong

EVERY_KEY = """\
time_zone = "America/Chicago"
retention = 7
policy = "CP.PHAR.150"
[[state_exceptions]]
state = "ca"
from = 2021-01-01
to = 2021-12-31
[[state_exceptions]]
state = "NY"
from = 2022-01-01
[[label_changes]]
date = 2022-11-15
description = "age expansion"
[effective_dates]
"2021-08" = 2021-08-15
[readings]
R3 = "11th_birthday"
[drop]
marker = "COMPLETE"
quiet_minutes = 15
max_wait_minutes = 0
max_fall = 0.25
"""


def load(folder: Path, text: str) -> config.Config:
    path = folder / "pa_audit.toml"
    path.write_text(text, encoding="utf-8")
    return config.load(path)


def test_the_example_of_the_documents_shows_every_key_and_changes_none(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "pa_audit.toml").read_text(encoding="utf-8")
    assert load(tmp_path, text) == config.Config()
    shown = re.sub(r"^#(?! )", "", text, flags=re.MULTILINE)
    assert set(tomllib.loads(shown)) == set(config.KEYS)
    assert set(tomllib.loads(shown)["drop"]) == set(config.DROP)
    assert tomllib.loads(shown)["readings"] == {name: other for name, (_, other) in Readings.choices().items()}
    shutil.copy(ROOT / "docs" / "example_extracts" / "mapping.toml", tmp_path / "mine.toml")
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "malignancy.csv").write_text("code_system,code,match\nICD-10-CM,C,prefix\n")
    load(tmp_path, shown.replace("analysts", grp.getgrgid(os.getegid()).gr_name))


def test_no_file_gives_the_defaults() -> None:
    assert config.load(None) == config.Config()
    assert config.load(None).time_zone == "UTC"


def test_every_key_is_read(tmp_path: Path) -> None:
    loaded = load(tmp_path, EVERY_KEY)
    assert (loaded.time_zone, loaded.retention) == ("America/Chicago", 7)
    assert loaded.terms.state_exceptions == (
        StateException("CA", date(2021, 1, 1), date(2021, 12, 31)),
        StateException("NY", date(2022, 1, 1), None),
    )
    assert loaded.terms.label_changes == (date(2022, 11, 15),)
    assert loaded.terms.effective_dates == {"2021-08": date(2021, 8, 15)}
    assert loaded.terms.readings.R3 == "11th_birthday"
    assert loaded.drop == config.DropRules("COMPLETE", 15, 0, 0.25)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("retentoin = 3", "1: retentoin: unknown key, expected time_zone, "),
        ('value_sets = "nowhere"', "1: value_sets: expected a folder with files <value_set>.csv, found "),
        ('# ours\nmapping = "nowhere"', "2: mapping: expected a mapping file, or one of cms_rif, "),
        ("value_sets = 3", "1: value_sets: expected text in quotes, found 3"),
        ('\n\ntime_zone = "Chicago"', "3: time_zone: expected a time zone such as"),
        ('policy = "CP.PHAR.151"', '1: policy: expected one of CP.PHAR.150, found "CP.PHAR.151"'),
        ("policy = []", "1: policy: expected one of CP.PHAR.150, found a list"),
        ("retention = 0", "1: retention: expected a whole number from 1 to 100000, found 0"),
        ("retention = 100001", "1: retention: expected a whole number from 1 to 100000, found 100001"),
        ("retention = true", "1: retention: expected a whole number from 1 to 100000, found true"),
        ('file_group = "no such group"', "1: file_group: expected a group of this machine"),
        ('[readings]\n\nR3 = "11"', "3: readings.R3: expected one of after_10th_birthday, 11th_birthday, "),
        ('readings = { R3 = "11" }', "1: readings.R3: expected one of "),
        ('readings.R3 = "11"', "1: readings.R3: expected one of "),
        ('[readings]\nR99 = "x"', "2: readings.R99: unknown key, expected R1, R2, "),
        ("[[readings]]", "1: readings: expected a table [readings], found a list"),
        ('[effective_dates]\n"2019-08" = 2019-08-01', "2: effective_dates.2019-08: unknown key"),
        (
            '[effective_dates]\n"2021-08" = "2021-08-15"',
            "2: effective_dates.2021-08: expected a date such as",
        ),
        (
            '[effective_dates]\n"2021-08" = 2023-01-01',
            "2: effective_dates.2021-08: expected 2021-08 to begin no later than",
        ),
        ("drop = 3", "1: drop: expected a table [drop], found 3"),
        ("[drop]\nmark = 1", "2: drop.mark: unknown key, expected marker, quiet_minutes, "),
        ('[drop]\nmarker = "../COMPLETE"', "2: drop.marker: expected the name of a file in the drop, without folders"),
        ('[drop]\nmarker = ".."', "2: drop.marker: expected the name of a file in the drop, without folders"),
        ('[drop]\nmarker = ""', "2: drop.marker: expected text in quotes"),
        (r'file_group = "staff\u0000"', r'1: file_group: expected text in quotes, found "staff\u0000"'),
        ("[drop]\nquiet_minutes = 0", "2: drop.quiet_minutes: expected a whole number from 1 to 100000, found 0"),
        (
            "[drop]\nmax_wait_minutes = -1",
            "2: drop.max_wait_minutes: expected a whole number from 0 to 100000, found -1",
        ),
        ("[drop]\nmax_fall = 1.0", "2: drop.max_fall: expected a share from 0 to below 1 such as 0.5, found 1.0"),
        ("[drop]\nmax_fall = nan", "2: drop.max_fall: expected a share from 0 to below 1"),
        ("[drop]\nmax_fall = false", "2: drop.max_fall: expected a share from 0 to below 1 such as 0.5, found false"),
        ("[state_exceptions]", "1: state_exceptions: expected tables under [[state_exceptions]]"),
        ('[[state_exceptions]]\nstate = "CA"', "1: state_exceptions.1: expected a key `from`"),
        (EVERY_KEY.replace('"NY"', '"New York"'), "9: state_exceptions.2.state: expected a two-letter state"),
        (
            EVERY_KEY.replace("2021-12-31", "2020-12-31"),
            "7: state_exceptions.1.to: expected a date on or after",
        ),
        ("[[label_changes]]\ndate = 2022-11-15T00:00:00", "2: label_changes.1.date: expected a date such as"),
        ("a = 1\nb = [1,", "2: not TOML: invalid value"),
        ("effective_dates = [\n  [ ],\n]", "1: effective_dates: expected a table [effective_dates], found a list"),
        ('time_zone = """\n[[.]]\n"""', "1: time_zone: expected a time zone"),
        ("[readings", "1: not TOML: expected ']' at the end of a table declaration"),
        ("retention = 1_" + "0" * 5000, "1: not TOML: "),
    ],
)
def test_a_complaint_names_line_and_key(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path}/pa_audit.toml:{complaint}"), message
    assert "\n" not in message


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_group_that_the_run_could_not_give_the_publication_to_is_refused(tmp_path: Path) -> None:
    foreign = next(group.gr_name for group in grp.getgrall() if group.gr_gid not in (os.getegid(), *os.getgroups()))
    assert load(tmp_path, f'file_group = "{foreign}"').file_group == foreign
    os.seteuid(65534)
    try:
        with pytest.raises(Wrong, match="expected a group that this user is a member of"):
            config._group(foreign, ("file_group",))
    finally:
        os.seteuid(0)


def test_a_byte_order_mark_is_accepted_as_in_an_extract(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeffretention = 3").retention == 3


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.toml: cannot read the configuration: No such file"):
        config.load(tmp_path / "nowhere.toml")


def test_the_digest_is_of_what_is_in_force(tmp_path: Path) -> None:
    spelled_out = '# a comment\n[readings]\nR1 = "1_march"\n'
    assert load(tmp_path, spelled_out).digest == config.Config().digest
    assert load(tmp_path, EVERY_KEY).digest == load(tmp_path, EVERY_KEY.replace('"ca"', '"CA"')).digest
    assert load(tmp_path, EVERY_KEY).digest != config.Config().digest
