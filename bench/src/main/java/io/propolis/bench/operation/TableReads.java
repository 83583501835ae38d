package io.propolis.bench.operation;

import static io.propolis.bench.fixture.Shapes.DATABASE;

import com.facebook.fb303.FacebookService;
import io.propolis.bench.call.Request;
import io.propolis.bench.fixture.ManyTables;
import io.propolis.bench.fixture.WideTables;
import io.propolis.bench.operation.Operation.EmptyPeer;
import io.propolis.bench.operation.Read.Call;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.GetTablesRequest;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;

/** Reads of databases and tables. */
public final class TableReads {
  private static final int TABLES_BY_NAME = 100;
  private static final int MANY_DATABASES = 7;
  private static final int MANY_THREADS = 8;

  private TableReads() {}

  public static List<Operation> all() {
    return List.of(
        ping(),
        getDatabase(),
        getTable(30, TABLES_BY_NAME, 32),
        getTable(2_000, 4, 8),
        tablesByName(),
        allTables(),
        tableMeta());
  }

  private static Operation ping() {
    return new Read(
        "ping",
        "ping (getName)",
        32,
        List.of(),
        List.of(EmptyPeer.SMALLEST_CALL),
        (site, client) ->
            List.of(
                new Call<>(
                    Request.of("getName", new FacebookService.getName_args()),
                    FacebookService.getName_result::new,
                    answer -> answer.isSetSuccess() ? 1 : 0,
                    1)));
  }

  private static Operation getDatabase() {
    var args = new ThriftHiveMetastore.get_database_args(DATABASE);
    return new Read(
        "get-database",
        "get_database",
        32,
        List.of(new WideTables(30, TABLES_BY_NAME)),
        List.of(EmptyPeer.SMALLEST_CALL),
        (site, client) ->
            List.of(
                new Call<>(
                    Request.of("get_database", args),
                    ThriftHiveMetastore.get_database_result::new,
                    answer -> answer.isSetSuccess() ? 1 : 0,
                    1)));
  }

  private static Operation getTable(int columns, int tables, int mostThreads) {
    var fixture = new WideTables(columns, tables);
    return new Read(
        "get-table-" + columns,
        "get_table of %,d columns".formatted(columns),
        mostThreads,
        List.of(fixture),
        List.of(EmptyPeer.SMALLEST_CALL, EmptyPeer.SAME_BYTES),
        (site, client) ->
            List.of(
                new Call<>(
                    Request.of(
                        "get_table_req",
                        new ThriftHiveMetastore.get_table_req_args(
                            new GetTableRequest(DATABASE, fixture.name(client % tables)))),
                    ThriftHiveMetastore.get_table_req_result::new,
                    answer -> answer.getSuccess().getTable().getSd().getColsSize(),
                    columns)));
  }

  private static Operation tablesByName() {
    var fixture = new WideTables(30, TABLES_BY_NAME);
    var request = new GetTablesRequest(DATABASE);
    request.setTblNames(fixture.names());
    return new Read(
        "tables-by-name-100",
        "100 tables by name",
        MANY_THREADS,
        List.of(fixture),
        List.of(EmptyPeer.SAME_BYTES),
        (site, client) ->
            List.of(
                new Call<>(
                    Request.of(
                        "get_table_objects_by_name_req",
                        new ThriftHiveMetastore.get_table_objects_by_name_req_args(request)),
                    ThriftHiveMetastore.get_table_objects_by_name_req_result::new,
                    answer -> answer.getSuccess().getTablesSize(),
                    TABLES_BY_NAME)));
  }

  private static Operation allTables() {
    var args = new ThriftHiveMetastore.get_all_tables_args(ManyTables.database(0));
    return new Read(
        "all-tables-10000",
        "names of all tables of 10,000",
        MANY_THREADS,
        List.of(new ManyTables(1)),
        List.of(EmptyPeer.SAME_BYTES),
        (site, client) ->
            List.of(
                new Call<>(
                    Request.of("get_all_tables", args),
                    ThriftHiveMetastore.get_all_tables_result::new,
                    answer -> answer.getSuccessSize(),
                    ManyTables.PER_DATABASE)));
  }

  private static Operation tableMeta() {
    var args = new ThriftHiveMetastore.get_table_meta_args(DATABASE + "_many_*", "*", List.of());
    return new Read(
        "table-meta-70000",
        "get_table_meta of 70,000",
        1,
        List.of(new ManyTables(MANY_DATABASES)),
        List.of(EmptyPeer.SAME_BYTES),
        (site, client) ->
            List.of(
                new Call<>(
                    Request.of("get_table_meta", args),
                    ThriftHiveMetastore.get_table_meta_result::new,
                    answer -> answer.getSuccessSize(),
                    MANY_DATABASES * ManyTables.PER_DATABASE)));
  }
}
