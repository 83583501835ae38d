package io.propolis.iceberg;

import java.util.regex.Pattern;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.transforms.Transform;

/**
 * Iceberg's library reads transforms that it does not know, so that newer tables can be read. New
 * specs and orders must not have such: nobody could write to the table.
 */
final class KnownTransforms {
  private static final Pattern KNOWN =
      Pattern.compile("identity|year|month|day|hour|void|(bucket|truncate)\\[\\d+]");

  private KnownTransforms() {}

  /** The spec, when it has known ones only. Throws IllegalArgumentException. */
  static PartitionSpec in(PartitionSpec spec) {
    spec.fields().forEach(field -> check(field.transform()));
    return spec;
  }

  /** The order, when it has known ones only. Throws IllegalArgumentException. */
  static SortOrder in(SortOrder order) {
    order.fields().forEach(field -> check(field.transform()));
    return order;
  }

  private static void check(Transform<?, ?> transform) {
    if (!KNOWN.matcher(transform.toString()).matches()) {
      throw new IllegalArgumentException("Unknown transform: " + transform);
    }
  }
}
