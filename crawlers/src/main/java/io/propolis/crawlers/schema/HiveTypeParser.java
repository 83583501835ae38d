package io.propolis.crawlers.schema;

import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Characters;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import io.propolis.crawlers.schema.HiveType.Union;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads types as people and engines write them ({@code struct<a:int,b:array<string>>}). */
public final class HiveTypeParser {
  private static final int DEEPEST = 100;

  private final String text;
  private int at;
  private int depth;

  private HiveTypeParser(String text) {
    this.text = text;
  }

  /** Empty for what is none of the types that crawlers know. */
  public static Optional<HiveType> parse(String type) {
    var parser = new HiveTypeParser(type.replaceAll("\\s+", ""));
    try {
      var parsed = parser.type();
      return parser.at == parser.text.length() ? Optional.of(parsed) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private HiveType type() {
    if (++depth > DEEPEST) {
      throw misread();
    }
    var word = word().toLowerCase(Locale.ROOT);
    var type =
        switch (word) {
          case "array" -> new Array(inside().get(0));
          case "map" -> map();
          case "struct" -> struct();
          case "uniontype" -> new Union(inside());
          case "decimal", "numeric" -> decimal();
          case "char", "varchar" -> new Characters(word, numbers().get(0));
          case "integer" -> Primitive.INT;
          case "real" -> Primitive.DOUBLE;
          default -> Primitive.named(word).orElseThrow(this::misread);
        };
    depth--;
    return type;
  }

  private HiveType map() {
    var parts = inside();
    if (parts.size() != 2) {
      throw misread();
    }
    return new MapOf(parts.get(0), parts.get(1));
  }

  private HiveType struct() {
    var fields = new ArrayList<Field>();
    expect('<');
    do {
      int colon = text.indexOf(':', at);
      if (colon < 0) {
        throw misread();
      }
      var name = text.substring(at, colon);
      at = colon + 1;
      fields.add(new Field(name, type()));
    } while (goesOn());
    expect('>');
    return new Struct(fields);
  }

  private HiveType decimal() {
    if (at == text.length() || text.charAt(at) != '(') {
      return new Decimal(10, 0);
    }
    var numbers = numbers();
    return new Decimal(numbers.get(0), numbers.size() > 1 ? numbers.get(1) : 0);
  }

  private List<HiveType> inside() {
    var types = new ArrayList<HiveType>();
    expect('<');
    do {
      types.add(type());
    } while (goesOn());
    expect('>');
    return types;
  }

  private List<Integer> numbers() {
    var numbers = new ArrayList<Integer>();
    expect('(');
    do {
      numbers.add(Integer.parseInt(word()));
    } while (goesOn());
    expect(')');
    return numbers;
  }

  private boolean goesOn() {
    boolean isComma = at < text.length() && text.charAt(at) == ',';
    at += isComma ? 1 : 0;
    return isComma;
  }

  private void expect(char sign) {
    if (at == text.length() || text.charAt(at) != sign) {
      throw misread();
    }
    at++;
  }

  private String word() {
    int start = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private IllegalArgumentException misread() {
    return new IllegalArgumentException("Not a type: " + text);
  }
}
