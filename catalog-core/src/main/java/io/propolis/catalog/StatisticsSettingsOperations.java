package io.propolis.catalog;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunSchedule;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How and when the column statistics of a table are computed: a document that the catalog keeps and
 * does not read, and a schedule. They belong to the table by its id, follow it to another name and
 * go with it.
 */
public final class StatisticsSettingsOperations {
  /** A table has one. */
  private static final String NAME = "settings";

  private final Context context;
  private final RunScheduling scheduling;

  StatisticsSettingsOperations(Context context, Schedules schedules) {
    this.context = context;
    this.scheduling = new RunScheduling(context, schedules, Run.Kind.COLUMN_STATISTICS);
  }

  /** What the settings of a table are kept and tagged as. */
  public static ResourceKey key(Table table) {
    return ResourceKey.of(ResourceKind.COLUMN_STATISTICS_TASK_SETTINGS, table, NAME);
  }

  private static ResourceKey key(String subject) {
    return new ResourceKey(ResourceKind.COLUMN_STATISTICS_TASK_SETTINGS, subject, NAME);
  }

  /**
   * Keeps the settings of a table that has none.
   *
   * @param schedule "" for none
   * @throws CatalogException ALREADY_EXISTS; INVALID for the schedule and for tags
   */
  public Resource create(Table table, String document, String schedule, Map<String, String> tags) {
    return context
        .store()
        .write(
            tx -> {
              var made = new ResourceWrites(context, tx).create(key(table), document, tags);
              // What stands is that of settings that went before without it.
              scheduling.remove(tx, subject(table));
              scheduling.put(tx, subject(table), schedule);
              return made;
            });
  }

  private static String subject(Table table) {
    return StatisticsTaskOperations.subject(table);
  }

  /**
   * Replaces the settings by ones that are made of the current ones.
   *
   * @param schedule the new one, "" to have none, absent to leave it as it is
   * @throws CatalogException NOT_FOUND; INVALID for the schedule
   */
  public Resource change(
      Table table, Function<Resource, String> change, @Nullable String schedule) {
    return context
        .store()
        .write(
            tx -> {
              var changed = new ResourceWrites(context, tx).change(key(table), change);
              if (schedule != null) {
                scheduling.put(tx, subject(table), schedule);
              }
              return changed;
            });
  }

  /** Deletes them with the schedule; a run that is under way goes on. Throws NOT_FOUND. */
  public void delete(Table table) {
    context
        .store()
        .<Void>write(
            tx -> {
              new ResourceWrites(context, tx).delete(key(table));
              scheduling.remove(tx, subject(table));
              return null;
            });
  }

  /** Throws NOT_FOUND. */
  public Resource require(Table table) {
    var key = key(table);
    return new ResourceOperations(context)
        .find(key)
        .orElseThrow(
            () ->
                new CatalogException(
                    CatalogException.Kind.NOT_FOUND,
                    CatalogException.Entity.RESOURCE,
                    key.kind().noun() + " not found: " + table.name()));
  }

  public Optional<RunSchedule> schedule(Table table) {
    return scheduling.of(List.of(subject(table))).stream().findFirst();
  }

  /**
   * Lets the schedule start runs again.
   *
   * @throws CatalogException NOT_FOUND
   * @throws RunStateException NO_SCHEDULE, SCHEDULED
   */
  public void resume(Table table) {
    held(table, tx -> scheduling.resume(tx, subject(table), shown(table)));
  }

  /**
   * Keeps the schedule from starting runs.
   *
   * @throws CatalogException NOT_FOUND
   * @throws RunStateException NO_SCHEDULE, NOT_SCHEDULED
   */
  public void pause(Table table) {
    held(table, tx -> scheduling.pause(tx, subject(table), shown(table)));
  }

  private static String shown(Table table) {
    return "the column statistics of " + table.name();
  }

  private void held(Table table, Consumer<Transaction> change) {
    context
        .store()
        .<Void>write(
            tx -> {
              if (tx.resources().lock(key(table)).isEmpty()) {
                throw ResourceOperations.notFound(key(table));
              }
              change.accept(tx);
              return null;
            });
  }

  /**
   * Starts the runs whose time has come, once each however many times were missed.
   *
   * @param request what is to be done, of the table's name and the settings' document: as {@link
   *     StatisticsTaskOperations#start} takes it
   */
  public List<Run> startDue(BiFunction<TableName, String, Map<String, String>> request) {
    return scheduling.startDue(new Due(request));
  }

  private final class Due implements RunScheduling.Turn {
    private final BiFunction<TableName, String, Map<String, String>> request;

    Due(BiFunction<TableName, String, Map<String, String>> request) {
      this.request = request;
    }

    @Override
    public boolean hold(Transaction tx, String subject) {
      // As those who start a run by hand do.
      tx.runs().serialise();
      return tx.resources().lock(key(subject)).isPresent() && table(tx, subject).isPresent();
    }

    @Override
    public Optional<Run> begin(Transaction tx, String subject) {
      var table = table(tx, subject).orElseThrow();
      var document = tx.resources().lock(key(subject)).orElseThrow().document();
      var run =
          StatisticsTaskOperations.run(
              subject,
              RunOperations.BY_SCHEDULE,
              context.clock().millis(),
              request.apply(table, document));
      tx.runs().insert(run);
      return Optional.of(run);
    }

    private static Optional<TableName> table(Transaction tx, String subject) {
      return tx.tables().name(Long.parseLong(subject));
    }
  }
}
