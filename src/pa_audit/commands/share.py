"""pa-audit share: an edition of the publication for people who may not see who the patients are."""

from pathlib import Path

from pa_audit.commands.folders import refuse_used


def share(*, deidentify: Path, database: Path, out: Path) -> None:
    """Write an edition with keyed pseudonyms, shifted dates and no small cells, as CSV files.

    Parameters
    ----------
    deidentify
        File with the key: at least 32 random bytes. The same key gives the same pseudonyms.
    database
        The publication.
    out
        A new or empty folder.
    """
    refuse_used(out)
    from pa_audit import share as edition
    from pa_audit import show
    from pa_audit.share.pseudonyms import load_key

    with show.notes():
        key = load_key(deidentify)
        with show.working(f"writing the shareable edition to {out}"):
            counts = edition.write(database, key, out)
    print(*show.table(("table", "rows"), counts.items()), "", f"edition  {out.absolute()}", sep="\n")
    print("It is pseudonymised, not de-identified in the sense of HIPAA: read README.txt before you give it away.")
