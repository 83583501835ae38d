package io.propolis.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.server.api.GlueClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a server about its crawlers. */
abstract class CrawlerApiCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private GlueOptions options;

  CrawlerApiCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Spec
  void setSpec(CommandSpec newSpec) {
    spec = newSpec;
    options = GlueOptions.on(newSpec, environment);
  }

  @Override
  public final Integer call() {
    return call(options.connect());
  }

  /** The exit code. */
  abstract int call(GlueClient glue);

  final void say(String format, Object... values) {
    var out = spec.commandLine().getOut();
    out.println(values.length == 0 ? format : format.formatted(values));
    out.flush();
  }

  /** To whoever waits, apart from what the command is asked for. */
  final void tell(String format, Object... values) {
    var err = spec.commandLine().getErr();
    err.println(format.formatted(values));
    err.flush();
  }

  final void complain(String format, Object... values) {
    spec.commandLine().getErr().println("propolis: " + format.formatted(values));
  }

  /** To the second; "-" when there is none. */
  static String time(JsonNode seconds) {
    return seconds.isNumber()
        ? Instant.ofEpochMilli(seconds.decimalValue().movePointRight(3).longValue())
            .truncatedTo(ChronoUnit.SECONDS)
            .toString()
        : "-";
  }

  static JsonNode crawler(GlueClient glue, String name) {
    return glue.call("GetCrawler", GlueClient.object().put("Name", name)).path("Crawler");
  }
}
