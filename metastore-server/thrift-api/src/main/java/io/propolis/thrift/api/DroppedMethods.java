package io.propolis.thrift.api;

import io.propolis.thrift.api.WireStruct.Field;
import io.propolis.thrift.api.WireStruct.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.DataConnector;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.UnknownDBException;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;

/**
 * The eleven calls of older clients that the 4.1 classes no longer have: two table getters (2.3 to
 * 4.0.0), the index calls (2.3) and the data connector calls without request (4.0.0); and the one
 * call of 4.2 that they do not have yet. Numbers and types are those of the IDL of these lines.
 */
public final class DroppedMethods {
  private static final WireType STRING = WireType.STRING;
  private static final WireType TABLE = WireType.struct(Table::new);
  private static final WireType CONNECTOR = WireType.struct(DataConnector::new);

  /** Hive 2.3's {@code Index}. */
  private static final Shape INDEX =
      new Shape(
          "Index",
          new Field(1, "indexName", STRING),
          new Field(2, "indexHandlerClass", STRING),
          new Field(3, "dbName", STRING),
          new Field(4, "origTableName", STRING),
          new Field(5, "createTime", WireType.I32),
          new Field(6, "lastAccessTime", WireType.I32),
          new Field(7, "indexTableName", STRING),
          new Field(8, "sd", WireType.struct(StorageDescriptor::new)),
          new Field(9, "parameters", WireType.map(STRING, STRING)),
          new Field(10, "deferredRebuild", WireType.BOOL));

  /** Hive 4.2's {@code ReplayedTxnsForPolicyResult}. */
  private static final Shape REPLAYED_TXNS =
      new Shape(
          "ReplayedTxnsForPolicyResult",
          new Field(1, "replTxnMapEntry", WireType.map(STRING, STRING)));

  private static final WireType INDEX_TYPE = WireType.struct(INDEX::empty);

  /** An exception class and how an empty one is made. */
  private record Failure(Class<? extends TException> type, Supplier<? extends TBase<?, ?>> empty) {}

  private static final Failure META = new Failure(MetaException.class, MetaException::new);
  private static final Failure NO_SUCH_OBJECT =
      new Failure(NoSuchObjectException.class, NoSuchObjectException::new);
  private static final Failure ALREADY_EXISTS =
      new Failure(AlreadyExistsException.class, AlreadyExistsException::new);
  private static final Failure INVALID_OBJECT =
      new Failure(InvalidObjectException.class, InvalidObjectException::new);
  private static final Failure INVALID_OPERATION =
      new Failure(InvalidOperationException.class, InvalidOperationException::new);
  private static final Failure UNKNOWN_DB =
      new Failure(UnknownDBException.class, UnknownDBException::new);

