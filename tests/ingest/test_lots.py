"""Rows held in several lots fare as they would in one."""

from pathlib import Path

import pytest
from ingest.nights import Nights, members

from pa_audit.ingest import nightly, quarantine, staged

FILES = {
    "members_1.csv": members("m1", "m2", "m3") + "m4,2015-03-01,X\n",
    "members_2.csv": members("m3", "m5") + "m2,2015-03-01,M\nm6,2015-03-01,X\n",
    "members_3.csv": 'member_id,birth_date,sex\nm7,2015-03-01,F\n"m8"x,\n',
    "growth_measurements.csv": "measurement_id,member_id,measured_date\ng1,m1,2024-01-01\ng2,nobody,2024-01-01\n",
}


@pytest.mark.parametrize("lot", [1, 2, 1000])
def test_lots_of_any_size_fare_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lot: int) -> None:
    for module in (nightly, staged, quarantine):
        monkeypatch.setattr(module, "LOT", lot)
    history = Nights(tmp_path)
    history.night(FILES)
    assert history.query("select member_id from audit.members order by 1") == ["m1", "m3", "m5", "m7"]
    assert history.query("select source_file, row_number, reasons, state from store.quarantine order by all") == [
        ("growth_measurements.csv", 2, ["unknown_member"], "waiting"),
        ("members_1.csv", 2, ["duplicate_key"], "rejected"),
        ("members_1.csv", 4, ["enumeration"], "rejected"),
        ("members_2.csv", 3, ["duplicate_key"], "rejected"),
        ("members_2.csv", 4, ["enumeration"], "rejected"),
        ("members_3.csv", 2, ["quote"], "rejected"),
    ]
    assert history.query("select rows_repeated from store.files order by source_file") == [0, 0, 1, 0]
