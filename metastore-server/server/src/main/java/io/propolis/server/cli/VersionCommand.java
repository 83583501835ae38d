package io.propolis.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what this is and what it runs on. */
@Command(name = "version", description = "Show the version, and the Java it runs on.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(getVersion()[0]);
    return 0;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "Propolis %s (Java %s, %s)"
          .formatted(version(), Runtime.version().feature(), System.getProperty("java.vendor"))
    };
  }

  /** The version of this build. */
  static String version() {
    try (var file =
        Objects.requireNonNull(
            VersionCommand.class.getResourceAsStream("/io/propolis/server/version.properties"))) {
      var properties = new Properties();
      properties.load(file);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
