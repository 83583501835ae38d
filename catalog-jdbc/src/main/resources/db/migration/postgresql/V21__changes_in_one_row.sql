-- How many changes a row of the log stands for: those up to its position, which differ in their
-- partition only. partition_list and objects hold what each of them is about, in their order.
ALTER TABLE change_log ADD COLUMN members BIGINT NOT NULL DEFAULT 1;

-- Long objects are packed before they come here, or are bytes that pack badly: PostgreSQL would try
-- for longer than the rest of the INSERT takes.
ALTER TABLE change_log ALTER COLUMN objects SET STORAGE EXTERNAL;
