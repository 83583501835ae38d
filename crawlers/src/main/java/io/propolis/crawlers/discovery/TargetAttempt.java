package io.propolis.crawlers.discovery;

import io.propolis.catalog.CatalogException;
import io.propolis.crawlers.definition.SourceTarget;
import io.propolis.crawlers.discovery.Discovery.Findings;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look at one of a crawler's targets, which may fail and leaves the others whole then.
 *
 * @param name what people know the target by
 * @param folder all that it holds lies there; absent for one that lies outside the lake
 * @param source says which tables are the target's where no folder does
 */
public record TargetAttempt(String name, @Nullable String folder, @Nullable SourceTarget source) {
  private static final Logger LOG = LoggerFactory.getLogger(TargetAttempt.class);

  /** At a folder of the lake. */
  public static TargetAttempt at(String folder) {
    return new TargetAttempt(folder, folder, null);
  }

  /** At something that lies outside the lake. */
  public static TargetAttempt at(SourceTarget source, String name) {
    return new TargetAttempt(name, null, source);
  }

  /**
   * What a crawl finds there. Nothing but the failure where storage or the source refuse, or are
   * away: half of a target would say of the other half that it is gone.
   *
   * @param crawl throws CatalogException of nothing else; the catalog's own failures are the
   *     crawl's
   */
  public Findings make(Supplier<Findings> crawl) {
    try {
      return crawl.get();
    } catch (CatalogException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      LOG.info("Target {} cannot be crawled", name, e);
      return Findings.failed(new FailedTarget(this, e));
    }
  }
}
