package io.propolis.server.hive;

/** What becomes of a property's value. */
sealed interface Reading {
  /** The setting's value. */
  record Taken(String text) implements Reading {}

  /** It asks for what cannot be had; the start stops unless the setting is said elsewhere. */
  record Refused(String text, String problem) implements Reading {}

  /** It has no meaning here. */
  record Ignored(String why) implements Reading {}

  /** How a value is read, knowing the others. */
  @FunctionalInterface
  interface Reader {
    /** Throws IllegalArgumentException saying what is wrong with the value. */
    Reading read(String value, HiveNames site);
  }
}
