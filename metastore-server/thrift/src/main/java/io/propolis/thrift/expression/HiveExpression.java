package io.propolis.thrift.expression;

import io.propolis.catalog.filter.Predicate;
import io.propolis.thrift.expression.ObjectReader.Dialect;
import java.util.List;

/**
 * Reads expressions as Hive 2.3, 3.1 and 4 serialise them for {@code get_partitions_by_expr} and
 * {@code drop_partitions_req}.
 */
public final class HiveExpression {
  private static final int MAX_BYTES = 16 << 20;
  private static final String FUNCTION = "org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc";

  private HiveExpression() {}

  /**
   * The predicate that the bytes mean. Functions without a counterpart among predicates become
   * {@link Predicate.Undecidable}.
   *
   * @throws UnreadableExpressionException when the bytes have a class that is not on the list, or
   *     are no expression
   */
  public static Predicate read(byte[] bytes) throws UnreadableExpressionException {
    if (bytes.length < 2 || bytes.length > MAX_BYTES) {
      throw new UnreadableExpressionException("it has %d bytes".formatted(bytes.length));
    }
    // Hive 4 begins with a class by its name, older ones with an object of a class they all know.
    return bytes[0] == 1 && bytes[1] == 0
        ? read(bytes, List.of(Dialect.KRYO_5_TEXT_LENGTH, Dialect.KRYO_5))
        : read(bytes, List.of(Dialect.KRYO_3, Dialect.KRYO_3_TEXT_LENGTH));
  }

  private static Predicate read(byte[] bytes, List<Dialect> dialects)
      throws UnreadableExpressionException {
    try {
      return read(bytes, dialects.get(0));
    } catch (UnreadableExpressionException first) {
      try {
        return read(bytes, dialects.get(1));
      } catch (UnreadableExpressionException second) {
        throw first;
      }
    }
  }

  private static Predicate read(byte[] bytes, Dialect dialect)
      throws UnreadableExpressionException {
    var read =
        dialect.withClass()
            ? ObjectReader.read(bytes, dialect)
            : ObjectReader.read(bytes, dialect, FUNCTION);
    return new ExpressionPredicates().predicate(read);
  }
}
