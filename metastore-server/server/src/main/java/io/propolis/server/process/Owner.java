package io.propolis.server.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.propolis.server.CommandException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process that owns a data folder.
 *
 * @param command what it does there ("serve", "crawl")
 * @param thrift its Hive Metastore door, absent before it is open or when there is none
 * @param http its HTTP door, likewise
 */
public record Owner(
    String command, long pid, Instant started, @Nullable String thrift, @Nullable String http) {
  /** This process, with no door open. */
  public static Owner thisProcess(String command) {
    return new Owner(command, ProcessHandle.current().pid(), Instant.now(), null, null);
  }

  Owner at(String thriftUri, @Nullable String httpUri) {
    return new Owner(command, pid, started, thriftUri, httpUri);
  }

  /** "propolis serve, process 4711, started 2026-11-22T10:00:00Z, at thrift://127.0.0.1:9083". */
  String describe() {
    return "propolis %s, process %d, started %s%s owns it"
        .formatted(command, pid, started, thrift == null ? "" : ", at " + thrift);
  }

  /** Its Hive Metastore door. Throws {@link CommandException} when it has none open. */
  public String requireThrift(Path folder) {
    if (thrift == null) {
      throw CommandException.because(
          "the data folder " + folder + " is in use",
          describe(),
          "wait for it to end, or choose another folder with --data");
    }
    return thrift;
  }

  String toJson() {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("command", command);
      json.writeNumberField("pid", pid);
      json.writeStringField("started", started.toString());
      if (thrift != null) {
        json.writeStringField("thrift", thrift);
      }
      if (http != null) {
        json.writeStringField("http", http);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  /** Empty when the text is not of this form. */
  static Optional<Owner> parse(String text) {
    try {
      var node = JsonMapper.builder().build().readTree(text);
      return Optional.of(
          new Owner(
              node.required("command").textValue(),
              node.required("pid").longValue(),
              Instant.parse(node.required("started").textValue()),
              node.path("thrift").textValue(),
              node.path("http").textValue()));
    } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }
}
