package io.propolis.compat.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process of an engine that takes statements as JSON lines on its standard input and answers each
 * line by one on its standard output: {@code {"results": [{"rows": [...]} or {"error": "..."}]}}.
 */
final class StatementProcess implements AutoCloseable {

  private static final String READY = "@ready";
  private static final String REPLY = "@reply ";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Process process;
  private final BufferedReader replies;
  private final BufferedWriter requests;
  private final Path log;

  private StatementProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.replies = process.inputReader(StandardCharsets.UTF_8);
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.log = log;
  }

  /** Starts it, with its error output in {@code log}, and waits until it takes statements. */
  static StatementProcess start(String name, ProcessBuilder command, Path log) {
    try {
      var started = new StatementProcess(name, command.redirectError(log.toFile()).start(), log);
      started.awaitLine(READY);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + name, e);
    }
  }

  /**
   * Runs the statement in the process's session of that name and returns its rows.
   *
   * @throws SqlFailedException when it fails, with the engine's own words
   */
  List<String> run(String statement, String session) {
    var how = Map.<String, Object>of("concurrently", false, "session", session);
    return exchange(List.of(statement), how).get(0);
  }

  /**
   * Runs all at the same time, each in a session of its own, and waits for all.
   *
   * @throws SqlFailedException when one of them fails
   */
  void runConcurrently(List<String> statements) {
    exchange(statements, Map.of("concurrently", true));
  }

  /** Ends its input, on which it ends by itself, and makes sure that it does. */
  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot end the input of " + name, e);
    } finally {
      ChildProcess.stop(process);
    }
  }

  private synchronized List<List<String>> exchange(
      List<String> statements, Map<String, Object> how) {
    try {
      var request = JSON.createObjectNode();
      request.set("statements", JSON.valueToTree(statements));
      how.forEach((key, value) -> request.set(key, JSON.valueToTree(value)));
      requests.write(JSON.writeValueAsString(request));
      requests.newLine();
      requests.flush();
      var reply = JSON.readTree(awaitLine(REPLY).substring(REPLY.length())).required("results");
      var results = new ArrayList<List<String>>();
      for (int i = 0; i < statements.size(); i++) {
        results.add(rows(statements.get(i), reply.get(i)));
      }
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not answer:\n" + ChildProcess.tail(log), e);
    }
  }

  private String awaitLine(String start) throws IOException {
    for (String line = replies.readLine(); line != null; line = replies.readLine()) {
      if (line.startsWith(start)) {
        return line;
      }
    }
    throw new IllegalStateException(name + " ended:\n" + ChildProcess.tail(log));
  }

  private static List<String> rows(String sql, JsonNode result) {
    if (result.has("error")) {
      throw new SqlFailedException(sql, result.get("error").asText(), null);
    }
    var rows = new ArrayList<String>();
    result.required("rows").forEach(row -> rows.add(row.asText()));
    return rows;
  }
}
