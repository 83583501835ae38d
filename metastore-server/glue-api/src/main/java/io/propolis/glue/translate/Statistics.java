package io.propolis.glue.translate;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.glue.wire.GlueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.glue.model.BinaryColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.BooleanColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsType;
import software.amazon.awssdk.services.glue.model.DateColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.DecimalColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.DecimalNumber;
import software.amazon.awssdk.services.glue.model.DoubleColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.LongColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.StringColumnStatisticsData;

/** Column statistics. The API has none of times: those of timestamps are numbers of seconds. */
public final class Statistics {
  private static final long SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

  /** More digits than any decimal has, behind the point or before. */
  private static final int MAX_SCALE = 1_000;

  private Statistics() {}

  /** InvalidInputException when the data is not of the type that it says. */
  public static ColumnStatistics statistics(
      software.amazon.awssdk.services.glue.model.ColumnStatistics reply) {
    return new ColumnStatistics(
        reply.columnName(),
        reply.columnType(),
        ColumnStatistics.HIVE_ENGINE,
        Times.millis(reply.analyzedTime()),
        data(reply));
  }

  private static StatisticsData data(
      software.amazon.awssdk.services.glue.model.ColumnStatistics statistics) {
    var data = statistics.statisticsData();
    return switch (data.type()) {
      case BOOLEAN -> {
        var of = required(data.booleanColumnStatisticsData(), "BooleanColumnStatisticsData");
        yield new StatisticsData.BooleanData(
            of.numberOfTrues(), of.numberOfFalses(), of.numberOfNulls(), Sketches.NONE);
      }
      case LONG -> longs(data, statistics.columnType());
      case DOUBLE -> {
        var of = required(data.doubleColumnStatisticsData(), "DoubleColumnStatisticsData");
        yield new StatisticsData.DoubleData(
            of.minimumValue(),
            of.maximumValue(),
            of.numberOfNulls(),
            of.numberOfDistinctValues(),
            Sketches.NONE);
      }
      case STRING -> {
        var of = required(data.stringColumnStatisticsData(), "StringColumnStatisticsData");
        yield new StatisticsData.StringData(
            of.maximumLength(),
            of.averageLength(),
            of.numberOfNulls(),
            of.numberOfDistinctValues(),
            Sketches.NONE);
      }
      case BINARY -> {
        var of = required(data.binaryColumnStatisticsData(), "BinaryColumnStatisticsData");
        yield new StatisticsData.BinaryData(
            of.maximumLength(), of.averageLength(), of.numberOfNulls(), Sketches.NONE);
      }
      case DECIMAL -> {
        var of = required(data.decimalColumnStatisticsData(), "DecimalColumnStatisticsData");
        yield new StatisticsData.DecimalData(
            decimal(of.minimumValue()),
            decimal(of.maximumValue()),
            of.numberOfNulls(),
            of.numberOfDistinctValues(),
            Sketches.NONE);
      }
      case DATE -> {
        var of = required(data.dateColumnStatisticsData(), "DateColumnStatisticsData");
        yield new StatisticsData.DateData(
            day(of.minimumValue()),
            day(of.maximumValue()),
            of.numberOfNulls(),
            of.numberOfDistinctValues(),
            Sketches.NONE);
      }
      case UNKNOWN_TO_SDK_VERSION ->
          throw GlueException.invalidInput("Statistics of an unknown type: " + data.typeAsString());
    };
  }

  private static StatisticsData longs(ColumnStatisticsData data, String columnType) {
    var of = required(data.longColumnStatisticsData(), "LongColumnStatisticsData");
    return columnType.toLowerCase(Locale.ROOT).startsWith("timestamp")
        ? new StatisticsData.TimestampData(
            of.minimumValue(),
            of.maximumValue(),
            of.numberOfNulls(),
            of.numberOfDistinctValues(),
            Sketches.NONE)
        : new StatisticsData.LongData(
            of.minimumValue(),
            of.maximumValue(),
            of.numberOfNulls(),
            of.numberOfDistinctValues(),
            Sketches.NONE);
  }

  private static <T> T required(@Nullable T data, String name) {
    if (data == null) {
      throw GlueException.invalidInput("Statistics without their data: " + name);
    }
    return data;
  }

  private static @Nullable BigDecimal decimal(@Nullable DecimalNumber number) {
    if (number == null) {
      return null;
    }
    var unscaled = number.unscaledValue().asByteArray();
    int scale = number.scale();
    if (unscaled.length == 0 || Math.abs((long) scale) > MAX_SCALE) {
      throw GlueException.invalidInput("Not a decimal: " + number);
    }
    return new BigDecimal(new BigInteger(unscaled), scale);
  }

