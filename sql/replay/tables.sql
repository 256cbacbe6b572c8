-- Which tables does either database keep? Samples are left out: a draw adds them to a run that was made before.
-- Grain: one row a table.
select distinct table_name from duckdb_tables()
where schema_name = 'store' and database_name in ('publication', 'kept')
    and table_name not in ('samples', 'sample_units')
order by table_name
