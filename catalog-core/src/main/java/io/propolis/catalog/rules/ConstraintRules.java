package io.propolis.catalog.rules;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Constraint.Check;
import io.propolis.catalog.model.Constraint.Default;
import io.propolis.catalog.model.Constraint.ForeignKey;
import io.propolis.catalog.model.Constraint.Kind;
import io.propolis.catalog.model.Constraint.NotNull;
import io.propolis.catalog.model.Constraint.PrimaryKey;
import io.propolis.catalog.model.Constraint.Rule;
import io.propolis.catalog.model.Constraint.Unique;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a constraint must fulfil, and how one without a name gets its own. */
public final class ConstraintRules {
  private ConstraintRules() {}

  /**
   * Checks new constraints of a table beside its standing ones, and names those without a name.
   *
   * @throws io.propolis.catalog.CatalogException INVALID for a column the table has not;
   *     ALREADY_EXISTS for a name that is taken and for a second primary key
   */
  public static List<Constraint> completed(
      Table table, Collection<Constraint> standing, Collection<Constraint> requested) {
    requested.forEach(constraint -> checkColumns(table, constraint));
    checkOnePrimaryKey(table, standing, requested);
    var taken = standing.stream().map(Constraint::name).collect(Collectors.toSet());
    for (var constraint : requested) {
      if (!constraint.name().isEmpty() && !taken.add(constraint.name())) {
        throw alreadyExists(Entity.CONSTRAINT, table.name() + "." + constraint.name());
      }
    }
    return requested.stream()
        .map(c -> c.withTable(table.name()))
        .map(c -> c.name().isEmpty() ? c.withName(freeName(c.rule().kind(), taken)) : c)
        .toList();
  }

  /**
   * The foreign key with the name of the parent's key that it refers to.
   *
   * @throws io.propolis.catalog.CatalogException INVALID when the parent has no primary key or
   *     unique constraint over just these columns, or their types differ
   */
  public static ForeignKey referring(
      Table child, ForeignKey key, Table parent, Collection<Constraint> ofParent) {
    var wanted = new HashSet<>(key.parentColumns());
    var target =
        ofParent.stream()
            .filter(c -> isKey(c) && new HashSet<>(c.rule().columns()).equals(wanted))
            .filter(c -> key.parentKey() == null || key.parentKey().equals(c.name()))
            .findFirst()
            .orElseThrow(() -> noSuchKey(child, key, ofParent));
    var childTypes = types(child);
    var parentTypes = types(parent);
    for (int i = 0; i < key.columns().size(); i++) {
      var type = childTypes.get(key.columns().get(i));
      var parentType = parentTypes.get(key.parentColumns().get(i));
      if (type == null || !type.equals(parentType)) {
        throw invalid(
            Entity.CONSTRAINT,
            "Column %s of %s has type %s, and column %s of %s that it refers to has type %s"
                .formatted(
                    key.columns().get(i),
                    child.name(),
                    type,
                    key.parentColumns().get(i),
                    parent.name(),
                    parentType));
      }
    }
    checkNotItself(child, key);
    return key.withParentKey(target.name());
  }

  /**
   * A constraint after a change of columns of {@code changed}, be it the constraint's own table or
   * the one that its foreign key refers to; empty when it speaks of a column that is no more. Names
   * in the expression of a check follow, too.
   */
  public static Optional<Constraint> following(
      Constraint constraint, TableName changed, ColumnChanges changes) {
    boolean own = constraint.table().equals(changed);
    var rule = constraint.rule();
    var gone = changes.dropped();
    if (own && rule.columns().stream().anyMatch(gone::contains)) {
      return Optional.empty();
    }
    if (rule instanceof ForeignKey key
        && key.parent().equals(changed)
        && key.parentColumns().stream().anyMatch(gone::contains)) {
      return Optional.empty();
    }
    if (own && rule instanceof Check check && ColumnsInText.mentions(check.expression(), gone)) {
      return Optional.empty();
    }
    return Optional.of(constraint.withRule(renamed(rule, own, changed, changes)));
  }

  private static Rule renamed(Rule rule, boolean own, TableName changed, ColumnChanges changes) {
    var columns = own ? names(rule.columns(), changes) : rule.columns();
    return switch (rule.kind()) {
      case PRIMARY_KEY -> new PrimaryKey(columns);
      case UNIQUE -> new Unique(columns);
      case NOT_NULL -> new NotNull(columns.get(0));
      case DEFAULT -> new Default(columns.get(0), ((Default) rule).value());
      case CHECK -> {
        var expression = ((Check) rule).expression();
        yield new Check(
            columns.isEmpty() ? null : columns.get(0),
            own ? ColumnsInText.renamed(expression, changes::nameOf) : expression);
      }
      case FOREIGN_KEY -> {
        var key = (ForeignKey) rule;
        yield new ForeignKey(
            columns,
            key.parent(),
            key.parent().equals(changed)
                ? names(key.parentColumns(), changes)
                : key.parentColumns(),
            key.parentKey(),
            key.onUpdate(),
            key.onDelete());
      }
    };
  }

