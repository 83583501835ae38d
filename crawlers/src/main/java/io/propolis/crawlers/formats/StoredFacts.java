package io.propolis.crawlers.formats;

import static io.propolis.crawlers.schema.StoredTypes.constant;
import static io.propolis.crawlers.schema.StoredTypes.text;
import static io.propolis.crawlers.schema.StoredTypes.writeConstant;

import io.propolis.crawlers.schema.StoredTypes;
import io.propolis.crawlers.statistics.FooterColumn;
import io.propolis.crawlers.statistics.FooterColumn.Unit;
import io.propolis.crawlers.statistics.FooterFacts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/** What footers say about values, as bytes. A part of what is kept of files. */
final class StoredFacts {
  private static final int NONE = 0;
  private static final int WHOLE = 1;
  private static final int FLOATING = 2;
  private static final int DECIMAL = 3;

  private StoredFacts() {}

  static void write(FooterFacts facts, DataOutput out) throws IOException {
    out.writeLong(facts.rows());
    out.writeInt(facts.columns().size());
    for (var column : facts.columns().entrySet()) {
      StoredTypes.write(column.getKey(), out);
      var told = column.getValue();
      out.writeLong(told.values());
      out.writeLong(told.nulls());
      write(told.low(), out);
      write(told.high(), out);
      out.writeLong(told.distinct());
      out.writeLong(told.trues());
      writeConstant(told.unit(), out);
    }
  }

  static FooterFacts read(DataInput in) throws IOException {
    long rows = in.readLong();
    var columns = new HashMap<String, FooterColumn>();
    for (int left = in.readInt(); left > 0; left--) {
      columns.put(
          text(in),
          new FooterColumn(
              in.readLong(),
              in.readLong(),
              bound(in),
              bound(in),
              in.readLong(),
              in.readLong(),
              constant(Unit.values(), in)));
    }
    return new FooterFacts(rows, columns);
  }

  private static void write(@Nullable Comparable<?> bound, DataOutput out) throws IOException {
    if (bound instanceof Long whole) {
      out.writeByte(WHOLE);
      out.writeLong(whole);
    } else if (bound instanceof Double floating) {
      out.writeByte(FLOATING);
      out.writeDouble(floating);
    } else if (bound instanceof BigDecimal decimal) {
      out.writeByte(DECIMAL);
      StoredTypes.write(decimal.toString(), out);
    } else {
      out.writeByte(NONE);
    }
  }

  private static @Nullable Comparable<?> bound(DataInput in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case NONE -> null;
      case WHOLE -> Long.valueOf(in.readLong());
      case FLOATING -> Double.valueOf(in.readDouble());
      case DECIMAL -> new BigDecimal(text(in));
      default -> throw new IOException("A bound of another version: " + kind);
    };
  }
}
