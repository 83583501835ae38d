package io.propolis.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.propolis.server.config.LogLevel;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs to standard error, one line a message. In code: reading XML would cost every start of the
 * server time.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  /** Libraries that say what only their own developers want to know, one level too loud. */
  private static final List<String> TALKATIVE =
      List.of(
          "com.zaxxer.hikari",
          "io.delta.kernel",
          "org.apache",
          "org.eclipse.jetty",
          "org.flywaydb",
          "org.mongodb.driver",
          "software.amazon.awssdk");

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n");
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    level(context, Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** What is logged from now on. Before that it is warnings and errors. */
  public static void level(LogLevel level) {
    level((LoggerContext) LoggerFactory.getILoggerFactory(), Level.valueOf(level.name()));
  }

  private static void level(LoggerContext context, Level level) {
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
    TALKATIVE.forEach(name -> context.getLogger(name).setLevel(quieter(level)));
    // It calls every request an error that did not succeed, one that is made again among them.
    context.getLogger("com.azure").setLevel(isDetailed(level) ? quieter(level) : Level.OFF);
    var errorsOnly = isDetailed(level) ? quieter(level) : Level.ERROR;
    // It warns of every table that is too young to have a checkpoint.
    context.getLogger("io.delta.kernel.internal.snapshot").setLevel(errorsOnly);
    // It warns of each decimal in a footer that its writer gave more bytes than it needs.
    context.getLogger("org.apache.parquet.schema").setLevel(errorsOnly);
  }

  private static boolean isDetailed(Level level) {
    return !level.isGreaterOrEqual(Level.INFO);
  }

  private static Level quieter(Level level) {
    return level == Level.DEBUG ? Level.INFO : level == Level.INFO ? Level.WARN : level;
  }
}
