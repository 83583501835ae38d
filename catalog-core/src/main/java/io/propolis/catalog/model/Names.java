package io.propolis.catalog.model;

import java.util.Locale;
import java.util.Objects;

/** How names are folded: the catalog ignores case and keeps lower case, as Hive and Glue do. */
public final class Names {
  /**
   * The catalog that requests without a catalog name mean (Hive: {@code
   * metastore.catalog.default}).
   */
  public static final String DEFAULT_CATALOG = "hive";

  /** The database that exists from the start and cannot be dropped. */
  public static final String DEFAULT_DATABASE = "default";

  private Names() {}

  /** Lower case, without surrounding blanks. */
  public static String fold(String name) {
    return Objects.requireNonNull(name, "name").strip().toLowerCase(Locale.ROOT);
  }
}
