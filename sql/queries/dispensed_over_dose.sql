-- Which members were dispensed more than the dose limit and whole vials explain, and how much was paid for the excess?
-- Grain: one row a member; claims prove supply, not the dose given.
-- To change: join audit.findings on member_id and service_date with kind = 'over_dose' and reason = 'excess' to leave out
-- likely slips of the keyboard.
select
    member_id, count(*) as days_over, min(service_date) as first_day, max(service_date) as last_day,
    max(dose_mg_per_kg) as highest_mg_per_kg, sum(excess_mg)::decimal(18, 2) as excess_mg,
    sum(excess_amount) as excess_amount
from audit.dispensings
where status = 'over_dose'
group by member_id
order by excess_amount desc nulls last, member_id
limit 20;
