package io.propolis.crawlers.plan;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.crawlers.formats.MergedSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the parameters of a partition that has a SerDe of its own: what its files are, as
 * Glue's crawlers write it there, and a digest of formats and SerDe as the crawler wrote them, by
 * which a change of somebody else is told.
 */
final class PartitionReader {
  private static final Set<String> KEYS =
      Set.of(
          Written.KEY,
          "classification",
          "compressionType",
          "delimiter",
          "columnsOrdered",
          "areColumnsQuoted",
          "skip.header.line.count");

  private PartitionReader() {}

  /** The parameters of a partition. */
  static Map<String, String> parameters(
      StorageLayout layout, MergedSchema schema, HiveFormats formats) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("classification", schema.classification());
    parameters.put("compressionType", schema.compression().parameter());
    parameters.putAll(formats.tableParameters());
    parameters.keySet().retainAll(KEYS);
    parameters.put(Written.KEY, digest(layout));
    return parameters;
  }

  /** The digest that a partition tells; null when it tells none. */
  static @Nullable String told(Partition partition) {
    return partition.parameters().get(Written.KEY);
  }

  /** Whether a partition is read as the crawler last wrote it. */
  static boolean isAsWritten(Partition standing) {
    return digest(standing.layout()).equals(told(standing));
  }

  /** A partition's parameters with what another says of its files in the place of its own. */
  static Map<String, String> replaced(Map<String, String> parameters, Partition now) {
    var replaced = new LinkedHashMap<>(parameters);
    if (replaced.containsKey(Written.KEY)) {
      replaced.keySet().removeAll(KEYS);
    }
    now.parameters()
        .forEach(
            (key, value) -> {
              if (KEYS.contains(key)) {
                replaced.put(key, value);
              }
            });
    return replaced;
  }

  /** Whether it says of its files what another says. */
  static boolean tellsSame(Partition standing, Partition now) {
    return Objects.equals(told(standing), told(now))
        && (told(now) == null
            || standing.parameters().equals(replaced(standing.parameters(), now)));
  }

  private static String digest(StorageLayout layout) {
    return Written.reader(layout)
        + Written.value(new TreeMap<>(layout.serDe().parameters()).toString());
  }
}
