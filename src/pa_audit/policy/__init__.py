"""The drug policies, one package each; a second drug is a second package here, with the same face.

A policy package is pure: polars and the standard library, no I/O and no clock.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from pa_audit.policy.face import Policy
from pa_audit.policy.terms import Terms

DEFAULT = "CP.PHAR.150"

__all__ = ["DEFAULT", "Policy", "describe", "known", "load"]


def known() -> list[str]:
    """Name the policies that there are a package of: cp_phar_150 is CP.PHAR.150."""
    return [module.name.upper().replace("_", ".") for module in iter_modules(__path__) if module.ispkg]


def load(name: str = DEFAULT) -> Policy:
    """Give the package of a policy."""
    return cast(Policy, import_module(f"{__name__}.{name.lower().replace('.', '_')}"))


def describe(rules: Policy, terms: Terms) -> str:
    """Name a policy and its versions with their first days in force, for the record of a run."""
    versions = ", ".join(f"{name} from {first_day}" for name, first_day in rules.effective_dates(terms).items())
    return f"{rules.ID}: {versions}"
