package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Constraint.Check;
import io.propolis.catalog.model.Constraint.Default;
import io.propolis.catalog.model.Constraint.ForeignKey;
import io.propolis.catalog.model.Constraint.Kind;
import io.propolis.catalog.model.Constraint.NotNull;
import io.propolis.catalog.model.Constraint.PrimaryKey;
import io.propolis.catalog.model.Constraint.Rule;
import io.propolis.catalog.model.Constraint.Trust;
import io.propolis.catalog.model.Constraint.Unique;
import io.propolis.catalog.model.TableName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored text of a constraint: all but its name, its kind and the tables, which are columns.
 *
 * @param expression value of a default, expression of a check
 */
record ConstraintRow(
    List<String> columns,
    boolean enabled,
    boolean validated,
    boolean relied,
    @Nullable String expression,
    @Nullable List<String> parentColumns,
    @Nullable String parentKey,
    @Nullable Integer onUpdate,
    @Nullable Integer onDelete) {
  static final Json<ConstraintRow> JSON = Json.of(new TypeReference<>() {});

  static ConstraintRow of(Constraint constraint) {
    var rule = constraint.rule();
    var plain =
        new ConstraintRow(
            rule.columns(),
            constraint.trust().enabled(),
            constraint.trust().validated(),
            constraint.trust().relied(),
            null,
            null,
            null,
            null,
            null);
    if (rule instanceof Default value) {
      return plain.withExpression(value.value());
    }
    if (rule instanceof Check check) {
      return plain.withExpression(check.expression());
    }
    return rule instanceof ForeignKey key ? plain.withParent(key) : plain;
  }

  private ConstraintRow withExpression(String text) {
    return new ConstraintRow(columns, enabled, validated, relied, text, null, null, null, null);
  }

  private ConstraintRow withParent(ForeignKey key) {
    return new ConstraintRow(
        columns,
        enabled,
        validated,
        relied,
        null,
        key.parentColumns(),
        key.parentKey(),
        key.onUpdate(),
        key.onDelete());
  }

  Constraint constraint(TableName table, String name, Kind kind, @Nullable TableName parent) {
    return new Constraint(table, name, rule(kind, parent), new Trust(enabled, validated, relied));
  }

  private Rule rule(Kind kind, @Nullable TableName parent) {
    return switch (kind) {
      case PRIMARY_KEY -> new PrimaryKey(columns);
      case UNIQUE -> new Unique(columns);
      case NOT_NULL -> new NotNull(columns.get(0));
      case DEFAULT -> new Default(columns.get(0), Objects.requireNonNull(expression));
      case CHECK ->
          new Check(columns.isEmpty() ? null : columns.get(0), Objects.requireNonNull(expression));
      case FOREIGN_KEY ->
          new ForeignKey(
              columns,
              Objects.requireNonNull(parent),
              Objects.requireNonNull(parentColumns),
              parentKey,
              Objects.requireNonNullElse(onUpdate, 0),
              Objects.requireNonNullElse(onDelete, 0));
    };
  }
}
