-- Why are rows in quarantine, in which extract: from this run's drop and from every drop so far?
-- Grain: extract x reason. A row with several reasons counts under each of them. waiting: rows of any drop that become
-- valid when what they refer to arrives, or their day.
select
    extract, reason,
    count(*) filter (run_id = getvariable('run_id')) as rows_this_run,
    count(*) as rows_all_runs,
    count(*) filter (state = 'waiting') as waiting
from (select run_id, extract, state, unnest(reasons) as reason from audit.quarantine where state <> 'released')
group by extract, reason
order by extract, reason;
