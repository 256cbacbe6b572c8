"""How a page is made: one template environment for all of them, and the words that they share.

A page is one file: no script, nothing fetched from elsewhere.
"""

import os
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from pa_audit import product
from pa_audit.policy.cp_phar_150 import ID, limits
from pa_audit.reports import words
from pa_audit.resources import TEMPLATES

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, **view: Any) -> str:
    """Fill a template of reports/templates."""
    return _shared().get_template(template).render(view)


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
    environment.filters["number"] = words.number
    environment.globals |= words.FUNCTIONS | {
        "product": product.describe(),
        "policy": ID,
        "limits": limits,
        "dose_limit": words.DOSE_LIMIT,
        "day_limit": words.DAY_LIMIT,
    }
    return environment


@cache
def _shared() -> "Environment":
    return environment()
