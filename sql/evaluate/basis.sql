-- What do tonight's results rest on besides the members' own rows? One row, as in store.basis.
select
    product, value_sets, $terms::varchar as terms,
    (select min(received_at::date) from audit.pa_requests) as first_reference_date,
    least(
        (select min(dispensing_date) from audit.pharmacy_claims),
        (select min(claim_line_start_date) from audit.medical_claims)
    ) as first_claim_date
from store.runs where run_id = getvariable('run_id')
