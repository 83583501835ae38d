package io.propolis.catalog.rules;

import static io.propolis.catalog.CatalogException.conflict;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Table;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What keeps commits to Iceberg tables and views from being lost. A table of Iceberg is a pointer
 * to its metadata file; whoever moves it must have seen where it pointed.
 */
public final class IcebergRules {
  /** Where the table's current metadata file is. */
  public static final String METADATA_LOCATION = "metadata_location";

  /** What a commit says the pointer was before. */
  public static final String PREVIOUS_METADATA_LOCATION = "previous_metadata_location";

  private static final String MOVES_FROM =
      " (%s of the new table; it must name the present one)".formatted(PREVIOUS_METADATA_LOCATION);
  private static final String TABLE_TYPE = "table_type";
  private static final Set<String> POINTER_TYPES = Set.of("iceberg", "iceberg-view");

  private IcebergRules() {}

  /** Whether it is a table or view whose truth lies in an Iceberg metadata file. */
  public static boolean isIceberg(Table table) {
    var type = table.parameters().get(TABLE_TYPE);
    return type != null && POINTER_TYPES.contains(type.toLowerCase(java.util.Locale.ROOT));
  }

  /** The table as an Iceberg table that points to a metadata file. */
  public static Table pointed(Table table, String metadataLocation) {
    return table
        .withParameter(TABLE_TYPE, "ICEBERG")
        .withParameter(METADATA_LOCATION, metadataLocation);
  }

  /** The table with its pointer moved on, and a word of where it was. */
  public static Table moved(Table table, String metadataLocation) {
    return pointed(table, metadataLocation)
        .withParameter(PREVIOUS_METADATA_LOCATION, pointer(table));
  }

  /** Where an Iceberg table points. Throws INVALID when it is none, or a view. */
  public static String pointer(Table table) {
    var pointer = table.parameters().get(METADATA_LOCATION);
    if (!"iceberg".equalsIgnoreCase(table.parameters().get(TABLE_TYPE)) || pointer == null) {
      throw CatalogException.invalid(
          Entity.TABLE, "Table %s is not an Iceberg table".formatted(table.name()));
    }
    return pointer;
  }

  /**
   * Lets the pointer move only from where it is: a change that moves it without an expectation of
   * its own must name the present pointer as the previous one, as all of Iceberg's writers do. So a
   * client that read the table before another's commit and writes it back loses nothing. Throws
   * CONFLICT.
   */
  public static void checkPointer(Table current, Table requested) {
    if (!isIceberg(current)) {
      return;
    }
    var pointer = current.parameters().get(METADATA_LOCATION);
    var moved = requested.parameters().get(METADATA_LOCATION);
    boolean converted = moved == null && !isIceberg(requested);
    if (pointer == null || pointer.equals(moved) || converted) {
      return;
    }
    var seen = requested.parameters().get(PREVIOUS_METADATA_LOCATION);
    if (moved == null || !pointer.equals(seen)) {
      throw modified(METADATA_LOCATION, pointer, seen, MOVES_FROM);
    }
  }

  /** Throws CONFLICT unless the parameter has that value; null means that it is absent. */
  public static void checkParameter(Table current, String key, @Nullable String expected) {
    var actual = current.parameters().get(key);
    if (!Objects.equals(actual, expected)) {
      throw modified(key, actual, expected, "");
    }
  }

  /** Iceberg's Hive client knows a lost commit by the beginning of this text (HIVE-26882). */
  private static CatalogException modified(
      String key, @Nullable String actual, @Nullable String expected, String advice) {
    return conflict(
        Entity.TABLE,
        "The table has been modified. The parameter value for key '%s' is '%s'. The expected was value was '%s'%s"
            .formatted(key, actual, expected, advice));
  }
}
