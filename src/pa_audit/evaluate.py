"""The evaluation of a night: cases judged, doses weighed, findings raised, all written to the store."""

from dataclasses import dataclass
from datetime import date

from polars import DataFrame, col, when

from pa_audit import cases, sensitivity, settling, store, touched, value_sets
from pa_audit import policy as policies
from pa_audit.config import Config
from pa_audit.facts import Shard, as_decimals
from pa_audit.findings import Evidence, find_all
from pa_audit.policy import Policy

CASES_A_SHARD, CLAIMS_A_SHARD = 40_000, 400_000

KEPT = (
    "pa_id", "member_id", "line_of_business", "request_type", "indication", "decision",
    "auth_start_date", "auth_end_date",
)  # fmt: skip
"""Request columns that `store.cases` repeats; everything else of a request stays in its extract."""

OF_JUDGING = ("member", "member_day", "episode", "kg_days", "limit_parts")

RESULTS = ("cases", "dispensings", "episodes", "reading_sensitivity", "what_would_settle")


@dataclass(frozen=True)
class Results:
    """What the evaluation of a shard gives, one frame a table of the store."""

    cases: DataFrame
    dispensings: DataFrame
    episodes: DataFrame
    found: DataFrame
    reading_sensitivity: DataFrame
    what_would_settle: DataFrame


def evaluate(con: store.Connection, config: Config, run_id: int, *, full: bool = False) -> dict[str, int]:
    """Evaluate the members whose rows changed (everyone if `full`), replace their results, merge their findings.

    Gives counts.
    """
    con.execute("set variable run_id = ?", [run_id])
    everyone = touched.find(con, config, full=full)
    ((members,),) = con.execute("select count(*) from touched").fetchall()
    con.execute(store.sql("findings/disposition_facts"))
    if members or everyone:
        _evaluate_touched(con, config, everyone=everyone)
    return {"members_evaluated": members, **_counts(con)}


