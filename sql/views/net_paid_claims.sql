-- Which claims did the plan pay in the end? Grain: one row a net paid claim line (extracts.md, "Net paid").
-- A reversal or replacement cancels whatever order or night it arrives in; one that names its own claim cancels nothing.
create or replace view audit.net_paid_claims as
with reversed as (
    select distinct reverses_claim_id as claim_id
    from audit.pharmacy_claims
    where claim_status = 'REVERSED' and reverses_claim_id <> claim_id
),
replaced as (
    select distinct replaces_claim_id as claim_id
    from audit.medical_claims
    where claim_status = 'PAID' and frequency_code in ('7', '8') and replaces_claim_id <> claim_id
),
paid as (
    select
        c.claim_id, null::integer as claim_line_number, 'pharmacy' as source, c.member_id,
        c.dispensing_date as service_date, 'NDC' as code_system, c.ndc_code as code, c.quantity as units,
        c.unit_of_measure is null or c.unit_of_measure = 'ML' as unit_is_usable, c.days_supply, c.paid_amount,
        c.prescribing_provider_npi, null::varchar as hcpcs_modifiers
    from audit.pharmacy_claims as c anti join reversed using (claim_id)
    where c.claim_status = 'PAID'
    union all by name
    select
        c.claim_id, c.claim_line_number, 'medical' as source, c.member_id,
        c.claim_line_start_date as service_date, 'HCPCS' as code_system, c.hcpcs_code as code,
        c.service_unit_quantity as units, true as unit_is_usable, null::integer as days_supply, c.paid_amount,
        null::varchar as prescribing_provider_npi, c.hcpcs_modifiers
    from audit.medical_claims as c anti join replaced using (claim_id)
    where c.claim_status = 'PAID' and c.frequency_code in ('1', '7')
),
drugs as (
    select code_system, code, match, valid_from, valid_to, value_set as drug, mg_per_unit
    from store.value_sets
    where code_system in ('NDC', 'HCPCS')
),
product as (
    select distinct p.code_system, p.code, d.drug, d.mg_per_unit, d.valid_from, d.valid_to
    from (
        select 'NDC' as code_system, ndc_code as code from audit.pharmacy_claims group by all
        union all
        select 'HCPCS', hcpcs_code from audit.medical_claims group by all
    ) as p
    join drugs as d
        on d.code_system = p.code_system
        and (d.code = p.code or (d.match = 'prefix' and starts_with(p.code, d.code)))
)
select
    p.claim_id, p.claim_line_number, p.source, p.member_id, p.service_date, d.drug,
    -- A product of two decimals of up to 18 digits has 18, twelve of these behind the point: too few for big quantities.
    case when p.unit_is_usable then (p.units::decimal(24, 6) * d.mg_per_unit)::decimal(18, 6) end as mg,
    p.days_supply, p.paid_amount, p.code, p.units as quantity, p.prescribing_provider_npi, p.hcpcs_modifiers
from paid as p
left join product as d
    on d.code_system = p.code_system and d.code = p.code
    and (d.valid_from is null or p.service_date >= d.valid_from)
    and (d.valid_to is null or p.service_date <= d.valid_to);

comment on view audit.net_paid_claims is 'One row a claim line that stays paid after reversals, replacements and voids.';
comment on column audit.net_paid_claims.claim_id is 'The claim.';
comment on column audit.net_paid_claims.claim_line_number is 'Line of a medical claim; null for pharmacy claims.';
comment on column audit.net_paid_claims.source is 'pharmacy or medical.';
comment on column audit.net_paid_claims.member_id is 'Its member.';
comment on column audit.net_paid_claims.service_date is 'Date of service.';
comment on column audit.net_paid_claims.drug is 'Value set of its NDC or HCPCS code on that date (audit.value_sets); else null.';
comment on column audit.net_paid_claims.mg is 'Milligrams of the drug; null where the unit of measure or the quantity cannot be used, or the code has no strength.';
comment on column audit.net_paid_claims.days_supply is 'Days of supply of a pharmacy claim.';
comment on column audit.net_paid_claims.paid_amount is 'Plan-paid dollars; null when the claim does not say.';
comment on column audit.net_paid_claims.code is 'NDC-11 of a pharmacy claim, HCPCS code of a medical claim line.';
comment on column audit.net_paid_claims.quantity is 'Quantity dispensed (mL), or service units.';
comment on column audit.net_paid_claims.prescribing_provider_npi is 'NPI of the prescriber; pharmacy claims.';
comment on column audit.net_paid_claims.hcpcs_modifiers is 'HCPCS modifiers; medical claims.';
