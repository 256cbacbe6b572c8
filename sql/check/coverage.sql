-- How many current rows of {extract} fill each column? One row a column, in the contract's order.
unpivot (select count(*) as "all rows", count(columns(*)) from audit.{extract})
on columns(*) into name column_name value filled
