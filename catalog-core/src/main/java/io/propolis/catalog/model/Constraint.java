package io.propolis.catalog.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table says about the values of its columns. The catalog keeps constraints for optimisers
 * and never checks data against them.
 *
 * @param table the table whose columns it is about
 * @param name folded, unique among the constraints of the table; "" lets the catalog choose
 */
public record Constraint(TableName table, String name, Rule rule, Trust trust) {
  public Constraint {
    name = Names.fold(name);
  }

  /** The kinds, as SQL has them. */
  public enum Kind {
    PRIMARY_KEY,
    FOREIGN_KEY,
    UNIQUE,
    NOT_NULL,
    DEFAULT,
    CHECK
  }

  /**
   * What engines may make of it (SQL's ENABLE, VALIDATE and RELY).
   *
   * @param enabled new rows are meant to be checked
   * @param validated existing rows are said to have been checked
   * @param relied optimisers may take it for granted
   */
  public record Trust(boolean enabled, boolean validated, boolean relied) {}

  /** What is claimed. Column names are folded and in the order of the key. */
  public sealed interface Rule {
    Kind kind();

    /** The columns of the table that it is about; empty for a check of the whole row. */
    List<String> columns();
  }

  /** The values of the columns are not null and identify a row; one for a table. */
  public record PrimaryKey(List<String> columns) implements Rule {
    public PrimaryKey {
      columns = folded(columns);
    }

    @Override
    public Kind kind() {
      return Kind.PRIMARY_KEY;
    }
  }

  /** No two rows have the same values in the columns. */
  public record Unique(List<String> columns) implements Rule {
    public Unique {
      columns = folded(columns);
    }

    @Override
    public Kind kind() {
      return Kind.UNIQUE;
    }
  }

  /**
   * The values of the columns stand in a row of the parent.
   *
   * @param parentColumns of the parent's primary key or of one of its unique constraints
   * @param parentKey the name of that constraint; absent on a request that does not say, and when
   *     that constraint has been dropped since
   * @param onUpdate JDBC's {@code DatabaseMetaData.importedKey…} number, as Hive carries it
   * @param onDelete the same
   */
  public record ForeignKey(
      List<String> columns,
      TableName parent,
      List<String> parentColumns,
      @Nullable String parentKey,
      int onUpdate,
      int onDelete)
      implements Rule {
    public ForeignKey {
      columns = folded(columns);
      parentColumns = folded(parentColumns);
      parentKey = parentKey == null ? null : Names.fold(parentKey);
    }

    @Override
    public Kind kind() {
      return Kind.FOREIGN_KEY;
    }

    public ForeignKey withParentKey(@Nullable String key) {
      return new ForeignKey(columns, parent, parentColumns, key, onUpdate, onDelete);
    }
  }

  /** The column is never null. */
  public record NotNull(String column) implements Rule {
    public NotNull {
      column = Names.fold(column);
    }

    @Override
    public Kind kind() {
      return Kind.NOT_NULL;
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /** The column has this value where a row gives none; an SQL expression. */
  public record Default(String column, String value) implements Rule {
    public Default {
      column = Names.fold(column);
    }

    @Override
    public Kind kind() {
      return Kind.DEFAULT;
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /** The SQL expression holds for every row; the column is absent when it is about several. */
  public record Check(@Nullable String column, String expression) implements Rule {
    public Check {
      column = column == null || column.isBlank() ? null : Names.fold(column);
    }

    @Override
    public Kind kind() {
      return Kind.CHECK;
    }

    @Override
    public List<String> columns() {
      return column == null ? List.of() : List.of(column);
    }
  }

  public Constraint withName(String newName) {
    return new Constraint(table, newName, rule, trust);
  }

  public Constraint withTable(TableName newTable) {
    return new Constraint(newTable, name, rule, trust);
  }

  public Constraint withRule(Rule newRule) {
    return new Constraint(table, name, newRule, trust);
  }

  private static List<String> folded(List<String> columns) {
    return columns.stream().map(Names::fold).toList();
  }
}