  private static final Map<String, UnaryOperator<Builder>> METHODS =
      Map.ofEntries(
          Map.entry(
              "get_table",
              m ->
                  m.takes("dbname", STRING)
                      .takes("tbl_name", STRING)
                      .returns(TABLE)
                      .fails(META, NO_SUCH_OBJECT)),
          Map.entry(
              "get_table_objects_by_name",
              m ->
                  m.takes("dbname", STRING)
                      .takes("tbl_names", WireType.list(STRING))
                      .returns(WireType.list(TABLE))
                      .fails(META, INVALID_OPERATION, UNKNOWN_DB)),
          Map.entry(
              "get_replayed_txns_for_policy",
              m ->
                  m.takes("policyName", STRING)
                      .returns(WireType.struct(REPLAYED_TXNS::empty))
                      .fails(META)),
          Map.entry(
              "add_index",
              m ->
                  m.takes("new_index", INDEX_TYPE)
                      .takes("index_table", TABLE)
                      .returns(INDEX_TYPE)
                      .fails(INVALID_OBJECT, ALREADY_EXISTS, META)),
          Map.entry(
              "alter_index",
              m ->
                  m.takes("dbname", STRING)
                      .takes("base_tbl_name", STRING)
                      .takes("idx_name", STRING)
                      .takes("new_idx", INDEX_TYPE)
                      .fails(INVALID_OPERATION, META)),
          Map.entry(
              "drop_index_by_name",
              m ->
                  m.takes("db_name", STRING)
                      .takes("tbl_name", STRING)
                      .takes("index_name", STRING)
                      .takes("deleteData", WireType.BOOL)
                      .returns(WireType.BOOL)
                      .fails(NO_SUCH_OBJECT, META)),
          Map.entry(
              "get_index_by_name",
              m ->
                  m.takes("db_name", STRING)
                      .takes("tbl_name", STRING)
                      .takes("index_name", STRING)
                      .returns(INDEX_TYPE)
                      .fails(META, NO_SUCH_OBJECT)),
          Map.entry(
              "get_indexes",
              m ->
                  m.takes("db_name", STRING)
                      .takes("tbl_name", STRING)
                      .takes("max_indexes", WireType.I16)
                      .returns(WireType.list(INDEX_TYPE))
                      .fails(NO_SUCH_OBJECT, META)),
          Map.entry(
              "get_index_names",
              m ->
                  m.takes("db_name", STRING)
                      .takes("tbl_name", STRING)
                      .takes("max_indexes", WireType.I16)
                      .returns(WireType.list(STRING))
                      .fails(META)),
          Map.entry(
              "create_dataconnector",
              m -> m.takes("connector", CONNECTOR).fails(ALREADY_EXISTS, INVALID_OBJECT, META)),
          Map.entry(
              "drop_dataconnector",
              m ->
                  m.takes("name", STRING)
                      .takes("ifNotExists", WireType.BOOL)
                      .takes("checkReferences", WireType.BOOL)
                      .fails(NO_SUCH_OBJECT, INVALID_OPERATION, META)),
          Map.entry(
              "alter_dataconnector",
              m ->
                  m.takes("name", STRING)
                      .takes("connector", CONNECTOR)
                      .fails(META, NO_SUCH_OBJECT)));

  private DroppedMethods() {}

  /** An empty {@code Index}; fields are set by the names of its IDL. */
  public static WireStruct newIndex() {
    return INDEX.empty();
  }

  /** An empty {@code ReplayedTxnsForPolicyResult}. */
  public static WireStruct newReplayedTxns() {
    return REPLAYED_TXNS.empty();
  }

  static Set<String> names() {
    return METHODS.keySet();
  }

  static Optional<ApiMethod> find(String name) {
    return Optional.ofNullable(METHODS.get(name))
        .map(describe -> describe.apply(new Builder(name)).build());
  }

  /** Collects what a method takes, returns and throws. */
  private static final class Builder {
    private final String name;
    private final List<Field> arguments = new ArrayList<>();
    private final List<Field> results = new ArrayList<>();
    private final Map<Class<? extends TException>, Field> failures = new LinkedHashMap<>();

    Builder(String name) {
      this.name = name;
    }

    Builder takes(String field, WireType type) {
      arguments.add(new Field(arguments.size() + 1, field, type));
      return this;
    }

    Builder returns(WireType type) {
      results.add(new Field(0, "success", type));
      return this;
    }

    Builder fails(Failure... kinds) {
      for (int i = 0; i < kinds.length; i++) {
        var field = new Field(i + 1, "o" + (i + 1), WireType.struct(kinds[i].empty()));
        results.add(field);
        failures.put(kinds[i].type(), field);
      }
      return this;
    }

    /** Of the field numbers; a copied map would have none. */
    private Map<Class<? extends TException>, Field> inOrder() {
      return Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }

    ApiMethod build() {
      var takes = new Shape(name + "_args", List.copyOf(arguments));
      var gives = new Shape(name + "_result", List.copyOf(results));
      var success = gives.empty().fieldForId(0);
      return new ApiMethod(name, takes::empty, gives::empty, takes.fields(), success, inOrder());
    }
  }
}
