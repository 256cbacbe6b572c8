-- Which requests ask for more than the policy's dose, and what became of them?
-- Grain: case above the limit, by the dose or by the day. times_limit is the larger of the two against its limit, for
-- ranking only. dose_clause_status is that of the pathway's own dose clause: not_applicable where II.A.5 caps
-- increases only and the dose did not rise, empty where no clause of the pathway limits the dose.
with requests as (
    select c.*, r.dose_mg, r.doses_per_day,
        cast(r.dose_mg * r.doses_per_day / c.case_weight_kg as decimal(12, 4)) as mg_per_kg_day
    from audit.cases c join audit.pa_requests r using (pa_id)
    where c.requested_over_dose
), dose_clauses as (
    select pa_id, status as dose_clause_status
    from listed_verdicts
    where not ends_with(clause, '.duration')
), reviewed as (
    select pa_id, disposition, disposition_state
    from audit.findings
    where kind = 'requested_over_dose' and state = 'open'
)
select
    pa_id, line_of_business, request_type, pathway, reference_date,
    dose_mg, doses_per_day, case_weight_kg,
    dose_mg_per_kg, cast(getvariable('dose_limit') as decimal(4, 2)) as limit_mg_per_kg,
    mg_per_kg_day, cast(getvariable('day_limit') as decimal(4, 2)) as limit_mg_per_kg_day,
    cast(greatest(dose_mg_per_kg / getvariable('dose_limit'), mg_per_kg_day / getvariable('day_limit'))
        as decimal(9, 2)) as times_limit,
    dose_clause_status, decision, determination, outcome, disposition, disposition_state
from requests left join dose_clauses using (pa_id) left join reviewed using (pa_id)
order by pa_id;
