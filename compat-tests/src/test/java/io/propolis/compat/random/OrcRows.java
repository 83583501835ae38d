package io.propolis.compat.random;

import io.propolis.compat.random.ColumnType.Decimal;
import io.propolis.compat.random.ColumnType.ListOf;
import io.propolis.compat.random.ColumnType.MapOf;
import io.propolis.compat.random.ColumnType.Scalar;
import io.propolis.compat.random.ColumnType.Struct;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;

/** Rows as ORC. */
final class OrcRows {
  private OrcRows() {}

  static void write(RandomTable table, List<List<Object>> rows, Path file, long seed)
      throws IOException {
    var columns = new Struct(table.columns());
    var schema = type(columns);
    var options =
        OrcFile.writerOptions(new Configuration())
            .setSchema(schema)
            .useUTCTimestamp(true)
            .compress(new Random(seed).nextBoolean() ? CompressionKind.ZLIB : CompressionKind.NONE);
    try (var writer = OrcFile.createWriter(new org.apache.hadoop.fs.Path(file.toUri()), options)) {
      var batch = schema.createRowBatch();
      for (var row : rows) {
        for (int i = 0; i < batch.cols.length; i++) {
          put(batch.cols[i], batch.size, columns.fields().get(i).type(), row.get(i));
        }
        batch.size++;
      }
      writer.addRowBatch(batch);
    }
  }

  private static TypeDescription type(ColumnType type) {
    if (type instanceof Struct struct) {
      var described = TypeDescription.createStruct();
      struct.fields().forEach(f -> described.addField(f.name(), type(f.type())));
      return described;
    }
    if (type instanceof ListOf list) {
      return TypeDescription.createList(type(list.element()));
    }
    if (type instanceof MapOf map) {
      return TypeDescription.createMap(TypeDescription.createString(), type(map.value()));
    }
    if (type instanceof Decimal decimal) {
      // The scale first, which has to be within the precision at every step.
      return TypeDescription.createDecimal()
          .withScale(0)
          .withPrecision(decimal.precision())
          .withScale(decimal.scale());
    }
    return switch ((Scalar) type) {
      case BOOLEAN -> TypeDescription.createBoolean();
      case BYTE -> TypeDescription.createByte();
      case SHORT -> TypeDescription.createShort();
      case INT -> TypeDescription.createInt();
      case LONG -> TypeDescription.createLong();
      case FLOAT -> TypeDescription.createFloat();
      case DOUBLE -> TypeDescription.createDouble();
      case STRING -> TypeDescription.createString();
      case BINARY -> TypeDescription.createBinary();
      case DATE -> TypeDescription.createDate();
      case TIMESTAMP -> TypeDescription.createTimestamp();
    };
  }

  private static void put(ColumnVector vector, int row, ColumnType type, Object value) {
    if (value == null) {
      vector.noNulls = false;
      vector.isNull[row] = true;
    } else if (type instanceof Struct struct) {
      var fields = ((StructColumnVector) vector).fields;
      for (int i = 0; i < fields.length; i++) {
        put(fields[i], row, struct.fields().get(i).type(), ((List<?>) value).get(i));
      }
    } else if (type instanceof ListOf list) {
      var elements = (List<?>) value;
      var lists = (ListColumnVector) vector;
      int start = lists.childCount;
      lists.offsets[row] = start;
      lists.lengths[row] = elements.size();
      lists.childCount += elements.size();
      lists.child.ensureSize(lists.childCount, true);
      for (int i = 0; i < elements.size(); i++) {
        put(lists.child, start + i, list.element(), elements.get(i));
      }
    } else if (type instanceof MapOf map) {
      put((MapColumnVector) vector, row, map, (Map<?, ?>) value);
    } else if (type instanceof Decimal) {
      ((DecimalColumnVector) vector).set(row, HiveDecimal.create((BigDecimal) value));
    } else {
      scalar(vector, row, (Scalar) type, value);
    }
  }

  private static void put(MapColumnVector maps, int row, MapOf type, Map<?, ?> pairs) {
    int next = maps.childCount;
    maps.offsets[row] = next;
    maps.lengths[row] = pairs.size();
    maps.childCount += pairs.size();
    maps.keys.ensureSize(maps.childCount, true);
    maps.values.ensureSize(maps.childCount, true);
    for (var pair : pairs.entrySet()) {
      scalar(maps.keys, next, Scalar.STRING, pair.getKey());
      put(maps.values, next++, type.value(), pair.getValue());
    }
  }

  private static void scalar(ColumnVector vector, int row, Scalar type, Object value) {
    switch (type) {
      case BOOLEAN -> ((LongColumnVector) vector).vector[row] = (Boolean) value ? 1 : 0;
      case BYTE, SHORT, INT, LONG ->
          ((LongColumnVector) vector).vector[row] = ((Number) value).longValue();
      case FLOAT, DOUBLE ->
          ((DoubleColumnVector) vector).vector[row] = ((Number) value).doubleValue();
      case STRING ->
          ((BytesColumnVector) vector)
              .setVal(row, ((String) value).getBytes(StandardCharsets.UTF_8));
      case BINARY -> ((BytesColumnVector) vector).setVal(row, (byte[]) value);
      case DATE -> ((LongColumnVector) vector).vector[row] = ((LocalDate) value).toEpochDay();
      case TIMESTAMP -> {
        var time = (LocalDateTime) value;
        var times = (TimestampColumnVector) vector;
        times.setIsUTC(true);
        times.time[row] = time.toInstant(ZoneOffset.UTC).toEpochMilli();
        times.nanos[row] = time.getNano();
      }
    }
  }
}
