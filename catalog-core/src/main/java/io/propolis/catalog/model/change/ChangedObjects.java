package io.propolis.catalog.model.change;

import io.propolis.catalog.model.CatalogDefinition;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Function;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a change was about, as they were at its moment: they stay readable in the log
 * after they have changed again or are gone. What is absent before was made by the change, what is
 * absent after was dropped by it.
 */
public sealed interface ChangedObjects {
  record OfCatalog(@Nullable CatalogDefinition before, @Nullable CatalogDefinition after)
      implements ChangedObjects {}

  record OfDatabase(@Nullable Database before, @Nullable Database after)
      implements ChangedObjects {}

  record OfTable(@Nullable Table before, @Nullable Table after) implements ChangedObjects {}

  /** Partitions of one table; those changed stand at the same place before and after. */
  record OfPartitions(Table table, List<Partition> before, List<Partition> after)
      implements ChangedObjects {
    public OfPartitions {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  record OfFunction(@Nullable Function before, @Nullable Function after)
      implements ChangedObjects {}

  record OfConstraints(List<Constraint> constraints) implements ChangedObjects {
    public OfConstraints {
      constraints = List.copyOf(constraints);
    }
  }

  /**
   * Column statistics of a table, or of one of its partitions.
   *
   * @param partition its values, empty for the table
   */
  record OfStatistics(Table table, List<String> partition, List<ColumnStatistics> statistics)
      implements ChangedObjects {
    public OfStatistics {
      partition = List.copyOf(partition);
      statistics = List.copyOf(statistics);
    }
  }

  /** Files that somebody wrote to a table, or to one of its partitions. */
  record OfWrite(Table table, @Nullable Partition partition, List<WrittenFile> files)
      implements ChangedObjects {
    public OfWrite {
      files = List.copyOf(files);
    }
  }
}
