"""The statistics of an audit sample: draws, appraisals, sizes, agreement. Pure: no files, no clock.

RAT-STATS' methods to the printed digit (sampling.md). The folder `samples` beside it draws on the audit's own data.
"""

from pa_audit.sampling.agreement import Kappa, cohen_kappa
from pa_audit.sampling.attribute import (
    AttributeAppraisal,
    AttributeLimits,
    appraise_attribute,
    appraise_attribute_stratified,
)
from pa_audit.sampling.draws import GENERATORS, Draw, draw
from pa_audit.sampling.errors import SampleError
from pa_audit.sampling.quantiles import LEVELS
from pa_audit.sampling.size import (
    PRECISIONS,
    Spread,
    combined,
    sample_size_variable,
    sample_size_variable_stratified,
)
from pa_audit.sampling.variable import Appraisal, Limits, appraise_variable, appraise_variable_stratified

__all__ = [
    "GENERATORS",
    "LEVELS",
    "PRECISIONS",
    "Appraisal",
    "AttributeAppraisal",
    "AttributeLimits",
    "Draw",
    "Kappa",
    "Limits",
    "SampleError",
    "Spread",
    "appraise_attribute",
    "appraise_attribute_stratified",
    "appraise_variable",
    "appraise_variable_stratified",
    "cohen_kappa",
    "combined",
    "draw",
    "sample_size_variable",
    "sample_size_variable_stratified",
]
