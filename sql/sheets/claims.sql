-- Which net paid claims of the audited drugs do these members have? Grain: sheet x claim line.
select a.place, n.service_date, n.claim, n.drug, n.paid_amount
from net_paid n join asked a using (member_id)
order by a.place, n.service_date, n.claim, n.paid_amount;
