-- What this run finds, with its id and the digest of the facts it rests on. Grain: one row a finding.
select
    sha256(kind || '|' || key)[:32] as finding_id,
    sha256(to_json([severity, reason, pa_id, member_id, claim_ids::varchar, amount_at_risk::varchar, excess_amount::varchar, facts])) as facts_sha256,
    * exclude (key, facts)
from incoming
