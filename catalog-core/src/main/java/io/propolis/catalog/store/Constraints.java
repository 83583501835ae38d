package io.propolis.catalog.store;

import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import java.util.Collection;
import java.util.List;

/**
 * Constraints of tables. They stay with their table when it is renamed and go with it when it is
 * dropped; a foreign key also goes with the table it refers to.
 */
public interface Constraints {
  /** Of one table, in the order in which they were added. */
  List<Constraint> of(Table table);

  /** Foreign keys of any table that refer to this one, in the order in which they were added. */
  List<Constraint> referringTo(TableName parent);

  /**
   * Stores constraints of one table. Throws NOT_FOUND for the parent of a foreign key,
   * ALREADY_EXISTS when the table has one of the names.
   */
  void insert(Table table, Collection<Constraint> constraints);

  /** Stores what a constraint of that table and name says now. Throws NOT_FOUND. */
  void update(Constraint constraint);

  /** Throws NOT_FOUND. */
  void delete(TableName table, String name);
}
