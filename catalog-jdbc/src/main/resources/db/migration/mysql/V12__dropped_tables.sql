-- A table of a million partitions goes in one short transaction: its partitions stay behind, found by
-- nobody, and are removed a few at a time. What checks rows one by one gives way to the lock on the
-- table that everybody holds who adds partitions.
CREATE TABLE dropped_tables (
  table_id BIGINT PRIMARY KEY
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};

ALTER TABLE access_grants DROP FOREIGN KEY access_grants_ibfk_3;
ALTER TABLE partition_statistics DROP FOREIGN KEY partition_statistics_ibfk_1;
ALTER TABLE table_partitions DROP FOREIGN KEY table_partitions_ibfk_1;
