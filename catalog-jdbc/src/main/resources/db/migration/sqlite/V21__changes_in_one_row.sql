-- How many changes a row of the log stands for: those up to its position, which differ in their
-- partition only. partition_list and objects hold what each of them is about, in their order.
ALTER TABLE change_log ADD COLUMN members INTEGER NOT NULL DEFAULT 1;
