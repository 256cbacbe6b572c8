-- Which tables does either database keep? Grain: one row a table.
select distinct table_name from duckdb_tables()
where schema_name = 'store' and database_name in ('publication', 'kept') order by table_name
