-- Which net paid claims of the audited drugs do these members have? Grain: sheet x claim line.
select a.place, n.service_date, if(n.source = 'pharmacy', 'rx:', 'med:') || n.claim_id as claim, n.drug, n.paid_amount
from audit.net_paid_claims n join asked a using (member_id)
where list_contains(getvariable('asked_members'), n.member_id) -- told apart before reversals are looked up
    and n.drug is not null
order by a.place, n.service_date, claim, n.paid_amount;
