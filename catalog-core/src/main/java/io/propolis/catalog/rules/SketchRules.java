package io.propolis.catalog.rules;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.BinaryData;
import io.propolis.catalog.model.StatisticsData.BooleanData;
import io.propolis.catalog.model.StatisticsData.DateData;
import io.propolis.catalog.model.StatisticsData.DecimalData;
import io.propolis.catalog.model.StatisticsData.DoubleData;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketch;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.StatisticsData.StringData;
import io.propolis.catalog.model.StatisticsData.TimestampData;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which sketches of a column stay when somebody who does not know them writes its statistics.
 *
 * <p>A histogram stays until another comes, as in Hive: clients before Hive 4 have no field for it.
 * Bit vectors, which all have a field for, stay while the number of distinct values does: without
 * them it was not measured anew.
 */
public final class SketchRules {
  /** What UTF-8 decoders make of bytes that are none. */
  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

  private record Key(String column, String engine) {
    static Key of(ColumnStatistics statistics) {
      return new Key(statistics.column(), statistics.engine());
    }
  }

  private SketchRules() {}

  /** Whether it takes the current statistics to say which sketches these have. */
  public static boolean isOpen(ColumnStatistics requested) {
    var sketches = requested.data().sketches();
    return sketches.bitVectors() == null
        || sketches.histogram() == null
        || isText(sketches.bitVectors());
  }

  /** The requested statistics, each with those sketches of the current ones that stay. */
  public static List<ColumnStatistics> kept(
      Collection<ColumnStatistics> current, Collection<ColumnStatistics> requested) {
    var byColumn = current.stream().collect(Collectors.toMap(Key::of, Function.identity()));
    return requested.stream()
        .map(
            each -> {
              var before = byColumn.get(Key.of(each));
              return before == null || before.data().getClass() != each.data().getClass()
                  ? each
                  : kept(before, each);
            })
        .toList();
  }

  private static ColumnStatistics kept(ColumnStatistics current, ColumnStatistics requested) {
    var before = current.data().sketches();
    var sent = requested.data().sketches();
    var sketches =
        new Sketches(
            bitVectors(current.data(), requested.data()),
            sent.histogram() == null ? before.histogram() : sent.histogram());
    return sketches.equals(sent)
        ? requested
        : new ColumnStatistics(
            requested.column(),
            requested.type(),
            requested.engine(),
            requested.analyzedAt(),
            requested.data().withSketches(sketches));
  }

  private static @Nullable Sketch bitVectors(StatisticsData current, StatisticsData requested) {
    var before = current.sketches().bitVectors();
    var sent = requested.sketches().bitVectors();
    if (sent == null) {
      return distinct(current).equals(distinct(requested)) ? before : null;
    }
    return before != null && sent.equals(asText(before)) ? before : sent;
  }

  /** What Hive 2.3 sends back when it has read a sketch: it takes the bytes for UTF-8. */
  private static Sketch asText(Sketch sketch) {
    var text = new String(sketch.bytes(), StandardCharsets.UTF_8);
    return new Sketch(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean isText(Sketch sketch) {
    var bytes = sketch.bytes();
    for (int i = 0; i + REPLACEMENT.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + REPLACEMENT.length, REPLACEMENT, 0, REPLACEMENT.length)) {
        return true;
      }
    }
    return false;
  }

  private static OptionalLong distinct(StatisticsData data) {
    if (data instanceof LongData d) {
      return OptionalLong.of(d.distinct());
    } else if (data instanceof DoubleData d) {
      return OptionalLong.of(d.distinct());
    } else if (data instanceof StringData d) {
      return OptionalLong.of(d.distinct());
    } else if (data instanceof DecimalData d) {
      return OptionalLong.of(d.distinct());
    } else if (data instanceof DateData d) {
      return OptionalLong.of(d.distinct());
    } else if (data instanceof TimestampData d) {
      return OptionalLong.of(d.distinct());
    } else if (data instanceof BooleanData || data instanceof BinaryData) {
      return OptionalLong.empty();
    }
    throw new AssertionError(data);
  }
}
