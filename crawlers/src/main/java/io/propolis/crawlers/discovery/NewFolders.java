package io.propolis.crawlers.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Folders of a table that were not there when it was crawled before. */
final class NewFolders {
  private final Sampling sampling;
  private final List<Problem> problems;

  NewFolders(Sampling sampling, List<Problem> problems) {
    this.sampling = sampling;
    this.problems = problems;
  }

  /**
   * New folders most of whose files are of another schema than the files of the folders that stand.
   * None when nothing stands: then the table itself is new. Each is told.
   */
  List<Folder> unlike(Collection<Folder> folders) {
    var standing = new ArrayList<SampledFile>();
    for (var folder : folders) {
      if (folder.restored() != null) {
        standing.addAll(sampling.of(folder));
      }
    }
    var profile = Similarity.profile(standing);
    if (profile == null) {
      return List.of();
    }
    var unlike = new ArrayList<Folder>();
    for (var folder : folders) {
      var samples = sampling.of(folder);
      boolean isNew = folder.restored() == null && !samples.isEmpty();
      if (isNew && !isLike(samples, profile)) {
        unlike.add(folder);
        problems.add(
            new Problem(
                folder.location(),
                "is a new folder with another schema than the table's; CRAWL_NEW_FOLDERS_ONLY"
                    + " leaves it out"));
      }
    }
    return unlike;
  }

  private static boolean isLike(List<SampledFile> samples, Similarity.Profile profile) {
    long alike =
        samples.stream()
            .map(sample -> Similarity.profile(List.of(sample)))
            .filter(each -> each != null && Similarity.isLike(each, profile))
            .count();
    return alike * 2 > samples.size();
  }
}
