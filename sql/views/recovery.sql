-- Which dollars do open findings put in question, each counted once? Grain: one row a net paid claim line of the drug.
-- A line that several findings rest on is put down to the gravest; among those to the first category of this list.
create or replace view audit.recovery as
with mapped(kind, error_category) as (
    values
        ('claim_without_authorization', 'NO_DOCUMENTATION'),
        ('unsupported_approval', 'MEDICAL_NECESSITY'),
        ('unauthorized_approval', 'MEDICAL_NECESSITY'),
        ('requested_over_dose', 'MEDICAL_NECESSITY'),
        ('over_dose', 'MEDICAL_NECESSITY'),
        ('sustained_over_dose', 'MEDICAL_NECESSITY'),
        ('dosing_frequency_off_label', 'MEDICAL_NECESSITY'),
        ('starting_dose_off_label', 'MEDICAL_NECESSITY'),
        ('titration_step_off_label', 'MEDICAL_NECESSITY'),
        ('closed_epiphysis', 'MEDICAL_NECESSITY'),
        ('claim_at_or_after_18', 'MEDICAL_NECESSITY'),
        ('dispensed_after_malignancy', 'MEDICAL_NECESSITY'),
        ('contradiction_malignancy', 'MEDICAL_NECESSITY'),
        ('contradiction_somatropin', 'MEDICAL_NECESSITY'),
        ('contradiction_long_acting_gh', 'MEDICAL_NECESSITY'),
        ('secondary_igfd_code', 'MEDICAL_NECESSITY'),
        ('igf1_resistance_code', 'MEDICAL_NECESSITY'),
        ('duplicate_claim', 'INCORRECT_CODING'),
        ('billed_under_both_benefits', 'INCORRECT_CODING'),
        ('wastage_modifier', 'INCORRECT_CODING'),
        ('orphan_reversal', 'INCORRECT_CODING'),
        ('undocumented_approval', 'INSUFFICIENT_DOCUMENTATION'),
        ('contradiction_weight', 'INSUFFICIENT_DOCUMENTATION'),
        ('contradiction_dose_increase', 'INSUFFICIENT_DOCUMENTATION'),
        ('contradiction_receiving', 'INSUFFICIENT_DOCUMENTATION'),
        ('contradiction_age', 'INSUFFICIENT_DOCUMENTATION'),
        ('contradiction_height_sds', 'INSUFFICIENT_DOCUMENTATION'),
        ('implausible_height', 'INSUFFICIENT_DOCUMENTATION'),
        ('authorization_too_long', 'OTHER'),
        ('authorization_too_short', 'OTHER'),
        ('renewal_date_implausible', 'OTHER'),
        ('quantity_above_authorized', 'OTHER'),
        ('prescriber_mismatch', 'OTHER'),
        ('unsupported_denial', 'OTHER')
),
named as (
    select
        a.source, a.claim_id, a.claim_line_number, a.finding_id, a.kind, a.severity, m.error_category,
        (array_position(['high', 'medium'], a.severity), array_position(
            ['NO_DOCUMENTATION', 'MEDICAL_NECESSITY', 'INCORRECT_CODING', 'INSUFFICIENT_DOCUMENTATION', 'OTHER'],
            m.error_category
        ), a.kind, a.finding_id) as place
    from audit.amounts_at_risk as a
    join mapped as m on m.kind = a.kind
    where a.severity in ('high', 'medium') and not a.settled
),
in_question as (
    select
        source, claim_id, claim_line_number, list(distinct finding_id order by finding_id) as finding_ids, min_by(kind, place) as kind,
        min_by(severity, place) as severity, min_by(error_category, place) as error_category
    from named
    group by source, claim_id, claim_line_number
),
requests as (
    select member_id, received_at::date as received_date, line_of_business, prescriber_npi
    from audit.pa_requests
    qualify row_number() over (partition by member_id, received_date order by received_at desc, pa_id desc) = 1
)
select
    q.error_category, q.kind, q.severity, q.finding_ids, p.source, p.claim_id, p.claim_line_number, p.member_id,
    p.service_date, date_trunc('month', p.service_date)::date as month,
    case when p.prescribing_provider_npi is not null then p.prescribing_provider_npi else r.prescriber_npi end
        as provider_npi,
    r.line_of_business, p.paid_amount
from audit.net_paid_claims as p
join in_question as q
    on q.source = p.source and q.claim_id = p.claim_id and q.claim_line_number is not distinct from p.claim_line_number
asof left join requests as r on r.member_id = p.member_id and r.received_date <= p.service_date
where p.drug = '{drug}';

comment on view audit.recovery is 'One row a net paid claim line of the drug that is at risk by an open finding of high or medium severity, unless a reviewer''s DISMISSED or RECOVERED stands: its dollars once.';
comment on column audit.recovery.error_category is 'The category that its dollars are put down to: NO_DOCUMENTATION, INSUFFICIENT_DOCUMENTATION, MEDICAL_NECESSITY, INCORRECT_CODING or OTHER.';
comment on column audit.recovery.kind is 'The kind of finding that decides it: the gravest, then by category.';
comment on column audit.recovery.severity is 'Severity of that finding.';
comment on column audit.recovery.finding_ids is 'All findings that rest on the claim.';
comment on column audit.recovery.source is 'pharmacy or medical.';
comment on column audit.recovery.claim_id is 'The claim.';
comment on column audit.recovery.claim_line_number is 'Line of a medical claim; null for pharmacy claims.';
comment on column audit.recovery.member_id is 'Its member.';
comment on column audit.recovery.service_date is 'Date of service.';
comment on column audit.recovery.month is 'First day of the month of service.';
comment on column audit.recovery.provider_npi is 'The prescriber on the claim; of a claim that names none, that of the member''s latest request by then.';
comment on column audit.recovery.line_of_business is 'Of the member''s latest request received by the service date; null where there was none by then.';
comment on column audit.recovery.paid_amount is 'Plan-paid dollars of the line.';
