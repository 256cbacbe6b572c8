-- From what to what would results change under the other reading of a phrase, that one alone?
-- Grain: reading x what changes x from x to. number counts a case once for each thing said of it that changes;
-- first_counted_here once in all, under the first of outcome, determination, length, dose, referral and version, so that
-- it adds up to reading_counts. An empty from or to: nothing is said there (no version, no length judged, no such episode).
with things as (
    select *, array_position(
        ['outcome', 'determination', 'authorization_length', 'requested_over_dose', 'referral_policy', 'policy_version'],
        changed
    ) as place
    from audit.reading_sensitivity
), counted as (
    select reading, alternative, subject, changed, before, after, any_value(place) as place, count(*) as number
    from things
    group by all
), firsts as (
    select reading, "first".*, count(*) as cases
    from (
        select reading, arg_min({changed: changed, before: before, after: after}, place) as "first"
        from things
        where subject = 'case'
        group by reading, pa_id
    )
    group by all
)
select c.* exclude (place), if(c.subject = 'case', ifnull(f.cases, 0), c.number) as first_counted_here
from counted as c
left join firsts as f
    on f.reading = c.reading and f.changed = c.changed
    and f.before is not distinct from c.before and f.after is not distinct from c.after
order by length(c.reading), c.reading, c.subject, c.place, c.number desc, c.before, c.after;
