package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.thrift.api.ApiMethod;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiveErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "truncate_table, NOT_FOUND, TABLE",
    "add_unique_constraint, ALREADY_EXISTS, CONSTRAINT",
    "drop_constraint, NOT_FOUND, CONSTRAINT",
    "alter_function, INVALID, FUNCTION",
  })
  void whatHiveDoesNotDeclareStaysUndeclared(String method, Kind kind, Entity entity) {
    var refused = new CatalogException(kind, entity, "no");
    assertThat(HiveErrors.declaredBy(ApiMethod.find(method).orElseThrow(), refused)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "get_table, NOT_FOUND, TABLE, NoSuchObjectException",
    "get_database, NOT_FOUND, DATABASE, NoSuchObjectException",
    "create_table, ALREADY_EXISTS, TABLE, AlreadyExistsException",
    "create_table, NOT_FOUND, DATABASE, InvalidObjectException",
    "create_table_req, NOT_FOUND, DATABASE, NoSuchObjectException",
    "drop_database, NOT_EMPTY, DATABASE, InvalidOperationException",
    "alter_table, ALREADY_EXISTS, TABLE, InvalidOperationException",
    "alter_table_with_environment_context, CONFLICT, TABLE, MetaException",
    "get_table_names_by_filter, NOT_FOUND, DATABASE, UnknownDBException",
    "get_fields, NOT_FOUND, TABLE, UnknownTableException",
    "get_config_value, FORBIDDEN, REQUEST, ConfigValSecurityException",
    "check_lock, NOT_FOUND, LOCK, NoSuchLockException",
    "unlock, NOT_FOUND, LOCK, NoSuchLockException",
    "lock, NOT_FOUND, TRANSACTION, NoSuchTxnException",
    "commit_txn, CONFLICT, TRANSACTION, TxnAbortedException",
    "unlock, CONFLICT, LOCK, TxnOpenException",
    "abort_txn, NOT_FOUND, TRANSACTION, NoSuchTxnException",
    "heartbeat, NOT_FOUND, TRANSACTION, NoSuchTxnException",
    "exchange_partition, NOT_FOUND, TABLE, MetaException",
    "exchange_partitions, INVALID, PARTITION, MetaException",
    "add_primary_key, INVALID, CONSTRAINT, MetaException",
    "create_table_with_constraints, INVALID, CONSTRAINT, InvalidObjectException",
    "truncate_table, INVALID, TABLE, MetaException",
    "delete_table_column_statistics, NOT_FOUND, STATISTICS, NoSuchObjectException",
    "add_partition, NOT_FOUND, TABLE, InvalidObjectException",
    "get_partitions_by_filter, INVALID, REQUEST, MetaException",
    "get_partitions_by_names, INVALID, TABLE, MetaException",
    "create_wm_pool, INVALID, RESOURCE_PLAN, InvalidObjectException",
    "drop_wm_pool, INVALID, RESOURCE_PLAN, InvalidOperationException",
    "drop_resource_plan, INVALID, REQUEST, MetaException",
    "scheduled_query_maintenance, INVALID, SCHEDULED_QUERY, InvalidInputException",
    "scheduled_query_progress, INVALID, SCHEDULED_QUERY, InvalidOperationException",
    "find_package, NOT_FOUND, PACKAGE, NoSuchObjectException",
    "get_all_tables, UNAVAILABLE, REQUEST, MetaException",
  })
  void aMethodThrowsWhatItsClientsExpect(String method, Kind kind, Entity entity, String expected) {
    var error = error(method, new CatalogException(kind, entity, "why"));

    assertThat(error.getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void aMethodThrowsOnlyWhatItDeclares() {
    for (var name : ApiMethod.names()) {
      var method = ApiMethod.find(name).orElseThrow();
      for (var kind : Kind.values()) {
        for (var entity : Entity.values()) {
          HiveErrors.declaredBy(method, new CatalogException(kind, entity, "why"))
              .ifPresent(error -> assertThat(method.errors()).contains(error.getClass()));
        }
      }
    }
  }

  @Test
  void aMissingTableIsToldInHivesWords() {
    var missing = CatalogException.notFound(Entity.TABLE, "sales.orders");
    assertThat(error("get_table", missing)).hasMessage("sales.orders table not found");
  }

  /** Field 1 is the only one that clients of all lines read. */
  @Test
  void partitionNamesFailInTheOneFieldThatAllClientsKnow() {
    for (var kind : Kind.values()) {
      var error = error("get_partition_names", new CatalogException(kind, Entity.TABLE, "why"));
      assertThat(error).isInstanceOf(NoSuchObjectException.class);
    }
  }

  @Test
  void aTransactionIsNotDeniedBecauseTheDatabaseIsAway() {
    var away = new CatalogException(Kind.UNAVAILABLE, Entity.REQUEST, "away");
    assertThat(HiveErrors.declaredBy(ApiMethod.find("abort_txn").orElseThrow(), away)).isEmpty();
  }

  @Test
  void anAlterOfAMissingTableSaysSoInTheWordsTrinoReads() {
    var error = error("alter_table", CatalogException.notFound(Entity.TABLE, "sales.orders"));

    assertThat(error)
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("table not found: sales.orders");
  }

  @Test
  void noTextMakesOldClientsRepeatTheCall() {
    var error =
        error(
            "drop_table",
            new CatalogException(
                Kind.UNAVAILABLE, Entity.REQUEST, "JDODataStoreException, TTransportException"));

    assertThat(error).isInstanceOf(MetaException.class);
    assertThat(error.getMessage()).doesNotMatch(".*(JDO\\w*|TProtocol|TTransport)Exception.*");
  }

  private static TException error(String method, CatalogException e) {
    return HiveErrors.declaredBy(ApiMethod.find(method).orElseThrow(), e).orElseThrow();
  }
}
