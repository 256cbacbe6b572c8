-- Which columns of a table has only one of the two databases? Another product may have added some. Grain: one row a column.
select column_name from duckdb_columns()
where schema_name = 'store' and table_name = $table and database_name in ('publication', 'kept')
group by column_name
having count(*) = 1
order by column_name
