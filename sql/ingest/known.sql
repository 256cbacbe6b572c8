-- The newest version of {extract} that earlier runs left of each staged key. One row a key.
create or replace temp table earlier as
select {keys}, max_by(rowid, run_id) as version from store.{extract} semi join staged using ({keys}) group by {keys};

-- Staged rows that say what it says already: repeated as well. Its rows are fetched first: left to choose, DuckDB compares
-- every version with the staged rows.
insert into fates
with newest as materialized (
    select * from store.{extract} where rowid in (select version from earlier)
)
select s.file_id, s.row_number, 'repeated'
from staged s anti join fates f on f.file_id = s.file_id and f.row_number = s.row_number
join newest n on {same_row};
