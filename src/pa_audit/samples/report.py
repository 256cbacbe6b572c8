"""The report of an appraised sample: a page for people, a text to paste, and every unit as CSV.

It derives nothing and knows no clock: the same sample and the same answers give the same bytes.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pa_audit import product, reports
from pa_audit.publication import LastRun
from pa_audit.samples import files
from pa_audit.samples.answers import NOT_REVIEWED
from pa_audit.samples.appraisal import AMOUNTS, UNDERPAYMENTS, Appraised, warnings
from pa_audit.samples.figures import FILTERS

METHODS = {
    "variable": "Difference is the examined less the audited amount. The point estimate is the mean difference times"
    " the universe; its standard error has the finite population correction; limits with Student's t at n - 1 degrees"
    " of freedom, as RAT-STATS' unrestricted variable appraisal.",
    "variable, stratified": "Difference is the examined less the audited amount. Each stratum's total is estimated by"
    " itself, with Student's t; over all strata the variances add up, with the normal Z, as RAT-STATS' stratified"
    " variable appraisal.",
    "attribute": "Units in error: exact hypergeometric limits, as RAT-STATS' unrestricted attribute appraisal.",
    "attribute, stratified": "Units in error: the strata's proportions weighted by their universes, with the normal Z,"
    " as RAT-STATS' stratified attribute appraisal.",
    "kappa": "Agreement beyond chance: Cohen's kappa, with the standard error of Fleiss, Cohen and Everitt and 95 %"
    " limits.",
}


def text(appraised: Appraised, last: LastRun) -> str:
    """Write the report as plain text, to paste."""
    environment = reports.environment().overlay(autoescape=False)
    environment.filters |= FILTERS
    return environment.get_template("sample.txt.j2").render(_view(appraised, last)) + "\n"


def html(appraised: Appraised, last: LastRun) -> str:
    """Write the report as one page: self-contained, no script, nothing fetched from elsewhere."""
    environment = reports.environment()
    environment.filters |= FILTERS
    return environment.get_template("sample.html.j2").render(_view(appraised, last))


def write(folder: Path, appraised: Appraised, last: LastRun) -> list[Path]:
    """Put page, text and units into a folder, in place of an earlier appraisal of the sample; give their paths."""
    name = appraised.sample.design.sample_id
    units = appraised.answers.decided.drop("selected")
    contents = {
        f"{name}.html": html(appraised, last),
        f"{name}.txt": text(appraised, last),
        f"{name}_units.csv": reports.to_csv(units),
    }
    hidden = {f".{file}.{os.getpid()}": content for file, content in contents.items()}
    return [new.replace(folder / file) for file, new in zip(contents, files.save(folder, hidden), strict=True)]


def _view(appraised: Appraised, last: LastRun) -> Mapping[str, Any]:
    sample, decided = appraised.sample, appraised.answers.decided
    stratified = len(sample.design.strata) > 1
    kinds = ["variable"] * (appraised.dollars is not None) + ["attribute"]
    order = sample.drawn.sort("stratum", "selected").group_by("stratum", maintain_order=True).agg("unit")
    return {
        "appraised": appraised,
        "design": sample.design,
        "decided": decided,
        "wrong": decided.filter(pl.col("decision") != "CORRECT").to_dicts(),
        "missing": decided.filter(pl.col("decision").is_in(["MISSING", NOT_REVIEWED])).to_dicts(),
        "counts": dict(decided["decision"].value_counts().iter_rows()),
        "categories": appraised.categories.to_dicts(),
        "order": dict(order.iter_rows()),
        "sums": {name: _sum(decided[name]) for name in ("examined", "audited", "difference", "counted")},
        "spares": sum(part.spares for part in sample.design.strata),
        "stratified": stratified,
        "methods": [METHODS[kind + ", stratified" * stratified] for kind in kinds],
        "kappa": METHODS["kappa"],
        "amounts": AMOUNTS,
        "underpayments": UNDERPAYMENTS[appraised.underpayments],
        "warnings": warnings(appraised),
        "last": last,
        "product": product.describe(),
    }


def _sum(column: pl.Series) -> Any:
    return None if column.null_count() == len(column) else column.sum()
