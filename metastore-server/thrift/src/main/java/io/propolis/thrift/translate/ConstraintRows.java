package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
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
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.SQLCheckConstraint;
import org.apache.hadoop.hive.metastore.api.SQLDefaultConstraint;
import org.apache.hadoop.hive.metastore.api.SQLForeignKey;
import org.apache.hadoop.hive.metastore.api.SQLNotNullConstraint;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;
import org.apache.hadoop.hive.metastore.api.SQLUniqueConstraint;
import org.jspecify.annotations.Nullable;

/**
 * Constraints of one kind as clients send them: a row for each column of a key. Rows of one name
 * are one constraint; without names, a new one begins where the sequence does.
 */
public final class ConstraintRows {
  /** What the six beans have in common. */
  private record Row(
      @Nullable String catalog,
      @Nullable String database,
      @Nullable String table,
      @Nullable String column,
      int sequence,
      @Nullable String name,
      Trust trust,
      @Nullable String expression,
      @Nullable SQLForeignKey reference) {
    private String folded() {
      return name == null ? "" : Names.fold(name);
    }
  }

  private final Kind kind;
  private final List<Row> rows;

  private ConstraintRows(Kind kind, List<Row> rows) {
    this.kind = kind;
    this.rows = rows;
  }

  private static <B> ConstraintRows of(
      Kind kind, @Nullable List<B> beans, Function<B, Row> translation) {
    if (beans != null && beans.contains(null)) {
      throw invalid(Entity.CONSTRAINT, "The request has a constraint that is null: " + beans);
    }
    return new ConstraintRows(
        kind, beans == null ? List.of() : beans.stream().map(translation).toList());
  }

  public static ConstraintRows primaryKeys(@Nullable List<SQLPrimaryKey> beans) {
    return of(
        Kind.PRIMARY_KEY,
        beans,
        bean ->
            new Row(
                bean.getCatName(),
                bean.getTable_db(),
                bean.getTable_name(),
                bean.getColumn_name(),
                bean.getKey_seq(),
                bean.getPk_name(),
                new Trust(bean.isEnable_cstr(), bean.isValidate_cstr(), bean.isRely_cstr()),
                null,
                null));
  }

  public static ConstraintRows foreignKeys(@Nullable List<SQLForeignKey> beans) {
    return of(
        Kind.FOREIGN_KEY,
        beans,
        bean ->
            new Row(
                bean.getCatName(),
                bean.getFktable_db(),
                bean.getFktable_name(),
                bean.getFkcolumn_name(),
                bean.getKey_seq(),
                bean.getFk_name(),
                new Trust(bean.isEnable_cstr(), bean.isValidate_cstr(), bean.isRely_cstr()),
                null,
                bean));
  }

  public static ConstraintRows unique(@Nullable List<SQLUniqueConstraint> beans) {
    return of(
        Kind.UNIQUE,
        beans,
        bean ->
            new Row(
                bean.getCatName(),
                bean.getTable_db(),
                bean.getTable_name(),
                bean.getColumn_name(),
                bean.getKey_seq(),
                bean.getUk_name(),
                new Trust(bean.isEnable_cstr(), bean.isValidate_cstr(), bean.isRely_cstr()),
                null,
                null));
  }

  public static ConstraintRows notNull(@Nullable List<SQLNotNullConstraint> beans) {
    return of(
        Kind.NOT_NULL,
        beans,
        bean ->
            new Row(
                bean.getCatName(),
                bean.getTable_db(),
                bean.getTable_name(),
                bean.getColumn_name(),
                1,
                bean.getNn_name(),
                new Trust(bean.isEnable_cstr(), bean.isValidate_cstr(), bean.isRely_cstr()),
                null,
                null));
  }

  public static ConstraintRows defaults(@Nullable List<SQLDefaultConstraint> beans) {
    return of(
        Kind.DEFAULT,
        beans,
        bean ->
            new Row(
                bean.getCatName(),
                bean.getTable_db(),
                bean.getTable_name(),
                bean.getColumn_name(),
                1,
                bean.getDc_name(),
                new Trust(bean.isEnable_cstr(), bean.isValidate_cstr(), bean.isRely_cstr()),
                bean.getDefault_value(),
                null));
  }

