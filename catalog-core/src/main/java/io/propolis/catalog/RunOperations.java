package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunNote;
import io.propolis.catalog.store.Runs;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs as those who execute them see them. A node holds a run by a lease that it prolongs; when it
 * falls silent another takes the run on. Every change is a compare-and-swap, so that a run ends
 * once, whoever believes to hold it.
 */
public final class RunOperations {
  /** For how long a run is held without a sign of life; as long as a node may be silent. */
  public static final Duration LEASE = NodeOperations.SILENCE;

  /** The causes of runs that somebody has asked for, and that a schedule has started. */
  public static final String ON_DEMAND = "on demand";

  public static final String BY_SCHEDULE = "schedule";

  /** The cause of crawls that somebody has asked for to see what they would do. */
  public static final String DRY_RUN = "dry run";

  private final Context context;

  RunOperations(Context context) {
    this.context = context;
  }

  /** Throws NOT_FOUND. */
  public Run require(String id) {
    return context
        .store()
        .read(tx -> tx.runs().find(id))
        .orElseThrow(() -> notFound(Entity.RUN, id));
  }

  /** Stores a new run. Throws ALREADY_EXISTS. */
  public Run begin(Run run) {
    return context
        .store()
        .write(
            tx -> {
              tx.runs().insert(run);
              return run;
            });
  }

  /** Takes on the oldest run that nobody holds, if there is one. It is this owner's then. */
  public Optional<Run> claim(Run.Kind kind, String owner) {
    long now = context.clock().millis();
    for (var run : context.store().read(tx -> tx.runs().unfinished(kind))) {
      if (run.isFree(now)) {
        var claimed = tryUpdate(run.claimed(owner, now + LEASE.toMillis()));
        if (claimed.isPresent()) {
          return claimed;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Lets go of runs whose holder is known to be dead, so that they can be taken on at once.
   *
   * @param dead whether the owner of a lease is
   */
  public void release(Run.Kind kind, java.util.function.Predicate<String> dead) {
    for (var run : context.store().read(tx -> tx.runs().unfinished(kind))) {
      if (run.leaseOwner() != null && dead.test(run.leaseOwner())) {
        tryUpdate(run.heldBy(run.leaseOwner(), 0));
      }
    }
  }

  private Optional<Run> tryUpdate(Run changed) {
    try {
      return Optional.of(update(changed));
    } catch (CatalogException e) {
      if (e.kind() != Kind.CONFLICT) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Stores a changed run. Throws CONFLICT when somebody else has changed it. */
  public Run update(Run changed) {
    return update(changed, List.of());
  }

  /** The same, with what there is to say about it. */
  public Run update(Run changed, Collection<RunNote> notes) {
    return context
        .store()
        .write(
            tx -> {
              tx.runs().update(changed);
              if (!notes.isEmpty()) {
                tx.runNotes().add(changed.kind(), notes);
              }
              return changed;
            });
  }

  /** The next runs of a subject behind {@code before}, newest first. */
  public List<Run> page(Run.Kind kind, String subject, Runs.@Nullable Place before, int limit) {
    return context.store().read(tx -> tx.runs().listed(kind, subject, before, limit));
  }

  /** Of each subject the newest runs, {@code each} at most; newest first within a subject. */
  public List<Run> newest(Run.Kind kind, Collection<String> subjects, int each) {
    return subjects.isEmpty()
        ? List.of()
        : context.store().read(tx -> tx.runs().newest(kind, subjects, each));
  }

  /** Notes of all runs of some subjects, or of all, oldest first, behind a sequence. */
  public List<RunNote> notes(Run.Kind kind, Collection<String> subjects, long after, int limit) {
    return context.store().read(tx -> tx.runNotes().list(kind, subjects, after, limit));
  }

  /** What the notes of a subject's runs are about. */
  public Set<String> topics(Run.Kind kind, String subject) {
    return context.store().read(tx -> tx.runNotes().topics(kind, subject));
  }

  /** Deletes runs that ended so long ago, with their notes. */
  public int forgetOlderThan(Run.Kind kind, Duration age) {
    long time = context.clock().millis() - age.toMillis();
    return context.store().write(tx -> tx.runs().deleteEndedBefore(kind, time));
  }
}
