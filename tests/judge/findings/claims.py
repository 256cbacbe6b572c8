"""Findings of claims against claims, and of who prescribed. Kind = function's name."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ..claims import Paid, Row
from ..dates import add_days
from .dossier import MALIGNANCY, Dossier, Fill
from .finding import ADVISORY, HIGH, MEDIUM, Finding, Raised, dollars, med, named, rx

Alike = tuple[str, str, date, Decimal]


def plain(number: Decimal) -> str:
    """A number without exponent or trailing zeros: 4.50 is 4.5, 40 is 40."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def claim_finding(
    kind: str, key: tuple[str, ...], severity: str, claims: list[Paid], at_risk: list[Paid], day: date | None
) -> Finding:
    """A finding on net paid lines of one member."""
    return Finding(
        kind=kind,
        key=key,
        severity=severity,
        reason=None,
        pa_id=None,
        member_id=claims[0].member_id,
        measurement_id=None,
        claim_ids=named(claims),
        service_date=day,
        amount_at_risk=dollars(at_risk),
        excess_amount=None,
    )


def duplicate_claim(dossier: Dossier) -> Iterator[Finding]:
    groups: dict[Alike, list[Paid]] = defaultdict(list)
    for claim in dossier.paid:
        if claim.source == "pharmacy":
            alike = (claim.member_id, claim.row["ndc_code"], claim.day, claim.row["quantity"])
            groups[alike].append(claim)
    for (member, product, day, quantity), claims in groups.items():
        if len(claims) < 2:
            continue
        lowest = min(claims, key=lambda claim: claim.claim_id)
        again = [claim for claim in claims if claim is not lowest]
        key = (member, product, day.isoformat(), plain(quantity))
        yield claim_finding("duplicate_claim", key, HIGH, claims, again, day)


def billed_under_both_benefits(dossier: Dossier) -> Iterator[Finding]:
    for member, claims in dossier.paid_of.items():
        for day in sorted({claim.day for claim in claims}):
            named_lines: list[Paid] = []
            for first in (claim for claim in claims if claim.day == day):
                others = [c for c in claims if c.source != first.source and day <= c.day <= add_days(day, 7)]
                if others:
                    named_lines += [c for c in (first, *others) if c not in named_lines]
            if named_lines:
                key = (member, day.isoformat())
                yield claim_finding("billed_under_both_benefits", key, MEDIUM, named_lines, named_lines, day)


def wastage_modifier(dossier: Dossier) -> Iterator[Finding]:
    for claim in dossier.paid:
        if claim.source != "medical":
            continue
        modifiers = [part.strip() for part in (claim.row["hcpcs_modifiers"] or "").split(";")]
        if "JW" in modifiers or "JZ" in modifiers:
            key = (claim.claim_id, str(claim.line))
            yield claim_finding("wastage_modifier", key, MEDIUM, [claim], [claim], None)


def orphans(dossier: Dossier) -> Iterator[tuple[str, Row]]:
    """Reversals, replacements and voids, of any drug and status, that name no claim known to the audit."""
    known = {row["claim_id"] for row in dossier.pharmacy}
    for row in dossier.pharmacy:
        if row["claim_status"] == "REVERSED" and row["reverses_claim_id"] not in known:
            yield rx(row["claim_id"]), row
    known = {row["claim_id"] for row in dossier.medical}
    for row in sorted(dossier.medical, key=lambda row: row["claim_line_number"]):
        if row["frequency_code"] in ("7", "8") and row["replaces_claim_id"] not in known:
            yield med(row["claim_id"]), row


def orphan_reversal(dossier: Dossier) -> Iterator[Finding]:
    seen: set[str] = set()
    for name, row in orphans(dossier):
        if name in seen:
            continue  # one finding a claim, its lowest line speaking for it
        seen.add(name)
        yield Finding(
            kind="orphan_reversal",
            key=(name,),
            severity=ADVISORY,
            reason=None,
            pa_id=None,
            member_id=row["member_id"],
            measurement_id=None,
            claim_ids=(name,),
            service_date=None,
            amount_at_risk=None,
            excess_amount=None,
        )


def dispensed_after_malignancy(fill: Fill) -> Raised | None:
    coded = fill.dossier.diagnosed[MALIGNANCY].get(fill.member_id, [])
    if not coded or fill.day < min(coded)[0]:
        return None
    day, claim_id = min(coded)
    before = [c for c in fill.dossier.paid_of[fill.member_id] if day <= c.day < fill.day]
    if before:
        return None  # only the first dispensing since
    claims = {*named(fill.claims), med(claim_id)}
    return Raised(HIGH, claim_ids=tuple(sorted(claims)))


def prescriber_mismatch(fill: Fill) -> Raised | None:
    covering = fill.dossier.covering(fill.member_id, fill.day)
    if not covering or covering[-1]["prescriber_npi"] is None:
        return None
    prescribers = [c.row["prescribing_provider_npi"] for c in fill.claims if c.source == "pharmacy"]
    present = [npi for npi in prescribers if npi is not None]
    if not present or covering[-1]["prescriber_npi"] in present:
        return None
    return Raised(ADVISORY, pa_id=covering[-1]["pa_id"])


FILL_RULES = [dispensed_after_malignancy, prescriber_mismatch]
DOSSIER_RULES = [duplicate_claim, billed_under_both_benefits, wastage_modifier, orphan_reversal]
