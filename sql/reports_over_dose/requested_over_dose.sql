-- Which requests ask for more than the dose limit, by how much, and what did the plan decide?
-- Grain: case above the limit, by the dose or by the day. excess_mg_per_dose is exact: dose - limit x weight, negative
-- where only the day's doses are too much. excess_mg, for ranking: the larger of the two.
select
    c.pa_id, c.member_id, c.line_of_business, c.request_type, c.pathway, c.reference_date,
    r.dose_mg, r.doses_per_day, c.case_weight_kg, if(r.weight_kg is null, 'measurement', 'request') as weight_from,
    c.dose_mg_per_kg, getvariable('dose_limit') as limit_mg_per_kg,
    cast(r.dose_mg * r.doses_per_day / c.case_weight_kg as decimal(12, 4)) as mg_per_kg_day,
    getvariable('day_limit') as limit_mg_per_kg_day,
    r.dose_mg - getvariable('dose_limit') * c.case_weight_kg as excess_mg_per_dose,
    r.dose_mg * r.doses_per_day - getvariable('day_limit') * c.case_weight_kg as excess_mg_per_day,
    greatest(excess_mg_per_dose, excess_mg_per_day) as excess_mg,
    c.decision, c.outcome, f.disposition, f.disposition_state
from audit.cases c join audit.pa_requests r using (pa_id)
left join audit.findings f on f.pa_id = c.pa_id and f.kind = 'requested_over_dose' and f.state = 'open'
where c.requested_over_dose
order by c.pa_id;
