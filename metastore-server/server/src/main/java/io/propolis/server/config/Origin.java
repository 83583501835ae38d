package io.propolis.server.config;

import java.nio.file.Path;

/** Where a value was said. */
public sealed interface Origin {
  /** Nobody said anything. */
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }

  /** In a configuration of Hive or Hadoop, under a name of theirs. */
  record HiveSite(String property, Path file) implements Origin {
    @Override
    public String toString() {
      return property + " in " + file;
    }
  }

  /** In {@code propolis.yaml}. */
  record ConfigFile(Path file) implements Origin {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** In the environment. */
  record Environment(String variable) implements Origin {
    @Override
    public String toString() {
      return variable;
    }
  }

  /** On the command line. */
  record Flag(String flag) implements Origin {
    @Override
    public String toString() {
      return flag;
    }
  }
}
