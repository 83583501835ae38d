package io.propolis.faults;

import io.propolis.faults.cluster.Trouble;
import io.propolis.faults.history.Outcome;
import java.util.List;

/** What a run has done so far. */
public final class Tally {
  private int periods;
  private long faults;
  private long reads;
  private long writes;
  private long refused;
  private long unknown;
  private long events;
  private int undecided;

  void add(Period period, Trouble trouble) {
    periods++;
    faults += trouble.done().size();
    events += period.events().size();
    undecided += period.undecided();
    period
        .groups()
        .forEach(
            group -> group.history().forEach(each -> add(each.outcome(), each.call().writes())));
    List.of(period.locks().history(), period.transactions().history())
        .forEach(history -> history.forEach(each -> add(each.outcome(), true)));
  }

  private void add(Outcome outcome, boolean isWrite) {
    if (outcome instanceof Outcome.Unknown) {
      unknown++;
    } else if (outcome instanceof Outcome.Refused) {
      refused++;
    } else if (isWrite) {
      writes++;
    } else {
      reads++;
    }
  }

  /** Faults that were done. */
  public long faults() {
    return faults;
  }

  /** Writes that were acknowledged, calls of locks and transactions among them. */
  public long writes() {
    return writes;
  }

  /** Reads that were answered. */
  public long reads() {
    return reads;
  }

  /** Histories that were too large to be searched to the end. */
  public int undecided() {
    return undecided;
  }

  @Override
  public String toString() {
    return "%d periods, %d faults, %d reads, %d writes, %d refused, %d unknown, %d events, %d undecided"
        .formatted(periods, faults, reads, writes, refused, unknown, events, undecided);
  }
}
