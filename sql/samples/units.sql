-- The frame of one sample, drawn units and others. One row a unit. Takes the variable sample_id.
select unit, stratum, unit_id, amount, pa_id, facts::varchar as facts, role, selected
from audit.sample_units
where sample_id = getvariable('sample_id')
order by unit
