-- Rows of {extract} that an earlier night made of contents that this one read otherwise, and whose keys it does not make.
-- One row a content.
select f.sha256, count(*)
from (from store.{extract} anti join staged using ({keys})) v
join store.files f on f.file_id = v.file_id
where v.version_state <> 'superseded' and f.sha256 in (select unnest($contents))
group by f.sha256
order by f.sha256;
