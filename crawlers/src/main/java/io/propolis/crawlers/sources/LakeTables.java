package io.propolis.crawlers.sources;

import io.propolis.catalog.CatalogException;
import io.propolis.crawlers.definition.SourceTarget.Manifest;
import io.propolis.crawlers.definition.SourceTarget.Registration;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.discovery.TableFormat;
import io.propolis.crawlers.discovery.TableRoots;
import io.propolis.crawlers.sources.delta.DeltaRoots;
import io.propolis.crawlers.sources.delta.DeltaRoots.Choice;
import io.propolis.crawlers.sources.hudi.HudiRoots;
import io.propolis.crawlers.sources.iceberg.IcebergRoots;
import io.propolis.files.Lake;
import java.io.IOException;
import java.util.List;

/** Reads tables of Iceberg, Delta and Hudi, each as its own format says. */
public final class LakeTables implements TableRoots {
  /** What becomes of a Delta table that was not named as one. */
  private static final Choice FOUND_BY_ITSELF = new Choice(Registration.NATIVE, Manifest.LEFT);

  private static final String DELTA_LOG = "_delta_log";

  private final Lake lake;

  public LakeTables(Lake lake) {
    this.lake = lake;
  }

  @Override
  public Root read(TableFormat format, String location, List<Problem> problems) {
    return read(format, location, FOUND_BY_ITSELF, problems);
  }

  /** The same, for a Delta table with a choice. */
  Root read(TableFormat format, String location, Choice choice, List<Problem> problems) {
    var files = new CountedFiles(lake);
    var tables = tables(files, format, location, choice, problems);
    return new Root(tables, files.count());
  }

  private List<FoundSource> tables(
      Lake files, TableFormat format, String location, Choice choice, List<Problem> problems) {
    try {
      return switch (format) {
        case ICEBERG -> List.of(new IcebergRoots(files).read(location, problems));
        case DELTA -> List.of(new DeltaRoots(files).read(location, choice, problems));
        case HUDI -> new HudiRoots(files).read(location, problems);
      };
    } catch (IOException e) {
      // A crawler names tables of Delta; nobody has seen a log there.
      problems.add(
          format == TableFormat.DELTA && !hasLog(location)
              ? new Problem(location, "is no table of Delta: it holds no " + DELTA_LOG)
              : unreadable(format, location, e));
    } catch (CatalogException e) {
      if (e.kind() == CatalogException.Kind.UNAVAILABLE) {
        throw e;
      }
      problems.add(unreadable(format, location, e));
    }
    return List.of();
  }

  /** What nobody may look at may be there. */
  private boolean hasLog(String location) {
    try (var entries = lake.level(location)) {
      return entries.anyMatch(entry -> entry.name().equals(DELTA_LOG));
    } catch (CatalogException e) {
      return true;
    }
  }

  private static Problem unreadable(TableFormat format, String location, Exception cause) {
    return Problem.unreadable(location, format.reason(), cause.getMessage());
  }
}
