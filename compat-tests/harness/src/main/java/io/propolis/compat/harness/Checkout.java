package io.propolis.compat.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The source tree the tests run in: where builds leave the server and the clients' class paths. */
public final class Checkout {

  private static final String ROOT_PROPERTY = "propolis.root";

  private final Path root;

  private Checkout(Path root) {
    this.root = root;
  }

  /**
   * The tree named by the system property {@code propolis.root}, or the one around the current
   * folder.
   */
  public static Checkout current() {
    var named = System.getProperty(ROOT_PROPERTY);
    var start = Path.of(named == null ? "" : named).toAbsolutePath().normalize();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("compat-tests"))
          && Files.exists(folder.resolve("propolis"))) {
        return new Checkout(folder);
      }
    }
    throw new IllegalStateException("No Propolis checkout at or above " + start);
  }

  /** The folder of the packaged server's jars. */
  public Path serverLibraries() {
    return built(root.resolve("metastore-server/server/target/propolis/lib"), "./propolis build");
  }

  /** The jars of a foreign client as Maven resolved them, joined as a class path. */
  public String clientClassPath(String client) {
    var file = clientTarget(client).resolve("client.classpath");
    try {
      return Files.readString(built(file, "./propolis test compat-tests"), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the class path of " + client, e);
    }
  }

  /** Puts links to the jars of a foreign client into {@code folder}: copies would be 300 MB. */
  void linkClientJars(String client, Path folder) throws IOException {
    for (var jar : clientClassPath(client).split(File.pathSeparator, -1)) {
      var path = Path.of(jar);
      Files.createSymbolicLink(folder.resolve(path.getFileName().toString()), path);
    }
  }

  /** What this build compiled or copied for a foreign client. */
  public Path clientClasses(String client) {
    return built(clientTarget(client).resolve("classes"), "./propolis test compat-tests");
  }

  /**
   * The folder that {@code variable} names, or else the last line that a script under {@code
   * scripts/setup} prints when called so, which installs what is missing.
   *
   * @throws UnavailableException when it cannot be had on this machine
   */
  public Path tool(String variable, String setupScript, String... arguments) {
    var named = System.getenv(variable);
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    var script = root.resolve("scripts/setup").resolve(setupScript);
    var command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      var output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new UnavailableException(script + " failed; see its words above, or set " + variable);
      }
      return Path.of(output.substring(output.lastIndexOf('\n') + 1));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + script, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while running " + script, e);
    }
  }

  private Path clientTarget(String client) {
    return root.resolve("compat-tests/clients").resolve(client).resolve("target");
  }

  private static Path built(Path path, String command) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(path + " does not exist; build it with: " + command);
    }
    return path;
  }

  /** The JVM that runs this code, as a command. */
  static List<String> java(String... options) {
    return java(Path.of(System.getProperty("java.home")), options);
  }

  static List<String> java(Path home, String... options) {
    var command = new ArrayList<String>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(List.of(options));
    return command;
  }
}
