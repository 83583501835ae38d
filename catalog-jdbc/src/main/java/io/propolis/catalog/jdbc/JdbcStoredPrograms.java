package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.workload.StoredPackage;
import io.propolis.catalog.model.workload.StoredProcedure;
import io.propolis.catalog.model.workload.StoredProgram;
import io.propolis.catalog.store.StoredPrograms;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Procedures and packages: tables that differ in the columns of the source. */
final class JdbcStoredPrograms<T extends StoredProgram> implements StoredPrograms<T> {
  private static final String OF_DATABASE =
      " WHERE database_id = (SELECT id FROM catalog_databases WHERE catalog_name = ? AND name = ?)";
  private static final String JOINED =
      """
       p JOIN catalog_databases d ON d.id = p.database_id
      WHERE d.catalog_name = ?""";
  private static final List<String> KEY = List.of("database_id", "name");

  /**
   * A kind of programs.
   *
   * @param columns of the source
   * @param sources the values of these columns
   */
  private record Form<T>(
      Entity entity,
      String table,
      List<String> columns,
      Function<T, List<String>> sources,
      Reader<T> reader) {}

  /** Makes a program of name, owner and source. */
  private interface Reader<T> {
    T read(DatabaseName database, Row row) throws SQLException;
  }

  private static final Form<StoredProcedure> PROCEDURES =
      new Form<>(
          Entity.PROCEDURE,
          "stored_procedures",
          List.of("source"),
          procedure -> List.of(procedure.source()),
          (database, row) ->
              new StoredProcedure(database, row.text(1), row.textOrNull(2), row.text(3)));
  private static final Form<StoredPackage> PACKAGES =
      new Form<>(
          Entity.PACKAGE,
          "stored_packages",
          List.of("header", "body"),
          each -> List.of(each.header(), each.body()),
          (database, row) ->
              new StoredPackage(
                  database, row.text(1), row.textOrNull(2), row.text(3), row.text(4)));

  private final Sql sql;
  private final Mode mode;
  private final JdbcDatabases databases;
  private final Form<T> form;

  private JdbcStoredPrograms(Sql sql, Mode mode, JdbcDatabases databases, Form<T> form) {
    this.sql = sql;
    this.mode = mode;
    this.databases = databases;
    this.form = form;
  }

  static JdbcStoredPrograms<StoredProcedure> procedures(
      Sql sql, Mode mode, JdbcDatabases databases) {
    return new JdbcStoredPrograms<>(sql, mode, databases, PROCEDURES);
  }

  static JdbcStoredPrograms<StoredPackage> packages(Sql sql, Mode mode, JdbcDatabases databases) {
    return new JdbcStoredPrograms<>(sql, mode, databases, PACKAGES);
  }

  @Override
  public Optional<T> find(DatabaseName database, String name) {
    return sql.first(
        "SELECT p.name, p.owner_name, p."
            + String.join(", p.", form.columns())
            + " FROM "
            + form.table()
            + JOINED
            + " AND d.name = ? AND p.name = ?",
        row -> form.reader().read(database, row),
        database.catalog(),
        database.name(),
        name);
  }

  @Override
  public List<String> names(DatabaseName database) {
    return sql.list(
        "SELECT p.name FROM " + form.table() + JOINED + " AND d.name = ? ORDER BY p.name",
        row -> row.text(1),
        database.catalog(),
        database.name());
  }

  @Override
  public List<String> names(String catalog) {
    return sql.list(
        "SELECT p.name FROM " + form.table() + JOINED + " ORDER BY d.name, p.name",
        row -> row.text(1),
        Names.fold(catalog));
  }

  @Override
  public void put(T program) {
    mode.requireWritable();
    Limits.name(form.entity(), program.name());
    var replaced = Stream.concat(Stream.of("owner_name"), form.columns().stream()).toList();
    var columns = Stream.concat(KEY.stream(), replaced.stream()).toList();
    var values = new ArrayList<@Nullable Object>();
    values.add(databases.id(program.database()));
    values.add(program.name());
    values.add(program.owner());
    values.addAll(form.sources().apply(program));
    sql.insertRows(
        "INSERT INTO %s (%s) VALUES".formatted(form.table(), String.join(", ", columns)),
        List.of(values),
        sql.dialect().replacingDuplicates(KEY, replaced));
  }

  @Override
  public void delete(DatabaseName database, String name) {
    mode.requireWritable();
    sql.update(
        "DELETE FROM " + form.table() + OF_DATABASE + " AND name = ?",
        database.catalog(),
        database.name(),
        name);
  }

  @Override
  public void deleteAll(DatabaseName database) {
    mode.requireWritable();
    sql.update("DELETE FROM " + form.table() + OF_DATABASE, database.catalog(), database.name());
  }
}
