package io.propolis.glue.operations;

import io.propolis.catalog.OptimizerOperations.Rate;
import io.propolis.catalog.model.OptimizerType;
import io.propolis.glue.wire.GlueException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.CompactionStrategy;
import software.amazon.awssdk.services.glue.model.IcebergCompactionConfiguration;
import software.amazon.awssdk.services.glue.model.TableOptimizerConfiguration;

/** Checks what optimizers are told that the model leaves open, and says when they run. */
final class OptimizerRates {
  private static final int USUAL_HOURS = 24;
  private static final int LEAST_HOURS = 3;
  private static final int MOST_HOURS = 168;

  private OptimizerRates() {}

  /** InvalidInputException for numbers out of their limits and for strategies that are none. */
  static Rate of(OptimizerType type, TableOptimizerConfiguration configuration) {
    var hours = checked(type, configuration);
    if (!Boolean.TRUE.equals(configuration.enabled())) {
      return new Rate.Never();
    }
    return type == OptimizerType.COMPACTION
        ? new Rate.Usual()
        : new Rate.Every(Duration.ofHours(hours));
  }

  private static int checked(OptimizerType type, TableOptimizerConfiguration configuration) {
    switch (type) {
      case COMPACTION -> {
        var of = configuration.compactionConfiguration();
        if (of != null && of.icebergConfiguration() != null) {
          check(of.icebergConfiguration());
        }
        return USUAL_HOURS;
      }
      case RETENTION -> {
        var of = configuration.retentionConfiguration();
        var iceberg = of == null ? null : of.icebergConfiguration();
        if (iceberg == null) {
          return USUAL_HOURS;
        }
        positive("snapshotRetentionPeriodInDays", iceberg.snapshotRetentionPeriodInDays());
        positive("numberOfSnapshotsToRetain", iceberg.numberOfSnapshotsToRetain());
        return hours(iceberg.runRateInHours());
      }
      case ORPHAN_FILE_DELETION -> {
        var of = configuration.orphanFileDeletionConfiguration();
        var iceberg = of == null ? null : of.icebergConfiguration();
        if (iceberg == null) {
          return USUAL_HOURS;
        }
        positive("orphanFileRetentionPeriodInDays", iceberg.orphanFileRetentionPeriodInDays());
        return hours(iceberg.runRateInHours());
      }
    }
    throw new IllegalStateException("Not a type: " + type);
  }

  private static void check(IcebergCompactionConfiguration iceberg) {
    if (iceberg.strategy() == CompactionStrategy.UNKNOWN_TO_SDK_VERSION) {
      throw GlueException.invalidInput(
          "No compaction strategy is called %s, only %s"
              .formatted(iceberg.strategyAsString(), CompactionStrategy.knownValues()));
    }
    positive("minInputFiles", iceberg.minInputFiles());
    positive("deleteFileThreshold", iceberg.deleteFileThreshold());
  }

  private static void positive(String member, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw GlueException.invalidInput("%s must be 1 or more, not %d".formatted(member, value));
    }
  }

  private static int hours(@Nullable Integer given) {
    int hours = Optional.ofNullable(given).orElse(USUAL_HOURS);
    if (hours < LEAST_HOURS || hours > MOST_HOURS) {
      throw GlueException.invalidInput(
          "runRateInHours must be between %d and %d, not %d"
              .formatted(LEAST_HOURS, MOST_HOURS, hours));
    }
    return hours;
  }
}
