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
), firsts as (
    select reading, pa_id, min(place) as place
    from things
    where subject = 'case'
    group by reading, pa_id
)
select reading, alternative, subject, changed, before, after, count(*) as number,
    count(*) filter (t.subject <> 'case' or f.pa_id is not null) as first_counted_here
from things t left join firsts f using (reading, pa_id, place)
group by all
order by any_value(length(reading)), reading, subject, any_value(place), number desc, before, after;
