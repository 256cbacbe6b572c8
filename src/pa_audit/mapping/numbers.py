"""Numbers as people write them into the contract's: separators, and units by exact decimal factors."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

import polars as pl
from polars import Expr, lit, when

# Unit to what one of it is in the contract's unit; the pound and the inch are exact by definition.
FACTORS = {
    "kg": {"kg": "1", "g": "0.001", "lb": "0.45359237", "oz": "0.028349523125"},
    "cm": {"cm": "1", "mm": "0.1", "m": "100", "in": "2.54", "ft": "30.48"},
    "mg": {"mg": "1", "g": "1000", "mcg": "0.001", "ug": "0.001"},
    "months": {"months": "1", "years": "12"},
}
SPELLINGS = {
    spelt: unit
    for unit, spellings in {
        "kg": "kgs kilogram kilograms", "g": "gm gms gram grams", "lb": "lbs lb. lbs. pound pounds [lb_av]",
        "oz": "ounce ounces [oz_av]", "cm": "cms centimeter centimeters centimetre centimetres",
        "mm": "millimeter millimeters", "m": "meter meters metre metres", "in": "in. inch inches [in_i]",
        "ft": "feet foot [ft_i]", "mcg": "microgram micrograms", "mg": "mgs milligram milligrams",
        "months": "month mo mos", "years": "year yr yrs",
    }.items()
    for spelt in spellings.split()
}  # fmt: skip
UNITS = {unit: unit for units in FACTORS.values() for unit in units} | SPELLINGS
"""Every unit, however it is spelt."""
OTHER_SPACES = "[\u00a0\u2009\u202f]"
"""Spaces that do not break or are thin, as spreadsheets put them between thousands."""
WITH_UNIT = r"^([+-]?[.,]?[0-9][0-9.,'\s]*?)\s*([A-Za-z\[][A-Za-z_\]]*\.?)$"
"""A number and its unit in one field: 45.5 lb."""
MICRO = Decimal("0.000001")
EXACT = Context(prec=60)
NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,18})?")


def unit_of(column: str) -> str | None:
    """Give the unit of a column of the contract, which is the end of its name."""
    return next((unit for unit in FACTORS if column.endswith(f"_{unit}")), None)


def units(column: str) -> str:
    """List the units that a column of the contract can be converted from."""
    return ", ".join(FACTORS[str(unit_of(column))])


def plain(value: Expr, decimal: str, thousands: str, kind: str) -> Expr:
    """Write a number with a point and no thousands separators, where these stand as they should.

    An amount may have a $ before it, and a decimal lack the zero before its point.
    """
    if kind == "money":
        value = value.str.replace(r"^([+-]?)\$ ?", "${1}")
    point = "\\" + decimal
    if thousands == " ":
        value = value.str.replace_all(OTHER_SPACES, " ")
    if thousands:
        grouped = value.str.contains(rf"^[+-]?[1-9][0-9]{{0,2}}(\{thousands}[0-9]{{3}})+({point}[0-9]*)?$")
        bare = value.str.replace_all(thousands, "", literal=True)
        other = value if thousands != "." else _marked(value, r"\.")
        value = when(grouped).then(bare).otherwise(other)
    if decimal != ".":
        value = _marked(value, r"\.") if thousands != "." else value
        value = value.str.replace(decimal, ".", literal=True)
    value = value.str.replace(r"^([+-]?)\.([0-9])", "${1}0.${2}")
    return value.str.replace(r"\.0+$", "") if kind == "integer" else value


def _marked(value: Expr, sign: str) -> Expr:
    """Mark a number with a point where the mapping says that a point does not separate decimals."""
    return when(value.str.contains(sign)).then(lit("? ") + value).otherwise(value)


def before_unit(value: Expr) -> Expr:
    """Take the number that has a unit behind it; what is none stays, and no unit is found for it."""
    return pl.coalesce(value.str.extract(WITH_UNIT, 1), value)


def converted(value: Expr, unit: str | Expr, target: str) -> Expr:
    """Convert into the contract's unit, exactly; then to 6 decimals, half away from zero.

    A number in a unit that has no factor here gets a mark, and so goes to quarantine as `format`.
    """
    pair = pl.struct(value.alias("value"), spelt(lit(unit) if isinstance(unit, str) else unit).alias("unit"))
    # Said to be elementwise: the blank of an absent column is one value, which is to fill every row.
    return pair.map_batches(lambda pairs: _each_once(pairs, target), return_dtype=pl.String, is_elementwise=True)


def spelt(unit: Expr) -> Expr:
    """Write a unit as FACTORS do, however others spell it."""
    return unit.str.to_lowercase().replace(SPELLINGS)


def _each_once(pairs: pl.Series, target: str) -> pl.Series:
    """Convert the distinct pairs only: measurements have many rows and few values."""
    rows = pairs.struct.unnest()
    distinct = rows.unique()
    results = [_one(value, unit, FACTORS[target]) for value, unit in distinct.iter_rows()]
    table = distinct.with_columns(pl.Series("result", results, dtype=pl.String))
    joined = rows.join(table, on=["value", "unit"], how="left", nulls_equal=True, maintain_order="left")
    return joined["result"]


def _one(value: str | None, unit: str | None, factors: dict[str, str]) -> str | None:
    if value is None:
        return None
    factor = factors.get(unit or "")
    if factor is None or not NUMBER.fullmatch(value):
        return f"? {value}"
    exact = EXACT.multiply(Decimal(value), Decimal(factor))
    return format(exact.quantize(MICRO, ROUND_HALF_UP, EXACT).normalize(EXACT), "f")
