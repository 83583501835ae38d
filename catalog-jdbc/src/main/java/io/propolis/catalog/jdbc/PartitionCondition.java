package io.propolis.catalog.jdbc;

import io.propolis.catalog.filter.KeyType;
import io.propolis.catalog.filter.LikePattern;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.filter.Predicate.Operator;
import io.propolis.catalog.filter.PredicateCompiler;
import io.propolis.catalog.filter.PredicateCompiler.Compared;
import io.propolis.catalog.filter.PredicateCompiler.Key;
import io.propolis.catalog.filter.PredicateCompiler.Parts;
import io.propolis.catalog.filter.Truth;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A predicate in SQL, for tables too large for memory: holds for every partition that the predicate
 * may be true for, and for some others, which {@link io.propolis.catalog.filter.PartitionMatcher}
 * sorts out. Values that a database may read otherwise than Java does are among those others.
 *
 * @param isTrue where the predicate may be true
 * @param isFalse where it may be false
 * @param prefix what the sort keys begin with where it may be true, when that is known
 */
record PartitionCondition(Condition isTrue, Condition isFalse, byte @Nullable [] prefix) {
  static PartitionCondition of(Predicate predicate, List<Column> keys, ValueSql sql) {
    return PredicateCompiler.compile(predicate, keys, new InSql(sql));
  }

  /** How a database reads partition values: the elements of the JSON list in values_text. */
  interface ValueSql {
    /** The text of a key's value, compared byte by byte with {@link #text}. */
    String value(int key);

    /** A text as a parameter for such a comparison. */
    Object text(String text);

    /** True for values that are a plain decimal number of no more than 30 digits a side. */
    String isPlainNumber(String value);

    /** Such a value as a number. */
    String number(String value);

    /** A number as the parameter of a comparison; the nearest one below or above, if it must be. */
    Object bound(BigDecimal number, boolean below);

    /** True for values that begin as dates do, with four digits of a year. */
    String isPlainDate(String value);

    /** The condition where values_text has no backslash; true where it has one. */
    String unlessEscaped(String condition);
  }

  private record InSql(ValueSql sql) implements Parts<PartitionCondition> {
    private static PartitionCondition of(Condition isTrue, Condition isFalse) {
      return new PartitionCondition(isTrue, isFalse, null);
    }

    @Override
    public PartitionCondition all(List<PartitionCondition> operands) {
      var isTrue = Condition.ALWAYS;
      var isFalse = Condition.NEVER;
      byte[] prefix = null;
      for (var operand : operands) {
        isTrue = isTrue.and(operand.isTrue());
        isFalse = isFalse.or(operand.isFalse());
        prefix = prefix == null ? operand.prefix() : prefix;
      }
      return new PartitionCondition(isTrue, isFalse, prefix);
    }

    @Override
    public PartitionCondition any(List<PartitionCondition> operands) {
      var isTrue = Condition.NEVER;
      var isFalse = Condition.ALWAYS;
      for (var operand : operands) {
        isTrue = isTrue.or(operand.isTrue());
        isFalse = isFalse.and(operand.isFalse());
      }
      return of(isTrue, isFalse);
    }

    @Override
    public PartitionCondition not(PartitionCondition operand) {
      return of(operand.isFalse(), operand.isTrue());
    }

    @Override
    public PartitionCondition constant(int truth) {
      return of(
          (truth & Truth.TRUE) != 0 ? Condition.ALWAYS : Condition.NEVER,
          (truth & Truth.FALSE) != 0 ? Condition.ALWAYS : Condition.NEVER);
    }

    @Override
    public PartitionCondition isNull(Key key) {
      var marker = sql.text(PartitionNames.NULL_VALUE);
      return of(
          Condition.of(sql.value(key.index()) + " = ?", marker),
          Condition.of(sql.value(key.index()) + " <> ?", marker));
    }

    @Override
    public PartitionCondition like(Key key, LikePattern pattern) {
      var prefix = pattern.prefix();
      if (prefix.isEmpty() || !isOrderedAlike(prefix)) {
        return of(Condition.ALWAYS, Condition.ALWAYS);
      }
      var value = sql.value(key.index());
      var isTrue =
          Condition.of(value + " >= ?", sql.text(prefix))
              .and(Condition.of(value + " < ?", sql.text(after(prefix))));
      return new PartitionCondition(isTrue, Condition.ALWAYS, sortPrefix(key, prefix));
    }

    /** The least text that is above all that begin so. */
    private static String after(String prefix) {
      int last = prefix.length() - 1;
      return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }

