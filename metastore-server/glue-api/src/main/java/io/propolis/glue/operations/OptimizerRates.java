package io.propolis.glue.operations;

import io.propolis.catalog.OptimizerOperations.Rate;
import io.propolis.catalog.model.OptimizerType;
import io.propolis.glue.wire.GlueException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.IcebergCompactionConfiguration;
import software.amazon.awssdk.services.glue.model.TableOptimizerConfiguration;

/** Checks what optimizers are told that the model leaves open, and says when they run. */
final class OptimizerRates {
  private static final int USUAL_HOURS = 24;
  private static final int LEAST_HOURS = 3;
  private static final int MOST_HOURS = 168;
  private static final String BINPACK = "binpack";

  private OptimizerRates() {}

  /** InvalidInputException for numbers out of their limits and for what cannot be done here. */
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
    var strategy = iceberg.strategyAsString();
    if (strategy != null && !strategy.equals(BINPACK)) {
      throw GlueException.invalidInput(
          "Compaction strategy %s is not supported by this server, which has %s alone"
              .formatted(strategy, BINPACK));
    }
    if (iceberg.deleteFileThreshold() != null) {
      throw GlueException.invalidInput(
          "deleteFileThreshold %d is not supported by this server, which does not compact files with deletes"
              .formatted(iceberg.deleteFileThreshold()));
    }
    positive("minInputFiles", iceberg.minInputFiles());
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
