package io.propolis.jobs.model;

import java.util.List;

/** A job that cannot be run as described. Lists every problem found, each naming key and value. */
public final class InvalidJobException extends RuntimeException {
  private final List<String> problems;

  /**
   * @param subject the job's file or name
   */
  public InvalidJobException(String subject, List<String> problems) {
    super(text(subject, problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }

  private static String text(String subject, List<String> problems) {
    return problems.size() == 1
        ? subject + ": " + problems.get(0)
        : subject + ": " + problems.size() + " problems\n  - " + String.join("\n  - ", problems);
  }
}
