package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.Sketch;
import io.propolis.catalog.model.StatisticsData.Sketches;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.BinaryColumnStatsData;
import org.apache.hadoop.hive.metastore.api.BooleanColumnStatsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Date;
import org.apache.hadoop.hive.metastore.api.DateColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Decimal;
import org.apache.hadoop.hive.metastore.api.DecimalColumnStatsData;
import org.apache.hadoop.hive.metastore.api.DoubleColumnStatsData;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.StringColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Timestamp;
import org.apache.hadoop.hive.metastore.api.TimestampColumnStatsData;
import org.jspecify.annotations.Nullable;

/** Statistics of columns. */
public final class Statistics {
  private Statistics() {}

  /** The engine a request names; Hive's when it names none. */
  public static String engine(@Nullable String engine) {
    return engine == null || engine.isEmpty() ? ColumnStatistics.HIVE_ENGINE : engine;
  }

  /**
   * Statistics of one object.
   *
   * @param analyzedAt epoch milliseconds, 0 when unknown
   */
  public static List<ColumnStatistics> statistics(
      @Nullable List<ColumnStatisticsObj> beans, String engine, long analyzedAt) {
    return statistics(beans, engine, analyzedAt, List.of());
  }

  /**
   * The same, sharing names with those of another object, mostly of the same columns: a thousand
   * partitions then have one text for each.
   */
  public static List<ColumnStatistics> statistics(
      @Nullable List<ColumnStatisticsObj> beans,
      String engine,
      long analyzedAt,
      List<ColumnStatistics> like) {
    if (beans == null) {
      throw invalid(Entity.STATISTICS, "The request gives no statistics");
    }
    var all = new ArrayList<ColumnStatistics>(beans.size());
    for (int i = 0; i < beans.size(); i++) {
      var bean = beans.get(i);
      var other = i < like.size() ? like.get(i) : null;
      all.add(
          new ColumnStatistics(
              shared(
                  required(Entity.STATISTICS, "column name", bean.getColName()),
                  other == null ? null : other.column()),
              shared(
                  required(Entity.STATISTICS, "column type", bean.getColType()),
                  other == null ? null : other.type()),
              other == null ? engine : shared(engine, other.engine()),
              analyzedAt,
              data(bean.getColName(), bean.getStatsData())));
    }
    return List.copyOf(all);
  }

  private static String shared(String text, @Nullable String other) {
    return other != null && text.equals(other) ? other : text;
  }

  /**
   * Those that a new table or partition brings along, as Hive 4's replication and import send them:
   * of that object, whatever their own description says. Empty when it brings none.
   */
  public static List<ColumnStatistics> brought(
      org.apache.hadoop.hive.metastore.api.@Nullable ColumnStatistics bean) {
    if (bean == null || bean.getStatsObj() == null) {
      return List.of();
    }
    var description = bean.getStatsDesc();
    long analyzedAt = description == null ? 0 : description.getLastAnalyzed() * 1000;
    return statistics(bean.getStatsObj(), engine(bean.getEngine()), analyzedAt);
  }

  /** The same of partitions, by their values. Those that bring none are left out. */
  public static Map<List<String>, List<ColumnStatistics>> brought(Collection<Partition> beans) {
    var byValues = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    for (var bean : beans) {
      var statistics = brought(bean.getColStats());
      if (!statistics.isEmpty()) {
        byValues.put(bean.getValues(), statistics);
      }
    }
    return byValues;
  }

  public static List<ColumnStatisticsObj> beans(List<ColumnStatistics> statistics) {
    return statistics.stream()
        .map(s -> new ColumnStatisticsObj(s.column(), s.type(), bean(s.data())))
        .toList();
  }

