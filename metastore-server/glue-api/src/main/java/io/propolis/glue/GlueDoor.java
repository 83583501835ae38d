package io.propolis.glue;

import io.propolis.catalog.Catalog;
import io.propolis.catalog.CrawlerRules;
import io.propolis.catalog.connections.ConnectionProbes;
import io.propolis.catalog.iceberg.IcebergMetadata;
import io.propolis.glue.wire.AwsCalls;
import io.propolis.glue.wire.HttpCall;
import io.propolis.glue.wire.HttpReply;

/** The AWS Glue API over a catalog. Thread-safe. */
public final class GlueDoor {
  private final AwsCalls calls;

  private GlueDoor(AwsCalls calls) {
    this.calls = calls;
  }

  /**
   * @param probes tell whether connections connect
   * @param crawlers knows what makes crawlers and classifiers valid
   * @param iceberg makes the metadata of Iceberg tables
   */
  public static GlueDoor open(
      Catalog catalog,
      GlueSettings settings,
      ConnectionProbes probes,
      CrawlerRules crawlers,
      IcebergMetadata iceberg) {
    return new GlueDoor(AwsCalls.over(catalog, settings, probes, crawlers, iceberg));
  }

  /** Answers a request that came by {@code POST /}. Never throws. */
  public HttpReply answer(HttpCall call) {
    return calls.answer(call);
  }
}
