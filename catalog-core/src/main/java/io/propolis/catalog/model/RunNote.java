package io.propolis.catalog.model;

/**
 * What a run says about what it did.
 *
 * @param sequence grows with every note of all runs; 0 before it is stored
 * @param run id of the run
 * @param subject of the run: the crawler
 * @param about what it is about ("sales.orders"), "" for the run as a whole
 * @param at epoch milliseconds
 */
public record RunNote(
    long sequence, String run, String subject, String about, long at, String text) {
  /** A note that is to be stored. */
  public static RunNote of(Run run, String about, long at, String text) {
    return new RunNote(0, run.id(), run.subject(), about, at, text);
  }
}
