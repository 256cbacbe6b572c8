"""What to do about a file that is refused or a row that is set aside: one sentence for each reason."""

CURES = {
    "unreadable": "cut short, or not what its ending says; deliver it again, compressed once and whole",
    "trailing_bytes": "bytes follow the compressed content; compress the file again",
    "empty_file": "has no header row; deliver it again, or leave it out",
    "header": "its header row is not plain CSV; look at quotes and the delimiter (pa-audit inspect tells what it sees)",
    "encoding": "is not in UTF-8, or in what its mapping says; name its encoding there (pa-audit inspect tells)",
    "line_ends": 'its lines end in CR alone; write line_ends = "cr" in a mapping, or export with LF or CRLF',
    "record_too_long": "a record is longer than 16 MiB; look for a quote that is opened and closed far apart",
    "missing_column": "lacks required columns; add them, or map names and delimiter (pa-audit inspect proposes how)",
    "duplicate_column": "has a column twice; export it once",
    "column_type": "a Parquet column has a type that is no text, number or date; write it as text",
}


def cure(reason: str) -> str:
    """Say what to do about a refused file; `reason` is a token such as missing_column:member_id."""
    return CURES[reason.partition(":")[0]]
