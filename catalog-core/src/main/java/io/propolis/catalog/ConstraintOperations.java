package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Constraint.ForeignKey;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.change.ChangedObjects.OfConstraints;
import io.propolis.catalog.rules.ColumnChanges;
import io.propolis.catalog.rules.ConstraintRules;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Constraints of tables. */
public final class ConstraintOperations {
  private final Context context;

  ConstraintOperations(Context context) {
    this.context = context;
  }

  /** Of one table, in the order in which they were added. Empty for an unknown table. */
  public List<Constraint> of(TableName name) {
    return context
        .store()
        .read(tx -> tx.tables().find(name).map(tx.constraints()::of).orElse(List.of()));
  }

  /** Foreign keys of any table that refer to this one. Empty for an unknown table. */
  public List<Constraint> referringTo(TableName parent) {
    return context.store().read(tx -> tx.constraints().referringTo(parent));
  }

  /**
   * Adds constraints to a table, all or none, and returns them with their names.
   *
   * @throws CatalogException NOT_FOUND for the table and for the parent of a foreign key;
   *     ALREADY_EXISTS for a name the table has and for a second primary key; INVALID for a column
   *     the table has not and for a foreign key to columns that are no key
   */
  public List<Constraint> add(TableName name, Collection<Constraint> requested) {
    return context
        .store()
        .write(
            tx -> {
              var table = tx.tables().lock(name).orElseThrow(() -> notFound(Entity.TABLE, name));
              return add(tx, table, requested);
            });
  }

  /** Adds within a transaction that holds the table. */
  List<Constraint> add(Transaction tx, Table table, Collection<Constraint> requested) {
    if (requested.isEmpty()) {
      return List.of();
    }
    var standing = tx.constraints().of(table);
    var named = ConstraintRules.completed(table, standing, requested);
    var own = Stream.concat(standing.stream(), named.stream()).toList();
    var completed = new ArrayList<Constraint>(named.size());
    for (var constraint : named) {
      completed.add(
          constraint.rule() instanceof ForeignKey key
              ? constraint.withRule(referring(tx, table, own, key))
              : constraint);
    }
    tx.constraints().insert(table, completed);
    for (var key : completed) {
      if (ConstraintRules.isKey(key)) {
        refer(tx, table, reference -> ConstraintRules.mayReferTo(reference, key), key.name());
      }
    }
    for (var constraint : completed) {
      tx.changes()
          .append(
              context.tableChange(
                  added(constraint.rule().kind()),
                  table,
                  Map.of(Change.CONSTRAINTS, constraint.name())),
              new OfConstraints(List.of(constraint)));
    }
    return completed;
  }

  private static ForeignKey referring(
      Transaction tx, Table table, Collection<Constraint> own, ForeignKey key) {
    if (key.parent().equals(table.name())) {
      return ConstraintRules.referring(table, key, table, own);
    }
    // Held as the child is, so that neither the parent nor its key goes before this is stored.
    var parent =
        tx.tables().lock(key.parent()).orElseThrow(() -> notFound(Entity.TABLE, key.parent()));
    return ConstraintRules.referring(table, key, parent, tx.constraints().of(parent));
  }

  private static ChangeKind added(Constraint.Kind kind) {
    return switch (kind) {
      case PRIMARY_KEY -> ChangeKind.ADD_PRIMARYKEY;
      case FOREIGN_KEY -> ChangeKind.ADD_FOREIGNKEY;
      case UNIQUE -> ChangeKind.ADD_UNIQUECONSTRAINT;
      case NOT_NULL -> ChangeKind.ADD_NOTNULLCONSTRAINT;
      case DEFAULT -> ChangeKind.ADD_DEFAULTCONSTRAINT;
      case CHECK -> ChangeKind.ADD_CHECKCONSTRAINT;
    };
  }

  /**
   * Drops a constraint of the table, or foreign keys of that name that refer to it. Foreign keys
   * that refer to a dropped key stay, as in Hive, and name no key until there is one over the same
   * columns again. Throws NOT_FOUND for the table and for the constraint.
   */
  public void drop(TableName name, String constraint) {
    var folded = Names.fold(constraint);
    context
        .store()
        .<Void>write(
            tx -> {
              var table = tx.tables().lock(name).orElseThrow(() -> notFound(Entity.TABLE, name));
              drop(tx, table, folded);
              tx.changes()
                  .append(
                      context.tableChange(
                          ChangeKind.DROP_CONSTRAINT, table, Map.of(Change.CONSTRAINTS, folded)));
              return null;
            });
  }

  private static void drop(Transaction tx, Table table, String name) {
    var own = tx.constraints().of(table).stream().filter(c -> c.name().equals(name)).findFirst();
    if (own.isEmpty()) {
      var referring =
          tx.constraints().referringTo(table.name()).stream()
              .filter(c -> c.name().equals(name))
              .toList();
      if (referring.isEmpty()) {
        throw notFound(Entity.CONSTRAINT, table.name() + "." + name);
      }
      referring.forEach(c -> tx.constraints().delete(c.table(), name));
      return;
    }
    tx.constraints().delete(table.name(), name);
    if (ConstraintRules.isKey(own.get())) {
      refer(tx, table, key -> name.equals(key.parentKey()), null);
    }
  }

  /** Names the key, or none, in the foreign keys to a table that the condition holds for. */
  private static void refer(
      Transaction tx, Table parent, Predicate<ForeignKey> condition, @Nullable String target) {
    for (var constraint : tx.constraints().referringTo(parent.name())) {
      if (constraint.rule() instanceof ForeignKey key && condition.test(key)) {
        tx.constraints().update(constraint.withRule(key.withParentKey(target)));
      }
    }
  }

  /**
   * Lets constraints follow the columns of a table that the transaction holds: its own, and foreign
   * keys that refer to it.
   */
  static void columnsChanged(Transaction tx, Table before, Table after) {
    var changes = ColumnChanges.between(before, after);
    if (changes.isEmpty()) {
      return;
    }
    var touched = new LinkedHashSet<>(tx.constraints().of(after));
    touched.addAll(tx.constraints().referringTo(after.name()));
    for (var constraint : touched) {
      var now = ConstraintRules.following(constraint, after.name(), changes);
      if (now.isEmpty()) {
        tx.constraints().delete(constraint.table(), constraint.name());
      } else if (!now.get().equals(constraint)) {
        tx.constraints().update(now.get());
      }
    }
  }
}
