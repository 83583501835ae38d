package io.propolis.crawlers.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.Primitive;
import java.math.BigInteger;

/** The types of values that are neither texts nor made of others. */
final class ScalarNodes {
  private ScalarNodes() {}

  /**
   * The type of a value that JSON has no notation for, as a node.
   *
   * @param example the value in words
   */
  static JsonNode typed(HiveType type, String example) {
    return new POJONode(new Typed(type, example));
  }

  private record Typed(HiveType type, String example) {
    @Override
    public String toString() {
      return example;
    }
  }

  /** The narrowest type of a value. */
  static HiveType typeOf(JsonNode value) {
    if (value instanceof POJONode node && node.getPojo() instanceof Typed typed) {
      return typed.type();
    }
    if (value.isBoolean()) {
      return Primitive.BOOLEAN;
    }
    if (value.isBinary()) {
      return Primitive.BINARY;
    }
    if (value.isInt()) {
      return Primitive.INT;
    }
    if (value.isLong()) {
      return Primitive.BIGINT;
    }
    if (value.isBigInteger()) {
      return digits(value.bigIntegerValue()) <= Decimal.MAX_PRECISION
          ? new Decimal(Decimal.MAX_PRECISION, 0)
          : Primitive.STRING;
    }
    return Primitive.DOUBLE;
  }

  private static int digits(BigInteger value) {
    return value.abs().toString().length();
  }
}
