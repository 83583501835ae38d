package io.propolis.compat.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A generation of Hive's own client that waits, in a process of its own, for what to do next; its
 * verbs are those of {@code ClientShell} below compat-tests/clients.
 */
public final class HiveShell implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final HiveClient generation;
  private final Path log;
  private final Process process;
  private final Writer input;
  private final BufferedReader output;

  private HiveShell(HiveClient generation, Path log, Process process) {
    this.generation = generation;
    this.log = log;
    this.process = process;
    input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts it, with further system properties as {@code name=value}.
   *
   * @param folder of its log
   * @throws UnavailableException when there is no Java here that it runs on
   */
  public static HiveShell start(HiveClient generation, Path folder, String... properties) {
    var command = generation.command("ClientShell");
    command.addAll(1, Arrays.stream(properties).map(property -> "-D" + property).toList());
    var log = folder.resolve(generation + "-shell.log");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(log.toFile())
              .start();
      return new HiveShell(generation, log, process);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + generation, e);
    }
  }

  public HiveClient generation() {
    return generation;
  }

  /** Opens a connection, in place of one opened before. */
  public void connect(URI metastore, Map<String, String> properties) {
    var words =
        Stream.concat(
            Stream.of("connect", metastore.toString()),
            properties.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()));
    call(words.toArray(String[]::new));
  }

  /**
   * Does one thing.
   *
   * @param words the verb and what it is about
   * @return the values of the answer
   * @throws HiveShellException with the trace, when the client throws
   * @throws IllegalStateException when the process ends or says nothing within five minutes
   */
  public Map<String, String> call(String... words) {
    var line =
        Arrays.stream(words)
            .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
            .collect(Collectors.joining(" ", "", "\n"));
    // Only the end of the process ends a read that waits for it.
    var watch =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS));
    try {
      input.write(line);
      input.flush();
      return answer(List.of(words));
    } catch (IOException e) {
      throw new IllegalStateException(
          generation + " cannot be told " + List.of(words) + ":\n" + ChildProcess.tail(log), e);
    } finally {
      watch.cancel(false);
    }
  }

  private Map<String, String> answer(List<String> words) throws IOException {
    var values = new TreeMap<String, String>();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      var parts = line.split(" ", -1);
      switch (parts[0]) {
        case "@value" -> values.put(decoded(parts[1]), decoded(parts[2]));
        case "@ok" -> {
          return values;
        }
        case "@failed" ->
            throw new HiveShellException(generation + " " + words + ":\n" + decoded(parts[1]));
        default -> {
          // a library's own words
        }
      }
    }
    throw new IllegalStateException(
        generation + " ended at " + words + ":\n" + ChildProcess.tail(log));
  }

  private static String decoded(String word) {
    return URLDecoder.decode(word, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    ChildProcess.stop(process);
  }
}
