"""A slow, plain judge of whole drops, written from the documents alone: the oracle of the engine."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .claims import Paid, amount_paid, mecasermin
from .dosing import Dispensing, Episode, dispensings, episodes
from .extracts import Key, Place, Rejected, take_drops
from .findings import Dossier, Finding, findings
from .policy import judge_case
from .terms import load

Row = dict[str, Any]


@dataclass
class Verdicts:
    """What the audit must publish after the last of the drops.

    `quarantine` and `files` go by file name, the latest night winning where nights share names; `history` and
    `file_history` go by night (1, 2, …) as well, and `history` keeps released rows with their last reasons.
    """

    cases: dict[str, Row]
    criteria: dict[tuple[str, str], Row]
    quarantine: dict[tuple[str, int], set[str]]
    files: dict[str, Row]
    current: dict[str, dict[Key, Row]]
    net_paid: list[Paid]
    dispensings: dict[tuple[str, date], Dispensing]
    episodes: dict[tuple[str, date], Episode]
    findings: dict[tuple[str, tuple[str, ...]], Finding]  # by kind and key
    history: dict[Place, Rejected]
    file_history: dict[tuple[int, str], Row]


def judge_drop(
    paths: list[tuple[Path, date]], config: Path | None = None, readings: dict[str, bool] | None = None
) -> Verdicts:
    """Judge drops in order, each with its as-of date. `readings`: {"R3": True} takes the alternative."""
    terms = load(config, readings)
    history = take_drops(paths)
    rows = {extract: list(found.values()) for extract, found in history.current.items()}
    paid = mecasermin(rows["pharmacy_claims"], rows["medical_claims"])
    paid_by_member: dict[str, list[Paid]] = defaultdict(list)
    for claim in paid:
        paid_by_member[claim.member_id].append(claim)
    measured: dict[str, list[Row]] = defaultdict(list)
    for measurement in rows["growth_measurements"]:
        measured[measurement["member_id"]].append(measurement)
    cases: dict[str, Row] = {}
    criteria: dict[tuple[str, str], Row] = {}
    for request in rows["pa_requests"]:
        member = history.current["members"][(request["member_id"],)]
        verdict = judge_case(request, member, measured[request["member_id"]], terms)
        statuses, parents = verdict.pop("rows"), verdict.pop("parents")
        verdict["amount_paid"] = amount_paid(request, paid_by_member[request["member_id"]])
        cases[request["pa_id"]] = verdict
        for clause, status in statuses.items():
            criteria[request["pa_id"], clause] = {"parent": parents[clause], "status": status}
    doses = dispensings(paid, rows["growth_measurements"], rows["pa_requests"], terms)
    runs = episodes(doses, terms)
    dossier = Dossier(
        members={row["member_id"]: row for row in rows["members"]},
        requests={row["pa_id"]: row for row in rows["pa_requests"]},
        measurements=rows["growth_measurements"],
        pharmacy=rows["pharmacy_claims"],
        medical=rows["medical_claims"],
        cases=cases,
        clauses=criteria,
        paid=paid,
        dispensings=doses,
        episodes=runs,
        terms=terms,
    )
    return Verdicts(
        cases=cases,
        criteria=criteria,
        quarantine={
            (file, number): found.reasons
            for (_run, file, number), found in history.quarantine.items()
            if found.state != "released"
        },
        files={name: counts for (_run, name), counts in history.files.items()},
        current=history.current,
        net_paid=paid,
        dispensings=doses,
        episodes=runs,
        findings=findings(dossier),
        history=history.quarantine,
        file_history=history.files,
    )
