package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.NamePattern;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.TableName;
import org.jspecify.annotations.Nullable;

/**
 * Names as clients send them. Since Hive 3 a database argument may carry its catalog: {@code
 * @cat#db}, {@code @cat#} for no database, {@code @cat#!} for an empty one.
 */
public final class HiveNames {
  private static final char CATALOG_MARK = '@';
  private static final char SEPARATOR = '#';
  private static final String EMPTY = "!";

  /** A database argument taken apart; the database is absent when the client named none. */
  public record Qualified(String catalog, @Nullable String database) {
    /** Throws INVALID when the client named no database. */
    public DatabaseName name() {
      return new DatabaseName(catalog, required(Entity.ARGUMENT, "database name", database));
    }

    /** The names a pattern in the place of the database means; without one, all. */
    public NamePattern pattern() {
      return HiveNames.pattern(database);
    }
  }

  private HiveNames() {}

  /** Takes a positional database argument apart. */
  public static Qualified parse(@Nullable String argument) {
    return parse(null, argument);
  }

  /** The same for a request that has a field for the catalog; a prefix goes before the field. */
  public static Qualified parse(@Nullable String catalogField, @Nullable String argument) {
    if (argument != null && !argument.isEmpty() && argument.charAt(0) == CATALOG_MARK) {
      int separator = argument.indexOf(SEPARATOR);
      if (separator < 0) {
        throw invalid(Entity.DATABASE, "A database name with a catalog needs a #: " + argument);
      }
      var rest = argument.substring(separator + 1);
      return new Qualified(
          argument.substring(1, separator), rest.isEmpty() ? null : rest.equals(EMPTY) ? "" : rest);
    }
    return new Qualified(catalog(catalogField), argument);
  }

  public static DatabaseName database(@Nullable String argument) {
    return parse(argument).name();
  }

  public static DatabaseName database(@Nullable String catalogField, @Nullable String argument) {
    return parse(catalogField, argument).name();
  }

  public static TableName table(@Nullable String database, @Nullable String table) {
    return table(null, database, table);
  }

  public static TableName table(
      @Nullable String catalogField, @Nullable String database, @Nullable String table) {
    return database(catalogField, database).table(required(Entity.ARGUMENT, "table name", table));
  }

  /** The catalog a field names; the default one when it names none. */
  public static String catalog(@Nullable String catalogField) {
    return catalogField == null || catalogField.isEmpty() ? Names.DEFAULT_CATALOG : catalogField;
  }

  /**
   * A pattern of an old or new client; none means all. Hive's server reads {@code .*} as it reads
   * {@code *}, and its shell sends it.
   */
  public static NamePattern pattern(@Nullable String text) {
    return NamePattern.of(text == null ? "*" : text.replace(".*", "*"));
  }

  /** Throws INVALID naming what is missing. */
  public static <T> T required(Entity entity, String what, @Nullable T value) {
    if (value == null) {
      throw invalid(entity, "The request gives no " + what);
    }
    return value;
  }
}
