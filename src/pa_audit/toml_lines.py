"""Where in a TOML text a key is set: tomllib gives no positions, and a complaint should name its line."""

import re

Key = tuple[str | int, ...]
"""A path such as ("state_exceptions", 0, "from"); entries of a list of tables count from 0."""

HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
SETTING = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*'|\s*\.\s*)+?)\s*=""")


def line_of(text: str, key: Key) -> int:
    """Find the line (from 1) that sets `key`, or failing that the innermost table around it.

    Inside an inline table or a list over several lines, the line of its key is given.
    """
    places: dict[Key, int] = {(): 1}
    entries: dict[str, int] = {}
    table: Key = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if (header := HEADER.match(line)) and (named := _parts(header[2])):  # no list in a list, such as [ ]
            table = named
            if header[1] == "[[":
                name = str(table[0])
                entries[name] = entries.get(name, -1) + 1
                table = (name, entries[name])
            elif table[0] in entries:  # [members.columns] belongs to the last [[members]]
                table = (table[0], entries[str(table[0])], *table[1:])
            places.setdefault(table[:1], number)
            places.setdefault(table, number)
        elif setting := SETTING.match(line):
            inner = (*table, *_parts(setting[1]))
            for end in range(len(table) + 1, len(inner) + 1):
                places.setdefault(inner[:end], number)
    return next(places[key[:end]] for end in range(len(key), -1, -1) if key[:end] in places)


def _parts(dotted: str) -> Key:
    return tuple(part.strip("\"' ") for part in re.findall(r"""\s*("[^"]*"|'[^']*'|[^.\s]+)\s*""", dotted))
