-- What of these cases would come out otherwise under another reading, that one alone? Grain: sheet x reading x what changes.
select a.place, s.reading, s.changed, s.before, s.after
from audit.reading_sensitivity s join asked a using (pa_id)
where s.subject = 'case'
order by a.place, length(s.reading), s.reading, s.changed;
