package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.NamePattern;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.store.TableSummary;
import io.propolis.thrift.filter.TableFilter;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.HiveNames.Qualified;
import io.propolis.thrift.translate.Tables;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.ExtendedTableInfo;
import org.apache.hadoop.hive.metastore.api.GetTablesExtRequest;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.TableMeta;
import org.jspecify.annotations.Nullable;

/** Lists tables. As in Hive, every list of an unknown database is empty. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class TableListHandler implements Handler {
  private static final String COMMENT = "comment";
  private static final Pattern PATTERN = Pattern.compile("[*|.]");

  private final Door door;

  TableListHandler(Door door) {
    this.door = door;
  }

  public List<String> get_tables(
      ClientSession client, @Nullable String database, @Nullable String pattern) {
    return named(client, HiveNames.parse(database), HiveNames.pattern(pattern));
  }

  public List<String> get_all_tables(ClientSession client, @Nullable String database) {
    return named(client, HiveNames.parse(database), HiveNames.pattern(null));
  }

  public List<String> get_tables_by_type(
      ClientSession client,
      @Nullable String database,
      @Nullable String pattern,
      @Nullable String type) {
    var wanted = HiveNames.pattern(pattern);
    if (type == null || type.isEmpty()) {
      return named(client, HiveNames.parse(database), wanted);
    }
    return chosen(
        client,
        HiveNames.parse(database).name(),
        table -> table.type().name().equals(type) && wanted.matches(table.name().name()));
  }

  public List<ExtendedTableInfo> get_tables_ext(ClientSession client, GetTablesExtRequest request) {
    var names =
        named(
            client,
            HiveNames.parse(request.getCatalog(), request.getDatabase()),
            HiveNames.pattern(request.getTableNamePattern()));
    int limit = request.isSetLimit() && request.getLimit() > 0 ? request.getLimit() : -1;
    return Requests.first(limit, names).stream().map(ExtendedTableInfo::new).toList();
  }

  public List<TableMeta> get_table_meta(
      ClientSession client,
      @Nullable String databases,
      @Nullable String tables,
      @Nullable List<String> types) {
    return described(door.as(client), databases, tables, types).tables().stream()
        .map(TableListHandler::meta)
        .toList();
  }

  /**
   * The tables that {@code get_table_meta} describes.
   *
   * @param listings those of each database
   * @param choice which tables of them, null for all of them: then the lists are the same objects
   *     for as long as they say the same
   */
  record Described(List<List<TableSummary>> listings, @Nullable Predicate<TableSummary> choice) {

    /** All tables, in the order of the reply. */
    List<TableSummary> tables() {
      var all = listings.stream().flatMap(List::stream);
      return (choice == null ? all : all.filter(choice)).toList();
    }
  }

  static Described described(
      Session session,
      @Nullable String databases,
      @Nullable String tables,
      @Nullable List<String> types) {
    var names = HiveNames.pattern(tables);
    var wanted = Set.copyOf(Requests.orEmpty(types));
    var listings = listings(session, HiveNames.parse(databases));
    if (names.matchesEverything() && wanted.isEmpty()) {
      return new Described(listings, null);
    }
    return new Described(
        listings,
        table ->
            names.matches(table.name().name())
                && (wanted.isEmpty() || wanted.contains(table.type().name())));
  }

  /** A plain name, as Trino sends it, spares the tables of all other databases. */
  private static List<List<TableSummary>> listings(Session session, Qualified databases) {
    var operations = session.tables();
    var database = databases.database();
    boolean plain = database != null && PATTERN.matcher(database).results().findAny().isEmpty();
    return plain
        ? List.of(operations.summaries(databases.name()))
        : operations.summaries(databases.catalog(), databases.pattern());
  }

  private static TableMeta meta(TableSummary table) {
    var name = table.name();
    var bean = new TableMeta(name.database().name(), name.name(), table.type().name());
    bean.setOwnerName(table.owner());
    bean.setComments(table.parameters().get(COMMENT));
    return bean;
  }

  public List<String> get_table_names_by_filter(
      ClientSession client, @Nullable String database, @Nullable String filter, short max) {
    var parsed = HiveNames.parse(database);
    if (parsed.database() == null || parsed.database().isEmpty() || parsed.catalog().isEmpty()) {
      throw notFound(Entity.DATABASE, "the one without a name");
    }
    if (filter == null) {
      throw invalid(Entity.TABLE, "The request gives no filter");
    }
    return Requests.first(max, chosen(client, parsed.name(), TableFilter.parse(filter)));
  }

  public List<String> get_materialized_views_for_rewriting(
      ClientSession client, @Nullable String database) {
    return views(client, HiveNames.database(database)).map(view -> view.name().name()).toList();
  }

  public List<Table> get_all_materialized_view_objects_for_rewriting(ClientSession client) {
    var catalog = HiveNames.catalog(null);
    return door.as(client).databases().names(catalog).stream()
        .flatMap(database -> views(client, new DatabaseName(catalog, database)))
        .map(Tables::bean)
        .toList();
  }

  private Stream<io.propolis.catalog.model.Table> views(
      ClientSession client, DatabaseName database) {
    var names = chosen(client, database, t -> t.type() == TableType.MATERIALIZED_VIEW);
    return door.as(client).tables().findAll(database, names).stream()
        .filter(io.propolis.catalog.model.Table::rewriteEnabled);
  }

  private List<String> named(ClientSession client, Qualified database, NamePattern pattern) {
    return all(door.as(client), database).stream().filter(pattern::matches).toList();
  }

  /** The tables of a database, none when it is unknown. */
  static List<String> all(Session session, Qualified database) {
    var name = database.name();
    return session.databases().find(name).isEmpty() ? List.of() : session.tables().names(name);
  }

  private List<String> chosen(
      ClientSession client, DatabaseName database, Predicate<TableSummary> filter) {
    return door.as(client).tables().summaries(database).stream()
        .filter(filter)
        .map(table -> table.name().name())
        .toList();
  }
}
