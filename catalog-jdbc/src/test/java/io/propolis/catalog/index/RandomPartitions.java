package io.propolis.catalog.index;

import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.filter.Predicate.And;
import io.propolis.catalog.filter.Predicate.Between;
import io.propolis.catalog.filter.Predicate.Comparison;
import io.propolis.catalog.filter.Predicate.Constant;
import io.propolis.catalog.filter.Predicate.Dialect;
import io.propolis.catalog.filter.Predicate.In;
import io.propolis.catalog.filter.Predicate.IsNull;
import io.propolis.catalog.filter.Predicate.Like;
import io.propolis.catalog.filter.Predicate.Not;
import io.propolis.catalog.filter.Predicate.Operator;
import io.propolis.catalog.filter.Predicate.Or;
import io.propolis.catalog.filter.Predicate.Typed;
import io.propolis.catalog.filter.Predicate.Undecidable;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Tables, partitions and predicates made up from a seed: few values, so that they often meet. */
public final class RandomPartitions {
  private static final List<String> TYPES =
      List.of(
          "string", "int", "bigint", "decimal(10,2)", "date", "timestamp", "boolean", "varchar(9)");
  private static final List<String> TEXTS =
      List.of(
          "a",
          "b",
          "ab",
          "a/b",
          "a=b",
          "a%b",
          "a b",
          "A",
          "aa",
          "a!",
          "a0",
          "ä",
          "äß",
          "\uD83D\uDE00",
          "\uE000",
          "\uFFFD",
          "日本",
          "a\u0001",
          "a:",
          "'",
          "\\",
          "a\\b",
          "_",
          ".*",
          "null",
          " ",
          " a",
          "zz",
          "true",
          "FALSE",
          "1",
          "0");
  private static final List<String> NUMBERS =
      List.of(
          "1",
          "01",
          "+1",
          "1.0",
          "1.50",
          "-3",
          "-3.0",
          "10",
          "9",
          "100",
          "1e2",
          " 7",
          "7",
          "0",
          "-0",
          "12345678901234567890",
          "0.1",
          ".5",
          "5.",
          "2024",
          "x7",
          "",
          "१२");
  private static final List<String> DATES =
      List.of(
          "2024-01-01",
          "2024-02-29",
          "2024-12-31",
          "2023-02-29",
          "1999-01-01",
          "0001-01-01",
          "2024-01-01 10:00:00",
          "2024-01-01T10:00:00",
          "2024-01-01 10:00:00.5",
          "2024-01-01 10:00",
          " 2024-01-02",
          "+12345-01-01",
          "2024-1-1",
          "20240101");

  private final Random random;

  public RandomPartitions(long seed) {
    this.random = new Random(seed);
  }

  public int number(int bound) {
    return random.nextInt(bound);
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** A table with one to three keys. */
  public Table table(TableName name) {
    var keys = new ArrayList<Column>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      keys.add(new Column("k" + i, one(TYPES)));
    }
    return Table.builder(name)
        .id(1)
        .layout(layout(0))
        .location("file:/lake/t")
        .partitionKeys(keys)
        .build();
  }

  public static StorageLayout layout(int columns) {
    return StorageLayout.EMPTY.withColumns(
        IntStream.rangeClosed(0, columns).mapToObj(i -> new Column("c" + i, "bigint")).toList());
  }

  /** A value as clients store it: often of the type, sometimes null, sometimes anything. */
  public String value(String type) {
    int kind = random.nextInt(10);
    if (kind == 0) {
      return PartitionNames.NULL_VALUE;
    }
    if (kind == 1) {
      return one(one(List.of(TEXTS, NUMBERS, DATES)));
    }
    if (kind == 2) {
      return Integer.toString(random.nextInt(400) - 50);
    }
    return switch (type) {
      case "int", "bigint", "decimal(10,2)" -> one(NUMBERS);
      case "date", "timestamp" -> one(DATES);
      default -> one(TEXTS);
    };
  }

