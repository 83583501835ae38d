package io.propolis.crawlers.discovery;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.SerDe;
import io.propolis.crawlers.statistics.FolderStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table that says of itself what it is: one of a database, or of a lake format with metadata of
 * its own.
 *
 * @param location a folder of the lake, or {@code database.schema.table}
 * @param name what it is called, before a crawler's prefix
 * @param columns with the names that the source has
 * @param keys partition keys, none where the source keeps partitions to itself
 * @param partitions none when there are no keys
 * @param storage how engines read it
 * @param parameters of the table, those that every crawler writes left out
 * @param comment what the source says about the table
 * @param files texts that are to lie in the lake when the table stands, by location
 * @param statistics of its rows, where the source tells them
 */
public record FoundSource(
    String location,
    String name,
    List<Column> columns,
    List<Column> keys,
    List<FoundPartition> partitions,
    Storage storage,
    Map<String, String> parameters,
    @Nullable String comment,
    Map<String, String> files,
    List<String> reasons,
    @Nullable FolderStatistics statistics)
    implements Found {
  /** Names the stored connection through which a table is reached. */
  public static final String CONNECTION = "connectionName";

  private static final Set<String> UNORDERED = Set.of("dynamodb", "mongodb");

  public FoundSource {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
    partitions = List.copyOf(partitions);
    parameters = Map.copyOf(parameters);
    files = Map.copyOf(files);
    reasons = List.copyOf(reasons);
  }

  /** One whose source does not tell of rows. */
  public FoundSource(
      String location,
      String name,
      List<Column> columns,
      List<Column> keys,
      List<FoundPartition> partitions,
      Storage storage,
      Map<String, String> parameters,
      @Nullable String comment,
      Map<String, String> files,
      List<String> reasons) {
    this(
        location,
        name,
        columns,
        keys,
        partitions,
        storage,
        parameters,
        comment,
        files,
        reasons,
        null);
  }

  /** The same with statistics of its rows. */
  public FoundSource with(@Nullable FolderStatistics told) {
    return new FoundSource(
        location,
        name,
        columns,
        keys,
        partitions,
        storage,
        parameters,
        comment,
        files,
        reasons,
        told);
  }

  /**
   * Input format, output format and SerDe.
   *
   * @param serDe {@link SerDe#NONE} for what no SerDe reads
   */
  public record Storage(@Nullable String input, @Nullable String output, SerDe serDe) {
    /** Of what no engine reads by formats. */
    public static final Storage NONE = new Storage(null, null, SerDe.NONE);
  }

  /** A partition and where it lies. */
  public record FoundPartition(List<String> values, String location) {
    public FoundPartition {
      values = List.copyOf(values);
    }
  }

  /**
   * Whether its source knows no order of columns, as each row has some of them in its own order.
   */
  public boolean isUnordered() {
    return UNORDERED.contains(parameters.getOrDefault("classification", ""));
  }

  /** What tells it from other tables at the same location. */
  public String distinction() {
    return distinction(parameters, storage.input());
  }

  /**
   * What tells a table from others of its location: its connection, or, of a Hudi table, whether it
   * shows what was not compacted yet.
   */
  public static String distinction(Map<String, String> parameters, @Nullable String inputFormat) {
    boolean isRealtime = Objects.requireNonNullElse(inputFormat, "").contains(".realtime.");
    return parameters.getOrDefault(CONNECTION, "") + (isRealtime ? "#rt" : "");
  }
}
