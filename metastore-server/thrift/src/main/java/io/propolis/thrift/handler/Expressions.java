package io.propolis.thrift.handler;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.PartitionList;
import io.propolis.catalog.PartitionOperations;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.TableName;
import io.propolis.thrift.expression.HiveExpression;
import io.propolis.thrift.expression.UnreadableExpressionException;
import io.propolis.thrift.filter.FilterParser;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprRequest;

/**
 * Expressions as Hive sends them in bytes: serialised, except after a client has said on its
 * connection that it sends plain text (MSCK does, HIVE-23851).
 */
final class Expressions {
  private static final String PROXY = "metastore.expression.proxy";
  private static final String TEXT_PROXY = "MsckPartitionExpressionProxy";

  private Expressions() {}

  /** Partitions, and whether the client still has to evaluate the expression on them. */
  record Found(List<Partition> partitions, boolean unknown) {}

  /** What a query may need: all partitions when the expression cannot be read. */
  static Found possible(Door door, ClientSession client, PartitionsByExprRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var partitions = door.as(client).partitions();
    int max = request.getMaxParts();
    try {
      var selection = partitions.select(table, predicate(client, request.getExpr()));
      var values = Requests.first(max, selection.values());
      return new Found(partitions.findAll(table, values), !selection.certain());
    } catch (UnreadableExpressionException e) {
      return new Found(PartitionListHandler.all(door, client, table, max), true);
    }
  }

  /** A list, and whether the client still has to evaluate the expression on it. */
  record Listed(PartitionList partitions, boolean unknown) {}

  /** The same as {@link #possible}, not read yet. */
  static Listed listed(Door door, ClientSession client, PartitionsByExprRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var partitions = door.as(client).partitions();
    int max = request.getMaxParts();
    try {
      var list = partitions.listMatching(table, predicate(client, request.getExpr()), max);
      return new Listed(list, !list.isCertain());
    } catch (UnreadableExpressionException e) {
      return new Listed(PartitionListHandler.list(partitions, table, max), true);
    }
  }

  /** Throws UNSUPPORTED when the expression is not certainly true for all that it may select. */
  static List<List<String>> certain(
      ClientSession client, PartitionOperations partitions, TableName table, byte[] expression) {
    try {
      var predicate = predicate(client, expression);
      var selection = partitions.select(table, predicate);
      if (!selection.certain()) {
        throw unsupported(
            "Unexpected unknown partitions of %s: cannot evaluate %s"
                .formatted(table, undecidable(predicate)));
      }
      return selection.values();
    } catch (UnreadableExpressionException e) {
      throw unsupported(
          "Cannot read the serialised expression, name the partitions: " + e.getMessage());
    }
  }

  private static Predicate predicate(ClientSession client, byte[] expression)
      throws UnreadableExpressionException {
    boolean text =
        client.override(PROXY).or(() -> client.override("hive." + PROXY)).stream()
            .anyMatch(proxy -> proxy.endsWith(TEXT_PROXY));
    return text
        ? FilterParser.parse(new String(expression, StandardCharsets.UTF_8))
        : HiveExpression.read(expression);
  }

  private static CatalogException unsupported(String message) {
    return new CatalogException(Kind.UNSUPPORTED, Entity.REQUEST, message);
  }

  /** The first part that cannot be evaluated. */
  private static String undecidable(Predicate predicate) {
    if (predicate instanceof Predicate.And and) {
      return first(and.operands());
    } else if (predicate instanceof Predicate.Or or) {
      return first(or.operands());
    } else if (predicate instanceof Predicate.Not not) {
      return undecidable(not.operand());
    } else if (predicate instanceof Predicate.Typed typed) {
      return undecidable(typed.operand());
    } else if (predicate instanceof Predicate.Undecidable undecidable) {
      return undecidable.what();
    } else if (predicate instanceof Predicate.Like like) {
      return "LIKE " + like.pattern();
    }
    return "";
  }

  private static String first(List<Predicate> operands) {
    return operands.stream()
        .map(Expressions::undecidable)
        .filter(what -> !what.isEmpty())
        .findFirst()
        .orElse("");
  }
}
