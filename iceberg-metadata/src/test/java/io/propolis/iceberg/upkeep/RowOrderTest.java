package io.propolis.iceberg.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Term;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes of rows are in the order in which Iceberg's library has the rows. */
class RowOrderTest {
  private static final int ROWS = 300;

  /** Few values, so that many are equal, next to each other or at the ends. */
  private static final List<String> TEXTS =
      List.of(
          "", "a", "a\0", "a\0b", "aa", "ab", "b", "\0", "\0\0", "\uFFFD", "😀", "é", "a\u0001");

  record Row(List<@Nullable Object> values) implements StructLike {
    @Override
    public int size() {
      return values.size();
    }

    @Override
    public <T> T get(int position, Class<T> type) {
      return type.cast(values.get(position));
    }

    @Override
    public <T> void set(int position, T value) {
      throw new UnsupportedOperationException();
    }
  }

  static Stream<Arguments> types() {
    return Stream.of(
        type(Types.BooleanType.get(), Random::nextBoolean),
        type(Types.IntegerType.get(), RowOrderTest::number),
        type(Types.DateType.get(), RowOrderTest::number),
        type(Types.LongType.get(), random -> (long) number(random) << random.nextInt(33)),
        type(Types.TimeType.get(), random -> (long) random.nextInt(100)),
        type(Types.TimestampType.withoutZone(), random -> (long) number(random) * 1000),
        type(Types.TimestampType.withZone(), random -> (long) number(random) * 1000),
        type(Types.TimestampNanoType.withoutZone(), random -> (long) number(random) * 1000),
        type(
            Types.FloatType.get(),
            random ->
                pick(
                    random,
                    0f,
                    -0f,
                    1.5f,
                    -1.5f,
                    -1e-30f,
                    Float.NaN,
                    Float.NEGATIVE_INFINITY,
                    Float.POSITIVE_INFINITY,
                    (float) random.nextGaussian())),
        type(
            Types.DoubleType.get(),
            random ->
                pick(
                    random,
                    0d,
                    -0d,
                    -1e-300,
                    -2e-300,
                    Double.NaN,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    random.nextGaussian())),
        type(Types.StringType.get(), random -> TEXTS.get(random.nextInt(TEXTS.size()))),
        type(Types.BinaryType.get(), random -> bytes(random, random.nextInt(4))),
        type(Types.FixedType.ofLength(3), random -> bytes(random, 3)),
        type(
            Types.DecimalType.of(9, 2),
            random -> new BigDecimal(BigInteger.valueOf(number(random) % 1_000_000_000), 2)),
        type(
            Types.DecimalType.of(38, 4),
            random ->
                new BigDecimal(
                    new BigInteger(120, random).subtract(new BigInteger(120, random)), 4)));
  }

  private static Arguments type(Type type, Function<Random, Object> values) {
    return Arguments.of(type, values);
  }

  private static int number(Random random) {
    return pick(
        random, 0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt(), 255, 256, -256);
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... of) {
    return of[random.nextInt(of.length)];
  }

