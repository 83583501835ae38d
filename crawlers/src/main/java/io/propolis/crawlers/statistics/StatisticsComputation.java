package io.propolis.crawlers.statistics;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.parquet.ParquetRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Computes the column statistics of a table by reading the columns of its Parquet and ORC files,
 * and puts them into the catalog: of the table, and of each of its partitions where it has any. All
 * but the numbers of distinct values, which are estimated, are exact when all files are read.
 *
 * <p>Memory grows with the number of columns, not with that of rows or partitions.
 */
public final class StatisticsComputation {
  private static final int PARTITIONS_AT_ONCE = 100;
  private static final int HEAD = 4;

  private final Lake lake;
  private final Session session;
  private final BooleanSupplier goesOn;
  private final double part;
  private long files;
  private long bytes;

  /**
   * A computation.
   *
   * @param part of the files of each folder that are read, above 0 and at most 1; one at least
   * @param goesOn asked often; false ends it, and what was not put yet is not
   */
  public StatisticsComputation(Lake lake, Session session, double part, BooleanSupplier goesOn) {
    if (part <= 0 || part > 1) {
      throw new IllegalArgumentException("Not a part of all files: " + part);
    }
    this.lake = lake;
    this.session = session;
    this.part = part;
    this.goesOn = goesOn;
  }

  /**
   * What was done.
   *
   * @param columns that have statistics now
   * @param isWhole false when it was told to end
   */
  public record Done(List<String> columns, long files, long bytes, boolean isWhole) {}

  /**
   * Refuses tables and columns that statistics cannot be computed of. INVALID naming them.
   *
   * @param columns empty for all that have a type with statistics
   */
  public static void check(Table table, Collection<String> columns) {
    if (table.type().isView() || table.location() == null) {
      throw invalid(
          Entity.TABLE, "%s has no files to compute statistics of".formatted(table.name()));
    }
    if (IcebergRules.isIceberg(table)) {
      throw invalid(
          Entity.TABLE,
          "%s is an Iceberg table: which files are its own, its folder does not say"
              .formatted(table.name()));
    }
    summaries(table, columns);
  }

  private static Map<String, ColumnSummary> summaries(Table table, Collection<String> columns) {
    var wanted = columns.stream().map(Names::fold).toList();
    var summaries = new LinkedHashMap<String, ColumnSummary>();
    for (var column : table.layout().columns()) {
      var name = Names.fold(column.name());
      if (wanted.isEmpty() || wanted.contains(name)) {
        ColumnSummary.of(name, column.type()).ifPresent(summary -> summaries.put(name, summary));
      }
    }
    for (var name : wanted) {
      if (!summaries.containsKey(name)) {
        throw invalid(
            Entity.COLUMN,
            "%s has no column %s with a type that has statistics".formatted(table.name(), name));
      }
    }
    if (summaries.isEmpty()) {
      throw invalid(Entity.TABLE, "%s has no column with statistics".formatted(table.name()));
    }
    return summaries;
  }

  /**
   * Computes and puts them.
   *
   * @throws CatalogException NOT_FOUND; INVALID as {@link #check}, or naming a file that cannot be
   *     read and why; UNAVAILABLE when storage does not answer
   */
  public Done compute(TableName name, Collection<String> columns) {
    var table = session.tables().require(name);
    check(table, columns);
    var whole = summaries(table, columns);
    if (table.isPartitioned()) {
      computePartitions(table, columns, whole);
    } else {
      summarise(String.valueOf(table.location()), whole);
    }
    if (goesOn.getAsBoolean()) {
      session.statistics().putTable(name, statistics(whole));
    }
    return new Done(List.copyOf(whole.keySet()), files, bytes, goesOn.getAsBoolean());
  }

  private List<ColumnStatistics> statistics(Map<String, ColumnSummary> summaries) {
    return summaries.values().stream().map(each -> each.statistics(part)).toList();
  }

  private void computePartitions(
      Table table, Collection<String> columns, Map<String, ColumnSummary> whole) {
    var put = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    session
        .partitions()
        .forEach(
            table.name(),
            partition -> {
              if (goesOn.getAsBoolean()) {
                put.put(partition.values(), ofPartition(table, partition, columns, whole));
                if (put.size() == PARTITIONS_AT_ONCE) {
                  put(table.name(), put);
                }
              }
            });
    put(table.name(), put);
  }

  private List<ColumnStatistics> ofPartition(
      Table table,
      Partition partition,
      Collection<String> columns,
      Map<String, ColumnSummary> whole) {
    var summaries = summaries(table, columns);
    var location = partition.location();
    if (location != null) {
      summarise(location, summaries);
    }
    whole.forEach((name, summary) -> summary.merge(Objects.requireNonNull(summaries.get(name))));
    return statistics(summaries);
  }

  /** Those that were dropped meanwhile are passed over. */
  private void put(TableName name, Map<List<String>, List<ColumnStatistics>> put) {
    if (put.isEmpty() || !goesOn.getAsBoolean()) {
      return;
    }
    try {
      session.statistics().putPartitions(name, put);
    } catch (CatalogException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      var standing =
          session.partitions().findAll(name, put.keySet()).stream().map(Partition::values).toList();
      put.keySet().retainAll(standing);
      if (!put.isEmpty()) {
        session.statistics().putPartitions(name, put);
      }
    }
    put.clear();
  }

  private void summarise(String location, Map<String, ColumnSummary> summaries) {
    for (var file : chosen(location)) {
      if (!goesOn.getAsBoolean()) {
        return;
      }
      summarise(file, summaries);
    }
  }

  /** Every so manieth, by their names, so that the same are read the next time. */
  private List<FileEntry> chosen(String location) {
    var all = new ArrayList<FileEntry>();
    try (var listed = lake.list(location)) {
      listed.filter(file -> file.length() > 0 && isData(location, file)).forEach(all::add);
    }
    all.sort(Comparator.comparing(FileEntry::location));
    if (part == 1) {
      return all;
    }
    var chosen = new ArrayList<FileEntry>();
    for (int i = 0; i < all.size(); i++) {
      if (i == 0 || (long) (i * part) > (long) ((i - 1) * part)) {
        chosen.add(all.get(i));
      }
    }
    return chosen;
  }

  private static boolean isData(String folder, FileEntry file) {
    var below = file.location().substring(Math.min(folder.length(), file.location().length()));
    for (var segment : below.split("/")) {
      if (segment.startsWith("_") || segment.startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private void summarise(FileEntry entry, Map<String, ColumnSummary> summaries) {
    try (var file = lake.open(entry)) {
      var head = new String(file.head(HEAD), StandardCharsets.ISO_8859_1);
      if (head.startsWith("PAR1")) {
        ParquetValues.read(file, summaries, goesOn);
      } else if (head.startsWith("ORC")) {
        OrcValues.read(file, summaries, goesOn);
      } else {
        throw unreadable(entry, "it is neither Parquet nor ORC", null);
      }
      files++;
      bytes += entry.length();
    } catch (IOException e) {
      throw new CatalogException(
          Kind.UNAVAILABLE, Entity.LOCATION, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException | ParquetRuntimeException e) {
      throw unreadable(entry, String.valueOf(e.getMessage()), e);
    }
  }

  private static CatalogException unreadable(
      FileEntry entry, String why, @Nullable Throwable cause) {
    return new CatalogException(
        Kind.INVALID,
        Entity.LOCATION,
        "Statistics of %s cannot be computed: %s".formatted(entry.location(), why),
        cause);
  }
}
