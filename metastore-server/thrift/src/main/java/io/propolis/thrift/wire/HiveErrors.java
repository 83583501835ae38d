package io.propolis.thrift.wire;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.thrift.api.ApiMethod;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.ConfigValSecurityException;
import org.apache.hadoop.hive.metastore.api.InvalidInputException;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.InvalidPartitionException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchLockException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.NoSuchTxnException;
import org.apache.hadoop.hive.metastore.api.TxnAbortedException;
import org.apache.hadoop.hive.metastore.api.TxnOpenException;
import org.apache.hadoop.hive.metastore.api.UnknownDBException;
import org.apache.hadoop.hive.metastore.api.UnknownTableException;
import org.apache.thrift.TException;

/** The one place that turns the catalog's errors into those a method declares. */
final class HiveErrors {
  /** The errors of the API that the catalog's kinds become. */
  private enum Error {
    META(MetaException.class, MetaException::new),
    NO_SUCH_OBJECT(NoSuchObjectException.class, NoSuchObjectException::new),
    NO_SUCH_TXN(NoSuchTxnException.class, NoSuchTxnException::new),
    NO_SUCH_LOCK(NoSuchLockException.class, NoSuchLockException::new),
    TXN_ABORTED(TxnAbortedException.class, TxnAbortedException::new),
    TXN_OPEN(TxnOpenException.class, TxnOpenException::new),
    UNKNOWN_DB(UnknownDBException.class, UnknownDBException::new),
    UNKNOWN_TABLE(UnknownTableException.class, UnknownTableException::new),
    ALREADY_EXISTS(AlreadyExistsException.class, AlreadyExistsException::new),
    INVALID_OBJECT(InvalidObjectException.class, InvalidObjectException::new),
    INVALID_OPERATION(InvalidOperationException.class, InvalidOperationException::new),
    INVALID_INPUT(InvalidInputException.class, InvalidInputException::new),
    INVALID_PARTITION(InvalidPartitionException.class, InvalidPartitionException::new),
    CONFIG_SECURITY(ConfigValSecurityException.class, ConfigValSecurityException::new);

    private final Class<? extends TException> type;
    private final Function<String, TException> make;

    Error(Class<? extends TException> type, Function<String, TException> make) {
      this.type = type;
      this.make = make;
    }
  }

  /**
   * Methods that declare fewer errors in an older IDL than in ours: all clients understand these.
   * Field 1 of {@code get_partition_names} is a MetaException in 2.3 and a NoSuchObjectException
   * later; both are read from the same bytes. Exchanges declare four errors and Hive uses one.
   */
  private static final List<Class<? extends TException>> OF_CREATED_TABLES =
      List.of(AlreadyExistsException.class, InvalidObjectException.class, MetaException.class);

  private static final Map<String, List<Class<? extends TException>>> EXPECTED =
      Map.of(
          "create_table", OF_CREATED_TABLES,
          "create_table_with_constraints", OF_CREATED_TABLES,
          "create_table_with_environment_context", OF_CREATED_TABLES,
          "alter_function", List.of(MetaException.class),
          "exchange_partition", List.of(MetaException.class),
          "exchange_partitions", List.of(MetaException.class),
          "get_partition_names", List.of(NoSuchObjectException.class),
          "get_partition_values", List.of(MetaException.class),
          "get_partitions_by_names", List.of(MetaException.class, NoSuchObjectException.class));

  /**
   * Calls on which Hive's servers hang up when a name is left out, where others answer. Clients
   * tell the two apart.
   */
  private static final Set<String> ENDING =
      Set.of(
          "add_partitions_pspec",
          "alter_function",
          "create_function",
          "drop_function",
          "get_partition_names",
          "get_partition_names_ps",
          "get_partition_values",
          "get_partition_with_auth",
          "get_partitions",
          "get_partitions_by_filter",
          "get_partitions_by_names",
          "get_partitions_pspec",
          "get_partitions_ps_with_auth");

  /**
   * Calls that Hive's servers fail with an error that the IDL does not declare for them, which
   * reaches the client as an application error, when a thing is missing or there already.
   */
  private static final Set<String> UNDECLARED =
      Set.of(
          "add_check_constraint",
          "add_default_constraint",
          "add_foreign_key",
          "add_not_null_constraint",
          "add_primary_key",
          "add_unique_constraint",
          "drop_constraint",
          "truncate_table",
          "truncate_table_req");

  /** Words after which clients up to Hive 3 reconnect and send the same call again. */
  private static final Pattern RETRIED =
      Pattern.compile("(JDO[a-zA-Z]*|TProtocol|TTransport)Exception");

  /** How the catalog says it; Hive puts the name first, and its clients compare. */
  private static final String TABLE_NOT_FOUND = "Table not found: ";

  private HiveErrors() {}

  /** The error to send; empty when the method declares none. */
  static Optional<TException> declaredBy(ApiMethod method, CatalogException e) {
    boolean thing =
        e.kind() == CatalogException.Kind.NOT_FOUND
            || e.kind() == CatalogException.Kind.ALREADY_EXISTS;
    boolean badFunction =
        e.kind() == CatalogException.Kind.INVALID
            && e.entity() == Entity.FUNCTION
            && method.name().equals("alter_function");
    if (badFunction || (thing && UNDECLARED.contains(method.name()))) {
      return Optional.empty();
    }
    Collection<Class<? extends TException>> declared =
        EXPECTED.getOrDefault(method.name(), List.copyOf(method.errors()));
    return preferences(e).stream()
        .filter(error -> declared.contains(error.type))
        .findFirst()
        .or(() -> declared.size() == 1 ? only(declared) : Optional.empty())
        .map(error -> error.make.apply(text(method, error, e)));
  }

