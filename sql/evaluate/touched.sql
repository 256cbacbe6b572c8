-- Whose results does this run make anew? Those with changed rows, and those whose claims another's claim cancels or no
-- longer does: all but reversals and replacements is local to a member. Grain: one row a member.
create or replace temp table touched as
select member_id from audit.members semi join (
    select member_id from changed_members
    union select member_id from changed_pa_requests
    union select member_id from changed_growth_measurements
    union select member_id from changed_pharmacy_claims
    union select member_id from changed_medical_claims
    union select c.member_id from audit.pharmacy_claims as c join changed_pharmacy_claims as x on c.claim_id = x.reverses_claim_id
    union select c.member_id from audit.pharmacy_claims as c join changed_pharmacy_claims as x on c.reverses_claim_id = x.claim_id
    union select c.member_id from audit.medical_claims as c join changed_medical_claims as x on c.claim_id = x.replaces_claim_id
    union select c.member_id from audit.medical_claims as c join changed_medical_claims as x on c.replaces_claim_id = x.claim_id
    union select c.member_id from audit.medical_claims as c join changed_medical_claims as x on c.claim_id = x.claim_id
) using (member_id)