  private static StatisticsData data(String column, @Nullable ColumnStatisticsData union) {
    if (union == null || union.getSetField() == null) {
      throw invalid(Entity.STATISTICS, "Statistics of column " + column + " have no values");
    }
    return switch (union.getSetField()) {
      case BOOLEAN_STATS -> {
        var b = union.getBooleanStats();
        yield new StatisticsData.BooleanData(
            b.getNumTrues(), b.getNumFalses(), b.getNumNulls(), sketches(b.getBitVectors(), null));
      }
      case LONG_STATS -> {
        var b = union.getLongStats();
        yield new StatisticsData.LongData(
            b.isSetLowValue() ? b.getLowValue() : null,
            b.isSetHighValue() ? b.getHighValue() : null,
            b.getNumNulls(),
            b.getNumDVs(),
            sketches(b.getBitVectors(), b.getHistogram()));
      }
      case DOUBLE_STATS -> {
        var b = union.getDoubleStats();
        yield new StatisticsData.DoubleData(
            b.isSetLowValue() ? b.getLowValue() : null,
            b.isSetHighValue() ? b.getHighValue() : null,
            b.getNumNulls(),
            b.getNumDVs(),
            sketches(b.getBitVectors(), b.getHistogram()));
      }
      case STRING_STATS -> {
        var b = union.getStringStats();
        yield new StatisticsData.StringData(
            b.getMaxColLen(),
            b.getAvgColLen(),
            b.getNumNulls(),
            b.getNumDVs(),
            sketches(b.getBitVectors(), null));
      }
      case BINARY_STATS -> {
        var b = union.getBinaryStats();
        yield new StatisticsData.BinaryData(
            b.getMaxColLen(), b.getAvgColLen(), b.getNumNulls(), sketches(b.getBitVectors(), null));
      }
      case DECIMAL_STATS -> decimalData(union.getDecimalStats());
      case DATE_STATS -> dateData(union.getDateStats());
      case TIMESTAMP_STATS -> timestampData(union.getTimestampStats());
    };
  }

  private static StatisticsData decimalData(DecimalColumnStatsData b) {
    return new StatisticsData.DecimalData(
        decimal(b.getLowValue()),
        decimal(b.getHighValue()),
        b.getNumNulls(),
        b.getNumDVs(),
        sketches(b.getBitVectors(), b.getHistogram()));
  }

  private static StatisticsData dateData(DateColumnStatsData b) {
    return new StatisticsData.DateData(
        b.getLowValue() == null ? null : b.getLowValue().getDaysSinceEpoch(),
        b.getHighValue() == null ? null : b.getHighValue().getDaysSinceEpoch(),
        b.getNumNulls(),
        b.getNumDVs(),
        sketches(b.getBitVectors(), b.getHistogram()));
  }

  private static StatisticsData timestampData(TimestampColumnStatsData b) {
    return new StatisticsData.TimestampData(
        b.getLowValue() == null ? null : b.getLowValue().getSecondsSinceEpoch(),
        b.getHighValue() == null ? null : b.getHighValue().getSecondsSinceEpoch(),
        b.getNumNulls(),
        b.getNumDVs(),
        sketches(b.getBitVectors(), b.getHistogram()));
  }

  private static ColumnStatisticsData bean(StatisticsData data) {
    if (data instanceof StatisticsData.BooleanData d) {
      var bean = new BooleanColumnStatsData(d.trues(), d.falses(), d.nulls());
      bean.setBitVectors(bytes(d.sketches().bitVectors()));
      return ColumnStatisticsData.booleanStats(bean);
    } else if (data instanceof StatisticsData.LongData d) {
      return ColumnStatisticsData.longStats(longBean(d));
    } else if (data instanceof StatisticsData.DoubleData d) {
      return ColumnStatisticsData.doubleStats(doubleBean(d));
    } else if (data instanceof StatisticsData.StringData d) {
      var bean =
          new StringColumnStatsData(d.maxLength(), d.averageLength(), d.nulls(), d.distinct());
      bean.setBitVectors(bytes(d.sketches().bitVectors()));
      return ColumnStatisticsData.stringStats(bean);
    } else if (data instanceof StatisticsData.BinaryData d) {
      var bean = new BinaryColumnStatsData(d.maxLength(), d.averageLength(), d.nulls());
      bean.setBitVectors(bytes(d.sketches().bitVectors()));
      return ColumnStatisticsData.binaryStats(bean);
    } else if (data instanceof StatisticsData.DecimalData d) {
      return ColumnStatisticsData.decimalStats(decimalBean(d));
    } else if (data instanceof StatisticsData.DateData d) {
      return ColumnStatisticsData.dateStats(dateBean(d));
    } else if (data instanceof StatisticsData.TimestampData d) {
      return ColumnStatisticsData.timestampStats(timestampBean(d));
    }
    throw new AssertionError(data);
  }

