package io.propolis.catalog.model.access;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a privilege is granted on. */
public sealed interface Resource {
  /** Names are those of Hive's object types, but for columns of single partitions. */
  enum Kind {
    GLOBAL,
    DATABASE,
    TABLE,
    PARTITION,
    COLUMN,
    PARTITION_COLUMN,
    DATACONNECTOR
  }

  Kind kind();

  /** The whole catalog server. */
  record Everything() implements Resource {
    @Override
    public Kind kind() {
      return Kind.GLOBAL;
    }

    @Override
    public String toString() {
      return "everything";
    }
  }

  record OfDatabase(DatabaseName name) implements Resource {
    @Override
    public Kind kind() {
      return Kind.DATABASE;
    }

    @Override
    public String toString() {
      return "database " + name;
    }
  }

  record OfTable(TableName name) implements Resource {
    @Override
    public Kind kind() {
      return Kind.TABLE;
    }

    @Override
    public String toString() {
      return "table [" + name.database() + "," + name.name() + "]";
    }
  }

  record OfPartition(TableName table, List<String> values) implements Resource {
    public OfPartition {
      values = stored(values);
    }

    @Override
    public Kind kind() {
      return Kind.PARTITION;
    }

    @Override
    public String toString() {
      return "partition [" + table.database() + "," + table.name() + "," + values + "]";
    }
  }

  /**
   * A column of a table, or of one partition of it.
   *
   * @param partition values of the partition; absent for the table as a whole
   */
  record OfColumn(TableName table, @Nullable List<String> partition, String column)
      implements Resource {
    public OfColumn {
      partition = partition == null ? null : stored(partition);
      column = Names.fold(column);
    }

    @Override
    public Kind kind() {
      return partition == null ? Kind.COLUMN : Kind.PARTITION_COLUMN;
    }

    @Override
    public String toString() {
      var where = partition == null ? "" : "," + partition;
      return "column " + column + " [" + table.database() + "," + table.name() + where + "]";
    }
  }

  record OfConnector(String name) implements Resource {
    public OfConnector {
      name = Names.fold(name);
    }

    @Override
    public Kind kind() {
      return Kind.DATACONNECTOR;
    }

    @Override
    public String toString() {
      return "data connector " + name;
    }
  }

  /** Null markers instead of empty strings, as partitions are stored. */
  private static List<String> stored(List<String> values) {
    return values.stream().map(v -> v.isEmpty() ? PartitionNames.NULL_VALUE : v).toList();
  }
}
