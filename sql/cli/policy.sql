-- By which policy does the publication judge? Grain: one row.
from audit.policy;
