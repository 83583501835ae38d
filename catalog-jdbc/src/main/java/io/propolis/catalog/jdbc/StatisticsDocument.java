package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of all columns of a partition, as bytes: a version, and for each column its id, the
 * length of what follows, when it was analysed, and its {@linkplain StatisticsBytes values}. What
 * is not asked for is passed over, and copied as it is.
 */
final class StatisticsDocument {
  static final StatisticsDocument EMPTY =
      new StatisticsDocument(new byte[0], new long[0], new int[1]);

  private static final int VERSION = 1;
  private static final int ENTRY = 32;

  private final byte[] bytes;
  private final long[] columns;

  /** Where each entry begins, and where the last one ends. */
  private final int[] begins;

  private StatisticsDocument(byte[] bytes, long[] columns, int[] begins) {
    this.bytes = bytes;
    this.columns = columns;
    this.begins = begins;
  }

  /** Statistics of one column but for their sketches. */
  record Fact(long column, long analyzedAt, StatisticsData data) {}

  /** Throws IllegalStateException for another version. */
  static StatisticsDocument read(byte @Nullable [] bytes) {
    if (bytes == null) {
      return EMPTY;
    }
    var in = new ByteReader(bytes);
    requireVersion(in);
    var columns = new long[8];
    var begins = new int[9];
    int count = 0;
    while (in.hasMore()) {
      if (count == columns.length) {
        columns = Arrays.copyOf(columns, 2 * count);
        begins = Arrays.copyOf(begins, 2 * count + 1);
      }
      begins[count] = in.at();
      columns[count++] = in.number();
      in.skip();
    }
    begins[count] = in.at();
    return new StatisticsDocument(
        bytes, Arrays.copyOf(columns, count), Arrays.copyOf(begins, count + 1));
  }

  private static void requireVersion(ByteReader in) {
    int version = in.one();
    if (version != VERSION) {
      throw new IllegalStateException(
          "Statistics of a partition are stored in version %d of their format; this server knows %d"
              .formatted(version, VERSION));
    }
  }

  boolean isEmpty() {
    return columns.length == 0;
  }

  int size() {
    return columns.length;
  }

  /** The id of the column at a place, from 0. */
  long column(int place) {
    return columns[place];
  }

  /** Whether it has one of these columns. */
  boolean hasAny(LongPredicate wanted) {
    return Arrays.stream(columns).anyMatch(wanted);
  }

  Fact fact(int place) {
    var in = new ByteReader(bytes, begins[place], begins[place + 1]);
    long column = in.number();
    in.number();
    return new Fact(column, in.signed(), StatisticsBytes.read(in));
  }

  /** The bytes of those of its columns, and of others behind them. */
  byte[] with(LongPredicate kept, List<Fact> added) {
    var out = begun(1 + bytes.length + ENTRY * added.size());
    copy(out, kept);
    var entry = new ByteWriter(ENTRY);
    for (var fact : added) {
      entry.clear();
      entry.signed(fact.analyzedAt());
      StatisticsBytes.write(entry, fact.data());
      out.number(fact.column());
      entry.appendCountedTo(out);
    }
    return out.toBytes();
  }

  private static ByteWriter begun(int capacity) {
    var out = new ByteWriter(capacity);
    out.one(VERSION);
    return out;
  }

  private void copy(ByteWriter out, LongPredicate kept) {
    for (int i = 0; i < columns.length; i++) {
      if (kept.test(columns[i])) {
        out.all(bytes, begins[i], begins[i + 1] - begins[i]);
      }
    }
  }

  /** Sketches of one column, as they are stored beside the document. */
  static byte[] sketches(Sketches sketches) {
    var out = begun(1024);
    StatisticsBytes.write(out, sketches);
    return out.toBytes();
  }

  static Sketches sketches(byte[] bytes) {
    var in = new ByteReader(bytes);
    requireVersion(in);
    return StatisticsBytes.readSketches(in);
  }
}
