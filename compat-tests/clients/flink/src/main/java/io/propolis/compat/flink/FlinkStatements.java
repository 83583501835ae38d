package io.propolis.compat.flink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Runs the SQL statements that arrive as JSON lines on standard input in one Flink cluster within
 * this process. A request is {@code {"statements": [...], "concurrently": bool, "session": name}};
 * its reply is one line on standard output, {@code @reply} and {@code {"results": [{"rows": [...]}
 * or {"error": "..."}]}}, in the order of the statements. Sessions live as long as the process;
 * concurrent statements have a new one each.
 */
public final class FlinkStatements {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Sessions sessions;

  private FlinkStatements(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * {@code arguments}: the folders of two {@code hive-site.xml} that name the metastore, the second
   * of which tells Iceberg to take no locks.
   */
  public static void main(String[] arguments) throws Exception {
    // What Flink and Hive print themselves must not come between the replies.
    var replies = System.out;
    System.setOut(System.err);
    try (var cluster = LocalCluster.start()) {
      var sessions = new Sessions(cluster.target(), arguments[0], arguments[1]);
      replies.println("@ready");
      new FlinkStatements(sessions).answer(replies);
    }
    // Threads of Flink, Hadoop and Hive would keep the process.
    System.exit(0);
  }

  private void answer(PrintStream replies) throws IOException {
    var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = requests.readLine(); line != null; line = requests.readLine()) {
      var reply = JSON.writeValueAsString(Map.of("results", results(JSON.readTree(line))));
      replies.write(("@reply " + reply + "\n").getBytes(StandardCharsets.UTF_8));
      replies.flush();
    }
  }

  private List<Map<String, Object>> results(JsonNode request) {
    var statements = new ArrayList<String>();
    request.required("statements").forEach(statement -> statements.add(statement.asText()));
    if (request.required("concurrently").asBoolean()) {
      return concurrently(statements);
    }
    var session = sessions.named(request.required("session").asText());
    return statements.stream().map(session::result).toList();
  }

  private List<Map<String, Object>> concurrently(List<String> statements) {
    var pool = Executors.newFixedThreadPool(statements.size());
    try {
      var running =
          statements.stream()
              .map(sql -> CompletableFuture.supplyAsync(() -> sessions.fresh().result(sql), pool))
              .toList();
      return running.stream().map(CompletableFuture::join).toList();
    } finally {
      pool.shutdown();
    }
  }
}
