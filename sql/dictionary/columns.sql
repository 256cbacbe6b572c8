-- What is published, and what does every relation and column mean? Grain: one row a column of the schema audit.
select v.view_name, v.comment as about, c.column_name, c.data_type, c.comment
from duckdb_views() as v
join duckdb_columns() as c
    on c.database_name = v.database_name and c.schema_name = v.schema_name and c.table_name = v.view_name
where v.schema_name = 'audit'
order by v.view_name, c.column_index;
