package io.propolis.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged server in its own JVM on free ports, its data and warehouse in one folder. */
public final class ServerProcess implements Metastore {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Pattern THRIFT = Pattern.compile("thrift://[^\\s/:]+:\\d+");
  private static final Pattern HTTP = Pattern.compile("https?://[^\\s/:]+:\\d+");
  private static final Pattern READY = Pattern.compile(".*" + THRIFT + ".*" + HTTP + ".*");

  private final ChildProcess child;
  private final URI thriftUri;
  private final URI httpUri;
  private final Path warehouse;

  private ServerProcess(ChildProcess child, URI thriftUri, URI httpUri, Path warehouse) {
    this.child = child;
    this.thriftUri = thriftUri;
    this.httpUri = httpUri;
    this.warehouse = warehouse;
  }

  /**
   * Starts it under {@code folder} and waits until it is ready; further flags are passed on, those
   * that begin with -D or -X to its JVM.
   */
  public static ServerProcess start(Path folder, String... flags) {
    return start(folder, Path.of(System.getProperty("user.home")), flags);
  }

  /** The same with another home folder of the server's user, where its trash is. */
  public static ServerProcess start(Path folder, Path home, String... flags) {
    var data = created(folder.resolve("data"));
    var warehouse = created(folder.resolve("warehouse"));
    var command = Checkout.java("-Duser.home=" + home);
    command.addAll(Stream.of(flags).filter(ServerProcess::isForJvm).toList());
    command.addAll(List.of("-cp", Checkout.current().serverLibraries() + "/*"));
    command.addAll(
        List.of(
            "io.propolis.server.Main",
            "serve",
            "--data",
            data.toString(),
            "--thrift-port",
            "0",
            "--http-port",
            "0",
            "--warehouse",
            // As Hadoop writes paths, and so as Hive's tests expect locations.
            "file:" + warehouse));
    command.addAll(Stream.of(flags).filter(flag -> !isForJvm(flag)).toList());
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    var child =
        ChildProcess.start("the Propolis server", builder, folder.resolve("server.log"), READY);
    var line = child.awaitReady(START_LIMIT).group();
    return new ServerProcess(child, found(THRIFT, line), found(HTTP, line), warehouse);
  }

  @Override
  public URI thriftUri() {
    return thriftUri;
  }

  /** Its HTTP door: health, metrics and everything else on HTTP. */
  public URI httpUri() {
    return httpUri;
  }

  /** Where managed tables without a location of their own live. */
  public Path warehouse() {
    return warehouse;
  }

  /** The operating system's process, for tests that signal it or measure it. */
  public Process process() {
    return child.process();
  }

  /** The last lines the server logged. */
  public String logTail() {
    return child.logTail();
  }

  @Override
  public void close() {
    child.close();
  }

  private static boolean isForJvm(String flag) {
    return flag.startsWith("-D") || flag.startsWith("-X");
  }

  private static URI found(Pattern pattern, String line) {
    var matcher = pattern.matcher(line);
    if (!matcher.find()) {
      throw new IllegalStateException("No " + pattern + " in the ready line: " + line);
    }
    return URI.create(matcher.group());
  }

  private static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create " + folder, e);
    }
  }
}