  public static ConstraintRows checks(@Nullable List<SQLCheckConstraint> beans) {
    return of(
        Kind.CHECK,
        beans,
        bean ->
            new Row(
                bean.getCatName(),
                bean.getTable_db(),
                bean.getTable_name(),
                bean.getColumn_name(),
                1,
                bean.getDc_name(),
                new Trust(bean.isEnable_cstr(), bean.isValidate_cstr(), bean.isRely_cstr()),
                bean.getCheck_expression(),
                null));
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The table that all rows name. INVALID when they name none or several. */
  public TableName table() {
    var tables =
        rows.stream()
            .map(row -> HiveNames.table(row.catalog(), row.database(), row.table()))
            .collect(Collectors.toSet());
    if (tables.size() != 1) {
      throw invalid(Entity.CONSTRAINT, "The request has constraints of several tables: " + tables);
    }
    return tables.iterator().next();
  }

  /** The constraints, of the given table whatever the rows name. */
  public List<Constraint> of(TableName table) {
    return groups().stream().map(group -> constraint(table, group)).toList();
  }

  private List<List<Row>> groups() {
    return switch (kind) {
      case PRIMARY_KEY, FOREIGN_KEY, UNIQUE -> keys();
      case NOT_NULL, DEFAULT, CHECK -> rows.stream().map(List::of).toList();
    };
  }

  private List<List<Row>> keys() {
    var named = new LinkedHashMap<String, List<Row>>();
    var groups = new ArrayList<List<Row>>();
    List<Row> unnamed = new ArrayList<>();
    for (var row : rows) {
      if (!row.folded().isEmpty()) {
        named.computeIfAbsent(row.folded(), name -> added(groups)).add(row);
        continue;
      }
      boolean begins =
          unnamed.isEmpty()
              || (kind != Kind.PRIMARY_KEY
                  && row.sequence() <= unnamed.get(unnamed.size() - 1).sequence());
      if (begins) {
        unnamed = added(groups);
      }
      unnamed.add(row);
    }
    groups.forEach(group -> group.sort(Comparator.comparingInt(Row::sequence)));
    return groups;
  }

  private static List<Row> added(List<List<Row>> groups) {
    var group = new ArrayList<Row>();
    groups.add(group);
    return group;
  }

  private Constraint constraint(TableName table, List<Row> group) {
    var first = group.get(0);
    return new Constraint(table, first.folded(), rule(group), first.trust());
  }

  private Rule rule(List<Row> group) {
    var first = group.get(0);
    return switch (kind) {
      case PRIMARY_KEY -> new PrimaryKey(columns(group));
      case UNIQUE -> new Unique(columns(group));
      case NOT_NULL -> new NotNull(column(first.column()));
      case DEFAULT -> new Default(column(first.column()), expression("default value", first));
      case CHECK -> new Check(first.column(), expression("check expression", first));
      case FOREIGN_KEY -> reference(group);
    };
  }

  private static ForeignKey reference(List<Row> group) {
    var beans = group.stream().flatMap(row -> Stream.ofNullable(row.reference()));
    var references = beans.toList();
    var first = references.get(0);
    return new ForeignKey(
        columns(group),
        HiveNames.table(first.getCatName(), first.getPktable_db(), first.getPktable_name()),
        references.stream().map(bean -> column(bean.getPkcolumn_name())).toList(),
        first.getPk_name(),
        first.getUpdate_rule(),
        first.getDelete_rule());
  }

  private static List<String> columns(List<Row> group) {
    return group.stream().map(row -> column(row.column())).toList();
  }

  private static String column(@Nullable String name) {
    return required(Entity.CONSTRAINT, "column of a constraint", name);
  }

  private static String expression(String what, Row row) {
    return required(Entity.CONSTRAINT, what, row.expression());
  }
}
