package io.propolis.thrift.translate;

import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Constraint.Check;
import io.propolis.catalog.model.Constraint.Default;
import io.propolis.catalog.model.Constraint.ForeignKey;
import io.propolis.catalog.model.Constraint.NotNull;
import io.propolis.catalog.model.Constraint.PrimaryKey;
import io.propolis.catalog.model.Constraint.Unique;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.SQLAllTableConstraints;
import org.apache.hadoop.hive.metastore.api.SQLCheckConstraint;
import org.apache.hadoop.hive.metastore.api.SQLDefaultConstraint;
import org.apache.hadoop.hive.metastore.api.SQLForeignKey;
import org.apache.hadoop.hive.metastore.api.SQLNotNullConstraint;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;
import org.apache.hadoop.hive.metastore.api.SQLUniqueConstraint;

/**
 * Constraints as clients read them: a row for each column of a key, numbered from 1. Each method
 * takes constraints of every kind and returns the rows of its own.
 */
public final class Constraints {
  private Constraints() {}

  /** Every list is set, for clients read them without asking. */
  public static SQLAllTableConstraints all(List<Constraint> constraints) {
    var all = new SQLAllTableConstraints();
    all.setPrimaryKeys(primaryKeys(constraints));
    all.setForeignKeys(foreignKeys(constraints));
    all.setUniqueConstraints(unique(constraints));
    all.setNotNullConstraints(notNull(constraints));
    all.setDefaultConstraints(defaults(constraints));
    all.setCheckConstraints(checks(constraints));
    return all;
  }

  public static List<SQLPrimaryKey> primaryKeys(List<Constraint> constraints) {
    var rows = new ArrayList<SQLPrimaryKey>();
    for (var constraint : constraints) {
      if (constraint.rule() instanceof PrimaryKey key) {
        for (int i = 0; i < key.columns().size(); i++) {
          var row =
              new SQLPrimaryKey(
                  constraint.table().database().name(),
                  constraint.table().name(),
                  key.columns().get(i),
                  i + 1,
                  constraint.name(),
                  constraint.trust().enabled(),
                  constraint.trust().validated(),
                  constraint.trust().relied());
          row.setCatName(constraint.table().database().catalog());
          rows.add(row);
        }
      }
    }
    return rows;
  }

  public static List<SQLForeignKey> foreignKeys(List<Constraint> constraints) {
    var rows = new ArrayList<SQLForeignKey>();
    for (var constraint : constraints) {
      if (constraint.rule() instanceof ForeignKey key) {
        for (int i = 0; i < key.columns().size(); i++) {
          rows.add(foreignKey(constraint, key, i));
        }
      }
    }
    return rows;
  }

  private static SQLForeignKey foreignKey(Constraint constraint, ForeignKey key, int index) {
    var row =
        new SQLForeignKey(
            key.parent().database().name(),
            key.parent().name(),
            key.parentColumns().get(index),
            constraint.table().database().name(),
            constraint.table().name(),
            key.columns().get(index),
            index + 1,
            key.onUpdate(),
            key.onDelete(),
            constraint.name(),
            key.parentKey(),
            constraint.trust().enabled(),
            constraint.trust().validated(),
            constraint.trust().relied());
    row.setCatName(constraint.table().database().catalog());
    return row;
  }

  public static List<SQLUniqueConstraint> unique(List<Constraint> constraints) {
    var rows = new ArrayList<SQLUniqueConstraint>();
    for (var constraint : constraints) {
      if (constraint.rule() instanceof Unique key) {
        for (int i = 0; i < key.columns().size(); i++) {
          rows.add(
              new SQLUniqueConstraint(
                  constraint.table().database().catalog(),
                  constraint.table().database().name(),
                  constraint.table().name(),
                  key.columns().get(i),
                  i + 1,
                  constraint.name(),
                  constraint.trust().enabled(),
                  constraint.trust().validated(),
                  constraint.trust().relied()));
        }
      }
    }
    return rows;
  }

  public static List<SQLNotNullConstraint> notNull(List<Constraint> constraints) {
    var rows = new ArrayList<SQLNotNullConstraint>();
    for (var constraint : constraints) {
      if (constraint.rule() instanceof NotNull rule) {
        rows.add(
            new SQLNotNullConstraint(
                constraint.table().database().catalog(),
                constraint.table().database().name(),
                constraint.table().name(),
                rule.column(),
                constraint.name(),
                constraint.trust().enabled(),
                constraint.trust().validated(),
                constraint.trust().relied()));
      }
    }
    return rows;
  }

  public static List<SQLDefaultConstraint> defaults(List<Constraint> constraints) {
    var rows = new ArrayList<SQLDefaultConstraint>();
    for (var constraint : constraints) {
      if (constraint.rule() instanceof Default rule) {
        rows.add(
            new SQLDefaultConstraint(
                constraint.table().database().catalog(),
                constraint.table().database().name(),
                constraint.table().name(),
                rule.column(),
                rule.value(),
                constraint.name(),
                constraint.trust().enabled(),
                constraint.trust().validated(),
                constraint.trust().relied()));
      }
    }
    return rows;
  }

  public static List<SQLCheckConstraint> checks(List<Constraint> constraints) {
    var rows = new ArrayList<SQLCheckConstraint>();
    for (var constraint : constraints) {
      if (constraint.rule() instanceof Check rule) {
        rows.add(
            new SQLCheckConstraint(
                constraint.table().database().catalog(),
                constraint.table().database().name(),
                constraint.table().name(),
                rule.column(),
                rule.expression(),
                constraint.name(),
                constraint.trust().enabled(),
                constraint.trust().validated(),
                constraint.trust().relied()));
      }
    }
    return rows;
  }
}