    private static byte @Nullable [] sortPrefix(Key key, String text) {
      return key.index() != 0 || text.length() > 100
          ? null
          : PartitionNames.escape(text).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public PartitionCondition comparison(Compared compared) {
      var marker =
          Condition.of(
              sql.value(compared.key().index()) + " = ?", sql.text(PartitionNames.NULL_VALUE));
      boolean nullSafe = compared.operator() == Operator.NULL_SAFE_EQUAL;
      var markerTrue = compared.namesMarker() ? marker : Condition.NEVER;
      if (compared.expected() == null) {
        return of(markerTrue, nullSafe ? Condition.ALWAYS : markerTrue);
      }
      var operator = nullSafe ? Operator.EQUAL : compared.operator();
      var isTrue = condition(compared, operator).or(markerTrue);
      var isFalse =
          nullSafe ? Condition.ALWAYS : condition(compared, negated(operator)).or(markerTrue);
      boolean isEqual = operator == Operator.EQUAL && compared.type() == KeyType.TEXT;
      return new PartitionCondition(
          isTrue, isFalse, isEqual ? sortPrefix(compared.key(), compared.literal().text()) : null);
    }

    private static Operator negated(Operator operator) {
      return switch (operator) {
        case EQUAL, NULL_SAFE_EQUAL -> Operator.NOT_EQUAL;
        case NOT_EQUAL -> Operator.EQUAL;
        case LESS -> Operator.GREATER_OR_EQUAL;
        case LESS_OR_EQUAL -> Operator.GREATER;
        case GREATER -> Operator.LESS_OR_EQUAL;
        case GREATER_OR_EQUAL -> Operator.LESS;
      };
    }

    private Condition condition(Compared compared, Operator operator) {
      var value = sql.value(compared.key().index());
      return switch (compared.type()) {
        case TEXT -> text(value, operator, (String) expected(compared));
        case NUMBER -> number(value, operator, (BigDecimal) expected(compared));
        case DATE -> date(value, operator, (LocalDate) expected(compared));
        case TIMESTAMP ->
            date(value, inclusive(operator), ((LocalDateTime) expected(compared)).toLocalDate());
        case BOOLEAN -> Condition.ALWAYS;
      };
    }

    private static Object expected(Compared compared) {
      return Objects.requireNonNull(compared.expected());
    }

    private Condition text(String value, Operator operator, String expected) {
      boolean ordered = operator != Operator.EQUAL && operator != Operator.NOT_EQUAL;
      return ordered && !isOrderedAlike(expected) || hasLoneSurrogate(expected)
          ? Condition.ALWAYS
          : Condition.of(value + sign(operator) + "?", sql.text(expected));
    }

    /**
     * Whether all texts stand on the same side of it in Java's order, by UTF-16, and in a
     * database's, by UTF-8: they differ above the surrogates only.
     */
    private static boolean isOrderedAlike(String text) {
      return text.chars().allMatch(c -> c < Character.MIN_SURROGATE - 1);
    }

    private static boolean hasLoneSurrogate(String text) {
      return text.codePoints()
          .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private Condition number(String value, Operator operator, BigDecimal expected) {
      if (operator == Operator.NOT_EQUAL
          || expected.scale() > 30
          || expected.precision() - expected.scale() > 30) {
        return Condition.ALWAYS;
      }
      var number = sql.number(value);
      var below = Condition.of(number + " <= ?", sql.bound(expected, false));
      var above = Condition.of(number + " >= ?", sql.bound(expected, true));
      var condition =
          switch (operator) {
            case LESS, LESS_OR_EQUAL -> below;
            case GREATER, GREATER_OR_EQUAL -> above;
            default -> above.and(below);
          };
      return otherwiseAlways(sql.isPlainNumber(value), condition);
    }

    private Condition date(String value, Operator operator, LocalDate expected) {
      if (operator == Operator.NOT_EQUAL || expected.getYear() < 0 || expected.getYear() > 9999) {
        return Condition.ALWAYS;
      }
      var day = "SUBSTR(" + value + ", 1, 10)";
      return otherwiseAlways(
          sql.isPlainDate(value),
          Condition.of(day + sign(operator) + "?", sql.text(expected.toString())));
    }

    private static Operator inclusive(Operator operator) {
      return switch (operator) {
        case LESS -> Operator.LESS_OR_EQUAL;
        case GREATER -> Operator.GREATER_OR_EQUAL;
        default -> operator;
      };
    }

    /** CASE, because databases evaluate both sides of an OR, and fail on what is no number. */
    private static Condition otherwiseAlways(String test, Condition condition) {
      return condition.within(
          text -> "(CASE WHEN " + test + " THEN (" + text + ") ELSE 1 = 1 END)");
    }

    private static String sign(Operator operator) {
      return switch (operator) {
        case EQUAL, NULL_SAFE_EQUAL -> " = ";
        case NOT_EQUAL -> " <> ";
        case LESS -> " < ";
        case LESS_OR_EQUAL -> " <= ";
        case GREATER -> " > ";
        case GREATER_OR_EQUAL -> " >= ";
      };
    }
  }
}
