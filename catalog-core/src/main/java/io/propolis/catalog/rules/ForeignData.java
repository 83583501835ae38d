package io.propolis.catalog.rules;

import io.propolis.catalog.model.Table;

/** Tables whose rows are in another system: their location names something there, no folder. */
public final class ForeignData {
  /** Names the stored connection that leads to the rows, as Glue's crawlers write it. */
  private static final String CONNECTION = "connectionName";

  private static final String CLASSIFICATION = "classification";

  private ForeignData() {}

  /** Whether the rows are reached by a connection, or are in DynamoDB. */
  public static boolean holds(Table table) {
    return !table.parameters().getOrDefault(CONNECTION, "").isEmpty()
        || "dynamodb".equalsIgnoreCase(table.parameters().get(CLASSIFICATION));
  }
}
