package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.acid.Compaction;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The order of a listing of compactions: Hive's shell sends the columns of Hive's own tables, with
 * ASC or DESC behind each. Nothing of it reaches a database.
 */
final class CompactionOrder {
  private CompactionOrder() {}

  /** Empty when the client gives none. Throws INVALID for a column that is not known. */
  static Optional<Comparator<Compaction>> of(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    Comparator<Compaction> order = (one, other) -> 0;
    for (var part : text.split(",")) {
      var words = part.strip().split("\\s+");
      var column = column(words[0]);
      boolean descending = words.length > 1 && words[1].equalsIgnoreCase("desc");
      order = order.thenComparing(descending ? column.reversed() : column);
    }
    return Optional.of(order);
  }

  private static Comparator<Compaction> column(String name) {
    var column =
        name.replace("\"", "")
            .replace("`", "")
            .toUpperCase(Locale.ROOT)
            .replaceFirst("^C[CQ]_", "");
    return switch (column) {
      case "ID" -> Comparator.comparingLong(Compaction::id);
      case "DATABASE" -> by(c -> c.request().database());
      case "TABLE" -> by(c -> c.request().table());
      case "PARTITION" -> by(c -> c.request().partition());
      case "STATE" -> by(c -> String.valueOf(c.state().letter()));
      case "TYPE" -> by(c -> c.request().kind().name());
      case "WORKER_ID" -> by(c -> c.work().worker());
      case "WORKER_VERSION" -> by(c -> c.work().workerVersion());
      case "INITIATOR_ID" -> by(c -> c.request().initiator());
      case "INITIATOR_VERSION" -> by(c -> c.request().initiatorVersion());
      case "POOL_NAME" -> by(c -> c.request().pool());
      case "RUN_AS" -> by(c -> c.request().runAs());
      case "HADOOP_JOB_ID" -> by(c -> c.work().hadoopJob());
      case "ERROR_MESSAGE" -> by(c -> c.work().error());
      case "ENQUEUE_TIME" -> Comparator.comparingLong(Compaction::enqueuedAt);
      case "START" -> by(c -> c.work().startedAt());
      case "END" -> by(c -> c.work().endedAt());
      case "CLEANER_START" -> by(c -> c.work().cleanerStartedAt());
      case "COMMIT_TIME" -> by(c -> c.work().committedAt());
      case "TXN_ID" -> by(c -> c.work().txn());
      case "NEXT_TXN_ID" -> by(c -> c.work().nextTxn());
      case "HIGHEST_WRITE_ID" -> by(c -> c.work().highestWriteId());
      default -> throw invalid(Entity.REQUEST, "Compactions cannot be ordered by " + name);
    };
  }

  private static <T extends Comparable<T>> Comparator<Compaction> by(
      Function<Compaction, @Nullable T> value) {
    return Comparator.comparing(value, Comparator.nullsFirst(Comparator.naturalOrder()));
  }
}
