"""What the readings of every policy have in common: a field an ambiguous phrase, typed with its choices."""

from dataclasses import dataclass, fields, replace
from typing import Self, get_args, get_type_hints


@dataclass(frozen=True)
class Readings:
    """The base of a policy's own readings; the first choice of each field is its default."""

    @classmethod
    def choices(cls) -> dict[str, tuple[str, ...]]:
        """Give the allowed choices of every reading, the default first."""
        hints = get_type_hints(cls)
        return {field.name: get_args(hints[field.name]) for field in fields(cls)}

    def alternatives(self) -> dict[str, Self]:
        """Give, for each reading, these readings with that one alone switched to its other choice."""
        switched = {}
        for name, choices in self.choices().items():
            (other,) = set(choices) - {getattr(self, name)}
            switched[name] = replace(self, **{name: other})
        return switched
