-- What would settle each undocumented approval? Grain: undocumented approval x thing to ask for.
select pa_id, member_id, ifnull(ask, 'nothing') as ask
from audit.what_would_settle;
