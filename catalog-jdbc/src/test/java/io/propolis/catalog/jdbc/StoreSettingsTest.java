package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSettingsTest {
  private static CatalogException refusal(String url) {
    return catchThrowableOfType(
        CatalogException.class,
        () -> JdbcCatalogStore.open(StoreSettings.of(url, "root", "secret")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jdbc:oracle:thin:@//db/x", "catalog.db", "jdbc:sqlite:", "jdbc:sqlite::memory:"})
  void aUrlOfNoUseIsInvalid(String url) {
    assertThat(refusal(url).kind()).isEqualTo(Kind.INVALID);
    assertThat(refusal(url)).hasMessageContaining(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:mysql", "jdbc:mariadb", "jdbc:postgresql"})
  void aServerOutOfReachIsUnavailableAndNoMessageTellsThePassword(String scheme) throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var address = scheme + "://127.0.0.1:" + port + "/catalog";
    var refusal = refusal(address + "?password=hidden");
    assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(refusal).hasMessageContaining(address).hasCauseInstanceOf(Exception.class);
    assertThat(refusal.getMessage()).doesNotContain("hidden", "secret");
  }

  /** As that of a Hive Metastore, whose site file names it. */
  @Test
  void aDatabaseWithTablesOfOthersIsRefusedInWordsForItsOwner(@TempDir Path folder)
      throws Exception {
    var url = "jdbc:sqlite:" + folder.resolve("hive.db");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE DBS (DB_ID INTEGER)");
    }

    assertThat(refusal(url))
        .hasMessageContaining(url)
        .hasMessageContaining("give it an empty database of its own")
        .message()
        .doesNotContain("baseline");
  }

  @Test
  void settingsShowNoPassword() {
    var settings =
        StoreSettings.of("jdbc:postgresql://ada:hidden@db/catalog?password=hidden", "u", "secret");
    assertThat(settings.toString())
        .contains("jdbc:postgresql://db/catalog")
        .doesNotContain("hidden", "secret");
  }
}
