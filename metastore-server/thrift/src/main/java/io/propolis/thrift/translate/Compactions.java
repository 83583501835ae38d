package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.acid.Compaction;
import io.propolis.catalog.model.acid.Compaction.Request;
import io.propolis.catalog.model.acid.Compaction.State;
import io.propolis.catalog.model.acid.Compaction.Work;
import io.propolis.catalog.model.acid.CompactionMetric;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.hive.metastore.api.CompactionInfoStruct;
import org.apache.hadoop.hive.metastore.api.CompactionMetricsMetricType;
import org.apache.hadoop.hive.metastore.api.CompactionRequest;
import org.apache.hadoop.hive.metastore.api.CompactionType;
import org.apache.hadoop.hive.metastore.api.ShowCompactResponseElement;
import org.jspecify.annotations.Nullable;

/** Compactions. */
public final class Compactions {
  /** What listings show of requests that are for no pool. */
  private static final String DEFAULT_POOL = "default";

  private Compactions() {}

  /** Throws INVALID when something is missing. */
  public static Request request(CompactionRequest bean) {
    return new Request(
        HiveNames.required(Entity.DATABASE, "database of a compaction", bean.getDbname()),
        HiveNames.required(Entity.TABLE, "table of a compaction", bean.getTablename()),
        Locks.partition(bean.getPartitionname()),
        kind(bean.getType()),
        bean.getRunas(),
        bean.getProperties() == null ? Map.of() : bean.getProperties(),
        bean.getInitiatorId(),
        bean.getInitiatorVersion(),
        pool(bean.getPoolName()),
        bean.getNumberOfBuckets(),
        bean.getOrderByClause());
  }

  public static Compaction.Kind kind(@Nullable CompactionType type) {
    if (type == null) {
      throw invalid(Entity.REQUEST, "A compaction has no type this server knows");
    }
    return Compaction.Kind.valueOf(type.name());
  }

  /** None when a client means those of no pool. */
  public static @Nullable String pool(@Nullable String name) {
    return name == null || name.isBlank() ? null : name;
  }

  /** By its word or, as Hive's own classes write it, by its letter. Throws INVALID. */
  public static State state(String text) {
    for (var state : State.values()) {
      if (state.word().equalsIgnoreCase(text) || text.equals(String.valueOf(state.letter()))) {
        return state;
      }
    }
    throw invalid(Entity.REQUEST, "Unknown state of a compaction: " + text);
  }

  public static ShowCompactResponseElement element(Compaction compaction) {
    var request = compaction.request();
    var work = compaction.work();
    var bean =
        new ShowCompactResponseElement(
            request.database(),
            request.table(),
            CompactionType.valueOf(request.kind().name()),
            compaction.state().word());
    bean.setPartitionname(request.partition());
    bean.setId(compaction.id());
    bean.setWorkerid(work.worker());
    bean.setWorkerVersion(work.workerVersion());
    bean.setRunAs(runAs(compaction));
    bean.setHadoopJobId(work.hadoopJob());
    bean.setErrorMessage(work.error());
    bean.setEnqueueTime(compaction.enqueuedAt());
    bean.setInitiatorId(request.initiator());
    bean.setInitiatorVersion(request.initiatorVersion());
    bean.setPoolName(request.pool() == null ? DEFAULT_POOL : request.pool());
    bean.setTxnId(orZero(work.txn()));
    bean.setNextTxnId(orZero(work.nextTxn()));
    bean.setCommitTime(orZero(work.committedAt()));
    bean.setHightestTxnId(orZero(work.highestWriteId()));
    bean.setHightestWriteId(orZero(work.highestWriteId()));
    if (work.startedAt() != null) {
      bean.setStart(work.startedAt());
    }
    if (work.endedAt() != null) {
      bean.setEndTime(work.endedAt());
    }
    if (work.cleanerStartedAt() != null) {
      bean.setCleanerStart(work.cleanerStartedAt());
    }
    return bean;
  }

  private static @Nullable String runAs(Compaction compaction) {
    return compaction.work().runAs() == null
        ? compaction.request().runAs()
        : compaction.work().runAs();
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  /** As workers get it. */
  public static CompactionInfoStruct info(Compaction compaction) {
    var request = compaction.request();
    var work = compaction.work();
    var bean =
        new CompactionInfoStruct(
            compaction.id(),
            request.database(),
            request.table(),
            CompactionType.valueOf(request.kind().name()));
    bean.setPartitionname(request.partition());
    bean.setRunas(runAs(compaction));
    bean.setProperties(properties(request.properties()));
    bean.setState(String.valueOf(compaction.state().letter()));
    bean.setWorkerId(work.worker());
    bean.setErrorMessage(work.error());
    bean.setEnqueueTime(compaction.enqueuedAt());
    bean.setPoolname(request.pool());
    bean.setNumberOfBuckets(request.buckets());
    bean.setOrderByClause(request.orderBy());
    if (work.startedAt() != null) {
      bean.setStart(work.startedAt());
    }
    if (work.highestWriteId() != null) {
      bean.setHighestWriteId(work.highestWriteId());
    }
    return bean;
  }

  /** An entry as a worker describes it; one it never took from the queue has the id 0. */
  public static Compaction compaction(CompactionInfoStruct bean) {
    var request =
        new Request(
            HiveNames.required(Entity.DATABASE, "database of a compaction", bean.getDbname()),
            HiveNames.required(Entity.TABLE, "table of a compaction", bean.getTablename()),
            Locks.partition(bean.getPartitionname()),
            bean.getType() == null ? Compaction.Kind.MINOR : kind(bean.getType()),
            bean.getRunas(),
            Map.of(),
            null,
            null,
            pool(bean.getPoolname()),
            bean.getNumberOfBuckets(),
            bean.getOrderByClause());
    return new Compaction(
        bean.getId(),
        request,
        State.INITIATED,
        bean.getEnqueueTime(),
        Work.NONE.ended(0, bean.getErrorMessage()));
  }

  /**
   * The properties as Hive's {@code StringableMap} writes them: their number, then each key and
   * value with its length before it.
   */
  private static @Nullable String properties(Map<String, String> properties) {
    if (properties.isEmpty()) {
      return null;
    }
    var text = new StringBuilder().append(properties.size()).append(':');
    new TreeMap<>(properties)
        .forEach(
            (key, value) ->
                text.append(key.length())
                    .append(':')
                    .append(key)
                    .append(value.length())
                    .append(':')
                    .append(value));
    return text.toString();
  }

  public static CompactionMetric.Kind kind(@Nullable CompactionMetricsMetricType type) {
    if (type == null) {
      throw invalid(Entity.REQUEST, "A metric has no type this server knows");
    }
    return CompactionMetric.Kind.valueOf(type.name());
  }
}
