package io.propolis.glue.wire;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CrawlerRules;
import io.propolis.catalog.connections.ConnectionProbes;
import io.propolis.catalog.iceberg.IcebergMetadata;
import io.propolis.glue.GlueSettings;
import io.propolis.glue.auth.Signatures;
import io.propolis.glue.codec.Unknown;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.operations.Call;
import io.propolis.glue.operations.OperationTable;
import io.propolis.glue.paging.PageTokens;
import java.util.Map;
import java.util.UUID;

/**
 * Calls of AWS's services: all of Glue, and the few of others that clients of Glue make at the same
 * address.
 */
public final class AwsCalls {
  private static final String GLUE = "AWSGlue.";
  private static final String LOGS = "Logs_20140328.";
  private static final String REQUEST_ID = "x-amzn-RequestId";

  private final Catalog catalog;
  private final GlueSettings settings;
  private final CrawlerRules crawlers;
  private final Signatures signatures;
  private final PageTokens tokens;
  private final JsonCalls glue;
  private final QueryCalls query;

  private AwsCalls(Catalog catalog, GlueSettings settings, CrawlerRules crawlers, JsonCalls glue) {
    this.catalog = catalog;
    this.settings = settings;
    this.crawlers = crawlers;
    this.signatures = new Signatures(settings.keys(), catalog.clock());
    this.tokens = new PageTokens(catalog.id());
    this.glue = glue;
    this.query = new QueryCalls(settings);
  }

  public static AwsCalls over(
      Catalog catalog,
      GlueSettings settings,
      ConnectionProbes probes,
      CrawlerRules crawlers,
      IcebergMetadata iceberg) {
    var model = ServiceModel.load();
    return new AwsCalls(
        catalog,
        settings,
        crawlers,
        new JsonCalls(model, OperationTable.complete(model, probes, iceberg)));
  }

  /** Answers a request; failures are answers, too. */
  public HttpReply answer(HttpCall call) {
    var id = UUID.randomUUID().toString();
    var target = call.header("x-amz-target");
    var headers = Map.of(REQUEST_ID, id, "Content-Type", JsonErrors.CONTENT_TYPE);
    Signatures.Verified verified;
    try {
      verified = signatures.verify(call);
    } catch (GlueException e) {
      return target.isPresent()
          ? JsonErrors.reply(e.error(), String.valueOf(e.getMessage()), headers)
          : QueryCalls.failure(id, e);
    }
    if (target.isEmpty()) {
      return query.answer(id, verified.user(), verified.call().body());
    }
    if (target.get().startsWith(GLUE)) {
      return glue.answer(
          target.get().substring(GLUE.length()),
          verified.call().body(),
          headers,
          unknown -> call(verified.user(), unknown));
    }
    if (target.get().startsWith(LOGS)) {
      var logs = new LogCalls(catalog.withoutFiles(new Caller(verified.user(), "glue")), tokens);
      return logs.answer(target.get().substring(LOGS.length()), verified.call().body(), headers);
    }
    return JsonErrors.reply(
        GlueError.UNKNOWN_OPERATION, "No service has the target " + target.get(), headers);
  }

  private Call call(String user, Unknown unknown) {
    var session = catalog.withoutFiles(new Caller(user, "glue"));
    return new Call(session, user, settings, tokens, unknown, crawlers, catalog.clock());
  }
}
