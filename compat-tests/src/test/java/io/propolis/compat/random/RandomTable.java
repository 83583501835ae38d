package io.propolis.compat.random;

import io.propolis.compat.random.ColumnType.Decimal;
import io.propolis.compat.random.ColumnType.Field;
import io.propolis.compat.random.ColumnType.ListOf;
import io.propolis.compat.random.ColumnType.MapOf;
import io.propolis.compat.random.ColumnType.Scalar;
import io.propolis.compat.random.ColumnType.Struct;
import io.propolis.compat.random.Format.Part;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A table of random columns and rows. The first column, {@code row_id}, numbers the rows.
 *
 * @param rows values in the order of the columns, null where there is none
 */
public record RandomTable(
    String name, Format format, List<Field> columns, List<List<Object>> rows, long seed) {
  public static final String ROW_ID = "row_id";

  private static final int MOST_COLUMNS = 6;
  private static final int ROWS = 12;
  private static final int DEEPEST = 3;

  /** Hard for readers of text. A row of CSV may hold line breaks where the seed says so. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          " padded ",
          "größe 数据",
          "😀",
          "say \"hi\"",
          "a,b;c|d",
          "C:\\temp\\",
          "tab\there",
          "null",
          "007",
          "#no remark",
          "it's",
          "<b>&amp;</b>",
          "a=b",
          "'quoted'",
          "\"",
          "é\u0301");

  /** The same seed makes the same table. */
  public static RandomTable of(Format format, String name, long seed) {
    var random = new Random(seed);
    var columns = new ArrayList<Field>();
    columns.add(new Field(ROW_ID, Scalar.INT));
    int count = 1 + random.nextInt(MOST_COLUMNS);
    for (var column : names(format.columnNames, count, random)) {
      columns.add(new Field(column, type(format, random, DEEPEST)));
    }
    var rows = new ArrayList<List<Object>>();
    for (int i = 0; i < ROWS; i++) {
      var row = new ArrayList<Object>();
      row.add(i);
      for (var column : columns.subList(1, columns.size())) {
        row.add(valueOrNull(format, column.type(), random));
      }
      rows.add(row);
    }
    return new RandomTable(name, format, columns, rows, seed);
  }

  /** Writes its rows as two files, as tables have more than one. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    int half = rows.size() / 2;
    format.writer.write(this, rows.subList(0, half), folder.resolve("1." + format.prefix()), seed);
    format.writer.write(
        this, rows.subList(half, rows.size()), folder.resolve("2." + format.prefix()), seed);
  }

  private static List<String> names(List<String> possible, int count, Random random) {
    var names = new ArrayList<>(possible);
    Collections.shuffle(names, random);
    return names.subList(0, Math.min(count, names.size()));
  }

  private static ColumnType type(Format format, Random random, int depth) {
    var parts = new ArrayList<>(format.parts);
    if (!parts.isEmpty() && random.nextInt(100) < 40) {
      var part = parts.get(random.nextInt(parts.size()));
      if (part == Part.DECIMAL) {
        int precision = 1 + random.nextInt(38);
        return new Decimal(precision, random.nextInt(precision + 1));
      }
      if (depth > 1) {
        return nested(format, part, random, depth - 1);
      }
    }
    var scalars = List.copyOf(format.scalars);
    return scalars.get(random.nextInt(scalars.size()));
  }

  private static ColumnType nested(Format format, Part part, Random random, int depth) {
    return switch (part) {
      case LIST -> new ListOf(inList(format, random, depth));
      case MAP -> new MapOf(type(format, random, depth));
      default ->
          new Struct(
              names(format.fieldNames, 1 + random.nextInt(3), random).stream()
                  .map(name -> new Field(name, type(format, random, depth)))
                  .toList());
    };
  }

  /** XML has repeated elements and no lists of lists. */
  private static ColumnType inList(Format format, Random random, int depth) {
    var type = type(format, random, depth);
    return format == Format.XML && type instanceof ListOf list ? list.element() : type;
  }

  private static @Nullable Object valueOrNull(Format format, ColumnType type, Random random) {
    return random.nextInt(5) == 0 ? null : value(format, type, random);
  }

  private static Object value(Format format, ColumnType type, Random random) {
    if (type instanceof Struct struct) {
      var values = new ArrayList<Object>();
      struct.fields().forEach(f -> values.add(valueOrNull(format, f.type(), random)));
      return values;
    }
    if (type instanceof ListOf list) {
      var values = new ArrayList<Object>();
      for (int left = random.nextInt(4); left > 0; left--) {
        // Nothing repeats an element that is not there.
        values.add(
            format == Format.XML
                ? value(format, list.element(), random)
                : valueOrNull(format, list.element(), random));
      }
      return values;
    }
    if (type instanceof MapOf map) {
      var values = new LinkedHashMap<String, Object>();
      for (int left = random.nextInt(4); left > 0; left--) {
        values.put("k:" + random.nextInt(100), valueOrNull(format, map.value(), random));
      }
      return values;
    }
    if (type instanceof Decimal decimal) {
      var digits = new BigInteger(decimal.precision() * 3, random);
      var signed = random.nextBoolean() ? digits : digits.negate();
      return new BigDecimal(signed, decimal.scale());
    }
    return scalar(format, (Scalar) type, random);
  }

  private static Object scalar(Format format, Scalar type, Random random) {
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case BYTE -> (byte) random.nextInt();
      case SHORT -> (short) random.nextInt();
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case FLOAT -> Float.intBitsToFloat(random.nextInt() & 0xbfffffff);
      case DOUBLE -> random.nextInt(4) == 0 ? random.nextInt(9) + 0.5 : random.nextGaussian() * 1e6;
      case STRING -> text(random);
      case BINARY -> {
        var bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        yield bytes;
      }
      case DATE -> LocalDate.of(1900, 1, 1).plusDays(random.nextInt(70_000));
      case TIMESTAMP ->
          LocalDateTime.ofEpochSecond(
                  random.nextInt(), random.nextInt(1_000_000_000), ZoneOffset.UTC)
              .truncatedTo(format.precision);
    };
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int left = random.nextInt(3); left >= 0; left--) {
      text.append(TEXTS.get(random.nextInt(TEXTS.size())));
    }
    return text.toString();
  }
}
