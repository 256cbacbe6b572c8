"""How a page is made: one template environment for all of them, and the words that they share.

A page is one file: no script, nothing fetched from elsewhere.
"""

import os
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from pa_audit import policy as policies
from pa_audit import product
from pa_audit.exact import decimal
from pa_audit.reports import formats, words
from pa_audit.resources import TEMPLATES

if TYPE_CHECKING:
    from jinja2 import Environment


def render(policy: str, template: str, **view: Any) -> str:
    """Fill a template of reports/templates, in the words of a policy."""
    return _shared(policy).get_template(template).render(view)


def environment() -> "Environment":
    """Make an environment for the templates, to add to."""
    from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

    class Pages(Environment):
        """Looks for `row.column` in a row first: to look for an attribute in vain takes a third of the time."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            return obj[attribute] if type(obj) is dict and attribute in obj else super().getattr(obj, attribute)

    # Compiled templates lie where Python keeps compiled modules; a folder that refuses costs 100 ms a night.
    compiled = TEMPLATES / "__pycache__"
    with suppress(OSError):
        compiled.mkdir(exist_ok=True)
    environment = Pages(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=FileSystemBytecodeCache(str(compiled)) if os.access(compiled, os.W_OK) else None,
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = formats.number
    environment.globals |= formats.FUNCTIONS | {"product": product.describe()}
    return environment


@cache
def _shared(policy: str) -> "Environment":
    rules, said = policies.load(policy), words.of(policy)
    shared = environment()
    shared.globals |= said.functions | {
        "policy": rules.ID,
        "drug": rules.NAME,
        "value_set": rules.DRUG,
        "limits": rules.limits,
        "defaults": said.usual,
        "dose_limit": decimal(rules.limits.DOSE_MG_PER_KG),
        "day_limit": decimal(rules.limits.DAILY_DOSE_MG_PER_KG),
    }
    return shared