  /** Whether the call is answered by closing the connection. */
  static boolean endsConnection(ApiMethod method, CatalogException e) {
    return e.entity() == Entity.ARGUMENT && ENDING.contains(method.name());
  }

  private static Optional<Error> only(Collection<Class<? extends TException>> declared) {
    return List.of(Error.values()).stream()
        .filter(error -> declared.contains(error.type))
        // Of a transaction that may stand nobody says that it does not.
        .filter(error -> error != Error.NO_SUCH_TXN)
        .findFirst();
  }

  /** The errors that say it, best first. */
  private static List<Error> preferences(CatalogException e) {
    return switch (e.kind()) {
      case NOT_FOUND -> notFound(e.entity());
      case ALREADY_EXISTS ->
          List.of(Error.ALREADY_EXISTS, Error.INVALID_OPERATION, Error.INVALID_OBJECT, Error.META);
      case NOT_EMPTY -> List.of(Error.INVALID_OPERATION, Error.META);
      case INVALID -> invalid(e.entity());
      case CONFLICT -> conflict(e.entity());
      case UNSUPPORTED -> List.of(Error.INVALID_OPERATION, Error.META);
      case UNAVAILABLE -> List.of(Error.META);
      case FORBIDDEN -> List.of(Error.CONFIG_SECURITY, Error.META);
    };
  }

  private static List<Error> conflict(Entity entity) {
    return switch (entity) {
      case TRANSACTION -> List.of(Error.TXN_ABORTED, Error.META);
      case LOCK -> List.of(Error.TXN_OPEN, Error.META);
      default -> List.of(Error.META);
    };
  }

  private static List<Error> notFound(Entity entity) {
    return switch (entity) {
      case DATABASE ->
          List.of(
              Error.UNKNOWN_DB,
              Error.NO_SUCH_OBJECT,
              Error.INVALID_OBJECT,
              Error.INVALID_OPERATION,
              Error.META);
      case TABLE ->
          List.of(
              Error.UNKNOWN_TABLE,
              Error.NO_SUCH_OBJECT,
              Error.INVALID_OBJECT,
              Error.INVALID_OPERATION,
              Error.META);
      case LOCK -> List.of(Error.NO_SUCH_LOCK, Error.NO_SUCH_OBJECT, Error.META);
      case TRANSACTION -> List.of(Error.NO_SUCH_TXN, Error.META);
      case ARGUMENT,
          CATALOG,
          PARTITION,
          COLUMN,
          FUNCTION,
          CONSTRAINT,
          STATISTICS,
          RUN,
          SCHEMA,
          CONNECTOR,
          INDEX,
          SERDE,
          TYPE,
          RESOURCE_PLAN,
          SCHEDULED_QUERY,
          PROCEDURE,
          PACKAGE,
          PROPERTIES,
          ROLE,
          PRIVILEGE,
          TOKEN,
          RESOURCE,
          TAG,
          LOCATION,
          REQUEST ->
          List.of(Error.NO_SUCH_OBJECT, Error.INVALID_OBJECT, Error.INVALID_OPERATION, Error.META);
    };
  }

  private static List<Error> invalid(Entity entity) {
    return switch (entity) {
      case DATABASE, CATALOG -> List.of(Error.INVALID_OBJECT, Error.META, Error.INVALID_OPERATION);
      case FUNCTION -> List.of(Error.INVALID_OBJECT, Error.INVALID_OPERATION, Error.META);
      case ARGUMENT ->
          List.of(
              Error.META,
              Error.UNKNOWN_DB,
              Error.NO_SUCH_OBJECT,
              Error.INVALID_OBJECT,
              Error.INVALID_OPERATION);
      case TABLE,
          COLUMN,
          CONSTRAINT,
          ROLE,
          PRIVILEGE,
          TOKEN,
          SCHEMA,
          SERDE,
          TYPE,
          CONNECTOR,
          INDEX ->
          List.of(Error.INVALID_OBJECT, Error.INVALID_OPERATION, Error.META);
      case STATISTICS -> List.of(Error.INVALID_OBJECT, Error.INVALID_INPUT, Error.META);
      case RESOURCE_PLAN -> List.of(Error.INVALID_OPERATION, Error.INVALID_OBJECT, Error.META);
      case SCHEDULED_QUERY -> List.of(Error.INVALID_INPUT, Error.INVALID_OPERATION, Error.META);
      case PARTITION -> List.of(Error.INVALID_PARTITION, Error.META, Error.INVALID_OPERATION);
      case LOCK,
          TRANSACTION,
          RUN,
          PROCEDURE,
          PACKAGE,
          PROPERTIES,
          RESOURCE,
          TAG,
          LOCATION,
          REQUEST ->
          List.of(Error.META, Error.INVALID_OPERATION);
    };
  }

  private static String text(ApiMethod method, Error error, CatalogException e) {
    var text = text(e);
    if (error == Error.NO_SUCH_OBJECT && text.startsWith(TABLE_NOT_FOUND)) {
      return text.substring(TABLE_NOT_FOUND.length()) + " table not found";
    }
    // Trino takes an alter that failed with these words for an alter of a missing table.
    boolean missing =
        e.kind() == CatalogException.Kind.NOT_FOUND && error == Error.INVALID_OPERATION;
    return missing
        ? method.name() + ": " + text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1)
        : text;
  }

  /** The message without words that make a client repeat its call. */
  static String text(CatalogException e) {
    var message = e.getMessage() == null ? e.kind().name() : e.getMessage();
    return RETRIED.matcher(message).replaceAll("$1 error");
  }
}
