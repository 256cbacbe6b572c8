-- What became of every episode of fills, each once?
-- Grain: status x reason that occurs. Their milligrams are those of the dispensings, counted again: never add the two.
select
    status, reason, count(*) as episodes, sum(mg) as mg, sum(paid_amount) as paid_amount,
    sum(excess_mg) as excess_mg, sum(excess_amount) as excess_amount
from audit.episodes
group by status, reason
order by status, reason;