  /** Values as they are stored: "" stands as the null marker. */
  public List<String> values(Table table) {
    return table.partitionKeys().stream()
        .map(key -> value(key.type()))
        .map(value -> value.isEmpty() ? PartitionNames.NULL_VALUE : value)
        .toList();
  }

  /** A partition with everything that may be set. */
  public Partition partition(Table table, List<String> values) {
    var parameters = new LinkedHashMap<String, String>();
    for (int i = 0; i < random.nextInt(4); i++) {
      parameters.put("p" + random.nextInt(3), one(TEXTS));
    }
    if (random.nextInt(4) == 0) {
      parameters.put("numRows", Long.toString(random.nextLong()));
    }
    var name = PartitionNames.of(table.partitionKeys(), values);
    var location =
        switch (random.nextInt(5)) {
          case 0 -> null;
          case 1 -> table.location() + "/elsewhere-" + random.nextInt(9);
          case 2 -> "s3://other/" + one(TEXTS);
          default -> table.location() + "/" + name;
        };
    return new Partition(
        values,
        location,
        layout(random.nextInt(3)),
        parameters,
        random.nextInt(3) == 0 ? 0 : 1_700_000_000_000L + random.nextInt(1_000_000),
        random.nextInt(3) == 0 ? random.nextLong() : 0,
        random.nextInt(5) == 0 ? Map.of("hive:privileges", one(TEXTS)) : Map.of());
  }

  /** A predicate of that depth at most. */
  public Predicate predicate(Table table, int depth) {
    var keys = table.partitionKeys();
    var key = one(keys);
    if (depth > 0 && random.nextInt(3) > 0) {
      return switch (random.nextInt(4)) {
        case 0 -> new And(operands(table, depth));
        case 1 -> new Or(operands(table, depth));
        case 2 -> new Not(predicate(table, depth - 1));
        default -> new Typed(key.name(), one(TYPES), predicate(table, depth - 1));
      };
    }
    return switch (random.nextInt(12)) {
      case 0 -> new Between(key.name(), literal(key.type()), literal(key.type()));
      case 1, 2 -> in(keys);
      case 3 -> new Like(key.name(), pattern(), one(List.of(Dialect.values())));
      case 4 -> new IsNull(key.name());
      case 5 -> new Constant(random.nextInt(3) == 0 ? null : random.nextBoolean());
      case 6 -> random.nextInt(3) == 0 ? new Undecidable("f") : comparison(key);
      default -> comparison(key);
    };
  }

  private List<Predicate> operands(Table table, int depth) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> predicate(table, depth - 1))
        .toList();
  }

  private Predicate comparison(Column key) {
    return new Comparison(key.name(), one(List.of(Operator.values())), literal(key.type()));
  }

  private Predicate in(List<Column> keys) {
    var named = random.nextBoolean() ? keys : List.of(one(keys));
    var tuples =
        IntStream.range(0, random.nextInt(6))
            .mapToObj(i -> named.stream().map(key -> literal(key.type())).toList())
            .toList();
    return new In(named.stream().map(Column::name).toList(), tuples);
  }

  private Literal literal(String type) {
    return switch (random.nextInt(6)) {
      case 0 -> new Literal.Number(new BigDecimal(random.nextInt(400) - 50));
      case 1 -> new Literal.Date(LocalDate.of(2024, 1, 1).plusDays(random.nextInt(60)));
      case 2 -> new Literal.Timestamp(LocalDateTime.of(2024, 1, 1, 10, 0, random.nextInt(2)));
      case 3 -> new Literal.Number(new BigDecimal(one(List.of("1.5", "-3", "1E2", "0.10"))));
      default -> new Literal.Text(value(type));
    };
  }

  private String pattern() {
    return one(
        List.of(
            "%",
            "a%", "%b", "a_", "_", "a\\%b", ".*", "a.*", "a.b", "20%", "1%", "ä%", "", "%0%", "\\",
            "[a]"));
  }
}
