-- Approved requests, with the plan-paid dollars of the net paid {drug} claims within their authorized span.
select pa_id as unit_id, amount_paid as amount, pa_id, member_id, line_of_business, request_type, pathway,
    reference_date, decided_date, auth_start_date, auth_end_date
from audit.cases
where decision = 'APPROVED'
