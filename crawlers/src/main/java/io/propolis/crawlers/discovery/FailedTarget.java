package io.propolis.crawlers.discovery;

import io.propolis.catalog.CatalogException;
import java.util.Collection;
import java.util.Iterator;
import java.util.stream.Collectors;

/** A target that could not be crawled. What stands of it stays as it is. */
public record FailedTarget(TargetAttempt target, CatalogException why) {
  /** What storage or the source says, with the target's name unless it names it itself. */
  @Override
  public String toString() {
    var said = String.valueOf(why.getMessage());
    return said.contains(target.name()) ? said : target.name() + ": " + said;
  }

  /** All of them in one line. */
  public static String text(Collection<FailedTarget> failures) {
    return failures.stream().map(FailedTarget::toString).collect(Collectors.joining("; "));
  }

  /** The failure of a crawl none of whose targets could be crawled. */
  public static CatalogException ofAll(Collection<FailedTarget> failures) {
    Iterator<FailedTarget> each = failures.iterator();
    var first = each.next().why();
    if (!each.hasNext()) {
      return first;
    }
    var all =
        new CatalogException(
            first.kind(), first.entity(), "No target could be crawled: " + text(failures), first);
    each.forEachRemaining(other -> all.addSuppressed(other.why()));
    return all;
  }
}