  private static LongColumnStatsData longBean(StatisticsData.LongData d) {
    var bean = new LongColumnStatsData(d.nulls(), d.distinct());
    if (d.low() != null) {
      bean.setLowValue(d.low());
    }
    if (d.high() != null) {
      bean.setHighValue(d.high());
    }
    bean.setBitVectors(bytes(d.sketches().bitVectors()));
    bean.setHistogram(bytes(d.sketches().histogram()));
    return bean;
  }

  private static DoubleColumnStatsData doubleBean(StatisticsData.DoubleData d) {
    var bean = new DoubleColumnStatsData(d.nulls(), d.distinct());
    if (d.low() != null) {
      bean.setLowValue(d.low());
    }
    if (d.high() != null) {
      bean.setHighValue(d.high());
    }
    bean.setBitVectors(bytes(d.sketches().bitVectors()));
    bean.setHistogram(bytes(d.sketches().histogram()));
    return bean;
  }

  private static DecimalColumnStatsData decimalBean(StatisticsData.DecimalData d) {
    var bean = new DecimalColumnStatsData(d.nulls(), d.distinct());
    bean.setLowValue(decimal(d.low()));
    bean.setHighValue(decimal(d.high()));
    bean.setBitVectors(bytes(d.sketches().bitVectors()));
    bean.setHistogram(bytes(d.sketches().histogram()));
    return bean;
  }

  private static DateColumnStatsData dateBean(StatisticsData.DateData d) {
    var bean = new DateColumnStatsData(d.nulls(), d.distinct());
    bean.setLowValue(d.low() == null ? null : new Date(d.low()));
    bean.setHighValue(d.high() == null ? null : new Date(d.high()));
    bean.setBitVectors(bytes(d.sketches().bitVectors()));
    bean.setHistogram(bytes(d.sketches().histogram()));
    return bean;
  }

  private static TimestampColumnStatsData timestampBean(StatisticsData.TimestampData d) {
    var bean = new TimestampColumnStatsData(d.nulls(), d.distinct());
    bean.setLowValue(d.low() == null ? null : new Timestamp(d.low()));
    bean.setHighValue(d.high() == null ? null : new Timestamp(d.high()));
    bean.setBitVectors(bytes(d.sketches().bitVectors()));
    bean.setHistogram(bytes(d.sketches().histogram()));
    return bean;
  }

  private static Sketches sketches(byte @Nullable [] bitVectors, byte @Nullable [] histogram) {
    return new Sketches(Sketch.of(bitVectors), Sketch.of(histogram));
  }

  private static byte @Nullable [] bytes(@Nullable Sketch sketch) {
    return sketch == null ? null : sketch.bytes();
  }

  private static @Nullable BigDecimal decimal(@Nullable Decimal bean) {
    if (bean == null) {
      return null;
    }
    var unscaled = bean.getUnscaled();
    if (unscaled == null || unscaled.length == 0) {
      throw invalid(Entity.STATISTICS, "A decimal bound has a scale but no digits");
    }
    return new BigDecimal(new BigInteger(unscaled), bean.getScale());
  }

  private static @Nullable Decimal decimal(@Nullable BigDecimal value) {
    if (value == null) {
      return null;
    }
    var bean = new Decimal();
    bean.setScale((short) value.scale());
    bean.setUnscaled(value.unscaledValue().toByteArray());
    return bean;
  }
}