def _evaluate_touched(con: store.Connection, config: Config, *, everyone: bool) -> None:
    """Replace the results of the members in `touched`, shard by shard; of everyone, the tables themselves.

    An earlier product may have made tables with other columns: a changed one always evaluates everyone.
    """
    policy = policies.load()
    _prepare(con, policy, config)
    known = _has_results(con)
    if known:
        con.execute(store.sql("evaluate/before"))
    if not everyone:
        for table in RESULTS:
            con.execute(f"delete from store.{table} where member_id in (from touched)")
    ((members, total, claims),) = con.execute(store.sql("evaluate/size")).fetchall()
    history = con.execute("select first_reference_date, first_claim_date from store.basis").fetchall()
    shards = 1 + max(total // CASES_A_SHARD, claims // CLAIMS_A_SHARD)
    members_a_shard = 1 + members // shards
    for first in range(0, shards * members_a_shard, members_a_shard):
        con.execute(store.sql("evaluate/shard"), {"first": first, "after": first + members_a_shard})
        results = evaluate_shard(Shard(con), policy, config, *history[0])
        for table in RESULTS:
            _write(con, f"store.{table}", getattr(results, table), new=first == 0 and everyone)
        _write(con, "current_findings", results.found, new=first == 0, query=store.sql("findings/current"))
    con.execute(store.sql("findings/merge"))
    if known:
        con.execute(store.sql("evaluate/case_changes"))


def evaluate_shard(
    shard: Shard, policy: Policy, config: Config, first_reference_date: date | None, first_claim_date: date | None
) -> Results:
    """Evaluate the members of one shard: nothing here depends on any other member but the two dates."""
    terms = config.terms
    requests = _with_code_sets(shard.requests, policy)
    facts = policy.case_facts(requests.lazy(), shard.members.lazy(), shard.measurements.lazy(), terms).collect(
        engine="in-memory"
    )
    # In two steps: planned as one, polars works the facts out anew for every section.
    judged = cases.judge(facts.lazy(), policy, terms).collect(engine="in-memory")
    mecasermin = shard.claims.filter(col("drug") == "mecasermin")
    dispensed = policy.dispensings(mecasermin.lazy(), shard.weights.lazy(), terms.readings).collect(engine="in-memory")
    runs = policy.episodes(dispensed.lazy(), terms.readings).collect(engine="in-memory")
    evidence = Evidence(
        policy, terms, judged.lazy().with_columns(col("dose_mg_per_kg") * 100), shard.members.lazy(),
        shard.measurements.lazy(), shard.claims.lazy(), _as_evidence(dispensed), _as_evidence(runs).lazy(),
        shard.diagnoses.lazy(), shard.orphans.lazy(), first_reference_date, first_claim_date,
    )  # fmt: skip
    repeated = [name for name in shard.requests.columns if name not in KEPT]
    amounts = evidence.spans.select("case", amount_paid="span_amount").collect()
    covering = evidence.fills.select(pa_id="covered_by").collect()
    named = shard.members.select("member", "member_id")
    return Results(
        as_decimals(
            judged.join(amounts, on="case", how="left", maintain_order="left").drop(repeated),
            money=("amount_paid",),
            ratios=("dose_mg_per_kg",),
        ),
        _doses(dispensed.with_columns(covering), named),
        _doses(runs, named),
        as_decimals(find_all(evidence), money=("amount_at_risk", "excess_amount")),
        sensitivity.table(
            sensitivity.case_changes(facts, judged, requests, shard.members, shard.measurements, policy, terms),
            *sensitivity.dose_changes(dispensed, runs, mecasermin, shard.weights, shard.members, policy, terms),
        ),
        settling.what_would_settle(facts, judged, policy, terms),
    )


def _doses(frame: DataFrame, named: DataFrame) -> DataFrame:
    """Bring dispensings or episodes into the form they are stored in, without what only their judging needed."""
    shown = frame.join(named, on="member", how="left", maintain_order="left").drop(OF_JUDGING, strict=False)
    return as_decimals(shown, money=("paid_amount", "excess_amount"), ratios=("dose_mg_per_kg",))


def _prepare(con: store.Connection, policy: Policy, config: Config) -> None:
    """Make what the shards share: clauses, net paid claims, the value sets of diagnosis codes."""
    con.execute("delete from store.clauses")
    store.append(con, "store.clauses", cases.clause_rows(policy, config.terms))
    con.execute("delete from store.readings")
    store.append(con, "store.readings", sensitivity.readings(config.terms))
    for name in ("evaluated", "net_paid", "all_orphans"):
        con.execute(store.sql(f"facts/{name}"))
    requests = {"table": "audit.pa_requests", "keys": "pa_id", "dated": "received_at"}
    claims = {"table": "audit.medical_claims", "keys": "claim_id, claim_line_number", "dated": "claim_line_start_date"}
    for name, source in {"request_sets": requests, "medical_sets": claims}.items():
        con.execute(f"create or replace temp table {name} as {store.sql('facts/code_sets', **source)}")
    con.execute(store.sql("facts/paid_diagnoses"))
    value_sets.note_unverified(con)


def _with_code_sets(requests: DataFrame, policy: Policy) -> DataFrame:
    return requests.with_columns(
        when(col("code_sets").list.contains(name)).then(True).alias(f"coded_{name}") for name in policy.DIAGNOSIS_SETS
    )


def _as_evidence(frame: DataFrame) -> DataFrame:
    """Bring the ratio to millionths like all else; keep what a dose says of itself apart from what a finding says."""
    own = {"excess_amount": "excess_paid", "reason": "dose_reason"}
    return frame.with_columns(col("dose_mg_per_kg") * 100).rename(own)


def _write(con: store.Connection, table: str, rows: DataFrame, *, new: bool, query: str = "from incoming") -> None:
    """Append the rows, as a query sees them, to a table of the store or a temporary one; make it first if it is new."""
    kind = "table" if table.startswith("store.") else "temp table"
    con.register("incoming", rows.to_arrow())
    con.execute(f"create or replace {kind} {table} as {query}" if new else f"insert into {table} by name {query}")
    con.unregister("incoming")


def _has_results(con: store.Connection) -> bool:
    return bool(con.execute("from duckdb_tables() where schema_name = 'store' and table_name = 'cases'").fetchall())


def _counts(con: store.Connection) -> dict[str, int]:
    found = con.execute(store.sql("evaluate/counts"))
    ((*counts,),) = found.fetchall()
    return dict(zip([column[0] for column in found.description or []], counts, strict=True))
