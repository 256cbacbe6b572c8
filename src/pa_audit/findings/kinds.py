"""A kind of finding: what raises it, how grave it is, and the sentence a reviewer acts on.

A rule takes the evidence and gives the rows it finds, lazily: only what a sentence says is worked out, and only of the
rows that are found. The rest (key, claims, dollars, sentence) is the same for all kinds of one grain and added here.
Decimals and dollars are integers at 10^-6.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter

import polars as pl
from polars import Expr, Int64, LazyFrame, String, col, lit, when

from pa_audit.findings.evidence import Evidence
from pa_audit.policy.face import Limits

HIGH, MEDIUM, ADVISORY = "high", "medium", "advisory"
Rule = Callable[[Evidence], LazyFrame]

COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "kind": String, "key": String, "severity": String, "reason": String, "pa_id": String, "member_id": String,
    "measurement_id": String, "claim_ids": pl.List(String), "amount_at_risk": Int64, "excess_amount": Int64,
    "service_date": pl.Date, "summary": String, "facts": String,
}  # fmt: skip
"""One row a finding; `key` joins the parts of its key, `facts` what its sentence says and what it rests on besides."""

MADE = ("kind", "key", "service_date", "summary", "facts")
SLICE = ("first_claim", "after_claim")
TYPES = COLUMNS | dict.fromkeys(SLICE, pl.UInt32) | {"member": pl.Int32}


@dataclass(frozen=True)
class Kind:
    """One kind of finding: its rule, the columns of its key, its usual severity and its sentence.

    `also` are columns that it rests on and that its sentence does not name: they only tell when the facts change.
    """

    name: str
    rule: Rule
    key: tuple[str, ...]
    severity: str
    sentence: str
    also: tuple[str, ...] = ()

    def find(self, evidence: Evidence) -> LazyFrame:
        """Give the findings of this kind: COLUMNS, and the number of the member, one row a finding.

        Where a rule names no claims of its own, `claim_ids` is null and `first_claim` and `after_claim` are the slice
        of the evidence's `lines` that holds them.
        """
        rows = self.rule(evidence)
        if self.key == ("pa_id",):
            spans = evidence.spans.select("case", "first_claim", "after_claim", amount_at_risk="span_amount")
            rows = rows.join(spans, on="case", how="left", maintain_order="left")
        given = rows.collect_schema()
        if "member_id" not in given:
            names = evidence.members.select("member", "member_id")
            rows = rows.join(names, on="member", how="left", maintain_order="left")
        return rows.select(self._columns({**given, "member_id": String()}, evidence.policy.limits))

    def _columns(self, given: Mapping[str, pl.DataType], limits: Limits) -> list[Expr]:
        sentence = _with_limits(self.sentence, limits)
        texts = {name: as_text(name, given[name]) for _, name, _, _ in Formatter().parse(sentence) if name}
        facts = texts | {name: as_text(name, given[name]) for name in self.also}
        usual = {"severity": lit(self.severity)}
        kept = (*(name for name in COLUMNS if name not in MADE), *SLICE, "member")
        return [
            lit(self.name).alias("kind"),
            pl.concat_str([as_text(name, given[name]) for name in self.key], separator="|").alias("key"),
            *(
                col(name) if name in given else usual.get(name, lit(None)).cast(TYPES[name]).alias(name)
                for name in kept
            ),
            next((col(name) for name in self.key if given[name] == pl.Date), lit(None, dtype=pl.Date)).alias(
                "service_date"
            ),
            pl.format(_without_names(sentence), *(texts | _shorter(texts)).values()).alias("summary"),
            pl.concat_str([pl.format(f"{name}={{}}", text) for name, text in facts.items()], separator=";").alias(
                "facts"
            ),
        ]


KINDS: dict[str, Kind] = {}


def finding(key: tuple[str, ...], severity: str, sentence: str, also: tuple[str, ...] = ()) -> Callable[[Rule], Rule]:
    """Register the decorated rule as the kind of its own name.

    The sentence names columns in braces, or one of the policy's whole numbers: {limits.MAX_AGE} is no fact.
    What it rests on besides is `also` (Kind).
    """

    def register(rule: Rule) -> Rule:
        KINDS[rule.__name__] = Kind(rule.__name__, rule, key, severity, sentence, also)
        return rule

    return register


def of_case(severity: str, sentence: str, also: tuple[str, ...] = ()) -> Callable[[Rule], Rule]:
    """Register a kind with one finding a case: the claims and dollars of its approved span are at risk."""
    return finding(("pa_id",), severity, sentence, also)


def of_day(severity: str, sentence: str, also: tuple[str, ...] = ()) -> Callable[[Rule], Rule]:
    """Register a kind with one finding a member and service date."""
    return finding(("member_id", "service_date"), severity, sentence, also)


def of_measurement(severity: str, sentence: str) -> Callable[[Rule], Rule]:
    """Register a kind with one finding a measurement."""
    return finding(("measurement_id",), severity, sentence)


@cache
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


def _shorter(texts: Mapping[str, Expr]) -> dict[str, Expr]:
    """Write a weight from which something holds to the tenth, rounded up as on the pages; the facts keep it exact."""
    return {name: _tenths_up(col(name)) for name in texts if name == "break_even_weight_kg"}


def _tenths_up(value: Expr) -> Expr:
    tenths = (value + 99_999) // 100_000
    return pl.format("{}.{}", tenths // 10, tenths % 10)


def _whole(value: Expr) -> Expr:
    sign = when(value < 0).then(lit("-")).otherwise(lit(""))
    return pl.concat_str([sign, (value.abs() // 1_000_000).cast(String)])


def _with_limits(sentence: str, limits: Limits) -> str:
    return re.sub(r"\{limits\.(\w+)\}", lambda named: str(getattr(limits, named[1])), sentence)


def _without_names(sentence: str) -> str:
    return "".join(text + ("" if name is None else "{}") for text, name, _, _ in Formatter().parse(sentence))
