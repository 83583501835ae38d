package io.propolis.crawlers.statistics;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.catalog.model.StatisticsTask;
import io.propolis.catalog.model.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How statistics of a table are computed, as the catalog keeps it: JSON with the members of Glue's
 * ColumnStatisticsTaskSettings, which was valid when it was put.
 *
 * @param sampleSize percent of the files; absent or 0 for all
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record StatisticsSettings(
    @JsonProperty("ColumnNameList") @Nullable List<String> columns,
    @JsonProperty("SampleSize") @Nullable Double sampleSize,
    @JsonProperty("Role") @Nullable String role,
    @JsonProperty("SecurityConfiguration") @Nullable String securityConfiguration) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static StatisticsSettings parse(String document) {
    try {
      return JSON.readValue(document, StatisticsSettings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Settings cannot be read: " + document, e);
    }
  }

  StatisticsTask task(TableName table) {
    return new StatisticsTask(
        table,
        columns == null ? List.of() : columns,
        StatisticsTask.part(sampleSize),
        role,
        securityConfiguration);
  }
}
