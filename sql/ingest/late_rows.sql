-- Which of the incoming rows are late? One row a late row: its index.
select "index" from incoming semi join late using (file_id, row_number)
