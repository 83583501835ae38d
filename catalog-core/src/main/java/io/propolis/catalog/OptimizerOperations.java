package io.propolis.catalog;

import io.propolis.catalog.model.OptimizerType;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunSchedule;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.catalog.store.Runs.Place;
import io.propolis.catalog.store.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Optimizers of Iceberg tables: documents that the catalog keeps and does not read, and the times
 * at which they run. They belong to the table by its id, follow it to another name and go with it.
 * Nodes take their runs on as they do all runs ({@link RunOperations}).
 */
public final class OptimizerOperations {
  private static final Run.Kind KIND = Run.Kind.TABLE_OPTIMIZER;

  /** In the progress of a run: where the table pointed when it ended. */
  public static final String POINTER = "pointer";

  /** In the progress of a run: the version of the document that it went by. */
  public static final String SETTINGS = "settings";

  private static final char SEPARATOR = '/';

  /** An optimizer that names no rate of its own runs as often as the server is told. */
  private static final String USUAL_RATE = "usual";

  private final Context context;

  OptimizerOperations(Context context) {
    this.context = context;
  }

  private static ResourceKey key(Table table, OptimizerType type) {
    return ResourceKey.of(ResourceKind.TABLE_OPTIMIZER, table, type.text());
  }

  private static String subject(Table table, OptimizerType type) {
    return table.id() + String.valueOf(SEPARATOR) + type.text();
  }

  /** When an optimizer runs. */
  public sealed interface Rate {
    /** Not by itself. */
    record Never() implements Rate {}

    /** As often as the server is told. */
    record Usual() implements Rate {}

    record Every(Duration interval) implements Rate {}
  }

  /**
   * Keeps an optimizer; its first run is due at once.
   *
   * @throws CatalogException ALREADY_EXISTS; INVALID when the table is none of Iceberg
   */
  public Resource create(Table table, OptimizerType type, String document, Rate rate) {
    IcebergRules.pointer(table);
    return context
        .store()
        .write(
            tx -> {
              var made =
                  new ResourceWrites(context, tx).create(key(table, type), document, Map.of());
              // What stands is that of an optimizer that went before without it.
              tx.runSchedules().delete(KIND, subject(table, type));
              schedule(tx, subject(table, type), rate);
              return made;
            });
  }

  /** Replaces the document; a run that is due already stays so. Throws NOT_FOUND. */
  public Resource change(Table table, OptimizerType type, String document, Rate rate) {
    return context
        .store()
        .write(
            tx -> {
              var changed =
                  new ResourceWrites(context, tx).change(key(table, type), current -> document);
              schedule(tx, subject(table, type), rate);
              return changed;
            });
  }

  private void schedule(Transaction tx, String subject, Rate rate) {
    if (rate instanceof Rate.Never) {
      tx.runSchedules().delete(KIND, subject);
      return;
    }
    var expression = rate instanceof Rate.Every every ? every.interval().toString() : USUAL_RATE;
    long now = context.clock().millis();
    var current = tx.runSchedules().find(KIND, subject);
    if (current.isEmpty()) {
      tx.runSchedules().insert(RunSchedule.of(KIND, subject, expression, now));
    } else if (!current.get().expression().equals(expression)) {
      tx.runSchedules().update(current.get().withExpression(expression, now));
    }
  }

  /** Deletes it; a run that is under way goes on. Throws NOT_FOUND. */
  public void delete(Table table, OptimizerType type) {
    context
        .store()
        .<Void>write(
            tx -> {
              new ResourceWrites(context, tx).delete(key(table, type));
              tx.runSchedules().delete(KIND, subject(table, type));
              return null;
            });
  }

  /** Throws NOT_FOUND. */
  public Resource require(Table table, OptimizerType type) {
    return new ResourceOperations(context).require(key(table, type));
  }

  /**
   * Runs of an optimizer, newest first.
   *
   * @param before begins behind this one; absent for the newest
   */
  public List<Run> runs(Table table, OptimizerType type, @Nullable Place before, int limit) {
    return context.store().read(tx -> tx.runs().listed(KIND, subject(table, type), before, limit));
  }

  /** What a run is to do. */
  public record Task(TableName table, OptimizerType type, Resource settings) {}

  /** What a run is to do; empty when the optimizer or its table is gone. */
  public Optional<Task> task(Run run) {
    return context.store().read(tx -> task(tx, run.subject(), tx.resources()::find));
  }

  private static Optional<Task> task(
      Transaction tx,
      String subject,
      java.util.function.Function<ResourceKey, Optional<Resource>> find) {
    int separator = subject.indexOf(SEPARATOR);
    var id = subject.substring(0, separator);
    var type = OptimizerType.of(subject.substring(separator + 1)).orElseThrow();
    return find.apply(new ResourceKey(ResourceKind.TABLE_OPTIMIZER, id, type.text()))
        .flatMap(
            settings ->
                tx.tables().name(Long.parseLong(id)).map(table -> new Task(table, type, settings)));
  }

  /**
   * Starts the runs whose time has come, once each however many times were missed. A compaction is
   * left out while table and optimizer are as its last run left them.
   *
   * @param usual how often those run that name no rate
   */
  public List<Run> startDue(Duration usual) {
    Schedules schedules =
        (expression, moment) ->
            Optional.of(
                moment.plus(expression.equals(USUAL_RATE) ? usual : Duration.parse(expression)));
    return new RunScheduling(context, schedules, KIND).startDue(new Due());
  }

  private final class Due implements RunScheduling.Turn {
    @Override
    public boolean hold(Transaction tx, String subject) {
      tx.runs().serialise();
      return task(tx, subject, tx.resources()::lock).isPresent();
    }

    @Override
    public Optional<Run> begin(Transaction tx, String subject) {
      var task = task(tx, subject, tx.resources()::lock).orElseThrow();
      if (task.type() == OptimizerType.COMPACTION && isDone(tx, subject, task)) {
        return Optional.empty();
      }
      var run =
          Run.waiting(
              UUID.randomUUID().toString(),
              KIND,
              subject,
              RunOperations.BY_SCHEDULE,
              context.clock().millis());
      tx.runs().insert(run);
      return Optional.of(run);
    }

    private static boolean isDone(Transaction tx, String subject, Task task) {
      var last = tx.runs().listed(KIND, subject, null, 1).stream().findFirst();
      var pointer =
          tx.tables()
              .find(task.table())
              .flatMap(table -> table.parameter(IcebergRules.METADATA_LOCATION));
      return last.isPresent()
          && last.get().state() == Run.State.SUCCEEDED
          && pointer.equals(Optional.ofNullable(last.get().progress().get(POINTER)))
          && Long.toString(task.settings().version()).equals(last.get().progress().get(SETTINGS));
    }
  }
}
