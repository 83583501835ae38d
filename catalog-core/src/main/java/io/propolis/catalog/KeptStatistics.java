package io.propolis.catalog;

import io.propolis.catalog.StatisticsOperations.Aggregate;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Answers about statistics of partitions that are kept until their table changes. */
record KeptStatistics(
    StatisticsAnswers<Aggregate> aggregates,
    StatisticsAnswers<Map<List<String>, List<ColumnStatistics>>> ofPartitions) {
  static KeptStatistics none() {
    return new KeptStatistics(StatisticsAnswers.ofAggregates(), StatisticsAnswers.ofPartitions());
  }

  /** Those of tables that changed. */
  void evict(Predicate<TableName> tables) {
    aggregates.evict(tables);
    ofPartitions.evict(tables);
  }
}
