-- Days on which a member was dispensed {drug}, with the plan-paid dollars of the day.
select concat_ws(' ', member_id, service_date) as unit_id, paid_amount as amount, pa_id, member_id, service_date, mg, days
from audit.dispensings
