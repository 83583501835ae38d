package io.propolis.crawlers.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** One value of a Parquet column, wherever it stands. */
interface ParquetValue {
  boolean asBoolean();

  int asInt();

  long asLong();

  float asFloat();

  double asDouble();

  Binary asBinary();

  /** The current one of a column that is read. */
  record Read(ColumnReader reader) implements ParquetValue {
    @Override
    public boolean asBoolean() {
      return reader.getBoolean();
    }

    @Override
    public int asInt() {
      return reader.getInteger();
    }

    @Override
    public long asLong() {
      return reader.getLong();
    }

    @Override
    public float asFloat() {
      return reader.getFloat();
    }

    @Override
    public double asDouble() {
      return reader.getDouble();
    }

    @Override
    public Binary asBinary() {
      return reader.getBinary();
    }
  }

  /** One of those that a column is made of. */
  record Listed(Dictionary dictionary, int id) implements ParquetValue {
    @Override
    public boolean asBoolean() {
      return dictionary.decodeToBoolean(id);
    }

    @Override
    public int asInt() {
      return dictionary.decodeToInt(id);
    }

    @Override
    public long asLong() {
      return dictionary.decodeToLong(id);
    }

    @Override
    public float asFloat() {
      return dictionary.decodeToFloat(id);
    }

    @Override
    public double asDouble() {
      return dictionary.decodeToDouble(id);
    }

    @Override
    public Binary asBinary() {
      return dictionary.decodeToBinary(id);
    }
  }

  /** Hands a value over to a summary. */
  interface Take {
    void from(ParquetValue value);
  }

  /** How values of a type are handed over. */
  static Take taking(PrimitiveType type, ColumnSummary summary) {
    var logical = type.getLogicalTypeAnnotation();
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      int scale = decimal.getScale();
      return switch (type.getPrimitiveTypeName()) {
        case INT32 -> value -> summary.add(BigDecimal.valueOf(value.asInt(), scale));
        case INT64 -> value -> summary.add(BigDecimal.valueOf(value.asLong(), scale));
        default ->
            value ->
                summary.add(
                    new BigDecimal(new BigInteger(value.asBinary().getBytesUnsafe()), scale));
      };
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> value -> summary.add(value.asBoolean());
      case INT32 -> value -> summary.add(value.asInt());
      case INT64 -> ofLong(logical, summary);
      case INT96 -> value -> summary.add(Int96.micros(value.asBinary()));
      case FLOAT -> value -> summary.add((double) value.asFloat());
      case DOUBLE -> value -> summary.add(value.asDouble());
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          value -> {
            var bytes = value.asBinary().getBytesUnsafe();
            summary.add(bytes, 0, bytes.length);
          };
    };
  }

  private static Take ofLong(LogicalTypeAnnotation logical, ColumnSummary summary) {
    if (logical instanceof TimestampLogicalTypeAnnotation time) {
      if (time.getUnit() == TimeUnit.MILLIS) {
        return value -> summary.add(value.asLong() * 1_000);
      } else if (time.getUnit() == TimeUnit.NANOS) {
        return value -> summary.add(Math.floorDiv(value.asLong(), 1_000L));
      }
    }
    return value -> summary.add(value.asLong());
  }

  /** Impala's and Hive's timestamps: nanoseconds of the day, then the Julian day. */
  final class Int96 {
    private static final long JULIAN_EPOCH = 2_440_588;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private Int96() {}

    static long micros(Binary time) {
      var bytes = time.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      long nanos = bytes.getLong(bytes.position());
      long day = bytes.getInt(bytes.position() + Long.BYTES);
      return (day - JULIAN_EPOCH) * MICROS_PER_DAY + nanos / 1_000;
    }
  }
}
