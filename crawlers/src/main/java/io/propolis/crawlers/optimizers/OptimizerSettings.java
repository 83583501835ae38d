package io.propolis.crawlers.optimizers;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.iceberg.upkeep.Compaction;
import io.propolis.iceberg.upkeep.CompactionStrategy;
import io.propolis.iceberg.upkeep.OrphanRemoval;
import io.propolis.iceberg.upkeep.SnapshotRetention;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer is to do, as the catalog keeps it: JSON with the members of Glue's
 * TableOptimizerConfiguration, which was valid when it was put. What it does not say is as in AWS
 * Glue.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record OptimizerSettings(
    @JsonProperty("compactionConfiguration") @Nullable OfIceberg<Compacted> compaction,
    @JsonProperty("retentionConfiguration") @Nullable OfIceberg<Retained> retention,
    @JsonProperty("orphanFileDeletionConfiguration") @Nullable OfIceberg<Orphaned> orphans) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int FILES_TO_COMPACT = 100;
  private static final int DELETES_TO_COMPACT = 1;
  private static final int DAYS_OF_ORPHANS = 3;

  @JsonIgnoreProperties(ignoreUnknown = true)
  record OfIceberg<T>(@JsonProperty("icebergConfiguration") @Nullable T iceberg) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Compacted(
      @JsonProperty("strategy") @Nullable String strategy,
      @JsonProperty("minInputFiles") @Nullable Integer leastFiles,
      @JsonProperty("deleteFileThreshold") @Nullable Integer leastDeletes) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Retained(
      @JsonProperty("snapshotRetentionPeriodInDays") @Nullable Integer days,
      @JsonProperty("numberOfSnapshotsToRetain") @Nullable Integer snapshots,
      @JsonProperty("cleanExpiredFiles") @Nullable Boolean cleansFiles) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Orphaned(
      @JsonProperty("orphanFileRetentionPeriodInDays") @Nullable Integer days,
      @JsonProperty("location") @Nullable String location) {}

  static OptimizerSettings parse(String document) {
    try {
      return JSON.readValue(document, OptimizerSettings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Settings cannot be read: " + document, e);
    }
  }

  private static <T> Optional<T> of(@Nullable OfIceberg<T> part) {
    return Optional.ofNullable(part).map(OfIceberg::iceberg);
  }

  /**
   * What a compaction does.
   *
   * @param sortMemory in bytes
   */
  Compaction forCompaction(long sortMemory) {
    return new Compaction(
        of(compaction)
            .map(Compacted::strategy)
            .map(OptimizerSettings::strategy)
            .orElse(CompactionStrategy.BINPACK),
        of(compaction).map(Compacted::leastFiles).orElse(FILES_TO_COMPACT),
        of(compaction).map(Compacted::leastDeletes).orElse(DELETES_TO_COMPACT),
        sortMemory);
  }

  private static CompactionStrategy strategy(String text) {
    return CompactionStrategy.of(text)
        .orElseThrow(
            () ->
                CatalogException.invalid(
                    Entity.REQUEST, "No compaction strategy is called " + text));
  }

  SnapshotRetention forRetention() {
    boolean filesGo = of(retention).map(Retained::cleansFiles).orElse(true);
    return new SnapshotRetention(
        of(retention).map(Retained::days).map(Duration::ofDays).orElse(null),
        of(retention).map(Retained::snapshots).orElse(null),
        filesGo ? SnapshotRetention.Files.GO : SnapshotRetention.Files.STAY);
  }

  OrphanRemoval forOrphans() {
    return new OrphanRemoval(
        Duration.ofDays(of(orphans).map(Orphaned::days).orElse(DAYS_OF_ORPHANS)),
        of(orphans).map(Orphaned::location).orElse(null));
  }
}
