"""Every comparison, number and connective in policy/, mutated one at a time: some truth table notices each.

A mutant is the policy with one node of its source changed, imported in place of the real one; the truth tables are
then run against it. One that no table notices is a threshold that nobody watches.
"""

import ast
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from inspect import signature
from itertools import product
from multiprocessing import get_context
from types import ModuleType
from typing import Any

import pytest

from pa_audit.resources import ROOT

POLICY = ROOT / "src" / "pa_audit" / "policy" / "cp_phar_150"
TABLES = (
    "facts", "initial_igfd", "initial_ghi", "continued", "other_uses", "duration", "versions", "dosing", "alternatives",
    "asks", "label",
)  # fmt: skip
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip

NUMBERS = re.compile(r"-?\d+(\.\d+)?( -?\d+(\.\d+)?)*")  # a text that is nothing but decimals

# Mutants that no case can tell from the policy, each with why.
EQUIVALENT = {
    # R5: a fall of over 1 SD that begins or ends at an outermost line crosses two others anyway.
    *(f"'1.64485{line}' -> '1.64485{other}'" for line, other in ("43", "45")),
    *(f"'-1.64485{line}' -> '-1.64485{other}'" for line, other in ("32", "34")),
}

Mutant = tuple[str, int, int]  # file, number of the node in it, number of the change to that node


def changes(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """Give the ways to mutate one node: the attribute to set and its new value."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        yield "ops", [SWAPS[type(node.ops[0])]()]
    if isinstance(node, ast.BinOp) and type(node.op) in SWAPS:
        yield "op", SWAPS[type(node.op)]()
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield "value", node.value + 1
        yield "value", node.value - 1
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and NUMBERS.fullmatch(node.value):
        words = node.value.split()
        for place, step in product(range(len(words)), (Decimal("0.000001"), Decimal("-0.000001"))):
            yield "value", " ".join([*words[:place], str(Decimal(words[place]) + step), *words[place + 1 :]])


def logic(tree: ast.Module) -> list[ast.AST]:
    """List the nodes of a module that decide something: not its types."""
    types = {
        id(part)
        for node in ast.walk(tree)
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if annotation is not None
        for part in ast.walk(annotation)
    }
    return [node for node in ast.walk(tree) if id(node) not in types]


def mutants() -> list[Mutant]:
    """List every mutant of every file of the policy."""
    return [
        (path.name, place, number)
        for path in sorted(POLICY.glob("*.py"))
        for place, node in enumerate(logic(ast.parse(path.read_text(encoding="utf-8"))))
        for number, _ in enumerate(changes(node))
    ]


def mutate(mutant: Mutant) -> tuple[str, str]:
    """Give a mutant's source, and the line it changes."""
    file, place, number = mutant
    tree = ast.parse((POLICY / file).read_text(encoding="utf-8"))
    node = logic(tree)[place]
    attribute, value = list(changes(node))[number]
    before = ast.unparse(node)
    setattr(node, attribute, value)
    return ast.unparse(tree), f"{file}:{getattr(node, 'lineno', 0)}: {before} -> {ast.unparse(node)}"


class InPlace(MetaPathFinder, Loader):
    """Imports one module from given source."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.source = name, source

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return spec_from_loader(fullname, self) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, self.name, "exec"), module.__dict__)


def survives(mutant: Mutant) -> str | None:
    """Run the truth tables against a mutant; give its changed line if they all still pass."""
    source, line = mutate(mutant)
    stem = mutant[0].removesuffix(".py")
    finder = InPlace(f"pa_audit.policy.cp_phar_150.{stem}", source)
    for name in [name for name in sys.modules if name.startswith(("pa_audit.", "tests.policy"))]:
        del sys.modules[name]
    sys.meta_path.insert(0, finder)
    try:
        own_first = sorted(TABLES, key=lambda table: table != stem)
        for table in own_first:
            _run(import_module(f"tests.policy.test_{table}"))
    except Exception:
        return None  # noticed: a table failed, or the mutant does not even run
    finally:
        sys.meta_path.remove(finder)
    return line


def _run(module: ModuleType) -> None:
    for name, test in list(vars(module).items()):
        if not name.startswith("test_"):
            continue
        names = list(signature(test).parameters)
        for row in getattr(module, "READ", []) if names else [()]:
            test(*row)


def _start() -> None:
    sys.path.insert(0, str(ROOT))


@pytest.mark.slow
def test_every_mutant_is_noticed() -> None:
    everyone = mutants()
    assert len(everyone) > 150
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_start) as pool:
        survivors = [line for line in pool.map(survives, everyone, chunksize=8) if line]
    assert [line for line in survivors if line.split(": ", 1)[1] not in EQUIVALENT] == []


@pytest.mark.slow
def test_the_tables_pass_on_the_policy_itself() -> None:
    """Else every mutant would count as noticed."""
    for table in TABLES:
        _run(import_module(f"tests.policy.test_{table}"))
