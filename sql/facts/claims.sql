-- The net paid claim lines of the audited drugs, in order of member and date. Grain: one row a claim line.
from net_paid order by member, service_date, claim, claim_line_number
