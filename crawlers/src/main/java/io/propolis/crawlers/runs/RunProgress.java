package io.propolis.crawlers.runs;

import java.util.Map;

/** How far a run has come. Asked by another thread than the one that executes it. */
public interface RunProgress {
  /** In the words of {@link io.propolis.catalog.model.Run#progress()}. */
  Map<String, String> shown();

  /** Whether there is more than was shown last. */
  boolean hasChanged();
}
