package io.propolis.catalog.rules;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Column;
import java.util.Locale;
import java.util.Set;

/** Which types columns may have: those whose first word is one of Hive's, as in Hive. */
final class ColumnTypes {
  private static final Set<String> FIRST_WORDS =
      Set.of(
          "array",
          "bigint",
          "binary",
          "boolean",
          "char",
          "date",
          "decimal",
          "double",
          "float",
          "int",
          "integer",
          "interval",
          "interval_day_time",
          "interval_year_month",
          "list",
          "map",
          "numeric",
          "real",
          "set",
          "smallint",
          "string",
          "struct",
          "timestamp",
          "timestamp with local time zone",
          "timestamplocaltz",
          "timestamptz",
          "tinyint",
          "uniontype",
          "unknown",
          "variant",
          "varchar",
          "void",
          "null");

  /** Columns whose type only the SerDe knows. */
  private static final String FROM_DESERIALIZER = "<derived from deserializer>";

  private ColumnTypes() {}

  static void check(Column column) {
    var type = column.type().strip().toLowerCase(Locale.ROOT);
    if (type.isEmpty()) {
      throw invalid(Entity.COLUMN, "Column " + column.name() + " has no type");
    }
    int end = 0;
    while (end < type.length() && isWord(type.charAt(end))) {
      end++;
    }
    if (!type.equals(FROM_DESERIALIZER) && !FIRST_WORDS.contains(type.substring(0, end))) {
      throw invalid(
          Entity.COLUMN,
          "Column " + column.name() + " has a type that Hive has not: " + column.type());
    }
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
