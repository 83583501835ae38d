package io.propolis.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.server.config.LogLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogConfiguratorTest {
  @AfterEach
  void quiet() {
    LogConfigurator.level(LogLevel.WARN);
  }

  @Test
  void ourDebugMessagesDoNotDrownInThoseOfLibraries() {
    LogConfigurator.level(LogLevel.DEBUG);

    assertThat(LoggerFactory.getLogger("io.propolis.any").isDebugEnabled()).isTrue();
    assertThat(LoggerFactory.getLogger("com.zaxxer.hikari.HikariConfig").isDebugEnabled())
        .isFalse();
  }

  @Test
  void requestsOfAzureThatAreMadeAgainAreNoErrorsOfOurs() {
    LogConfigurator.level(LogLevel.INFO);
    assertThat(LoggerFactory.getLogger("com.azure.core.http").isErrorEnabled()).isFalse();

    LogConfigurator.level(LogLevel.DEBUG);
    assertThat(LoggerFactory.getLogger("com.azure.core.http").isErrorEnabled()).isTrue();
  }

  @Test
  void filesThatOthersWroteUnusuallyAreNoWarningsOfOurs() {
    assertThat(LoggerFactory.getLogger("org.apache.parquet.schema.Types").isWarnEnabled())
        .isFalse();
  }

  @Test
  void traceHoldsNothingBack() {
    LogConfigurator.level(LogLevel.TRACE);

    assertThat(LoggerFactory.getLogger("com.zaxxer.hikari.HikariConfig").isTraceEnabled()).isTrue();
    assertThat(LoggerFactory.getLogger("org.apache.parquet.schema.Types").isTraceEnabled())
        .isTrue();
  }
}
