"""What would settle an undocumented approval: the smallest set of missing facts that would make it supportable.

The engine is asked, not told: a case that lacks several facts is judged again with each set of them supplied, smallest
sets first, every supplied fact with a value that passes. Top-level clauses share no fact that can be missing, so each
is settled by itself and the case by all of theirs together. Of sets of one size the first wins, in the order in
which the clause names its facts.
"""

from itertools import combinations
from typing import Any

import polars as pl
from polars import DataFrame, Expr, LazyFrame, col, lit, when

from pa_audit.kleene import Ask, Rule, Section
from pa_audit.policy import Policy

ROW = ("pa_id", "member_id", "pathway", "clause", "ask", "asks")
SUPPOSING = "missing:indication"
KEY = ("pa_id", "member_id", "pathway", "order")
"""A case, and the way in which it is looked at: 0 as it is, else under one of the indications it may have."""


def what_would_settle(facts: DataFrame, judged: DataFrame, policy: Policy, terms: Any) -> DataFrame:
    """Give one row an undocumented approval and thing to ask for, `asks` of them in all (store.what_would_settle).

    A case that nothing would settle has a row for each clause in the way instead, without an ask. `facts` is what
    `policy.case_facts` gave, `judged` what `cases.judge` made of it, row by row.
    """
    own = facts.filter(judged["outcome"] == "undocumented_approval").lazy()
    ways = [own, *policy.supposed(own)]
    rows = pl.concat([way.with_columns(order=lit(n)) for n, way in enumerate(ways)]).collect(engine="in-memory")
    asks = policy.asks(terms.readings)
    found = [
        _settle_section(rows.filter(pathway=section.pathway), section, asks, terms.readings)
        for section in policy.SECTIONS
        if section.pathway in rows["pathway"]
    ]
    supposed = rows.filter(col("order") > 0).select(*KEY, clause=lit(None, dtype=pl.String), ask=lit(SUPPOSING))
    return _best(pl.concat([*found, supposed], how="diagonal"))


def _settle_section(rows: DataFrame, section: Section, asks: list[Ask], r: Any) -> DataFrame:
    """Give the asks of every clause that is not met; a row without an ask where nothing would help."""
    rules = {clause.id: clause.rule(r) for clause in section.top_level()}
    verdicts = rows.lazy().select(
        *KEY,
        lacks=pl.sum_horizontal(0, *(when(ask.lacking).then(1 << n).otherwise(0) for n, ask in enumerate(asks))),
        **{clause: rule.value for clause, rule in rules.items()},
    )
    unmet = (
        verdicts.unpivot(list(rules), index=[*KEY, "lacks"], variable_name="clause", value_name="value")
        .filter(col("value").ne_missing(True))
        .collect(engine="in-memory")
    ).lazy()
    tried = unmet.filter(col("value").is_null()).join(_sets(rules, asks), on="clause")
    tried = tried.filter(col("lacks") & col("set") == col("set")).select(
        "pa_id", "order", "clause", "set", "rank", "parts"
    )
    supplied = tried.join(rows.lazy(), on=["pa_id", "order"]).with_columns(_supplied(asks))
    settled = (
        supplied.filter(_holds(rules))
        .sort("rank")
        .unique(["pa_id", "order", "clause"], keep="first")
        .select("pa_id", "order", "clause", "parts")
        .explode("parts")
    )
    tokens = rows.lazy().select("pa_id", "order", *(ask.token.alias(str(n)) for n, ask in enumerate(asks)))
    names = tokens.unpivot(index=["pa_id", "order"], variable_name="parts", value_name="ask")
    asked = unmet.join(settled, on=["pa_id", "order", "clause"], how="left")
    named = asked.join(names, on=["pa_id", "order", "parts"], how="left").select(*KEY, "clause", "ask")
    return named.collect(engine="in-memory")


def _sets(rules: dict[str, Rule], asks: list[Ask]) -> LazyFrame:
    """List every set of the asks that a clause rests on: small ones first, then as the clause names its facts."""
    rows = []
    for clause, rule in rules.items():
        wanted = [n for fact in rule.facts for n, ask in enumerate(asks) if fact in ask.brings]
        wanted = list(dict.fromkeys(wanted))
        sets = [chosen for size in range(1, len(wanted) + 1) for chosen in combinations(wanted, size)]
        rows += [
            (clause, rank, sum(1 << n for n in chosen), [str(n) for n in chosen]) for rank, chosen in enumerate(sets)
        ]
    return pl.LazyFrame(rows, schema=["clause", "rank", "set", "parts"], orient="row")


def _supplied(asks: list[Ask]) -> list[Expr]:
    """Put a passing value in the place of every fact that the asks of `set` bring."""
    return [
        when(col("set") & (1 << n) != 0).then(value).otherwise(col(fact)).alias(fact)
        for n, ask in enumerate(asks)
        for fact, value in ask.brings.items()
    ]


def _holds(rules: dict[str, Rule]) -> Expr:
    """Tell whether the row's clause is met now."""
    holds: Expr = lit(False)
    for clause, rule in rules.items():
        holds = when(col("clause") == clause).then(rule.value).otherwise(holds)
    return holds


def _best(found: DataFrame) -> DataFrame:
    """Of the ways to settle a case keep the one that asks for least; where none does, what is in its way."""
    ways = found.group_by("pa_id", "order").agg(blocked=col("ask").is_null().any(), asks=col("ask").count())
    best = ways.sort("blocked", "asks", "order").unique("pa_id", keep="first")
    kept = found.join(best, on=["pa_id", "order"]).filter(col("ask").is_null() == col("blocked"))
    return kept.with_columns(when(~col("blocked")).then("asks")).select(*ROW).sort("pa_id", "clause", "ask")