  private static ByteBuffer bytes(Random random, int length) {
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (int) pick(random, 0, 1, 127, 128, 255);
    }
    return ByteBuffer.wrap(bytes);
  }

  private static List<Row> rows(Function<Random, Object> values) {
    var random = new Random(11);
    return IntStream.range(0, ROWS)
        .mapToObj(
            i ->
                new Row(
                    Arrays.asList(
                        random.nextInt(8) == 0 ? null : values.apply(random),
                        random.nextInt(4) == 0 ? null : values.apply(random))))
        .toList();
  }

  private static Schema schema(Type type) {
    return new Schema(
        Types.NestedField.optional(1, "a", type), Types.NestedField.optional(2, "b", type));
  }

  private static RowOrder sorted(Schema schema, SortOrder order) {
    return new RowOrder.Sorted(
        order, order.fields().stream().map(field -> RowOrder.Field.of(schema, field)).toList());
  }

  private static void agrees(Schema schema, SortOrder order, List<Row> rows) {
    Comparator<StructLike> expected = SortOrderComparators.forSchema(schema, order);
    var bytes = sorted(schema, order);
    for (var one : rows) {
      for (var other : rows) {
        assertThat(Integer.signum(Arrays.compareUnsigned(bytes.key(one), bytes.key(other))))
            .as("%s and %s by %s", one, other, order)
            .isEqualTo(Integer.signum(expected.compare(one, other)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void valuesOfAllTypes(Type type, Function<Random, Object> values) {
    var schema = schema(type);
    var rows = rows(values);
    for (var direction : SortDirection.values()) {
      for (var nulls : NullOrder.values()) {
        var order =
            SortOrder.builderFor(schema)
                .sortBy("a", direction, nulls)
                .sortBy("b", SortDirection.ASC, NullOrder.NULLS_LAST)
                .build();
        agrees(schema, order, rows);
      }
    }
  }

  /** Iceberg's library compares them as Java does; Spark and Parquet as they are written. */
  @Test
  void uuidsAsTheirText() {
    var schema = schema(Types.UUIDType.get());
    var order = SortOrder.builderFor(schema).asc("a").build();
    var bytes = sorted(schema, order);
    var random = new Random(5);
    var rows =
        new ArrayList<>(
            Stream.generate(() -> new Row(List.of(new UUID(random.nextLong(), 1), "")))
                .limit(ROWS)
                .toList());
    rows.sort((one, other) -> Arrays.compareUnsigned(bytes.key(one), bytes.key(other)));

    assertThat(rows.stream().map(row -> String.valueOf(row.values().get(0)))).isSorted();
  }

  @Test
  void transforms() {
    var text = schema(Types.StringType.get());
    var texts = rows(random -> TEXTS.get(random.nextInt(TEXTS.size())));
    for (var term : List.<Term>of(Expressions.truncate("a", 1), Expressions.bucket("a", 4))) {
      agrees(text, by(text, term), texts);
    }
    var time = schema(Types.TimestampType.withoutZone());
    var times = rows(random -> (long) number(random) * 1_000_000);
    for (var term :
        List.<Term>of(
            Expressions.hour("a"),
            Expressions.day("a"),
            Expressions.month("a"),
            Expressions.year("a"))) {
      agrees(time, by(time, term), times);
    }
  }

  private static SortOrder by(Schema schema, Term term) {
    return SortOrder.builderFor(schema)
        .sortBy(term, SortDirection.DESC, NullOrder.NULLS_FIRST)
        .build();
  }

  /** With one column a curve is a line. */
  @ParameterizedTest
  @MethodSource("types")
  void aCurveThroughOneColumnHasItsOrder(Type type, Function<Random, Object> values) {
    var schema = schema(type);
    var order = SortOrder.builderFor(schema).asc("a", NullOrder.NULLS_FIRST).build();
    var fields = order.fields().stream().map(f -> RowOrder.Field.of(schema, f)).toList();
    var curve = new RowOrder.ZOrdered(1, fields);
    Comparator<StructLike> expected = SortOrderComparators.forSchema(schema, order);
    var rows = new ArrayList<>(rows(values));
    rows.sort(expected);
    for (int i = 1; i < rows.size(); i++) {
      assertThat(Arrays.compareUnsigned(curve.key(rows.get(i - 1)), curve.key(rows.get(i))))
          .as("%s and %s", rows.get(i - 1), rows.get(i))
          .isLessThanOrEqualTo(0);
    }
    assertThat(rows.stream().map(row -> ByteBuffer.wrap(curve.key(row))).distinct().count())
        .as("different keys")
        .isGreaterThan(1);
  }

  /** The cells of a square of four are passed in the shape of a Z. */
  @Test
  void bitsOfColumnsTakeTurns() {
    var schema = schema(Types.IntegerType.get());
    var order = SortOrder.builderFor(schema).asc("a").asc("b").build();
    var fields = order.fields().stream().map(f -> RowOrder.Field.of(schema, f)).toList();
    var curve = new RowOrder.ZOrdered(1, fields);
    var rows = new ArrayList<Row>();
    for (int a = 0; a < 4; a++) {
      for (int b = 0; b < 4; b++) {
        rows.add(new Row(List.of(a, b)));
      }
    }
    rows.sort((one, other) -> Arrays.compareUnsigned(curve.key(one), curve.key(other)));

    assertThat(rows.stream().map(row -> "" + row.values().get(0) + row.values().get(1)))
        .containsExactly(
            "00", "01", "10", "11", "02", "03", "12", "13", "20", "21", "30", "31", "22", "23",
            "32", "33");
  }
}
