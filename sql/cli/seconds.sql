-- How long did the stages of the last run take? Grain: one row a stage, in their order.
select entry.key as stage, entry.value as seconds
from (
    select unnest(map_entries(from_json(max_by(seconds, run_id), '"MAP(VARCHAR, DECIMAL(12, 3))"'))) as entry
    from audit.runs
)
