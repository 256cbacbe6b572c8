-- How much is there to evaluate? One row.
select
    (select count(*) from evaluated) as members,
    (select count(*) from audit.pa_requests where member_id in (from touched)) as cases,
    (select count(*) from net_paid) as claims
