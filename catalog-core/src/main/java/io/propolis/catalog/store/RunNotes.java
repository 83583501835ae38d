package io.propolis.catalog.store;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunNote;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What runs say about what they did; deleted with them. */
public interface RunNotes {
  void add(Run.Kind kind, Collection<RunNote> notes);

  /**
   * Notes of all runs of some subjects, oldest first.
   *
   * @param subjects few; empty for all that there are
   * @param after sequence behind which they begin; 0 for the first
   */
  List<RunNote> list(Run.Kind kind, Collection<String> subjects, long after, int limit);

  /** What notes of a subject's runs are about. */
  Set<String> topics(Run.Kind kind, String subject);
}
