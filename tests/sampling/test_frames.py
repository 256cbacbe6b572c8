"""The built-in frames hold their units with their dollars, and nothing else that is like them."""

from decimal import Decimal
from pathlib import Path

import pytest

from pa_audit import policy
from pa_audit.samples import frames
from tests.findings.bench import SOMATROPIN, case, day, one_night, rx, story, write


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two fills with dollars, one without, one of another drug; an approved, a pended and a denied request."""
    folder = tmp_path_factory.mktemp("frames")
    cases = [
        case(),
        case(day(60), decision="PENDED", auth_start_date=None, auth_end_date=None),
        case(day(70), decision="DENIED", auth_start_date=day(20), auth_end_date=day(90)),
    ]
    fills = [rx(25), rx(60, paid_amount="0"), rx(95, paid_amount=None), rx(95, ndc_code=SOMATROPIN)]
    write(folder / "drop", [story(cases=cases, rx=fills)])
    return one_night(folder / "drop", folder)


@pytest.mark.parametrize(
    ("name", "dollars"),
    [("approved_cases", [100]), ("net_paid_claims", [0, 100]), ("dispensings", [0, 0, 100])],
)
def test_units_and_their_dollars(database: Path, name: str, dollars: list[int]) -> None:
    units = frames.take(database, frames.Source(frames.built_in(name, None, policy.load()))).units
    assert sorted(units["amount"].to_list()) == [Decimal(amount) for amount in dollars]
