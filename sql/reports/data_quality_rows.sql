-- What became of every row that any drop brought?
-- Grain: extract. delivered = left_out (by its mapping) + repeated + rejected + waiting (for what they refer to, or
-- for their day) + superseded (a later row of the same key replaced them) + in_use.
with delivered as (
    select extract, sum(rows_read + rows_made)::bigint as delivered, sum(rows_left_out)::bigint as left_out,
        sum(rows_repeated)::bigint as repeated
    from audit.files
    where extract is not null
    group by extract
), rejected as (
    select extract, count(*) as rejected
    from audit.quarantine
    where state = 'rejected'
    group by extract
), versions as (
    select extract,
        count(*) filter (version_state = 'waiting') as waiting,
        count(*) filter (version_state = 'superseded') as superseded,
        count(*) filter (version_state = 'current') as in_use
    from (
        select 'members' as extract, version_state from store.members
        union all
        select 'pa_requests', version_state from store.pa_requests
        union all
        select 'growth_measurements', version_state from store.growth_measurements
        union all
        select 'pharmacy_claims', version_state from store.pharmacy_claims
        union all
        select 'medical_claims', version_state from store.medical_claims
        union all
        select 'dispositions', version_state from store.dispositions
        union all
        select 'reviews', version_state from store.reviews
    )
    group by extract
)
select extract, delivered, left_out, repeated, ifnull(rejected, 0) as rejected, ifnull(waiting, 0) as waiting,
    ifnull(superseded, 0) as superseded, ifnull(in_use, 0) as in_use
from delivered left join rejected using (extract) left join versions using (extract)
order by extract;