  private static @Nullable Long day(@Nullable Instant time) {
    return time == null ? null : Math.floorDiv(time.getEpochSecond(), SECONDS_PER_DAY);
  }

  /** The statistics as clients see them. */
  public static software.amazon.awssdk.services.glue.model.ColumnStatistics reply(
      ColumnStatistics statistics) {
    return software.amazon.awssdk.services.glue.model.ColumnStatistics.builder()
        .columnName(statistics.column())
        .columnType(statistics.type())
        .analyzedTime(
            Objects.requireNonNullElse(Times.instant(statistics.analyzedAt()), Instant.EPOCH))
        .statisticsData(reply(statistics.data()))
        .build();
  }

  private static ColumnStatisticsData reply(StatisticsData data) {
    var reply = ColumnStatisticsData.builder();
    if (data instanceof StatisticsData.BooleanData of) {
      reply
          .type(ColumnStatisticsType.BOOLEAN)
          .booleanColumnStatisticsData(
              BooleanColumnStatisticsData.builder()
                  .numberOfTrues(of.trues())
                  .numberOfFalses(of.falses())
                  .numberOfNulls(of.nulls())
                  .build());
    } else if (data instanceof StatisticsData.LongData of) {
      reply
          .type(ColumnStatisticsType.LONG)
          .longColumnStatisticsData(longs(of.low(), of.high(), of.nulls(), of.distinct()));
    } else if (data instanceof StatisticsData.TimestampData of) {
      reply
          .type(ColumnStatisticsType.LONG)
          .longColumnStatisticsData(longs(of.low(), of.high(), of.nulls(), of.distinct()));
    } else if (data instanceof StatisticsData.DoubleData of) {
      reply
          .type(ColumnStatisticsType.DOUBLE)
          .doubleColumnStatisticsData(
              DoubleColumnStatisticsData.builder()
                  .minimumValue(of.low())
                  .maximumValue(of.high())
                  .numberOfNulls(of.nulls())
                  .numberOfDistinctValues(of.distinct())
                  .build());
    } else if (data instanceof StatisticsData.StringData of) {
      reply
          .type(ColumnStatisticsType.STRING)
          .stringColumnStatisticsData(
              StringColumnStatisticsData.builder()
                  .maximumLength(of.maxLength())
                  .averageLength(of.averageLength())
                  .numberOfNulls(of.nulls())
                  .numberOfDistinctValues(of.distinct())
                  .build());
    } else if (data instanceof StatisticsData.BinaryData of) {
      reply
          .type(ColumnStatisticsType.BINARY)
          .binaryColumnStatisticsData(
              BinaryColumnStatisticsData.builder()
                  .maximumLength(of.maxLength())
                  .averageLength(of.averageLength())
                  .numberOfNulls(of.nulls())
                  .build());
    } else if (data instanceof StatisticsData.DecimalData of) {
      reply
          .type(ColumnStatisticsType.DECIMAL)
          .decimalColumnStatisticsData(
              DecimalColumnStatisticsData.builder()
                  .minimumValue(number(of.low()))
                  .maximumValue(number(of.high()))
                  .numberOfNulls(of.nulls())
                  .numberOfDistinctValues(of.distinct())
                  .build());
    } else if (data instanceof StatisticsData.DateData of) {
      reply
          .type(ColumnStatisticsType.DATE)
          .dateColumnStatisticsData(
              DateColumnStatisticsData.builder()
                  .minimumValue(midnight(of.low()))
                  .maximumValue(midnight(of.high()))
                  .numberOfNulls(of.nulls())
                  .numberOfDistinctValues(of.distinct())
                  .build());
    }
    return reply.build();
  }

  private static LongColumnStatisticsData longs(
      @Nullable Long low, @Nullable Long high, long nulls, long distinct) {
    return LongColumnStatisticsData.builder()
        .minimumValue(low)
        .maximumValue(high)
        .numberOfNulls(nulls)
        .numberOfDistinctValues(distinct)
        .build();
  }

  private static @Nullable DecimalNumber number(@Nullable BigDecimal value) {
    return value == null
        ? null
        : DecimalNumber.builder()
            .unscaledValue(SdkBytes.fromByteArray(value.unscaledValue().toByteArray()))
            .scale(value.scale())
            .build();
  }

  private static @Nullable Instant midnight(@Nullable Long day) {
    return day == null ? null : Instant.ofEpochSecond(day * SECONDS_PER_DAY);
  }
}
