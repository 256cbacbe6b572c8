"""The values that a mapping may give its keys, each checked by itself; all raise Wrong with the key."""

from pa_audit.contract import Column
from pa_audit.mapping import dates, numbers
from pa_audit.mapping.spec import Conditions
from pa_audit.toml_lines import Key
from pa_audit.toml_values import Wrong, listed, show, table, text


def texts(value: object, key: Key) -> tuple[str, ...]:
    """Check a name, or a list of at least one."""
    items = value if isinstance(value, list) else [value]
    if not items:
        raise Wrong(key, "expected at least one name, found []")
    return tuple(text(item, key) for item in items)


def any_text(value: object, key: Key) -> str:
    """Check a text, which may be empty."""
    if not isinstance(value, str):
        raise Wrong(key, f"expected text in quotes, found {show(value)}")
    return value


def sign(value: object, key: Key) -> str:
    """Check a delimiter: one byte, and none that fields or lines need for themselves."""
    if not isinstance(value, str) or len(value.encode()) != 1 or value in '"\n\r\0' or value.isalnum():
        raise Wrong(key, f'expected one sign such as "|" or "\\t", found {show(value)}')
    return value


def one_of(choices: tuple[str, ...], value: object, key: Key) -> str:
    """Check one of a few words."""
    if value not in choices:
        raise Wrong(key, f"expected one of {listed([show(choice) for choice in choices])}, found {show(value)}")
    return str(value)


def yes_or_no(value: object, key: Key) -> bool:
    """Check a Boolean."""
    if not isinstance(value, bool):
        raise Wrong(key, f"expected true or false, found {show(value)}")
    return value


def date_formats(value: object, key: Key) -> tuple[str, ...]:
    """Check a date format, or a list of them."""
    formats = texts(value, key)
    for one in formats:
        if not dates.is_format(one):
            raise Wrong(key, f"expected {dates.EXPECTED}, found {show(one)}")
    return formats


def conditions(value: object, key: Key) -> Conditions:
    """Check a table of source columns and what is asked of each."""
    return {name: _asked(asked, (*key, name)) for name, asked in table(value, key).items()}


def _asked(value: object, key: Key) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(any_text(item, key).strip() for item in values)


def codes(value: object, key: Key) -> dict[str, str]:
    """Check a table of codes and their meanings; codes match in any case."""
    raw = table(value, key)
    if len({code.upper() for code in raw}) < len(raw):
        raise Wrong(key, "expected codes that differ in more than case")
    return {code: any_text(meaning, (*key, code)) for code, meaning in raw.items()}


def first_and_last(value: object, key: Key) -> tuple[int, int]:
    """Check the first and last number of columns side by side."""
    match value:
        case [int(first), int(last)] if 0 <= first <= last < 1000 and bool not in map(type, value):
            return first, last
    raise Wrong(key, f"expected the first and last number, such as [1, 25], found {show(value)}")


def count(what: str, least: int, most: int, value: object, key: Key) -> int:
    """Check a number of things."""
    if type(value) is not int or not least <= value <= most:
        raise Wrong(key, f"expected how many {what}, {least} to {most}, found {show(value)}")
    return value


def unit(column: Column, value: object, key: Key) -> str:
    """Check a unit that a column can be converted from."""
    return one_of(_units(column, key), value, key)


def unit_from(column: Column, value: object, key: Key) -> str:
    """Check the name of a source column with units, for a column that can be converted."""
    _units(column, key)
    return text(value, key)


def _units(column: Column, key: Key) -> tuple[str, ...]:
    target = numbers.unit_of(column.name)
    if target is None or column.kind != "decimal":
        raise Wrong(key, f"{column.name} has no unit to convert into")
    return tuple(numbers.FACTORS[target])
