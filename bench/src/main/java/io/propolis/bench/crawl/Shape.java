package io.propolis.bench.crawl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Rows of one kind, of which as many can be made as are wanted; the same ones each time. */
enum Shape {
  /** Numbers, codes, times and texts beside one another, some left out. */
  ORDERS(
      List.of(
          Column.bare("id", ColumnKind.INT, r -> number(r, 900_000_000)),
          Column.bare("customer", ColumnKind.BIGINT, r -> "40" + (10_000_000_000L + r.nextInt())),
          Column.quoted("code", ColumnKind.TEXT, r -> "%06d".formatted(r.nextInt(99_999))),
          Column.bare("amount", ColumnKind.FRACTION, r -> cents(r, 100_000)),
          Column.quoted("ordered", ColumnKind.TIMESTAMP, r -> day(r) + " " + clock(r)),
          Column.quoted("shipped", ColumnKind.DATE, r -> r.nextInt(5) == 0 ? "" : day(r)),
          Column.bare("paid", ColumnKind.BOOLEAN, r -> r.nextBoolean() ? "true" : "false"),
          Column.quoted("country", ColumnKind.TEXT, r -> word(r)),
          Column.bare("quantity", ColumnKind.INT, r -> number(r, 100)),
          Column.quoted("note", ColumnKind.TEXT, r -> word(r) + ", " + word(r) + " " + word(r)),
          Column.quoted("phone", ColumnKind.TEXT, r -> "+49" + (100_000_000 + r.nextInt(899_999))),
          Column.bare(
              "discount", ColumnKind.FRACTION, r -> r.nextInt(3) == 0 ? "" : cents(r, 100))),
      List.of(
          Column.bare(
              "items",
              ColumnKind.ARRAY,
              r ->
                  "[{\"sku\":\"%s\",\"price\":%s},{\"sku\":\"%s\",\"price\":%s,\"gift\":true}]"
                      .formatted(word(r), cents(r, 9_000), word(r), cents(r, 9_000))),
          Column.bare(
              "address",
              ColumnKind.STRUCT,
              r ->
                  "{\"city\":\"%s\",\"zip\":\"%05d\",\"at\":{\"lat\":%s,\"lon\":%s}}"
                      .formatted(word(r), r.nextInt(99_999), cents(r, 90), cents(r, 180))))),
  /** Few columns, nearly all numbers. */
  SENSORS(
      List.of(
          Column.quoted("time", ColumnKind.TIMESTAMP, r -> day(r) + " " + clock(r)),
          Column.bare("sensor", ColumnKind.INT, r -> number(r, 5_000)),
          Column.bare("value", ColumnKind.FRACTION, r -> cents(r, 1_000_000)),
          Column.bare(
              "raw", ColumnKind.BIGINT, r -> Long.toString(r.nextLong() | Long.MIN_VALUE / 2))),
      List.of()),
  /** Long texts. */
  VISITS(
      List.of(
          Column.quoted("time", ColumnKind.TIMESTAMP, r -> day(r) + "T" + clock(r) + "Z"),
          Column.quoted(
              "url",
              ColumnKind.TEXT,
              r -> "https://www.example.com/" + word(r) + "/" + word(r) + "?q=" + word(r)),
          Column.quoted(
              "agent",
              ColumnKind.TEXT,
              r ->
                  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/"
                      + r.nextInt(80, 130)
                      + ".0.0.0 Safari/537.36"),
          Column.quoted("referrer", ColumnKind.TEXT, r -> "https://" + word(r) + ".example.org/"),
          Column.bare("status", ColumnKind.INT, r -> number(r, 500)),
          Column.bare("bytes", ColumnKind.INT, r -> number(r, 9_000_000))),
      List.of(
          Column.bare(
              "experiments",
              ColumnKind.MAP,
              r ->
                  "{\"x%d\":%s,\"x%d\":%s}"
                      .formatted(
                          r.nextInt(400), cents(r, 10), 400 + r.nextInt(400), cents(r, 10))))),
  /** A hundred columns. */
  WIDE(wide(), List.of());

  private static final String[] SYLLABLES = {
    "ba", "den", "ko", "lin", "mar", "no", "pra", "qui", "ros", "sta", "tor", "un", "ver", "wal"
  };

  private final List<Column> flat;
  private final List<Column> nested;

  Shape(List<Column> flat, List<Column> nested) {
    this.flat = flat;
    this.nested = nested;
  }

  /**
   * A column.
   *
   * @param kind what a reader of all its values would say
   * @param isText whether JSON has its values in quotes
   * @param maker makes a value; an empty one stands for none
   */
  record Column(
      String name, ColumnKind kind, boolean isText, Function<SplittableRandom, String> maker) {
    static Column bare(String name, ColumnKind kind, Function<SplittableRandom, String> maker) {
      return new Column(name, kind, false, maker);
    }

    static Column quoted(String name, ColumnKind kind, Function<SplittableRandom, String> maker) {
      return new Column(name, kind, true, maker);
    }
  }

  /** Columns in text of that form. */
  List<Column> columns(TextForm form) {
    if (form == TextForm.CSV) {
      return flat;
    }
    var all = new ArrayList<>(flat);
    all.addAll(nested);
    return all;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static List<Column> wide() {
    var columns = new ArrayList<Column>();
    for (int i = 0; i < 25; i++) {
      columns.add(Column.bare("count_" + i, ColumnKind.INT, r -> number(r, 100_000)));
      columns.add(Column.bare("share_" + i, ColumnKind.FRACTION, r -> cents(r, 1_000)));
      columns.add(Column.quoted("label_" + i, ColumnKind.TEXT, r -> word(r)));
      columns.add(Column.quoted("day_" + i, ColumnKind.DATE, r -> day(r)));
    }
    return columns;
  }

  private static String number(SplittableRandom random, int bound) {
    return Integer.toString(random.nextInt(bound));
  }

  private static String cents(SplittableRandom random, int bound) {
    int cents = random.nextInt(100);
    return random.nextInt(bound) + (cents < 10 ? ".0" : ".") + cents;
  }

  private static String day(SplittableRandom random) {
    return "20"
        + two(random.nextInt(10, 30))
        + "-"
        + two(random.nextInt(1, 13))
        + "-"
        + two(random.nextInt(1, 29));
  }

  private static String clock(SplittableRandom random) {
    return two(random.nextInt(24)) + ":" + two(random.nextInt(60)) + ":" + two(random.nextInt(60));
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private static String word(SplittableRandom random) {
    return SYLLABLES[random.nextInt(SYLLABLES.length)]
        + SYLLABLES[random.nextInt(SYLLABLES.length)]
        + SYLLABLES[random.nextInt(SYLLABLES.length)];
  }
}
