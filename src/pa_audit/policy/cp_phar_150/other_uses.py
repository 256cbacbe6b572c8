"""Sections I.C, II.B and III: uses outside section I. They are routed to another policy, or not authorized."""

from polars import Expr, col, lit, when

from pa_audit.kleene import Rule, Section
from pa_audit.policy.cp_phar_150.readings import Readings

initial = Section("I.C")
continued = Section("II.B")
not_authorized = Section("III.B")

BY_LABEL_CHANGE = "Route since version 2022-09: a recent label change that the policy does not yet reflect"
BY_USE = "Route: off-label use policy of the line of business"


@initial.clause("I.C.1", BY_LABEL_CHANGE)
@continued.clause("II.B.1", BY_LABEL_CHANGE)
def label_change_route(r: Readings) -> Rule:
    """The drug's label changed in the six months up to the request; the version in force knows this route."""
    return Rule(col("label_changed_recently"))


@initial.clause("I.C.2", BY_USE, reads=("R14",))
@continued.clause("II.B.2", BY_USE, reads=("R14",))
def off_label_route(r: Readings) -> Rule:
    """No such change: the off-label policy judges. Reads R14 (what makes a use another one)."""
    return Rule(~col("label_changed_recently"))


@not_authorized.clause("III.B", "Secondary forms of IGF-1 deficiency are not covered")
def secondary_igfd(r: Readings) -> Rule:
    """The request itself attests a secondary form."""
    return Rule(col("indication") != "SECONDARY_IGFD")


@not_authorized.clause("III.B.1", "Growth hormone deficiency")
def gh_deficiency(r: Readings) -> Rule:
    """A diagnosis code of the request names it; without one the cause is not documented."""
    return _absent("gh_deficiency")


@not_authorized.clause("III.B.2", "Malnutrition")
def malnutrition(r: Readings) -> Rule:
    """A diagnosis code of the request names it; without one the cause is not documented."""
    return _absent("malnutrition")


@not_authorized.clause("III.B.3", "Hypothyroidism")
def hypothyroidism(r: Readings) -> Rule:
    """A diagnosis code of the request names it; without one the cause is not documented."""
    return _absent("hypothyroidism")


@not_authorized.clause("III.B.4", "Chronic treatment with anti-inflammatory steroids")
def long_term_steroids(r: Readings) -> Rule:
    """A diagnosis code of the request names it; without one the cause is not documented."""
    return _absent("long_term_steroid_use")


def _absent(value_set: str) -> Rule:
    coded: Expr = col(f"coded_{value_set}")
    return Rule(when(coded).then(lit(False)))
