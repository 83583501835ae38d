package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.ClassifiedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Lets samples go when there are many: each new folder brings some, for years. Those go whose file
 * says the same as others do, so that what all say together stays as it is.
 */
final class SampleThinning {
  /** Samples of an include path from which on some go. */
  static final int MOST = 2 * Sampling.BUDGET;

  private SampleThinning() {}

  static List<KnownFolder> of(List<KnownFolder> folders) {
    Map<Integer, Integer> likes = new HashMap<>();
    int samples = 0;
    for (var folder : folders) {
      for (var sample : folder.samples()) {
        likes.merge(said(sample), 1, Integer::sum);
        samples++;
      }
    }
    if (samples <= MOST) {
      return folders;
    }
    int each = Math.max(1, Sampling.BUDGET / likes.size());
    var thinned = new ArrayList<KnownFolder>();
    Map<Integer, Integer> seen = new HashMap<>();
    for (var folder : folders) {
      thinned.add(
          isOfSeveral(folder)
              ? folder
              : folder.withSamples(thinned(folder.samples(), likes, seen, each), said(folder)));
    }
    return thinned;
  }

  /** Whether its files are of several forms, which the loss of some would hide. */
  private static boolean isOfSeveral(KnownFolder folder) {
    return folder.samples().stream()
            .map(KnownFile::content)
            .filter(Objects::nonNull)
            .map(content -> Form.of(content.schema()))
            .distinct()
            .limit(2)
            .count()
        > 1;
  }

  /** What its samples say, or said before they went. */
  private static int said(KnownFolder folder) {
    return folder.samples().isEmpty() ? folder.likeness() : said(folder.samples().get(0));
  }

  /** Evenly: of so many alike every so manieth stays, the first among them. */
  private static List<KnownFile> thinned(
      List<KnownFile> samples, Map<Integer, Integer> likes, Map<Integer, Integer> seen, int each) {
    var kept = new ArrayList<KnownFile>();
    for (var sample : samples) {
      int said = said(sample);
      int before = seen.merge(said, 1, Integer::sum) - 1;
      int step = Math.max(1, (likes.getOrDefault(said, 0) + each - 1) / each);
      if (sample.content() == null || before % step == 0) {
        kept.add(sample);
      }
    }
    return kept;
  }

  private static int said(KnownFile sample) {
    ClassifiedFile content = sample.content();
    return content == null ? 0 : Form.likeness(content.schema());
  }
}
