package io.propolis.iceberg;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Reads types in Hive's syntax as those of Iceberg. */
final class HiveTypeReader {
  private static final Map<String, Type> PLAIN =
      Map.ofEntries(
          Map.entry("boolean", Types.BooleanType.get()),
          Map.entry("int", Types.IntegerType.get()),
          Map.entry("integer", Types.IntegerType.get()),
          Map.entry("bigint", Types.LongType.get()),
          Map.entry("float", Types.FloatType.get()),
          Map.entry("double", Types.DoubleType.get()),
          Map.entry("date", Types.DateType.get()),
          Map.entry("timestamp", Types.TimestampType.withoutZone()),
          Map.entry("timestamp with local time zone", Types.TimestampType.withZone()),
          Map.entry("timestamptz", Types.TimestampType.withZone()),
          Map.entry("string", Types.StringType.get()),
          Map.entry("binary", Types.BinaryType.get()));

  /** Types that Iceberg has not, and what holds their values. */
  private static final Map<String, String> INSTEAD =
      Map.of("tinyint", "int", "smallint", "int", "char", "string", "varchar", "string");

  private static final int DEEPEST = 100;

  private final String column;
  private final String text;
  private final IntSupplier ids;
  private int at;
  private int depth;

  private HiveTypeReader(String column, String text, IntSupplier ids) {
    this.column = column;
    this.text = text;
    this.ids = ids;
  }

  /** Throws INVALID, naming the column. Fields within the type get the next ids. */
  static Type read(String column, String text, IntSupplier ids) {
    var reader = new HiveTypeReader(column, text, ids);
    var type = reader.type();
    if (reader.at < text.length()) {
      throw reader.refused("it goes on after its end");
    }
    return type;
  }

  private Type type() {
    if (++depth > DEEPEST) {
      throw refused("it is nested too deeply");
    }
    try {
      return nested();
    } finally {
      depth--;
    }
  }

  private Type nested() {
    var word = upTo("<(>,").strip().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "decimal", "numeric" -> decimal();
      case "array" -> list();
      case "map" -> map();
      case "struct" -> struct();
      default -> plain(word);
    };
  }

  private Type plain(String word) {
    var type = PLAIN.get(word);
    if (type != null) {
      return type;
    }
    var instead = INSTEAD.get(word);
    throw refused(instead == null ? "Iceberg has no such type" : "use " + instead + " instead");
  }

  private Type decimal() {
    if (!isNext('(')) {
      return Types.DecimalType.of(10, 0);
    }
    expect('(');
    var parts = upTo(")").split(",", -1);
    expect(')');
    try {
      int scale = parts.length == 2 ? Integer.parseInt(parts[1].strip()) : 0;
      return Types.DecimalType.of(Integer.parseInt(parts[0].strip()), scale);
    } catch (IllegalArgumentException e) {
      throw refused("precision and scale are wrong");
    }
  }

  private Type list() {
    expect('<');
    var element = type();
    expect('>');
    return Types.ListType.ofOptional(ids.getAsInt(), element);
  }

  private Type map() {
    expect('<');
    var key = type();
    expect(',');
    var value = type();
    expect('>');
    return Types.MapType.ofOptional(ids.getAsInt(), ids.getAsInt(), key, value);
  }

  private Type struct() {
    var fields = new ArrayList<NestedField>();
    do {
      at++; // the bracket or the comma
      var name = upTo(":").strip();
      expect(':');
      fields.add(NestedField.optional(ids.getAsInt(), name, type()));
    } while (isNext(','));
    expect('>');
    return Types.StructType.of(fields);
  }

  private String upTo(String ends) {
    int from = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  private boolean isNext(char wanted) {
    return at < text.length() && text.charAt(at) == wanted;
  }

  private void expect(char wanted) {
    if (!isNext(wanted)) {
      throw refused("'%s' is missing at character %d".formatted(wanted, at + 1));
    }
    at++;
    while (isNext(' ')) {
      at++;
    }
  }

  private RuntimeException refused(String why) {
    return invalid(
        Entity.COLUMN,
        "Column %s of an Iceberg table has type %s: %s".formatted(column, Refusals.cut(text), why));
  }
}
