-- Which cases are there, told apart by what the edition counts them by? Grain: case.
select
    c.pa_id, c.member_id,
    case requested_over_dose when true then 'yes' when false then 'no' else 'unknown' end as over_dose,
    c.outcome, c.line_of_business, ifnull(c.pathway, 'none') as pathway,
    ifnull(d.status, 'not_judged') as authorization_length,
    c.reference_date as received, c.decided_date as decided, c.auth_start_date, c.auth_end_date, c.dose_mg_per_kg
from audit.cases as c
left join (
    from audit.criteria where clause in (select clause from audit.clauses where role = 'length')
) as d on d.pa_id = c.pa_id
order by c.pa_id;
