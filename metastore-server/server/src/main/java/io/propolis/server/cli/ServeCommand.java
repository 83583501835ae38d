package io.propolis.server.cli;

import io.propolis.server.LogConfigurator;
import io.propolis.server.config.Configuration;
import io.propolis.server.hive.HiveConf;
import io.propolis.server.process.PropolisServer;
import io.propolis.server.process.StopSignals;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
  private static final String HIVE_CONF = "--hive-conf";
  private static final Set<String> ALL_SECTIONS =
      Set.of(
          "data",
          "warehouse",
          "store",
          "thrift",
          "http",
          "s3",
          "locks",
          "notifications",
          "safeguards",
          "workload",
          "jobs",
          "log");

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
    newSpec.addOption(
        OptionSpec.builder(HIVE_CONF)
            .paramLabel("PATH")
            .type(Path.class)
            .description(
                "Take the place of a Hive Metastore: a metastore-site.xml or hive-site.xml, or a folder with the site"
                    + " files of Hive and Hadoop. The log says which properties are taken, which are ignored and why;"
                    + " every other place where settings are said wins (docs/hive-properties.md). Default: what"
                    + " PROPOLIS_HIVE_CONF names, if anything.")
            .build());
  }

  @Override
  public Integer call() throws InterruptedException {
    var hive = hiveConf();
    var configuration = flags.load(hive.settings());
    var settings = configuration.settings();
    LogConfigurator.level(settings.log().level());
    var log = LoggerFactory.getLogger(ServeCommand.class);
    hive.report().forEach(line -> log.info("{}", line));
    configuration.effective().forEach(value -> log.info("{}", value));
    var stop = StopSignals.latch();
    try (var server =
        PropolisServer.start(settings, VersionCommand.version(), hive.answers(configuration))) {
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

  private HiveConf hiveConf() {
    Path flag = spec.commandLine().getParseResult().matchedOptionValue(HIVE_CONF, null);
    var variable = environment.get(Configuration.HIVE_VARIABLE);
    if (flag != null) {
      return HiveConf.read(flag, environment);
    }
    return variable == null || variable.isBlank()
        ? HiveConf.NONE
        : HiveConf.read(Path.of(variable), environment);
  }
}
