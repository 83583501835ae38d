package io.propolis.bench.crawl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.bench.server.ServerProcess;
import io.propolis.bench.server.Sites;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * PySpark's session in a process of its own, on all processors of this machine, which does what it
 * is told in lines of JSON.
 */
final class SparkSession implements SchemaFinder, AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SCRIPT = "spark_session.py";

  private final ServerProcess process;
  private final Socket socket;
  private final BufferedReader replies;

  private SparkSession(ServerProcess process, Socket socket) throws IOException {
    this.process = process;
    this.socket = socket;
    this.replies =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts it; throws with the end of its log when it does not. */
  static SparkSession start(Sites sites) throws IOException, InterruptedException {
    var home = home(sites);
    var script = sites.scratch().resolve(SCRIPT);
    try (var in = SparkSession.class.getResourceAsStream(SCRIPT)) {
      Files.copy(Objects.requireNonNull(in, SCRIPT), script);
    }
    int port = ServerProcess.freePort();
    var command =
        List.of(
            home.resolve("bin/spark-submit").toString(),
            "--master",
            "local[*]",
            "--driver-memory",
            "2g",
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.sql.warehouse.dir=" + sites.scratch().resolve("spark-warehouse"),
            script.toString(),
            String.valueOf(port));
    var environment = Map.of("SPARK_HOME", home.toString(), "PYSPARK_PYTHON", python(home));
    var process =
        ServerProcess.start(command, environment, port, sites.scratch().resolve("spark.log"));
    try {
      return new SparkSession(process, new Socket("127.0.0.1", port));
    } catch (IOException e) {
      process.close();
      throw e;
    }
  }

  /** The interpreter of the virtual environment that Spark lies in, or the machine's. */
  private static String python(Path home) {
    for (var folder = home; folder != null; folder = folder.getParent()) {
      var python = folder.resolve("bin/python");
      if (Files.isExecutable(python)) {
        return python.toString();
      }
    }
    return "python3";
  }

  private static Path home(Sites sites) throws IOException, InterruptedException {
    var script = sites.root().resolve("scripts/setup/pyspark.sh");
    var setup =
        new ProcessBuilder(script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output = new String(setup.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (setup.waitFor() != 0) {
      throw new IOException("PySpark could not be set up");
    }
    return Path.of(output);
  }

  @Override
  public String label() {
    return "spark";
  }

  @Override
  public FoundSchema find(TextFiles files) throws IOException {
    return find(files.form().key(), files.folder());
  }

  /**
   * What Spark finds in a folder.
   *
   * @param task csv or json for its inference, parquet for footers of all files
   */
  FoundSchema find(String task, Path folder) throws IOException {
    var reply = ask(task, folder.toString());
    var types = new LinkedHashMap<String, String>();
    reply.get("columns").forEach(c -> types.put(c.get(0).textValue(), c.get(1).textValue()));
    return new FoundSchema(reply.get("seconds").doubleValue(), 0, types);
  }

  /** Lists a folder of partitions; the seconds it took. */
  double seconds(String task, Path folder) throws IOException {
    return ask(task, folder.toString()).get("seconds").doubleValue();
  }

  private JsonNode ask(String task, String path) throws IOException {
    var line = MAPPER.writeValueAsString(Map.of("task", task, "path", path)) + "\n";
    socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
    var reply = replies.readLine();
    if (reply == null) {
      throw new IOException("Spark ended while it was asked for " + task + " of " + path);
    }
    var answer = MAPPER.readTree(reply);
    if (answer.has("error")) {
      throw new IOException("Spark cannot do it: " + answer.get("error").textValue());
    }
    return answer;
  }

  double residentMiB() {
    return process.tree().residentMiB();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      process.close();
    }
  }
}
