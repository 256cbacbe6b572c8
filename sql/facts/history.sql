-- How much is there to evaluate, and since when does the history know requests and claims of any kind? One row.
select
    (select count(*) from evaluated) as members,
    (select count(*) from audit.pa_requests) as cases,
    (select count(*) from net_paid) as claims,
    (select min(received_at::date) from audit.pa_requests) as first_reference_date,
    least(
        (select min(dispensing_date) from audit.pharmacy_claims),
        (select min(claim_line_start_date) from audit.medical_claims)
    ) as first_claim_date
