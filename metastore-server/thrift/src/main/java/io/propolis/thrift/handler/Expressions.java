package io.propolis.thrift.handler;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.filter.Predicate;
import io.propolis.thrift.filter.FilterParser;
import io.propolis.thrift.wire.ClientSession;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Expressions as Hive sends them in bytes. They are serialised objects of Hive's, which nobody but
 * Hive can read safely, except after a client has said on its connection that it sends plain text
 * (MSCK does, HIVE-23851).
 */
final class Expressions {
  private static final String PROXY = "metastore.expression.proxy";
  private static final String TEXT_PROXY = "MsckPartitionExpressionProxy";

  private Expressions() {}

  /** The predicate; empty when the expression cannot be read. */
  static Optional<Predicate> predicate(ClientSession client, byte[] expression) {
    boolean text =
        client.override(PROXY).or(() -> client.override("hive." + PROXY)).stream()
            .anyMatch(proxy -> proxy.endsWith(TEXT_PROXY));
    return text
        ? Optional.of(FilterParser.parse(new String(expression, StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  /** Throws UNSUPPORTED when the expression cannot be read. */
  static Predicate readable(ClientSession client, byte[] expression) {
    return predicate(client, expression)
        .orElseThrow(
            () ->
                new CatalogException(
                    Kind.UNSUPPORTED,
                    Entity.REQUEST,
                    "Serialised expressions of Hive are not supported; name the partitions"));
  }
}
