package io.propolis.crawlers.plan;

import io.propolis.catalog.model.Table;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whose a table is that several crawlers find: the one's that last changed it, which the table
 * names. Another one leaves it so until it has something to change, and takes nothing away. A
 * crawler that would have the table otherwise than the last one changes it once for each state of
 * the lake, told by a digest in a parameter; otherwise both would change it at every crawl.
 */
final class Keeper {
  /** Begins what is said of a table that stays another crawler's. */
  static final String BY = "by crawler ";

  /** The parameter: of crawlers that changed the table, digests of the name and of their design. */
  private static final String SEEN = Written.KEY + ".seen";

  private static final int ENTRY = 10;
  private static final int NAME = 6;

  /** What says how much there is, and not how it is read. */
  private static final List<String> MEASURED =
      List.of("objectCount", "sizeKey", "recordCount", "averageRecordSize");

  private final Table before;
  private final String crawler;
  private final String name;
  private final boolean isAnother;

  private Keeper(Table before, String crawler, String name, boolean isAnother) {
    this.before = before;
    this.crawler = crawler;
    this.name = name;
    this.isAnother = isAnother;
  }

  /**
   * The keeper.
   *
   * @param crawler who looks at the table
   * @param isGone whether a crawler is none any more, so that its tables are nobody's
   */
  static Keeper of(Table before, String crawler, Predicate<String> isGone) {
    var name = before.parameters().getOrDefault(CrawlerParameters.UPDATED_BY, crawler);
    boolean isAnother = !name.equals(crawler) && !isGone.test(name);
    return new Keeper(before, crawler, isAnother ? name : crawler, isAnother);
  }

  /** Whether it is another crawler than the one that looks. */
  boolean isAnother() {
    return isAnother;
  }

  /** What is to be said of a table that stays another crawler's, whatever was measured. */
  List<String> said(Table after) {
    return isAnother && name.equals(after.parameters().get(CrawlerParameters.UPDATED_BY))
        ? List.of(BY + name + ", which last changed it")
        : List.of();
  }

  /** Why a table stays as it is though this crawler would have it otherwise. */
  String objection() {
    return "as it is: crawler %s last changed it".formatted(name);
  }

  /** The table with the keeper's name. */
  Table named(Table table) {
    return table.withParameter(CrawlerParameters.UPDATED_BY, name);
  }

  /** The table in the name of who changes more of it than what is measured. */
  Table signed(Table changed) {
    return isAnother && TableChange.differs(unmeasured(before), unmeasured(changed))
        ? changed.withParameter(CrawlerParameters.UPDATED_BY, crawler)
        : changed;
  }

  private static Table unmeasured(Table table) {
    var parameters = new HashMap<>(table.parameters());
    parameters.keySet().removeAll(MEASURED);
    return table.toBuilder().parameters(parameters).build();
  }

  /** Whether this crawler found the table like this when it last changed it. */
  boolean knows(Table design) {
    return isAnother
        && !before.parameters().containsKey(CrawlerParameters.DEPRECATED_BY)
        && digest(design).equals(seen().get(Written.name(crawler)));
  }

  /** The changed table with a digest of this crawler's design, where others have theirs, too. */
  Table noting(Table changed, Table design) {
    var seen = seen();
    if (!isAnother && seen.isEmpty()) {
      return changed;
    }
    seen.put(Written.name(crawler), digest(design));
    var text = new StringBuilder();
    seen.forEach((digest, value) -> text.append(digest).append(value));
    return changed.withParameter(SEEN, text.toString());
  }

  private Map<String, String> seen() {
    var text = before.parameters().getOrDefault(SEEN, "");
    var seen = new LinkedHashMap<String, String>();
    for (int at = 0; at + ENTRY <= text.length(); at += ENTRY) {
      seen.put(text.substring(at, at + NAME), text.substring(at + NAME, at + ENTRY));
    }
    return seen;
  }

  private static String digest(Table design) {
    return Written.value(
        String.join(
            " ",
            Stream.concat(
                    Written.of(design).asParameters().values().stream(),
                    MEASURED.stream().map(key -> design.parameters().getOrDefault(key, "")))
                .toList()));
  }
}
