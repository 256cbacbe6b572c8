"""Three-valued logic, and the clause: one numbered line of a policy as one expression. Knows no drug.

A clause holds (true), fails (false) or is not settled by the submission (null). `&` and `|` of polars are Kleene's
AND and OR already, so nothing here replaces null by anything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from polars import Expr, lit, when

MET, NOT_MET, NOT_DOCUMENTED, NOT_APPLICABLE = "met", "not_met", "not_documented", "not_applicable"
# One letter a status, so that a case's statuses pack into one short text (store: statuses, one letter a clause).
LETTERS = {MET: "m", NOT_MET: "n", NOT_DOCUMENTED: "d", NOT_APPLICABLE: "x"}


@dataclass(frozen=True)
class Rule:
    """What a clause says of a case: when it `holds` and, for a conditional clause, when it `applies`."""

    holds: Expr
    applies: Expr | None = None

    @property
    def value(self) -> Expr:
        """True, false or null; a clause that does not apply is true, and so drops out of an AND."""
        return self.holds if self.applies is None else ~self.applies | self.holds

    @property
    def facts(self) -> list[str]:
        """Name the facts the rule rests on, asked of the expressions themselves: first holds', then applies'."""
        expressions = [self.holds] if self.applies is None else [self.holds, self.applies]
        return list(dict.fromkeys(name for e in expressions for name in e.meta.root_names()))

    def shown(self, facts: Mapping[str, "Fact"]) -> list[str]:
        """Name the columns that a reader is shown for it: those of each of its facts; most are one of that name."""
        shown = [facts[name].shown if name in facts else (name,) for name in self.facts]
        return list(dict.fromkeys(column for columns in shown for column in columns))

    def status(self) -> Expr:
        """Give the status letter of the clause for every row."""
        settled = (
            when(self.value)
            .then(lit(LETTERS[MET]))
            .when(~self.value)
            .then(lit(LETTERS[NOT_MET]))
            .otherwise(lit(LETTERS[NOT_DOCUMENTED]))
        )
        return (
            settled
            if self.applies is None
            else when(~self.applies).then(lit(LETTERS[NOT_APPLICABLE])).otherwise(settled)
        )


def all_of(rules: Iterable[Rule]) -> Expr:
    """Kleene AND: false if any part is, else null if any part is, else true."""
    return reduce(Expr.and_, (rule.value for rule in rules))


def any_of(*rules: Rule) -> Rule:
    """Kleene OR: true if any part is, else null if any part is, else false."""
    return Rule(reduce(Expr.or_, (rule.value for rule in rules)))


@dataclass(frozen=True)
class Fact:
    """How a fact shows: the reason when it is null, the columns a reader is shown for it, and the (column, reason)
    that tells one that is there but too old from one that is not there.
    """

    missing: str
    shown: tuple[str, ...]
    stale: tuple[str, str] | None = None


@dataclass(frozen=True)
class Ask:
    """Something to ask a submitter for: its reason token, when a case lacks it, and the facts that it `brings`, each
    with a value that passes.
    """

    token: Expr
    lacking: Expr
    brings: dict[str, Expr]


@dataclass(frozen=True)
class Clause:
    """One numbered line of a policy and the function that decides it.

    `readings` names the ambiguous phrases it reads; `unsettled` is the reason when every fact is there and the
    submission still does not settle the clause. `only` says which cases have the row at all; such a clause is
    shown beside the section's verdict and is no part of it.
    """

    id: str
    title: str
    rule: Callable[[Any], Rule]
    readings: tuple[str, ...]
    unsettled: str
    only: Expr | None

    @property
    def function(self) -> str:
        """Dotted name of the deciding function, for the reader who wants the source."""
        return f"{self.rule.__module__}.{self.rule.__qualname__}"


class Section:
    """One section of a policy: its clauses, parents before children, in the policy's own order."""

    def __init__(self, pathway: str) -> None:
        self.pathway = pathway
        self._clauses: dict[str, Clause] = {}

    def __iter__(self) -> Iterator[Clause]:
        return iter(self._clauses.values())

    def clause(
        self,
        number: str,
        title: str,
        *,
        reads: tuple[str, ...] = (),
        unsettled: str = "unsettled",
        only: Expr | None = None,
    ) -> Callable[[Callable[[Any], Rule]], Callable[[Any], Rule]]:
        """Register the decorated function as clause `number` of this section; `title` is in our own words."""

        def register(rule: Callable[[Any], Rule]) -> Callable[[Any], Rule]:
            if number in self._clauses:
                raise ValueError(f"clause {number} is registered twice")
            self._clauses[number] = Clause(number, title, rule, reads, unsettled, only)
            return rule

        return register

    def parent(self, clause: Clause) -> str | None:
        """Name the clause that `clause` is a part of; null for the top-level ones."""
        above = clause.id.rpartition(".")[0]
        return above if above in self._clauses else None

    def parts(self, clause: Clause) -> list[Clause]:
        """Give the clauses that are parts of this one."""
        return [other for other in self if self.parent(other) == clause.id]

    def decided(self, value: Callable[[Clause], Expr]) -> "Section":
        """Give a section of the same clauses whose rules only read what `value` says was decided of each."""

        def decided(clause: Clause) -> Clause:
            return replace(clause, rule=lambda r: Rule(value(clause)))

        section = Section(self.pathway)
        section._clauses = {clause.id: decided(clause) for clause in self}
        return section

    def top_level(self) -> list[Clause]:
        """Give the clauses whose AND is the section's verdict."""
        return [clause for clause in self if self.parent(clause) is None and clause.only is None]
