-- Which reversals, replacements and voids name no claim that is known? Grain: one row a claim.
create or replace temp table all_orphans as
select * from (
    select min(member_id) as member_id, 'rx:' || claim_id as claim, min(reverses_claim_id) as named_claim
    from audit.pharmacy_claims as c
    where claim_status = 'REVERSED' and not exists (from audit.pharmacy_claims as k where k.claim_id = c.reverses_claim_id)
    group by claim_id
    union all by name
    select
        min_by(member_id, claim_line_number) as member_id, 'med:' || claim_id as claim,
        min_by(replaces_claim_id, claim_line_number) as named_claim
    from audit.medical_claims as c
    where frequency_code in ('7', '8')
        and not exists (from audit.medical_claims as k where k.claim_id = c.replaces_claim_id)
    group by claim_id
)
where member_id in (from touched)
