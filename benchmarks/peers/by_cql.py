"""The same answers by the HL7 CQL engine on node (cql/): of a share of the cases, and the doses of a share of members.

The policy's clauses and the dose check are CQL (cql/policy), translated by the CQL-to-ELM translator and run by
cql-execution. CQL's engine takes a "patient" at a time: here a case, and for the doses a member. It reads JSON lines,
made of the given files. Prints what cql/run.mjs measured.
"""

import json
import shutil
import subprocess
from pathlib import Path

import duckdb

from peers.given import SECTIONS

CQL = Path(__file__).with_name("cql")
INPUTS = {
    "cases": """
        select {facts} from read_parquet('{given}/facts.parquet') where "case" % {share} = 0""",
    "members": """
        select member, claims, ifnull(weights, []) as weights
        from (
            select
                member,
                list({{service_date: service_date, mg: mg / 1e6, days_supply: days_supply}} order by service_date)
                    as claims
            from read_parquet('{given}/claims.parquet') where member % {share} = 0 group by member
        )
        left join (
            select
                member,
                list({{weight_date: weight_date, weight_kg: weight_kg / 1e6}} order by weight_date, measured, weight_id)
                    as weights
            from read_parquet('{given}/weights.parquet') where member % {share} = 0 group by member
        ) using (member)""",
}
"""CQL's decimals come as such: the engine takes whole numbers beyond 31 bits for overflows."""


def installed() -> bool:
    """Tell whether node and the packages of cql/package.json are there."""
    return shutil.which("node") is not None and (CQL / "node_modules" / "cql-execution").exists()


def install() -> None:
    """Fetch the packages, once, by npm as it is set up on this machine; translate the policy."""
    if not installed():
        quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
        subprocess.run(["npm", "install", *quiet], cwd=CQL, check=True, capture_output=True)
    subprocess.run(["node", "translate.mjs"], cwd=CQL, check=True)


def prepare(given: Path, answers: Path, share: int) -> None:
    """Write the sample as JSON lines."""
    answers.mkdir(parents=True, exist_ok=True)
    facts = "* replace (" + ", ".join(f"{name} / 1e6 as {name}" for name in _millionths(given / "facts.parquet")) + ")"
    for name, query in INPUTS.items():
        rows = query.format(given=given, share=share, facts=facts)
        duckdb.execute(f"copy ({rows}) to '{answers / name}.ndjson' (format json)")


def judge(answers: Path) -> dict[str, float]:
    """Give the number of cases, and the CPU seconds that judging them took (cql/run.mjs)."""
    done = subprocess.run(["node", CQL / "run.mjs", answers], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def as_parquet(given: Path, answers: Path) -> None:
    """Turn the engine's JSON answers into files like those of the other peers."""
    for name in (*SECTIONS, "dispensings"):
        published = given / "published" / f"{name}.parquet"
        kinds = {column: kind for column, kind, *_ in duckdb.sql(f"describe from '{published}'").fetchall()}
        in_units = _millionths(published)
        types = {column: "double" if column in in_units else kind for column, kind in kinds.items()}
        again = ", ".join(f"round(1e6 * {column})::bigint as {column}" for column in in_units)
        columns = f"* replace ({again})" if in_units else "*"
        rows = f"read_json('{answers / name}.ndjson', format = 'newline_delimited', columns = {types})"
        duckdb.execute(f"copy (select {columns} from {rows}) to '{answers / name}.parquet'")


def _millionths(file: Path) -> list[str]:
    """Name the columns of a file that are decimals as integers at 10^-6."""
    return [name for name, kind, *_ in duckdb.sql(f"describe from '{file}'").fetchall() if kind == "BIGINT"]


def answer(given: Path, answers: Path, share: int = 1) -> dict[str, float]:
    """Write the answers to a sample of the given files; give what `judge` measured."""
    install()
    prepare(given, answers, share)
    used = judge(answers)
    as_parquet(given, answers)
    return used
