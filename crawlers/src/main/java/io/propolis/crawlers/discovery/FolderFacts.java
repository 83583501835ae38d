package io.propolis.crawlers.discovery;

import io.propolis.catalog.model.Names;
import io.propolis.crawlers.formats.FileSchema;
import io.propolis.crawlers.statistics.FolderStatistics;
import io.propolis.crawlers.statistics.FooterFacts;
import io.propolis.inference.PartitionLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts together what footers say of the folders of a table. */
final class FolderFacts {
  private FolderFacts() {}

  /**
   * Of a table without partitions, or of those of its partitions whose footers were all read.
   *
   * @param folders by their path relative to the table
   */
  static Map<String, FolderStatistics> of(
      PartitionLayout layout, Map<String, Folder> folders, Sampling sampling) {
    var statistics = new HashMap<String, FolderStatistics>();
    for (var partition : layout.folders()) {
      var folder = folders.get(partition.location());
      if (folder == null) {
        continue;
      }
      var facts = facts(folder, sampling.of(folder));
      if (facts != null || !layout.isPartitioned()) {
        statistics.put(
            partition.location(), new FolderStatistics(folder.files(), folder.bytes(), facts));
      }
    }
    return statistics;
  }

  private static @Nullable FooterFacts facts(Folder folder, List<SampledFile> samples) {
    if (samples.isEmpty() || samples.size() != folder.files()) {
      return null;
    }
    var facts = new ArrayList<FooterFacts>();
    var columns = new ArrayList<List<String>>();
    for (var sample : samples) {
      if (!(sample.schema() instanceof FileSchema.Footer footer)) {
        return null;
      }
      facts.add(footer.facts());
      columns.add(footer.columns().stream().map(c -> Names.fold(c.name())).toList());
    }
    return FooterFacts.over(facts, columns);
  }
}
