"""A kind of finding: what raises it, how grave it is, and the sentence a reviewer acts on.

A rule takes the evidence and gives the rows it finds; the rest (key, claims, dollars, sentence) is the same for all
kinds of one grain and added here. Decimals and dollars are integers at 10^-6.
"""

from collections.abc import Callable
from dataclasses import dataclass
from string import Formatter

import polars as pl
from polars import DataFrame, Expr, Int64, String, col, lit, when

from pa_audit.findings.evidence import Evidence

HIGH, MEDIUM, ADVISORY = "high", "medium", "advisory"
Rule = Callable[[Evidence], DataFrame]

COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "kind": String, "key": String, "severity": String, "reason": String, "pa_id": String, "member_id": String,
    "measurement_id": String, "claim_ids": pl.List(String), "amount_at_risk": Int64, "excess_amount": Int64,
    "service_date": pl.Date, "summary": String, "facts": String,
}  # fmt: skip
"""One row a finding; `key` joins the parts of its key, `facts` what its sentence says."""


@dataclass(frozen=True)
class Kind:
    """One kind of finding: its rule, the columns of its key, its usual severity and its sentence."""

    name: str
    rule: Rule
    key: tuple[str, ...]
    severity: str
    sentence: str

    def find(self, evidence: Evidence) -> DataFrame:
        """Give the findings of this kind: COLUMNS, one row a finding."""
        rows = self.rule(evidence)
        if rows.is_empty():
            return DataFrame(schema=COLUMNS)
        defaults = {"severity": self.severity, "reason": None}
        rows = rows.with_columns(
            lit(value, dtype=String).alias(n) for n, value in defaults.items() if n not in rows.columns
        )
        if self.key == ("pa_id",):
            rows = _with_span(rows, evidence)
        texts = {name: as_text(name, rows.schema[name]) for _, name, _, _ in Formatter().parse(self.sentence) if name}
        return rows.select(
            lit(self.name).alias("kind"),
            pl.concat_str([as_text(name, rows.schema[name]) for name in self.key], separator="|").alias("key"),
            *(_given(name, rows) for name in list(COLUMNS)[2:-3]),
            self._date_in_key(rows).alias("service_date"),
            pl.format(_without_names(self.sentence), *texts.values()).alias("summary"),
            pl.concat_str([pl.format(f"{name}={{}}", text) for name, text in texts.items()], separator=";").alias(
                "facts"
            ),
        )

    def _date_in_key(self, rows: DataFrame) -> Expr:
        dates = [col(name) for name in self.key if rows.schema[name] == pl.Date]
        return dates[0] if dates else lit(None, dtype=pl.Date)


KINDS: dict[str, Kind] = {}


def finding(key: tuple[str, ...], severity: str, sentence: str) -> Callable[[Rule], Rule]:
    """Register the decorated rule as the kind of its own name; the sentence names columns in braces."""

    def register(rule: Rule) -> Rule:
        KINDS[rule.__name__] = Kind(rule.__name__, rule, key, severity, sentence)
        return rule

    return register


def of_case(severity: str, sentence: str) -> Callable[[Rule], Rule]:
    """Register a kind with one finding a case: the claims and dollars of its approved span are at risk."""
    return finding(("pa_id",), severity, sentence)


def of_day(severity: str, sentence: str) -> Callable[[Rule], Rule]:
    """Register a kind with one finding a member and service date."""
    return finding(("member_id", "service_date"), severity, sentence)


def of_measurement(severity: str, sentence: str) -> Callable[[Rule], Rule]:
    """Register a kind with one finding a measurement."""
    return finding(("measurement_id",), severity, sentence)


def as_text(name: str, dtype: pl.DataType) -> Expr:
    """Write a column for people: dollars to the cent, decimals without trailing zeros, tokens as words."""
    if name.endswith("_amount"):
        text = pl.format("${}.{}", _whole(col(name)), (col(name).abs() % 1_000_000 // 10_000).cast(String).str.zfill(2))
    elif dtype == Int64:
        fraction = (col(name).abs() % 1_000_000).cast(String).str.zfill(6).str.strip_chars_end("0")
        text = pl.concat_str([_whole(col(name)), when(fraction != "").then("." + fraction).otherwise(lit(""))])
    elif name in ("reason", "cause"):
        text = col(name).cast(String).str.replace_all("_", " ")
    else:
        text = col(name).cast(String)
    return when(col(name).is_null()).then(lit("not given")).otherwise(text)


def _whole(value: Expr) -> Expr:
    sign = when(value < 0).then(lit("-")).otherwise(lit(""))
    return pl.concat_str([sign, (value.abs() // 1_000_000).cast(String)])


def _without_names(sentence: str) -> str:
    return "".join(text + ("" if name is None else "{}") for text, name, _, _ in Formatter().parse(sentence))


def _given(name: str, rows: DataFrame) -> Expr:
    return col(name) if name in rows.columns else lit(None, dtype=COLUMNS[name]).alias(name)


def _with_span(rows: DataFrame, evidence: Evidence) -> DataFrame:
    """Add the dollars of an approved case's span, and its claims where the kind names none of its own."""
    spans = evidence.spans.rename({"claim_ids": "span_claims"})
    rows = rows.join(spans, on="pa_id", how="left", maintain_order="left")
    own = col("claim_ids") if "claim_ids" in rows.columns else col("span_claims")
    return rows.with_columns(claim_ids=own, amount_at_risk=col("span_amount"))