  private static List<String> names(List<String> columns, ColumnChanges changes) {
    return columns.stream().map(changes::nameOf).toList();
  }

  /** Whether a foreign key that refers to no key any more refers to this one. */
  public static boolean mayReferTo(ForeignKey key, Constraint target) {
    return key.parentKey() == null
        && isKey(target)
        && new HashSet<>(key.parentColumns()).equals(new HashSet<>(target.rule().columns()));
  }

  private static void checkNotItself(Table child, ForeignKey key) {
    if (key.parent().equals(child.name())
        && new HashSet<>(key.columns()).equals(new HashSet<>(key.parentColumns()))) {
      throw invalid(
          Entity.REQUEST,
          "Columns %s of %s cannot be both a foreign key and the primary or unique key that it refers to"
              .formatted(key.columns(), child.name()));
    }
  }

  private static RuntimeException noSuchKey(
      Table child, ForeignKey key, Collection<Constraint> ofParent) {
    var keys =
        ofParent.stream()
            .filter(ConstraintRules::isKey)
            .map(c -> c.name() + c.rule().columns())
            .toList();
    return invalid(
        Entity.REQUEST,
        "Foreign key of %s refers to columns %s of %s, which has no such primary or unique key: its keys are %s"
            .formatted(child.name(), key.parentColumns(), key.parent(), keys));
  }

  /** Whether foreign keys can refer to it. */
  public static boolean isKey(Constraint constraint) {
    var kind = constraint.rule().kind();
    return kind == Kind.PRIMARY_KEY || kind == Kind.UNIQUE;
  }

  private static void checkColumns(Table table, Constraint constraint) {
    var columns = constraint.rule().columns();
    var known = types(table).keySet();
    var unknown = columns.stream().filter(column -> !known.contains(column)).findFirst();
    if (unknown.isPresent()) {
      throw invalid(
          Entity.CONSTRAINT,
          "Column %s of constraint %s is not in table %s"
              .formatted(unknown.get(), label(constraint), table.name()));
    }
    if (new HashSet<>(columns).size() < columns.size()) {
      throw invalid(
          Entity.CONSTRAINT,
          "Constraint %s of %s names a column twice: %s"
              .formatted(label(constraint), table.name(), columns));
    }
    boolean needsColumns = constraint.rule().kind() != Kind.CHECK;
    if (needsColumns && columns.isEmpty()) {
      throw invalid(
          Entity.CONSTRAINT,
          "Constraint %s of %s has no column".formatted(label(constraint), table.name()));
    }
    if (constraint.rule() instanceof ForeignKey key
        && key.parentColumns().size() != columns.size()) {
      throw invalid(
          Entity.CONSTRAINT,
          "Foreign key %s of %s has columns %s for the columns %s of %s"
              .formatted(
                  label(constraint), table.name(), columns, key.parentColumns(), key.parent()));
    }
  }

  private static void checkOnePrimaryKey(
      Table table, Collection<Constraint> standing, Collection<Constraint> requested) {
    long keys = count(standing) + count(requested);
    if (count(requested) > 0 && keys > 1) {
      throw invalid(Entity.REQUEST, "Primary key already exists for: " + table.name());
    }
  }

  private static long count(Collection<Constraint> constraints) {
    return constraints.stream().filter(c -> c.rule().kind() == Kind.PRIMARY_KEY).count();
  }

  private static String freeName(Kind kind, Set<String> taken) {
    var prefix =
        switch (kind) {
          case PRIMARY_KEY -> "pk";
          case FOREIGN_KEY -> "fk";
          case UNIQUE -> "uk";
          case NOT_NULL -> "nn";
          case DEFAULT -> "dc";
          case CHECK -> "cc";
        };
    int number = 1;
    while (!taken.add(prefix + "_" + number)) {
      number++;
    }
    return prefix + "_" + number;
  }

  /** Types of columns and partition keys, by folded name. */
  private static Map<String, String> types(Table table) {
    var types = new HashMap<String, String>();
    Stream.concat(table.layout().columns().stream(), table.partitionKeys().stream())
        .forEach((Column column) -> types.put(Names.fold(column.name()), column.type()));
    return types;
  }

  private static String label(Constraint constraint) {
    return constraint.name().isEmpty() ? constraint.rule().columns().toString() : constraint.name();
  }
}
