-- Of which member is the case that was asked for? Grain: the case, or no row.
select 1 as place, pa_id, member_id
from audit.cases
where pa_id = getvariable('pa_id');
