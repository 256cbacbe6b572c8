"""What all peers start from, and what they must answer: Parquet files made of a publication.

`facts` has one row a case that a section judges: the facts that its clauses rest on, and which section. `claims` has
one row a net paid mecasermin claim line, `weights` one row a dated weight; both name members by number, in order of
member and date. Decimals are integers at 10^-6, which is kind to every peer. In `published/` stands what the audit
published of the same cases and dispensings: one file a section with one column a clause (1 met, 0 not met, null not
documented, 2 not applicable), and one file of dispensings. What the publication does not keep of the facts, whether
heights lie far enough apart, whether the policy knows of a label change and which value sets the diagnosis codes fall
into, is worked out here again.

    python benchmarks/peers/given.py PUBLICATION FOLDER
"""

import sys
from pathlib import Path

import duckdb

from pa_audit import store

SECTIONS = {
    "I.A": [f"I.A.{number}" for number in range(1, 11)],
    "I.B": [
        "I.B.1", "I.B.2", "I.B.3", "I.B.4", "I.B.5", "I.B.6", "I.B.7", "I.B.7.a", "I.B.7.b", "I.B.7.b.i",
        "I.B.7.b.ii", "I.B.7.b.iii", "I.B.8", "I.B.9", "I.B.10",
    ],
    "I.C": ["I.C.1", "I.C.2"],
    "II.A": ["II.A.1", "II.A.1.a", "II.A.1.b", "II.A.2", "II.A.3", "II.A.4", "II.A.5"],
    "II.B": ["II.B.1", "II.B.2"],
    "III.B": ["III.B", "III.B.1", "III.B.2", "III.B.3", "III.B.4"],
}  # fmt: skip
"""Every clause of every section but the approval's length, which is no part of the verdict."""

SUBMITTED = (
    "indication", "prescriber_taxonomy", "consult_taxonomy", "epiphysis_status", "igf1_sds", "gh_level", "malignancy",
    "concurrent_somatropin", "dose_mg", "doses_per_day", "gh_gene_deletion", "gh_neutralizing_antibodies",
    "growth_velocity_sds_1y", "growth_velocity_sds_2y", "currently_receiving", "continuity_of_care",
    "therapy_start_date", "is_dose_increase", "prior_dose_mg",
)  # fmt: skip
DERIVED = (
    "birth_date", "reference_date", "height_sds", "case_weight_kg", "sds_change", "growth_cm", "growth_first_date",
    "growth_last_date",
)  # fmt: skip
CODED = ("gh_deficiency", "malnutrition", "hypothyroidism", "long_term_steroid_use")
NOT_JUDGED = ("no_policy_version", "state_provision")

CASES = """
create temp table cases as
select
    (row_number() over (order by pa_id) - 1)::integer as "case", pa_id, pathway, determination, {derived},
    label_change_date is not null and policy_version = '2022-09' as label_changed_recently,
    if(heights_1y_last_date >= heights_1y_first_date + interval 1 year, true, null) as heights_1y_apart,
    if(heights_2y_last_date >= heights_2y_first_date + interval 2 years, true, null) as heights_2y_apart, {coded}
from store.cases
where pathway is not null and determination not in {not_judged}
"""
CODE = "if(pa_id in (select pa_id from code_sets where value_set = '{name}'), true, null) as coded_{name}"
FACTS = """
select c.* exclude (pa_id, determination), {submitted}
from cases as c join audit.pa_requests as r on r.pa_id = c.pa_id
order by "case"
"""
MEMBERS = """
create temp table members as
select (row_number() over (order by member_id) - 1)::integer as member, member_id from audit.members
"""
CLAIMS = """
select m.member, n.service_date, n.source, n.mg, n.days_supply
from audit.net_paid_claims as n join members as m using (member_id)
where n.drug = 'mecasermin'
order by m.member, n.service_date
"""
WEIGHTS = """
select m.member, w.* exclude (member_id)
from (
    select member_id, measured_date as weight_date, true as measured, measurement_id as weight_id, weight_kg
    from audit.growth_measurements
    union all
    select member_id, ifnull(weight_date, received_at::date), false, pa_id, weight_kg from audit.pa_requests
) as w
join members as m using (member_id)
where w.weight_kg is not null
order by m.member, w.weight_date, w.measured, w.weight_id
"""
DISPENSINGS = """
select m.member, d.service_date, d.mg, d.days, d.weight_kg, d.weight_date, d.status
from audit.dispensings as d join members as m using (member_id)
"""
SECTION = """
select c."case", any_value(c.determination) as determination, {clauses}
from cases as c
join (select pa_id, clause, status from audit.criteria) as k using (pa_id)
where c.pathway = '{section}'
group by c."case"
"""
CLAUSE = """
any_value(case k.status when 'met' then 1 when 'not_met' then 0 when 'not_applicable' then 2 end)
    filter (where k.clause = '{clause}')::tinyint as "{clause}"
"""


def make(publication: Path, folder: Path) -> None:
    """Write the files of one publication."""
    (folder / "published").mkdir(parents=True)
    con = duckdb.connect()
    con.execute(f"attach '{publication}' as p (read_only)")
    con.execute("use p")
    con.execute("create temp table touched as select member_id from audit.members")
    code_sets = store.sql("facts/code_sets", table="audit.pa_requests", keys="pa_id", dated="received_at")
    con.execute(f"create temp table code_sets as {code_sets}")
    coded = ", ".join(CODE.format(name=name) for name in CODED)
    con.execute(CASES.format(derived=", ".join(DERIVED), coded=coded, not_judged=NOT_JUDGED))
    con.execute(MEMBERS)
    submitted = ", ".join(f"r.{name}" for name in SUBMITTED)
    files = {"facts": FACTS.format(submitted=submitted), "claims": CLAIMS, "weights": WEIGHTS}
    files["published/dispensings"] = DISPENSINGS
    for section, clauses in SECTIONS.items():
        columns = ", ".join(CLAUSE.format(clause=clause) for clause in clauses)
        files[f"published/{section}"] = SECTION.format(section=section, clauses=columns)
    for name, query in files.items():
        con.execute(f"copy ({in_millionths(con, query)}) to '{folder / name}.parquet' (compression zstd)")


def in_millionths(con: duckdb.DuckDBPyConnection, query: str) -> str:
    """Turn every decimal of a query into the integer number of its millionths, exactly."""
    columns = {name: kind for name, kind, *_ in con.sql(f"describe {query}").fetchall()}
    decimals = [name for name, kind in columns.items() if kind.startswith("DECIMAL")]
    replaced = ", ".join(f"(1000000 * {name}::decimal(38, 6))::bigint as {name}" for name in decimals)
    return f"select * replace ({replaced}) from ({query})" if decimals else query


if __name__ == "__main__":
    make(*map(Path, sys.argv[1:]))
