package io.propolis.crawlers.statistics;

import io.propolis.catalog.model.Names;
import io.propolis.files.RangedFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.BooleanColumnStatistics;
import org.apache.orc.IntegerColumnStatistics;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;

/**
 * Hands the values of some columns of an ORC file over, batch by batch. Columns are read only where
 * the footer does not tell enough.
 */
final class OrcValues {
  private OrcValues() {}

  /** As {@link ParquetValues#read}. */
  static void read(RangedFile file, Map<String, ColumnSummary> summaries, BooleanSupplier goesOn)
      throws IOException {
    var conf = new Configuration(false);
    var options =
        OrcFile.readerOptions(conf).filesystem(new OrcInput(file)).maxLength(file.length());
    try (var reader = OrcFile.createReader(new Path("file:/orc"), options)) {
      var schema = reader.getSchema();
      var places = places(schema, summaries);
      summaries.forEach(
          (name, summary) -> {
            if (!places.containsKey(name)) {
              summary.addNulls(reader.getNumberOfRows());
            }
          });
      places
          .entrySet()
          .removeIf(
              place ->
                  summariseByFooter(
                      reader,
                      schema.getChildren().get(place.getValue()).getId(),
                      Objects.requireNonNull(summaries.get(place.getKey()))));
      if (places.isEmpty()) {
        return;
      }
      var included = new boolean[schema.getMaximumId() + 1];
      included[0] = true;
      places.values().forEach(place -> included[schema.getChildren().get(place).getId()] = true);
      var batch = schema.createRowBatch();
      try (var rows = reader.rows(reader.options().include(included))) {
        while (goesOn.getAsBoolean() && rows.nextBatch(batch)) {
          for (var place : places.entrySet()) {
            summarise(
                batch.cols[place.getValue()],
                batch.size,
                schema.getChildren().get(place.getValue()),
                Objects.requireNonNull(summaries.get(place.getKey())));
          }
        }
      }
    }
  }

  /** Takes in a column of nulls, of truth values, or of one number. False when it is to be read. */
  private static boolean summariseByFooter(Reader reader, int id, ColumnSummary summary) {
    var told = reader.getStatistics()[id];
    long rows = reader.getNumberOfRows();
    if (told.getNumberOfValues() > 0) {
      if (told instanceof BooleanColumnStatistics flags) {
        summary.add(true, flags.getTrueCount());
        summary.add(false, flags.getFalseCount());
      } else if (told instanceof IntegerColumnStatistics numbers
          && numbers.getMinimum() == numbers.getMaximum()
          && !summary.needsEachValue()) {
        summary.add(numbers.getMinimum());
      } else {
        return false;
      }
    }
    summary.addNulls(rows - told.getNumberOfValues());
    return true;
  }

  private static Map<String, Integer> places(
      TypeDescription schema, Map<String, ColumnSummary> summaries) {
    var places = new LinkedHashMap<String, Integer>();
    for (int i = 0; i < schema.getFieldNames().size(); i++) {
      var name = Names.fold(schema.getFieldNames().get(i));
      if (summaries.containsKey(name)) {
        places.putIfAbsent(name, i);
      }
    }
    return places;
  }

  /** Takes the value at a place. */
  private interface Take {
    void at(int row);
  }

  private static void summarise(
      ColumnVector vector, int size, TypeDescription type, ColumnSummary summary) {
    var take = take(vector, type, summary);
    for (int row = 0; row < size; row++) {
      int at = vector.isRepeating ? 0 : row;
      if (vector.noNulls || !vector.isNull[at]) {
        take.at(at);
      } else {
        summary.addNulls(1);
      }
    }
  }

  private static Take take(ColumnVector vector, TypeDescription type, ColumnSummary summary) {
    if (vector instanceof StructColumnVector) {
      throw new IllegalArgumentException(
          "column %s is no single value in the file".formatted(summary.column()));
    } else if (vector instanceof LongColumnVector longs) {
      return type.getCategory() == TypeDescription.Category.BOOLEAN
          ? row -> summary.add(longs.vector[row] != 0)
          : row -> summary.add(longs.vector[row]);
    } else if (vector instanceof DoubleColumnVector doubles) {
      return row -> summary.add(doubles.vector[row]);
    } else if (vector instanceof BytesColumnVector bytes) {
      return row -> summary.add(bytes.vector[row], bytes.start[row], bytes.length[row]);
    } else if (vector instanceof DecimalColumnVector decimals) {
      return row -> summary.add(decimals.vector[row].getHiveDecimal().bigDecimalValue());
    } else if (vector instanceof TimestampColumnVector times) {
      return row ->
          summary.add(
              Math.floorDiv(times.time[row], 1_000L) * 1_000_000 + times.nanos[row] / 1_000);
    }
    throw new IllegalArgumentException(
        "column %s is %s in the file".formatted(summary.column(), type));
  }
}
