package io.propolis.server.cli;

import io.propolis.server.LogConfigurator;
import io.propolis.server.process.PropolisServer;
import io.propolis.server.process.StopSignals;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to stop. */
@Command(
    name = "serve",
    abbreviateSynopsis = true,
    description = {
      "Run the catalog server: Hive Metastore Thrift and HTTP.",
      "",
      "Prints one line on standard output when it is ready, with its addresses; logs go to standard error. SIGTERM or"
          + " Ctrl-C stops it within 5 s, with everything kept that it has acknowledged.",
      ""
    })
final class ServeCommand implements Callable<Integer> {
  private static final Set<String> ALL_SECTIONS =
      Set.of("data", "warehouse", "store", "thrift", "http", "s3", "locks", "jobs", "log");

  private final Map<String, String> environment;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private SettingFlags flags;

  ServeCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Spec
  void setSpec(CommandSpec newSpec) {
    spec = newSpec;
    flags = SettingFlags.on(newSpec, ALL_SECTIONS, environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    var configuration = flags.load();
    var settings = configuration.settings();
    LogConfigurator.level(settings.log().level());
    var log = LoggerFactory.getLogger(ServeCommand.class);
    configuration.effective().forEach(value -> log.info("{}", value));
    var stop = StopSignals.latch();
    try (var server = PropolisServer.start(settings, VersionCommand.version())) {
      var out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT,
          "Propolis is ready in %.3f s: %s %s (store %s, data %s)%n",
          ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
          server.thriftUri(),
          server.httpUri(),
          server.storeKind(),
          settings.data());
      out.flush();
      stop.await();
      log.info("Stopping");
    }
    log.info("Stopped");
    return 0;
  }
}
