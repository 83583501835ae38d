package io.propolis.server.cli;

/**
 * What was found of one thing on this machine.
 *
 * @param found where and which
 * @param remedy how to get it, "" when nothing is to be done
 */
record Finding(Verdict verdict, String subject, String found, String remedy) {
  enum Verdict {
    OK("ok"),
    /** The demo runs without it. */
    OPTIONAL("optional"),
    /** The demo needs it. */
    MISSING("MISSING");

    private final String shown;

    Verdict(String shown) {
      this.shown = shown;
    }

    String shown() {
      return shown;
    }
  }

  static Finding ok(String subject, Object found) {
    return new Finding(Verdict.OK, subject, found.toString(), "");
  }

  static Finding optional(String subject, String found, String remedy) {
    return new Finding(Verdict.OPTIONAL, subject, found, remedy);
  }

  static Finding missing(String subject, String found, String remedy) {
    return new Finding(Verdict.MISSING, subject, found, remedy);
  }
}
