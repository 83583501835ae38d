package io.propolis.crawlers.optimizers;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.OptimizerOperations;
import io.propolis.catalog.OptimizerOperations.Task;
import io.propolis.catalog.Session;
import io.propolis.catalog.iceberg.IcebergState;
import io.propolis.catalog.model.OptimizerProgress;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.crawlers.progress.RunStoppedException;
import io.propolis.crawlers.runs.HeldRun;
import io.propolis.crawlers.runs.RunTask;
import io.propolis.files.Lake;
import io.propolis.iceberg.LakeMetadata;
import io.propolis.iceberg.TablePointer;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;

/** Compacts Iceberg tables, expires their snapshots and deletes their orphans, when it is time. */
public final class OptimizerRunTask implements RunTask {
  private final Session session;
  private final Lake lake;
  private final LakeMetadata metadata;
  private final Clock clock;
  private final Duration usualInterval;
  private final long sortMemory;

  /**
   * Runs of a catalog.
   *
   * @param usualInterval between two runs of optimizers that name no rate of their own
   * @param sortMemory in bytes, of each run that sorts rows
   */
  public OptimizerRunTask(Catalog catalog, Lake lake, Duration usualInterval, long sortMemory) {
    this.session = catalog.as(new Caller("", "optimizer"));
    this.lake = lake;
    this.metadata = new LakeMetadata(lake);
    this.clock = catalog.clock();
    this.usualInterval = usualInterval;
    this.sortMemory = sortMemory;
  }

  @Override
  public Run.Kind kind() {
    return Run.Kind.TABLE_OPTIMIZER;
  }

  @Override
  public void startDue() {
    session.optimizers().startDue(usualInterval);
  }

  @Override
  public void execute(HeldRun held) {
    var task =
        session
            .optimizers()
            .task(held.run())
            .orElseThrow(
                () ->
                    CatalogException.notFound(
                        Entity.RESOURCE, "optimizer " + held.run().subject()));
    var pointer = new Pointer(task.table());
    var table = metadata.table(task.table().toString(), pointer);
    try {
      var progress = new LinkedHashMap<>(work(task, table, held::goOn));
      progress.put(OptimizerOperations.POINTER, pointer.location());
      progress.put(OptimizerOperations.SETTINGS, Long.toString(task.settings().version()));
      held.end(State.SUCCEEDED, null, progress, List.of());
    } catch (RunStoppedException e) {
      held.stopped();
      throw e;
    } catch (CommitFailedException | ValidationException e) {
      throw new CatalogException(Kind.CONFLICT, Entity.TABLE, String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, String> work(Task task, Table table, Runnable goOn) {
    var settings = OptimizerSettings.parse(task.settings().document());
    return switch (task.type()) {
      case COMPACTION -> {
        var compaction = settings.forCompaction(sortMemory);
        var joined = compaction.apply(table, goOn);
        yield Map.of(
            OptimizerProgress.STRATEGY, compaction.strategy().text(),
            OptimizerProgress.FILES_COMPACTED, Long.toString(joined.files()),
            OptimizerProgress.BYTES_COMPACTED, Long.toString(joined.bytes()),
            OptimizerProgress.FILES_WRITTEN, Long.toString(joined.written()),
            OptimizerProgress.FILES_LEFT, Long.toString(joined.left()));
      }
      case RETENTION -> {
        var removed = settings.forRetention().apply(table, lake, clock);
        yield Map.of(
            OptimizerProgress.SNAPSHOTS, Long.toString(removed.snapshots()),
            OptimizerProgress.DATA_FILES, Long.toString(removed.dataFiles()),
            OptimizerProgress.MANIFESTS, Long.toString(removed.manifests()),
            OptimizerProgress.MANIFEST_LISTS, Long.toString(removed.manifestLists()));
      }
      case ORPHAN_FILE_DELETION -> {
        var removal = settings.forOrphans();
        new FolderNeighbours(session).check(task.table(), removal.folder(table));
        yield Map.of(
            OptimizerProgress.ORPHANS, Long.toString(removal.apply(table, lake, clock, goOn)));
      }
    };
  }

  /** The catalog's pointer of one table. */
  private final class Pointer implements TablePointer {
    private final TableName table;

    Pointer(TableName table) {
      this.table = table;
    }

    @Override
    public String location() {
      return IcebergRules.pointer(session.tables().require(table));
    }

    @Override
    public void move(String from, IcebergState to) {
      session.icebergTables(metadata).move(table, from, to);
    }
  }
}
