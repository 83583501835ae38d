package io.propolis.crawlers.schema;

import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Characters;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The narrowest type that holds the values of two: whole numbers widen, then decimal, then double;
 * dates become timestamps; structs merge field by field, whatever their order; all else is a
 * conflict and becomes string. The order of merging does not change the result, only which file a
 * conflict names.
 */
public final class Widening {
  private final List<Conflict> conflicts = new ArrayList<>();

  /** Conflicts met so far, in order. */
  public List<Conflict> conflicts() {
    return List.copyOf(conflicts);
  }

  /** Columns of both; those of {@code first} keep their place, new ones follow. */
  public List<Field> merge(List<Field> first, List<Field> second, String origin) {
    return fields("", first, second, origin);
  }

  private List<Field> fields(String path, List<Field> first, List<Field> second, String origin) {
    Map<String, Field> merged = new LinkedHashMap<>();
    first.forEach(f -> merged.put(fold(f), f));
    for (var field : second) {
      var known = merged.get(fold(field));
      merged.put(
          fold(field),
          known == null
              ? field
              : known.withType(merge(path + known.name(), known.type(), field.type(), origin)));
    }
    return List.copyOf(merged.values());
  }

  private static String fold(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }

  /** The type that holds both; {@code path} and {@code origin} name a conflict. */
  public HiveType merge(String path, HiveType first, HiveType second, String origin) {
    if (first.equals(second) || second == Primitive.UNKNOWN) {
      return first;
    }
    if (first == Primitive.UNKNOWN) {
      return second;
    }
    if (first instanceof Struct a && second instanceof Struct b) {
      return new Struct(fields(path + ".", a.fields(), b.fields(), origin));
    }
    if (first instanceof Array a && second instanceof Array b) {
      return new Array(merge(path + "[]", a.element(), b.element(), origin));
    }
    if (first instanceof MapOf a && second instanceof MapOf b) {
      return new MapOf(
          merge(path + ".key", a.key(), b.key(), origin),
          merge(path + ".value", a.value(), b.value(), origin));
    }
    if (isNumber(first) && isNumber(second)) {
      return number(first, second);
    }
    if (isTemporal(first) && isTemporal(second)) {
      return Primitive.TIMESTAMP;
    }
    if (!(isText(first) && isText(second))) {
      conflicts.add(new Conflict(path, first, second, origin));
    }
    return Primitive.STRING;
  }

  private static HiveType number(HiveType first, HiveType second) {
    if (isFloating(first) || isFloating(second)) {
      return Primitive.DOUBLE;
    }
    if (first instanceof Primitive a && second instanceof Primitive b) {
      return a.compareTo(b) >= 0 ? a : b;
    }
    int scale = Math.max(scale(first), scale(second));
    int whole = Math.max(wholeDigits(first), wholeDigits(second));
    return whole + scale > Decimal.MAX_PRECISION
        ? Primitive.DOUBLE
        : new Decimal(whole + scale, scale);
  }

  private static boolean isNumber(HiveType type) {
    return type instanceof Decimal || isFloating(type) || wholeDigits(type) > 0;
  }

  private static boolean isFloating(HiveType type) {
    return type == Primitive.FLOAT || type == Primitive.DOUBLE;
  }

  private static boolean isTemporal(HiveType type) {
    return type == Primitive.DATE || type == Primitive.TIMESTAMP;
  }

  private static boolean isText(HiveType type) {
    return type == Primitive.STRING || type instanceof Characters;
  }

  private static int scale(HiveType type) {
    return type instanceof Decimal decimal ? decimal.scale() : 0;
  }

  /** Digits in front of the point; 0 for what is no exact number. */
  private static int wholeDigits(HiveType type) {
    if (type instanceof Decimal decimal) {
      return decimal.precision() - decimal.scale();
    }
    if (!(type instanceof Primitive primitive)) {
      return 0;
    }
    return switch (primitive) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INT -> 10;
      case BIGINT -> 19;
      default -> 0;
    };
  }
}
