package io.propolis.crawlers.discovery;

import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerDefinition.Configuration;
import io.propolis.crawlers.definition.CrawlerDefinition.RecrawlBehavior;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.definition.CrawlerDefinition.SchemaChangePolicy;
import io.propolis.crawlers.discovery.Discovery.Findings;
import io.propolis.crawlers.formats.FormatReader;
import io.propolis.crawlers.formats.MergedSchema;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.crawlers.sources.LakeTables;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import io.propolis.inference.LayoutInference;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What a crawler would decide about a folder or a file, without a catalog. */
public final class Inference {
  private Inference() {}

  /**
   * Looks at a location.
   *
   * @throws io.propolis.catalog.CatalogException LOCATION when it cannot be listed
   */
  public static Findings of(Lake lake, String location) {
    try (var entries = lake.list(location)) {
      var first = entries.findFirst();
      if (first.isPresent() && first.get().location().equals(location)) {
        return file(lake, first.get());
      }
    }
    var crawler =
        new CrawlerDefinition(
            "infer",
            "infer",
            null,
            List.of(new S3Target(location, List.of(), null)),
            "",
            SchemaChangePolicy.DEFAULT,
            RecrawlBehavior.CRAWL_EVERYTHING,
            null,
            Configuration.DEFAULT,
            List.of());
    return Discovery.of(
            lake,
            new LakeTables(lake),
            crawler,
            List.of(),
            table -> false,
            Discovery.Past.none(),
            CrawlWatch.NONE)
        .unlessAllFailed(1);
  }

  private static Findings file(Lake lake, FileEntry entry) {
    try {
      var file = new FormatReader(lake).read(entry);
      var schema = MergedSchema.of(List.of(new MergedSchema.Part(entry.location(), file)));
      var layout = new LayoutInference(Set.of());
      layout.add(entry.location().substring(entry.location().lastIndexOf('/') + 1));
      var table =
          new FoundTable(
              entry.location(), schema, layout.infer(), 1, entry.length(), schema.reasons());
      var problems =
          java.util.stream.Stream.concat(file.notices().stream(), schema.conflicts().stream())
              .map(said -> new Problem(entry.location(), said))
              .toList();
      return new Findings(List.of(table), problems, 1, 1);
    } catch (IOException e) {
      var problem = Problem.unreadable(entry.location(), e.getMessage());
      return new Findings(List.of(), List.of(problem), 1, 0);
    }
  }
}
