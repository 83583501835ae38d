package io.propolis.catalog.rules;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.acid.WriteIdSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The write ids with which transactions stamp the statistics of transactional tables and their
 * partitions: whether somebody may trust or replace them, as Hive decides it since 3.1. The stamp
 * is kept in the extras of the object.
 */
public final class WriteStamps {
  /** Key of the extra, a decimal number. */
  public static final String KEY = "writeId";

  private static final String TRANSACTIONAL = "transactional";

  /**
   * Who changes statistics.
   *
   * @param writeId of the transaction, below 1 for none
   * @param visible what the transaction sees of the table; null when the client did not say
   */
  public record Writer(long writeId, @Nullable WriteIdSnapshot visible) {
    /** Outside of any transaction. */
    public static final Writer NONE = new Writer(0, null);

    boolean isInTransaction() {
      return visible != null && writeId > 0;
    }
  }

  private WriteStamps() {}

  public static boolean isTransactional(Table table) {
    return table.parameter(TRANSACTIONAL).filter("true"::equalsIgnoreCase).isPresent();
  }

  /** 0 without a stamp. */
  public static long of(Map<String, String> extras) {
    var stamp = extras.get(KEY);
    return stamp == null ? 0 : Long.parseLong(stamp);
  }

  /** The extras with a stamp; below 1, without. */
  public static Map<String, String> stamped(Map<String, String> extras, long writeId) {
    if (of(extras) == writeId) {
      return extras;
    }
    var changed = new LinkedHashMap<>(extras);
    changed.remove(KEY);
    if (writeId > 0) {
      changed.put(KEY, Long.toString(writeId));
    }
    return changed;
  }

  /**
   * The transaction that has stamped an object of a table. It sees all that its write id could see:
   * whoever tells of an object and its statistics at once (Hive's replication) has no other list.
   */
  public static Writer ownWriter(Table table, Map<String, String> extras) {
    long stamp = of(extras);
    return stamp < 1
        ? Writer.NONE
        : new Writer(stamp, new WriteIdSnapshot(table.name(), stamp, List.of(), Set.of()));
  }

  /** Whether a reader may trust the statistics of an object of a transactional table. */
  public static boolean areCurrent(
      Map<String, String> parameters, Map<String, String> extras, WriteIdSnapshot reader) {
    return areCurrent(parameters, of(extras), reader);
  }

  /** The same of a stamp, below 1 for none. */
  public static boolean areCurrent(
      Map<String, String> parameters, long stamp, WriteIdSnapshot reader) {
    return stamp < 1 || StatisticsState.of(parameters).isBasic() && reader.isVisible(stamp);
  }

  /**
   * The parameters with the state that statistics have after somebody has replaced them: nothing is
   * right any more when another transaction, which this one does not see, wrote meanwhile.
   */
  public static Map<String, String> afterReplacing(
      Map<String, String> currentExtras, Map<String, String> parameters, Writer writer) {
    long stamp = of(currentExtras);
    var seen = writer.visible();
    boolean may =
        stamp < 1 || seen != null && (seen.isVisible(stamp) || seen.aborted().contains(stamp));
    return may ? parameters : StatisticsState.without(parameters);
  }

  /**
   * Only a transaction may claim that statistics of a transactional table are right. Throws
   * INVALID.
   *
   * @param replaced whether statistics of columns are replaced, too
   */
  public static void checkClaim(
      Table table,
      Map<String, String> before,
      Map<String, String> after,
      Writer writer,
      boolean replaced) {
    var current = before.get(StatisticsState.KEY);
    var claimed = after.get(StatisticsState.KEY);
    boolean unchanged = !replaced && equalIgnoringCase(current, claimed);
    if (writer.isInTransaction() || !StatisticsState.of(after).isBasic() || unchanged) {
      return;
    }
    throw invalid(
        Entity.REQUEST,
        ("Cannot change stats state for a transactional table %s.%s without providing the"
                + " transactional write state for verification (new write ID %d, valid write IDs"
                + " %s; current state %s; new state %s)")
            .formatted(
                table.name().database().name(),
                table.name().name(),
                writer.writeId(),
                writer.visible(),
                current,
                claimed));
  }

  private static boolean equalIgnoringCase(@Nullable String one, @Nullable String other) {
    return one == null || other == null ? Objects.equals(one, other) : one.equalsIgnoreCase(other);
  }
}
