-- A table of a million partitions goes in one short transaction: its partitions stay behind, found by
-- nobody, and are removed a few at a time. What checks rows one by one gives way to the lock on the
-- table that everybody holds who adds partitions.
CREATE TABLE dropped_tables (
  table_id BIGINT PRIMARY KEY
);

ALTER TABLE access_grants DROP CONSTRAINT access_grants_partition_id_fkey;
ALTER TABLE partition_statistics DROP CONSTRAINT partition_statistics_partition_id_fkey;
ALTER TABLE table_partitions DROP CONSTRAINT table_partitions_table_id_fkey;
